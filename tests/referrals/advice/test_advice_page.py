"""The plan that an employer reads at the end."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from referrals.intake.answer_cookie import COOKIE
from tests.referrals.support.journeys import page, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client, example_directory):
    walk(client)
    return page(client, "case_advice")


def test_twelve_redundancies_in_arnhem_in_techniek_get_a_route_with_reasons_and_sources(plan):
    assert "Voorbeeld brancheservicepunt Techniek" in plan
    assert "R3-sector</a>" in plan
    assert "EIM, onderzoek Van Werk Naar Werk in het mkb, 4.3.1" in plan
    assert "Stap 1: Binnen de eigen sector" in plan
    assert "Stap 2: Over sectoren heen" in plan
    assert "Voorbeeld leerwerkloket Arnhem" in plan


def test_the_plan_begins_with_this_week_and_one_party_to_call(plan):
    assert plan.index("Deze week") < plan.index("Stap 1")
    assert "Bel eerst: Voorbeeld werkgeversservicepunt Arnhem" in plan


def test_near_misses_come_with_the_reason(plan):
    assert "Deze passen net niet" in plan
    assert "Deze organisatie werkt alleen voor: Zorg en welzijn." in plan


def test_the_plan_says_once_that_it_is_not_legal_advice(plan):
    assert plan.count("geen juridisch advies") == 1


def test_the_plan_shows_its_receipt_and_the_order(plan):
    assert "regels 2026.1" in plan
    assert "De nummers geven de volgorde" in plan


def test_a_provider_below_its_minimum_says_how_many_it_asks(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Utrecht", "p-0-permanent": "9"})
    plan = page(client, "case_advice")
    assert "Hier krijgt u alleen informatie" in plan
    assert "Vraagt minstens 10 ontslagen van vaste medewerkers. U hebt er 9." in plan


def test_twenty_two_people_over_utrecht_and_almere_must_be_notified(client, example_directory):
    two = {
        "p-TOTAL_FORMS": "2",
        "p-0-location": "Utrecht",
        "p-1-location": "Almere",
        "p-1-permanent": "10",
        "p-1-end_date": "01-07-2099",
    }
    walk(client, plaatsen=two)
    plan = page(client, "case_advice")
    assert "Meld het ontslag schriftelijk bij UWV en bij de vakbonden" in plan
    assert "Uiterlijk op 1 mei 2099." in plan
    assert "Werkgebied van UWV voor collectief ontslag: e." in plan
    assert "Kijk in uw cao of u een sociaal plan moet maken" in plan


def test_a_social_plan_that_is_there_is_no_task_any_more(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "22"}, overleg={"talks": ["social_plan", "union"]})
    assert "Kijk in uw cao of u een sociaal plan moet maken" not in page(client, "case_advice")


def test_the_days_stand_in_a_table_and_in_a_calendar_file(client, plan):
    assert "Belangrijke dagen" in plan
    assert "Laatste werkdag van 12 mensen" in plan
    response = client.get(reverse("case_calendar"))
    days = {
        str(event["summary"]): event["dtstart"].dt.isoformat() for event in Calendar.from_ical(response.content).events
    }
    assert days["Laatste werkdag van 12 mensen"] == "2099-06-01"
    assert days["Na 3 maanden zonder werk"] == "2099-09-01"


def test_without_end_dates_there_is_no_timeline(client, example_directory):
    walk(client, plaatsen={"p-0-end_date": ""})
    assert "Belangrijke dagen" not in page(client, "case_advice")


def test_forms_of_support_that_fit_come_with_their_evidence(plan):
    assert "Vormen van hulp die passen" in plan
    assert "Van alles wat werknemers zonder hulp noemden, was 14 procent ‘Scholing’" in plan
    assert "354 werknemers" in plan
    assert "Deze cijfers zijn oud." in plan


def test_the_plan_is_complete_in_english(client, example_directory):
    walk(client)
    html = client.get("/en" + reverse("case_advice")).content.decode()
    assert "This organisation serves your sector." in html
    assert '<html lang="en">' in html


def test_the_plan_is_never_kept_by_a_cache(client, plan):
    assert "no-store" in client.get(reverse("case_advice"))["Cache-Control"]


def test_the_plan_costs_at_most_eight_queries_however_many_providers_there_are(
    client, example_directory, django_assert_max_num_queries
):
    walk(client)
    page(client, "case_advice")
    with django_assert_max_num_queries(8) as many:
        page(client, "case_advice")
    walk(client, plaatsen={"p-0-location": "Enschede"}, sector={"sector": "bouw"})
    with django_assert_max_num_queries(8):
        page(client, "case_advice")
    assert len(many) <= 8


def test_without_answers_the_plan_and_the_calendar_send_back(client):
    for name in ("case_advice", "case_check", "case_calendar"):
        assert client.get(reverse(name)).status_code == 302
    assert COOKIE not in client.cookies
