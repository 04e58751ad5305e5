"""The plan that an employer reads at the end."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from referrals.advice.advise import advice_on
from referrals.advice.timeline import timeline_of
from referrals.engine.question_ref import QuestionRef
from referrals.engine.sentences import QUESTIONS
from referrals.intake.answer_cookie import COOKIE, answers_of
from referrals.intake.steps import STEPS
from services.models import Provider
from tests.referrals.support.journeys import YEAR, page, walk
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client, example_directory):
    walk(client)
    return page(client, "case_advice")


def test_twelve_redundancies_in_arnhem_in_techniek_get_a_route_with_reasons_and_sources(plan):
    assert "Voorbeeld brancheservicepunt Techniek" in plan
    assert "EIM, onderzoek Van Werk Naar Werk in het mkb, 4.3.1" in plan
    assert "Stap 1: In uw eigen sector" in plan
    assert "Stap 2: In alle sectoren" in plan
    assert "Voorbeeld leerwerkloket Arnhem" in plan


def test_the_plan_begins_with_this_week_and_one_party_to_call(plan):
    assert plan.index("Deze week") < plan.index("Stap 1")
    assert "Mail eerst Voorbeeld werkgeversservicepunt Arnhem" in plan
    assert "Bel eerst" not in plan
    assert "mailto:wsp-arnhem@example.org" in plan[plan.index("Deze week") :]


def test_the_party_to_contact_first_and_the_order_of_those_who_help_are_explained_in_one_sentence(plan):
    assert plan.count("De nummers hieronder geven een andere volgorde") == 1


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("Groningen", "Bel eerst Voorbeeld leerwerkloket Groningen"),
        ("6811 AB", "Mail eerst Voorbeeld werkgeversservicepunt Arnhem"),
        ("Emmen", "Ga eerst naar Voorbeeld werkgeversservicepunt Drenthe"),
    ],
)
def test_the_first_step_is_one_that_can_be_taken(client, example_directory, place, step):
    walk(client, plaatsen={"p-0-location": place})
    assert step in page(client, "case_advice")


def test_a_record_that_staff_marked_leads_whatever_its_type(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Groningen"})
    plan = page(client, "case_advice")
    assert "Dit is het vaste eerste contact voor Groningen." in plan
    assert "tel:+31881234567" in plan


def test_with_two_places_the_one_with_most_people_leads_and_the_other_is_named(client, example_directory):
    two = {
        "p-TOTAL_FORMS": "2",
        "p-0-location": "Groningen",
        "p-0-permanent": "3",
        "p-1-location": "Emmen",
        "p-1-permanent": "8",
    }
    walk(client, plaatsen=two)
    plan = page(client, "case_advice")
    assert "Ga eerst naar Voorbeeld werkgeversservicepunt Drenthe" in plan
    assert re.search(r"Op uw andere plaatsen:.*Voorbeeld leerwerkloket Groningen</a> \(Groningen\)", plan)


def test_the_plan_says_that_uwv_or_municipalities_run_the_first_contact(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Emmen"})
    assert "Zij is dus niet onafhankelijk van de overheid." in page(client, "case_advice")
    walk(client, plaatsen={"p-0-location": "Groningen"})
    assert "niet onafhankelijk" not in page(client, "case_advice")


def test_what_an_organisation_said_of_its_room_is_told_until_its_day(client, example_directory):
    today = timezone.localdate()
    with by_hand():
        Provider.objects.update(capacity="full", capacity_until=today)
    walk(client)
    assert "Vol tot en met" in page(client, "case_advice")

    with by_hand():
        Provider.objects.update(capacity_until=today - timedelta(days=1))
    assert "Vol tot en met" not in page(client, "case_advice")


def test_nobody_to_contact_first_is_no_reason_to_name_anyone(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Leeuwarden"})
    plan = page(client, "case_advice")
    assert "wijst u de weg" not in plan
    assert "Begin bij één vast contact, dat u de weg wijst." in plan


def test_a_near_miss_differs_in_one_fact_that_can_change(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Zwolle"}, afstand={"far_from_labour_market": "yes"})
    plan = page(client, "case_advice")
    near = plan[plan.index("Deze organisaties vallen nu af, en waarom") :]
    assert "Dit poortwachtercentrum zegt niet dat het ook gezonde mensen helpt van wie de baan verdwijnt." in near
    assert "Voorbeeld UWV" in near


def test_another_sector_is_no_near_miss(client, plan):
    assert "Voorbeeld brancheservicepunt Zorg en Welzijn" not in plan
    assert "Deze organisaties vallen nu af, en waarom" not in plan


def test_the_plan_says_once_that_it_is_not_legal_advice(plan):
    shown, _as_text = plan.split("plan-als-tekst", 1)
    assert shown.count("geen juridisch advies") == 1


def test_the_plan_shows_its_receipt_and_the_order(plan):
    assert "regels 2026.2" in plan
    assert "De nummers geven de volgorde" in plan


def test_a_provider_below_its_minimum_says_how_many_it_asks(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Utrecht", "p-0-permanent": "9"})
    plan = page(client, "case_advice")
    assert "Hier krijgt u alleen informatie" in plan
    assert "Voorwaarde: minstens 10 ontslagen van vaste medewerkers. U hebt er 9." in plan


def test_twenty_two_people_over_utrecht_and_almere_must_be_notified(client, example_directory):
    two = {
        "p-TOTAL_FORMS": "2",
        "p-0-location": "Utrecht",
        "p-1-location": "Almere",
        "p-1-permanent": "10",
        "p-1-end_date": f"01-07-{YEAR}",
    }
    walk(client, plaatsen=two)
    plan = page(client, "case_advice")
    assert "Meld het ontslag schriftelijk bij UWV en bij de vakbonden" in plan
    assert f"Uiterlijk op 1 april {YEAR}." in plan
    assert "Aanname: een opzegtermijn van 1 maand." in plan
    assert "Werkgebied van UWV voor collectief ontslag: Flevoland en Utrecht." in plan
    assert "Kijk in uw cao of u een sociaal plan moet maken" in plan


def test_a_social_plan_that_is_there_is_no_task_any_more(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "22"}, overleg={"talks": ["social_plan", "union"]})
    assert "Kijk in uw cao of u een sociaal plan moet maken" not in page(client, "case_advice")


def test_the_days_stand_in_a_table_and_in_a_calendar_file(client, plan):
    assert "Belangrijke dagen" in plan
    assert "Laatste werkdag van 12 medewerkers" in plan
    response = client.get(reverse("case_calendar"))
    days = {
        str(event["summary"]): event["dtstart"].dt.isoformat() for event in Calendar.from_ical(response.content).events
    }
    assert days["Laatste werkdag van 12 medewerkers"] == f"{YEAR}-06-01"
    assert days["Na 3 maanden zonder werk"] == f"{YEAR}-09-01"


def test_a_month_without_a_day_says_so_in_the_calendar(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25", "p-0-end_date": f"juni {YEAR}"})
    days = {str(event["summary"]): event for event in events(client)}
    assert "Laatste werkdag van 25 medewerkers, dag nog niet bekend" in days
    told = f"Wij rekenen met 1 juni {YEAR}: de vroegste dag"
    for title in (
        "Laatste dag om te melden bij UWV en de vakbonden",
        "Laatste dag om op te zeggen",
        "Na 3 maanden zonder werk",
    ):
        assert told in days[title]["description"]


def in_two_weeks():
    return (timezone.localdate() + timedelta(days=14)).strftime("%d-%m-%Y")


def events(client):
    return Calendar.from_ical(client.get(reverse("case_calendar")).content).events


def test_a_day_to_notify_that_has_passed_is_over_and_the_end_that_can_still_be_met_is_named(
    client, example_directory, time_machine
):
    time_machine.move_to("2026-11-23 12:00:00+01:00", tick=False)
    walk(client, plaatsen={"p-0-permanent": "25", "p-0-end_date": in_two_weeks()})
    plan = page(client, "case_advice")
    assert (
        "De laatste dag om te melden voor een einde op 7 december 2026 was 7 oktober 2026. Die dag is voorbij." in plan
    )
    assert "kan het werk op zijn vroegst eindigen op 23 januari 2027." in plan
    assert "Uiterlijk op" not in plan
    assert "Laatste dag om" not in plan
    assert "Voor een collectief ontslag haalt u deze dag niet meer." in plan
    assert min(event["dtstart"].dt for event in events(client)) == timezone.localdate()


def test_the_days_of_a_collective_dismissal_count_back_from_the_end(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25"})
    days = {str(event["summary"]): event for event in events(client)}
    assert days["Laatste dag om op te zeggen"]["dtstart"].dt.isoformat() == f"{YEAR}-05-01"
    notify = days["Laatste dag om te melden bij UWV en de vakbonden"]
    assert notify["dtstart"].dt.isoformat() == f"{YEAR}-04-01"
    assert "Aanname: een opzegtermijn van 1 maand." in notify["description"]


@pytest.mark.parametrize("days_ahead", [0, 1, 14, 59, 60, 61, 62, 90, 400])
def test_no_day_of_the_plan_lies_before_today(client, example_directory, days_ahead):
    day = (timezone.localdate() + timedelta(days=days_ahead)).strftime("%d-%m-%Y")
    walk(client, plaatsen={"p-0-permanent": "25", "p-0-end_date": day}, afstand={"far_from_labour_market": "unknown"})
    client.get(reverse("case_advice"))
    assert all(event["dtstart"].dt >= timezone.localdate() for event in events(client))


def uids(client):
    return {(event["dtstart"].dt, str(event["uid"])) for event in events(client)}


def test_a_day_in_the_calendar_keeps_its_mark_when_another_answer_changes(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25"})
    before = uids(client)
    assert len({uid for _day, uid in before}) == len(before)
    walk(client, plaatsen={"p-0-permanent": "28"}, sector={"sector": "bouw"}, budget={"budget": "yes"})
    assert uids(client) == before
    walk(client, plaatsen={"p-0-permanent": "28"}, afstand={"far_from_labour_market": "unknown"})
    assert uids(client) > before


def test_the_same_day_of_two_cases_is_two_days_in_one_agenda(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25"})
    first = uids(client)
    client.post(reverse("case_stop"))
    walk(client, plaatsen={"p-0-permanent": "25"})
    second = uids(client)

    assert {day for day, _uid in first} == {day for day, _uid in second}
    assert not first & second


def test_a_day_in_the_calendar_has_the_same_mark_in_both_languages(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25"})
    with translation.override("en"):
        in_english = Calendar.from_ical(client.get(reverse("case_calendar")).content).events
    assert {(event["dtstart"].dt, str(event["uid"])) for event in in_english} == uids(client)


def test_no_day_in_the_calendar_blocks_the_agenda(client, example_directory):
    walk(client)
    text = client.get(reverse("case_calendar")).content.decode()
    assert text.count("BEGIN:VEVENT") == text.count("TRANSP:TRANSPARENT") == text.count("DTSTART;VALUE=DATE:") > 0
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_each_day_in_the_calendar_has_the_address_of_the_portal_and_its_assumption(client, example_directory):
    walk(client, plaatsen={"p-0-permanent": "25"})
    found = events(client)
    assert {str(event["url"]) for event in found} == {"http://testserver/"}
    assert all("Uw plan: http://testserver/" in event["description"] for event in found)
    moments = timeline_of(advice_on(answers_of(client.get(reverse("case_advice")).wsgi_request), timezone.localdate()))
    assumptions = {(moment.title, moment.day): moment.assumption for moment in moments.moments}
    assert any(assumptions.values())
    assert all(assumptions[str(event["summary"]), event["dtstart"].dt] in event["description"] for event in found)


def test_a_calendar_made_later_replaces_the_one_before(client, example_directory, time_machine):
    time_machine.move_to("2026-11-23 12:00:00+01:00", tick=False)
    walk(client)
    before = events(client)[0]
    time_machine.move_to("2026-11-23 12:01:00+01:00", tick=False)
    after = events(client)[0]
    assert before["uid"] == after["uid"]
    assert before["dtstamp"].dt.isoformat() == "2026-11-23T11:00:00+00:00"
    assert (after["sequence"], after["dtstamp"].dt) > (before["sequence"], before["dtstamp"].dt)


def with_one_ill(client, **changes):
    ill = {"p-0-permanent": "12", "p-0-ill": "1", **changes}
    walk(client, situatie={"situations": ["redundancy", "illness"]}, plaatsen=ill)
    return page(client, "case_advice")


def block(plan, title):
    """Return the part of the plan under a heading, up to the next heading of the same level."""
    return plan[plan.index(f">{title}</h2>") :].split("<h2", 1)[0]


ILL = "Weer aan het werk bij ziekte: tweede spoor"


def test_one_ill_beside_twelve_redundant_gets_a_section_of_its_own_with_the_gatekeeper_centre_first(
    client, example_directory
):
    plan = with_one_ill(client)
    theirs, others = block(plan, ILL), block(plan, "Van werk naar werk, vóór het ontslag")
    assert "1. <a" in theirs
    assert theirs.index("Voorbeeld poortwachtercentrum Arnhem") < theirs.index("Voorbeeld brancheservicepunt Techniek")
    assert "Voor 1 medewerker in 6811 AB Arnhem." in theirs
    assert "Voorbeeld poortwachtercentrum Arnhem" in others
    assert "Voor 12 medewerkers in 6811 AB Arnhem." in others
    assert "Wij kennen hier niemand" not in plan


def test_who_only_informs_about_the_redundant_still_helps_the_ill_in_full(client, example_directory):
    plan = with_one_ill(client, **{"p-0-location": "Utrecht", "p-0-permanent": "3"})
    others = block(plan, "Van werk naar werk, vóór het ontslag")
    assert others.index("Hier krijgt u alleen informatie") < others.index("Voorbeeld mobiliteitscentrum Utrecht")
    assert "Voorbeeld poortwachtercentrum Utrecht" in block(plan, ILL)
    assert "Voorbeeld poortwachtercentrum Utrecht" not in others


def test_second_track_is_named_with_who_must_act(client, example_directory):
    plan = with_one_ill(client)
    assert "Dan moet u als werkgever werk zoeken bij een ander bedrijf. Dat is tweede spoor." in block(plan, ILL)
    assert "tweede-spoor" in block(plan, ILL)


def test_what_an_employer_can_do_for_flexible_staff_is_a_section_with_actions(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Emmen", "p-0-permanent": "", "p-0-on_call": "3"})
    plan = page(client, "case_advice")
    theirs = block(plan, "Voor uitzendkrachten, oproepkrachten en tijdelijke krachten")
    assert "Dit kunt u zelf doen" in theirs
    assert "en heet aanzegging." in theirs
    assert "3 medewerkers in Emmen" in theirs
    assert "Voorbeeld werkgeversservicepunt Drenthe" in theirs
    assert "uitzendbureau" not in theirs
    assert plan.count("Voor hen is er geen aparte route.") == 0


def test_a_fund_whose_sector_or_work_area_is_not_known_is_a_possible_payer_of_training(client, example_directory):
    walk(client, sector={"sector": "unknown"})
    assert "Een opleidingsfonds betaalt misschien mee aan scholing. Dat hangt af van uw sector." in page(
        client, "case_advice"
    )
    walk(client, sector={"sector": "horeca"})
    assert "Voorbeeld opleidingsfonds Horeca. Wij weten niet of het bij u werkt: vraag het na." in page(
        client, "case_advice"
    )


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
    assert COOKIE.name not in client.cookies


# --- In words --------------------------------------------------------------------------------------------


def test_people_at_one_place_are_counted_together_with_how_they_are_bound(client, example_directory):
    walk(client, plaatsen={"p-0-location": "Emmen", "p-0-permanent": "", "p-0-temporary": "6", "p-0-agency": "2"})

    assert "8 medewerkers in Emmen (6 tijdelijk, 2 via een uitzendbureau)" in page(client, "case_advice")


def test_one_person_on_benefit_is_no_employee(client, example_directory):
    places = {"p-0-permanent": "", "p-0-end_date": "", "p-0-on_benefit": "1"}
    walk(client, situatie={"situations": ["on_benefit"]}, plaatsen=places)

    assert "1 persoon in 6811 AB Arnhem" in page(client, "case_advice")


def test_codes_of_rules_and_the_digest_stand_folded_at_the_end(client, example_directory):
    walk(client)
    body, _mark, origin = page(client, "case_advice").partition(">Zo kwam dit plan tot stand</h2>")
    words = re.sub(r"<[^>]*>", " ", body)

    assert not re.search(r"R\d+-[a-z]", words)
    assert "Bron: " in words
    assert "(R4-narrow-to-broad)" in origin[: origin.index("</details>")]
    assert "vwnw-digest" in origin[: origin.index("</details>")]


def test_an_open_question_is_asked_once_with_what_its_answer_may_bring(client, example_directory):
    walk(client, budget={"budget": "unknown"})
    words = " ".join(re.sub(r"<[^>]*>", " ", page(client, "case_advice")).split())

    assert words.count("Hebt u geld voor particuliere hulp?") == 1
    assert "Hebt u geld voor particuliere hulp? Dan past er misschien 1 organisatie meer." in words


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_plan_asks_in_the_words_of_the_question_itself(language):
    with translation.override(language):
        for field in ("sector", "needs", "far_from_labour_market", "budget"):
            (step,) = (step for step in STEPS if step.asks(QuestionRef(field)))
            assert QUESTIONS[field][language] == str(step.question)
