"""Another last working day beside a plan: what it changes is said, and the plan stays as it is."""

import pytest
from django.urls import reverse

from referrals.intake.answer_cookie import COOKIE
from referrals.models import SavedCase
from tests.portal.page import Page
from tests.referrals.support.journeys import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client, example_directory, time_machine):
    """Let twelve people leave on 1 June 2027, seen from 23 November 2026."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    walk(client, plaatsen={"p-0-end_date": "01-06-2027"}, afstand={"far_from_labour_market": "yes"})
    return reverse("case_other_day")


def words(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def rows(response) -> dict[str, list[str]]:
    """Return what the table says, by the thing that it is about."""
    page = Page.read(response)
    heads = [" ".join(head.text.split()) for head in page.all("th", scope="row")]
    cells = [" ".join(cell.text.split()) for cell in page.all("td")]
    return {head: cells[2 * number : 2 * number + 2] for number, head in enumerate(heads)}


def test_days_and_helpers_that_another_end_changes_stand_beside_the_plan(client, plan):
    told = client.post(plan, {"day": "1-3-2027"})

    assert "Uw plan: 1 juni 2027" in words(told)
    assert "Daarnaast: 1 maart 2027" in words(told)
    assert rows(told)["Laatste werkdag van 12 medewerkers"] == ["1 juni 2027", "1 maart 2027"]
    assert rows(told)["Na 3 maanden zonder werk"] == ["1 september 2027", "1 juni 2027"]
    assert rows(told)["UWV kan helpen vóór het werk eindigt"] == ["1 februari 2027", "vanaf vandaag"]
    assert "Nieuw: Voorbeeld UWV" in words(told)
    assert "Het werk eindigt binnen 4 maanden." in words(told)


def test_a_duty_that_another_end_brings_is_named(client, example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    two = {"p-TOTAL_FORMS": "2", "p-0-permanent": "15", "p-0-end_date": "01-06-2027"}
    walk(client, plaatsen=two | {"p-1-location": "6811 AB", "p-1-permanent": "10", "p-1-end_date": "01-11-2027"})
    page = client.get(reverse("case_other_day"))
    assert "1 november 2027: 10 medewerkers" in words(page)

    told = client.post(reverse("case_other_day"), {"instead_of": "2027-11-01", "day": "1-7-2027"})

    now, then = rows(told)["Wat u moet doen"]
    assert "collectief ontslag" in then.lower()
    assert "collectief ontslag" not in now.lower()
    assert rows(told)["Laatste werkdag van 10 medewerkers"] == ["1 november 2027", "1 juli 2027"]
    assert "Laatste werkdag van 15 medewerkers" in words(told).partition("Gelijk blijft:")[2]


def test_the_plan_its_answers_and_its_address_stay_as_they_were(client, plan):
    before = client.cookies[COOKIE.name].value
    plan_before = words(client.get(reverse("case_advice")))

    told = client.post(plan, {"day": "1-3-2027"})

    assert told.request["QUERY_STRING"] == ""
    assert client.cookies[COOKIE.name].value == before
    assert words(client.get(reverse("case_advice"))) == plan_before


def test_a_kept_case_is_compared_behind_its_link_and_stays_as_it_is(client, plan):
    link = client.post(reverse("case_keep"))["Location"]
    client.cookies.clear()
    before = list(SavedCase.objects.values())
    assert f'href="{link}andere-dag/"' in client.get(link).content.decode()

    told = client.post(link + "andere-dag/", {"day": "maart 2027"})

    assert rows(told)["Laatste werkdag van 12 medewerkers, dag nog niet bekend"] == ["staat er niet", "maart 2027"]
    assert list(SavedCase.objects.values()) == before
    assert client.post(link[:-6] + "aaaaa/andere-dag/", {"day": "maart 2027"}).status_code == 404


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        ("", "Vul een dag of een maand in."),
        ("1-3-2026", "1 maart 2026 is al voorbij."),
        ("ooit", "Deze datum klopt niet."),
        ("1-3-2099", "Vul een datum in van"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_the_field_and_stays_there(client, plan, day, hint):
    page = client.post(plan, {"day": day})
    assert hint in words(page)
    assert Page.read(page).one("input", name="day").get("value") == (day or None)
    assert "Wat de andere dag verandert" not in words(page)


def test_where_nobody_has_a_last_day_there_is_nothing_to_compare(client, example_directory):
    walk(client, situatie={"situations": ["prepare"]}, plaatsen={"p-0-prepare": "12"})
    assert client.get(reverse("case_other_day"))["Location"] == reverse("case_advice")


def test_an_incomplete_case_goes_back_to_its_questions(client):
    assert client.get(reverse("case_other_day"))["Location"] == reverse("case")
