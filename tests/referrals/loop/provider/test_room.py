"""A provider says behind its link whether it has room: employers see it, and who is full comes lower in the plan."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.loop import links
from referrals.loop.links import Purpose
from referrals.status import State
from services.duplicates.merging import merge
from services.models import ActingAs, Check, Provider
from services.upkeep.door import BY_TIME, versions_of
from services.upkeep.history import sittings_of
from tests.portal.page import Page
from tests.referrals.support.referred import BRANCH, MOBILITY, advice_on, reachable_directory, referral_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=True)
    reachable_directory()


def link_to(state: State) -> str:
    return reverse("answer", args=[links.token_of(Purpose.ANSWER, referral_in(state))])


def text_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def room_of(slug: str = BRANCH) -> tuple:
    return Provider.objects.values_list("capacity", "capacity_until", "waiting_weeks").get(slug=slug)


def order_on(day: date) -> list[str]:
    return [one.candidate.slug for one in advice_on(on=day).route.recommendations]


@pytest.mark.parametrize("state", [State.SENT, State.SEEN, State.DECLINED, State.ACCEPTED, State.NO_ANSWER])
def test_in_any_state_a_provider_can_say_what_room_it_has(client, state):
    link = link_to(state)

    said = {"capacity": "waiting", "capacity_until": "1-3-2027", "waiting_weeks": "6"}
    page = client.post(link + "plek/", said, follow=True)

    assert "Dit staat nu bij uw organisatie." in text_of(page)
    assert room_of() == ("waiting", date(2027, 3, 1), 6)
    assert "Wachtlijst van ongeveer 6 weken" in client.get(f"/organisaties/{BRANCH}/").content.decode()
    act = sittings_of(Provider.objects.get(slug=BRANCH))[0].acts[0]
    assert act.change_set.acting_as == ActingAs.PROVIDER


def test_a_new_answer_does_not_hold_until_the_day_of_the_old_one_that_is_over(client, time_machine):
    link = link_to(State.SENT)
    client.post(link + "plek/", {"capacity": "open", "capacity_until": "25-11-2026"})
    time_machine.move_to("2026-11-30 10:00:00+00:00", tick=True)
    page = client.post(link + "plek/", {"capacity": "full", "capacity_until": "25-11-2026"})
    assert "Deze dag is voorbij." in text_of(page)
    assert room_of() == ("open", date(2026, 11, 25), None)
    again = client.post(link + "plek/", {"capacity": "open", "capacity_until": "25-11-2026"}, follow=True)
    assert "Dit staat nu bij uw organisatie." in text_of(again)  # what was known already is no new answer


def test_of_a_record_that_was_merged_the_one_that_stands_for_it_is_told_and_confirmed(client):
    link = link_to(State.SENT)
    gone, kept = Provider.objects.get(slug=BRANCH), Provider.objects.get(slug=MOBILITY)
    seen = versions_of([gone.pk, kept.pk])
    merge(kept=kept, gone=gone, values={}, reason="een", by=BY_TIME, on=timezone.localdate(), seen=seen)

    assert kept.name in text_of(client.get(link + "gegevens-kloppen/"))
    client.post(link + "plek/", {"capacity": "full", "capacity_until": "1-3-2027"})
    client.post(link + "gegevens-kloppen/")

    assert (room_of(BRANCH)[0], room_of(MOBILITY)[0]) == ("", "full")
    assert Check.objects.get(method=Check.Method.PROVIDER).provider == kept


def test_who_says_no_for_want_of_room_says_with_one_press_that_it_is_full(client):
    link = link_to(State.SEEN)
    answered = client.post(link + "nee/", {"reason": "no_capacity"}, follow=True)
    page = Page.read(answered)
    offered = [one["value"] for one in page.all("input", name="capacity_until")]
    assert offered == ["7-12-2026", "21-12-2026", "22-2-2027"]

    client.post(link + "plek/", {"capacity": "full", "capacity_until": offered[1]})

    assert room_of() == ("full", date(2026, 12, 21), None)
    assert "Zet bij uw organisatie dat u vol bent" not in text_of(client.get(link))


def test_who_says_no_for_another_reason_is_not_asked_about_room(client):
    link = link_to(State.SEEN)
    answered = client.post(link + "nee/", {"reason": "outside_sector"}, follow=True)
    assert "Zet bij uw organisatie dat u vol bent" not in text_of(answered)


def test_a_no_that_was_taken_back_says_nothing_of_room(client):
    link = link_to(State.SEEN)
    client.post(link + "nee/", {"reason": "no_capacity"})
    client.post(link + "terug/")
    client.post(link + "bekijken/")

    client.post(link + "nee/", {"reason": "outside_sector"})

    assert "Zet bij uw organisatie dat u vol bent" not in text_of(client.get(link))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"capacity": "full", "capacity_until": ""}, "Vul in tot en met welke dag dit geldt."),
        ({"capacity": "full", "capacity_until": "22-11-2026"}, "Deze dag is voorbij"),
        ({"capacity": "full", "capacity_until": "1-1-2028"}, "Vul een dag binnen een jaar in."),
        ({"capacity": "full", "capacity_until": "9" * 5000}, ""),
        ({"capacity": "waiting", "capacity_until": "1-3-2027"}, "hoeveel weken"),
        ({"capacity": "waiting", "capacity_until": "1-3-2027", "waiting_weeks": "1.000"}, "ten hoogste 104"),
        ({"capacity": "elsewhere", "capacity_until": "1-3-2027"}, ""),
        ({"capacity": "", "capacity_until": "1-3-2027"}, "laat ook de dag leeg"),
    ],
)
def test_an_answer_that_does_not_hold_together_is_refused_and_stays_to_be_mended(client, said, told):
    link = link_to(State.SEEN)

    page = client.post(link + "plek/", said)

    assert told in text_of(page)
    assert Page.read(page).one("title").text.startswith("Fout:")
    assert room_of() == ("", None, None)
    for field in ("capacity_until", "waiting_weeks"):
        assert (Page.read(page).one("input", name=field).get("value") or "") == said.get(field, "")


def test_who_is_full_comes_lower_in_the_plan_until_the_day_that_it_named(client):
    today = timezone.localdate()
    before = order_on(today)
    assert before[0] == BRANCH
    link = link_to(State.SEEN)

    client.post(link + "plek/", {"capacity": "full", "capacity_until": "21-12-2026"})

    full = order_on(today)
    assert full.index(BRANCH) > 0
    assert sorted(full) == sorted(before)
    assert order_on(date(2026, 12, 21))[0] != BRANCH
    assert order_on(date(2026, 12, 21) + timedelta(days=1))[0] == BRANCH
    client.post(link + "plek/", {"capacity": "waiting", "capacity_until": "21-12-2026", "waiting_weeks": "3"})
    assert order_on(today)[0] != BRANCH
    client.post(link + "plek/", {"capacity": "open", "capacity_until": "21-12-2026"})
    assert order_on(today) == before
