"""A kept case goes on after its last working day: where one is in time, what helps then, and how long it is kept."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from referrals.intake.answer_cookie import Answers
from referrals.intake.going_on import going_on
from referrals.models import SavedCase
from tests.portal.page import Page
from tests.referrals.support.journeys import walk

pytestmark = pytest.mark.django_db

BEFORE, LAST_MONTHS, THE_END, AFTER = "Ruim vóór het einde", "De laatste 4 maanden", "Het einde", "De 3 maanden erna"
PARTS = (BEFORE, LAST_MONTHS, THE_END, AFTER)


@pytest.fixture
def keep(client, example_directory, time_machine):
    """Return what keeps a case of these answers on 23 November 2026, and returns its address."""
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)

    def keep_case(**changes):
        walk(client, **({"plaatsen": {"p-0-end_date": "01-06-2027"}} | changes))
        address = client.post(reverse("case_keep"))["Location"]
        client.cookies.clear()
        return address

    return keep_case


def words(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def now_in(response) -> list[str]:
    """Return the part of time that each clock of a page says it is."""
    parts = Page.read(response).all("li", **{"aria-current": "step"})
    return [next(name for name in PARTS if part.text.strip().startswith(name)) for part in parts]


@pytest.mark.parametrize(
    ("day", "part"),
    [
        ("2027-01-31", BEFORE),
        ("2027-02-01", LAST_MONTHS),
        ("2027-05-31", LAST_MONTHS),
        ("2027-06-01", THE_END),
        ("2027-06-02", AFTER),
        ("2027-09-01", AFTER),
    ],
)
def test_a_kept_case_says_in_which_part_of_time_one_is_until_three_months_after_the_end(
    client, keep, time_machine, day, part
):
    link = keep()
    time_machine.move_to(f"{day} 10:00:00+00:00")
    assert now_in(client.get(link)) == [part]


def test_after_the_end_the_plan_is_that_of_people_on_benefit_and_keeps_what_was_ticked(client, keep, time_machine):
    link = keep()
    client.post(link + "afvinken/", {"done": ["tell"]})
    time_machine.move_to("2027-06-02 10:00:00+00:00")

    told = words(client.get(link))

    assert "Weer aan het werk vanuit een uitkering" in told
    assert "Voorbeeld UWV" in told
    assert "Van werk naar werk, vóór het ontslag" not in told
    assert "Dit deed u eerder: Vertel uw medewerkers waar zij hulp vinden" in told
    assert "Een plicht geldt niet meer" not in told
    client.post(link + "afvinken/", {"done": ["ask-who-still-looks"]})
    assert SavedCase.objects.get().done == ["ask-who-still-looks", "tell"]
    client.post(link + "afvinken/", {})
    assert SavedCase.objects.get().done == ["tell"]


def test_the_day_on_which_work_gets_harder_to_find_stays_in_plan_and_agenda_until_it_is_there(
    client, keep, time_machine
):
    link = keep()
    time_machine.move_to("2027-06-02 10:00:00+00:00")

    assert "1 september 2027" in words(client.get(link))
    (event,) = Calendar.from_ical(client.get(link + "agenda.ics").content).events
    assert event["dtstart"].dt == date(2027, 9, 1)


def test_after_the_end_help_can_be_asked_and_a_new_plan_made_for_the_same_people(client, keep, time_machine):
    link = keep()
    time_machine.move_to("2027-06-02 10:00:00+00:00")

    asked = client.post(link + "wijzigen/", {"to": "refer"}, follow=True)

    assert asked.redirect_chain[-1][0] == reverse("refer")
    assert "Mensen hebben al een uitkering" in client.get(reverse("case_check")).content.decode()
    assert client.post(link + "wijzigen/").status_code == 302
    client.post(reverse("case_keep"))
    assert SavedCase.objects.count() == 1


def test_people_who_leave_later_keep_their_plan_beside_those_who_are_gone(client, keep, time_machine):
    link = keep(plaatsen={"p-0-end_date": "01-06-2027", "p-0-temporary": "3", "p-0-temporary_ends": "01-08-2027"})
    time_machine.move_to("2027-06-02 10:00:00+00:00")

    page = client.get(link)

    assert now_in(page) == [AFTER, LAST_MONTHS]
    assert "Weer aan het werk vanuit een uitkering" in words(page)
    assert "Voor uitzendkrachten, oproepkrachten en tijdelijke krachten" in words(page)


def test_people_who_are_gone_still_count_for_a_collective_dismissal_and_the_page_says_so(client, keep, time_machine):
    two_places = {
        "p-TOTAL_FORMS": "2",
        "p-0-permanent": "15",
        "p-1-location": "6811 AB",
        "p-1-permanent": "10",
        "p-1-end_date": "01-08-2027",
    }
    link = keep(plaatsen={"p-0-end_date": "01-06-2027"} | two_places)
    assert "tellen ook de mensen mee die kort geleden weggingen" not in words(client.get(link))
    time_machine.move_to("2027-06-02 10:00:00+00:00")

    told = words(client.get(link))

    assert "tellen ook de mensen mee die kort geleden weggingen" in told
    assert "Een plicht geldt niet meer" not in told


def test_a_dismissal_that_was_only_expected_ends_nothing_by_itself(client, keep, time_machine):
    link = keep(situatie={"situations": ["expected"]})
    time_machine.move_to("2027-06-02 10:00:00+00:00")
    told = words(client.get(link))
    assert "Uw casus klopt niet meer" in told
    assert "is al voorbij. Is het werk al gestopt? Kies dan bij vraag 1 ‘Mensen hebben al een uitkering’." in told


# --- How long it is kept -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "until"),
    [
        ("", date(2027, 2, 24)),
        ("30-11-2026", date(2027, 3, 3)),
        ("01-06-2027", date(2027, 9, 2)),
        ("juni 2027", date(2027, 10, 1)),
        ("23-11-2027", date(2028, 2, 24)),
        ("01-06-2030", date(2028, 2, 24)),
    ],
)
def test_a_case_is_kept_until_three_months_after_its_end_which_counts_up_to_a_year_ahead(keep, end, until):
    keep(plaatsen={"p-0-end_date": end})
    assert SavedCase.objects.get().expires_on == until


def test_a_case_with_more_ends_is_kept_for_the_last_of_them(keep):
    keep(plaatsen={"p-0-end_date": "01-02-2027", "p-0-agency": "3", "p-0-agency_ends": "01-06-2027"})
    assert SavedCase.objects.get().expires_on == date(2027, 9, 2)


# --- The answers on a later day --------------------------------------------------------------------------------


def places_on(day: date, *places: dict[str, str]) -> list[dict[str, str]]:
    answers = Answers({"situatie": {"situations": ["redundancy", "illness"]}, "plaatsen": {"places": list(places)}})
    return going_on(answers, day)["plaatsen"]["places"]


def test_places_that_become_alike_are_one_place(db):
    first = {"location": "6811 AB", "permanent": "12", "service_under_5": "7", "end_date": "1-6-2027"}
    second = {"location": "6811ab", "permanent": "5", "end_date": "1-7-2027", "ill": "2"}
    places = places_on(date(2027, 7, 2), first, second)
    assert places == [{"location": "6811 AB", "on_benefit": "17", "ill": "2"}]


def test_a_last_day_of_people_who_are_still_there_stays_with_them(db):
    place = {
        "location": "6811 AB",
        "permanent": "12",
        "end_date": "1-6-2027",
        "ill": "2",
        "employment_ends": "1-9-2027",
    }
    (place,) = places_on(date(2027, 6, 2), place)
    assert place == {"location": "6811 AB", "on_benefit": "12", "ill": "2", "employment_ends": "1-9-2027"}
