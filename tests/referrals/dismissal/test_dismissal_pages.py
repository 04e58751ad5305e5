"""What everybody may know of dismissal: the roads beside each other, the talk, and the sheet for employees."""

import re

import pytest
from django.urls import reverse

from referrals.dismissal.texts import hand_out, roads, steps_of
from tests.portal.page import Page
from tests.referrals.support.journeys import page, walk

pytestmark = pytest.mark.django_db

NUMBER_OF_TIME = re.compile(r"(\d+|een|twee|drie|vier|acht) (dag|dagen|week|weken|maand|maanden|jaar)\b")


def words_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def every_sentence():
    for road in roads().roads:
        yield from (road.name, road.when, road.decides, road.takes, road.heard, *road.papers, *road.steps)
    yield from (*roads().collective, *roads().heard, *hand_out().steps, *hand_out().words.values())
    yield from (*steps_of("talk"), *steps_of("before_signing"))


def test_the_roads_stand_in_the_order_of_a_small_firm_with_who_decides_and_who_is_heard(client):
    words = words_of(client.get(reverse("dismissal_roads")))

    names = ["Toestemming van UWV", "Samen afspreken", "De kantonrechter", "Een commissie van de cao"]
    places = [words.index(name) for name in ["Meld het ontslag schriftelijk", *names]]
    assert places == sorted(places)
    assert "Wij zeggen niet welke u moet kiezen" in words
    for heard in ("ondernemingsraad", "personeelsvergadering", "vakbonden"):
        assert heard in words


def test_every_step_has_a_source_and_both_languages():
    for road in roads().roads:
        for step in road.steps:
            assert all((step.nl, step.en, step.source))


def test_no_period_of_law_is_written_down_where_no_staff_checks_it():
    assert [said.nl for said in every_sentence() if NUMBER_OF_TIME.search(said.nl)] == []


def test_other_sites_are_linked_by_their_front_door_alone(client):
    links = [link["href"] for link in Page.read(client.get(reverse("dismissal_roads"))).all("a", rel="noopener")]

    assert links == ["https://www.uwv.nl/", "https://ondernemersplein.kvk.nl/", "https://www.juridischloket.nl/"]


def test_the_sheet_is_in_both_languages_with_who_helps_near_and_without_a_firm(client, example_directory):
    response = client.get(reverse("hand_out", args=["GM0202"]))
    sheet = Page.read(response)

    dutch, english = sheet.one("section", lang="nl").text, sheet.one("section", lang="en").text
    assert "Teken niet meteen." in dutch
    assert "Do not sign at once." in english
    for part in (dutch, english):
        assert "Voorbeeld leerwerkloket Arnhem" in part
        for word in ("Juridisch Loket", "WW"):
            assert word in part
    assert "http://testserver/voor-medewerkers/GM0202/" in words_of(response)


@pytest.mark.parametrize("code", ["GM9999", "x", "0202"])
def test_a_sheet_of_no_municipality_is_not_there(client, code):
    assert client.get(reverse("hand_out", args=[code])).status_code == 404


def test_the_plan_puts_the_first_contact_before_any_signature_and_leads_to_sheet_and_roads(client, example_directory):
    walk(client)
    plan = page(client, "case_advice")

    before = plan[plan.index('id="tekenen"') :]
    assert before.index("Mail eerst Voorbeeld werkgeversservicepunt Arnhem.") < before.index(
        "Laat niemand dezelfde dag"
    )
    assert reverse("hand_out", args=["GM0202"]) in plan
    assert reverse("dismissal_roads") in plan


def test_what_keeps_people_at_work_comes_in_the_order_of_the_report(client, example_directory):
    walk(client)
    plan = page(client, "case_advice")
    part = plan[plan.index('id="anders"') :].split("</ul>", 1)[0]

    names = re.findall(r"<strong>([^<]*)</strong>", part)
    assert names == [
        "Scholing en ontwikkeling",
        "Detachering",
        "Interne werknemerspool",
        "Collegiale in- en uitleen",
        "Deeltijdwerk stimuleren",
    ]


def test_for_people_who_already_receive_a_benefit_nothing_is_said_of_dismissal(client, example_directory):
    places = {"p-0-permanent": "", "p-0-end_date": "", "p-0-on_benefit": "1"}
    walk(client, situatie={"situations": ["on_benefit"]}, plaatsen=places)

    plan = page(client, "case_advice")

    assert "Voordat u tekent" not in plan
    assert "Wegen naar ontslag" not in plan
