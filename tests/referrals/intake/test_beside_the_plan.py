"""How long people have been employed and what they earn: asked in nobody's way, and the wage never stored."""

import json

import pytest
from django.urls import reverse

from referrals.engine.case import Service, Wage
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_input import understood
from referrals.models import SavedCase
from tests.portal.page import Page
from tests.referrals.support.journeys import answer, page, step_url, walk

pytestmark = pytest.mark.django_db

MOST_QUESTIONS = 10
EVERYTHING = ["redundancy", "illness", "prepare", "on_benefit"]
SERVICE = {"p-0-service_under_5": "4", "p-0-service_from_15": "3"}


def give_wage(client, wage="3000_to_4000"):
    return client.post(step_url("loon"), {"month_wage": wage, "return_to": "advice"})


def case_of(client):
    return client.get(reverse("case_advice")).context["advice"].case


def test_nobody_is_asked_more_than_ten_questions_nor_for_a_wage(client, example_directory):
    asked = walk(client, situatie={"situations": EVERYTHING})
    assert len(asked) <= MOST_QUESTIONS
    assert "loon" not in asked
    assert "maandloon" not in client.get(reverse("case")).content.decode()


def test_years_of_service_are_counted_where_people_are_and_stay_folded(client, example_directory):
    walk(client, plaatsen=SERVICE)
    assert case_of(client).groups[0].service == ((Service.UNDER_5, 4), (Service.FROM_15, 3))
    assert case_of(client).groups[0].of_unknown_service == 5
    assert "Korter dan 5 jaar in dienst: 4" in page(client, "case_check")
    service = Page.read(client.get(step_url("plaatsen"))).all("details")[0]
    assert "open" in service.attributes

    answer(client, "plaatsen")
    service = Page.read(client.get(step_url("plaatsen"))).all("details")[0]
    assert "open" not in service.attributes
    assert case_of(client).groups[0].service == ()


def test_more_people_by_years_of_service_than_are_dismissed_are_refused_beside_the_field(client):
    walk(client)
    html = answer(client, "plaatsen", **{"p-0-service_5_to_10": "13"}).content.decode()
    assert "Bij de dienstjaren staan meer mensen dan u ontslaat: 12." in html
    assert 'value="13"' in html
    assert 'href="#id_p-0-service_5_to_10"' in html


def test_years_of_service_are_not_asked_of_who_is_not_dismissed(client):
    answer(client, "situatie", situations=["illness"])
    assert "in dienst zijn" not in client.get(step_url("plaatsen")).content.decode()


def test_a_wage_is_given_from_the_plan_and_leads_back_to_it(client, example_directory):
    walk(client, plaatsen=SERVICE)
    assert f'href="{step_url("loon")}?naar=advice"' in page(client, "case_advice")
    assert give_wage(client)["Location"] == reverse("case_advice")
    assert case_of(client).month_wage is Wage.FROM_3000
    assert step_url("loon") in page(client, "case_check")

    give_wage(client, "unknown")
    assert case_of(client).month_wage is None


@pytest.mark.parametrize("odd", ["", "3500", "x" * 5000, "\x00"])
def test_an_odd_wage_is_refused_with_what_would_be_right(client, example_directory, odd):
    walk(client)
    response = give_wage(client, odd)
    assert response.status_code == 200
    assert "Fout:" in response.content.decode()
    assert case_of(client).month_wage is None


def test_the_wage_is_not_kept_with_a_case(client, example_directory):
    walk(client, plaatsen=SERVICE)
    give_wage(client)
    kept = Page.read(client.get(reverse("case_advice"))).all("input", type="hidden", name="draft")[0]["value"]
    mark = Page.read(client.get(reverse("case_advice"))).all("input", type="hidden", name="case")[0]["value"]
    client.post(reverse("case_keep"), {"draft": kept, "case": mark})
    saved = SavedCase.objects.get()
    assert "loon" not in json.dumps([saved.answers, saved.seen])
    assert "3000" not in json.dumps([saved.answers, saved.seen])
    assert saved.answers["plaatsen"]["places"][0]["service_under_5"] == "4"


def test_the_wage_has_no_part_in_what_is_understood_of_any_answers():
    answers = Answers({"situatie": {"situations": ["redundancy"]}, "loon": {"month_wage": "from_6000"}})
    assert dict(understood(answers)) == {"situatie": {"situations": ["redundancy"]}}
