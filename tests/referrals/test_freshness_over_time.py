"""From fresh to not referable and back by the organisation's own word, and what a plan says of it on each day."""

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from referrals.advice.advise import advise
from services.catalogue import catalogue
from services.freshness import DUE_DAYS, NOT_REFERABLE_DAYS, OVERDUE_DAYS, CheckPart, Freshness
from services.models import ChangeSet, Provider
from services.staff_models import StaffMember
from services.upkeep import checks as verbs
from services.upkeep.undoing import undo
from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.providers import STAFF, add_provider

pytestmark = pytest.mark.django_db

CHECKED = date(2026, 1, 5)
EDGES = (DUE_DAYS, OVERDUE_DAYS, NOT_REFERABLE_DAYS)


def days(code: str) -> timedelta:
    return timedelta(days=catalogue().parameters.on(CHECKED, code).value)


def in_the_plan(slug: str) -> tuple[Freshness, bool, int]:
    """Return how a plan of today tells a record: its state, whether it can be referred to, and its place."""
    today = timezone.localdate()
    group = {"reason": "redundancy", "contract": "permanent", "headcount": 30, "location": "Arnhem"}
    group["end_date"] = (today + timedelta(days=200)).isoformat()
    route = advise({"today": today.isoformat(), "groups": [group]}, today).route
    listed = [one.candidate for one in route.recommendations]
    found = next(one for one in listed if one.slug == slug)
    return found.freshness, found.is_referable, listed.index(found)


def in_the_list() -> str:
    """Return what the work list shows of the first record; empty where nothing asks for attention."""
    desk = at_the_desk(colleague(f"eva-{StaffMember.objects.count()}"))  # no session lasts for months
    cards = Page.read(desk.get("/beheer/")).all("article")
    return cards[0].text if cards else ""


def test_a_record_ages_falls_out_of_plans_and_comes_back_by_its_own_word_until_that_is_taken_back(client, time_machine):
    def on(day: date) -> None:
        time_machine.move_to(timezone.make_aware(datetime.combine(day, time(10))), tick=False)

    on(CHECKED)
    filled = {"email": "info@loket.example.org", "phone": "+31263123456", "street": "Straat 1", "postcode": "6811AB"}
    loket = add_provider("loket", "GM:GM0202", type_="learning_work_desk", last_checked_on=None, **filled)
    verbs.confirm(provider=loket, parts=set(CheckPart), on=CHECKED, by=STAFF, method="phone")
    add_provider("ander", "GM:GM0202", type_="learning_work_desk", last_checked_on=CHECKED + timedelta(days=360))
    due, overdue, too_long = (CHECKED + days(code) for code in EDGES)

    assert in_the_plan("loket")[:2] == (Freshness.FRESH, True)
    on(due + timedelta(days=1))
    assert in_the_plan("loket")[:2] == (Freshness.DUE, True)
    assert "binnenkort controleren" in in_the_list()
    on(overdue + timedelta(days=1))
    assert in_the_plan("loket")[:2] == (Freshness.OVERDUE, True)
    assert "controle is te laat" in in_the_list()
    on(too_long + timedelta(days=1))
    state, is_referable, place = in_the_plan("loket")
    assert (state, is_referable) == (Freshness.NOT_REFERABLE, False)
    assert place > in_the_plan("ander")[2], "who can be referred to stands before it"
    assert "te lang niet gecontroleerd" in in_the_list()

    call_command("ask_organisations")
    [letter] = [each for each in mail.outbox if each.to == ["info@loket.example.org"]]
    confirm(client, urlsplit(re.search(r"https?://\S+/controle/\S+", letter.body)[0]).path)

    assert in_the_plan("loket")[:2] == (Freshness.FRESH, True)
    assert "te lang" not in in_the_list()

    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())

    assert in_the_plan("loket")[:2] == (Freshness.NOT_REFERABLE, False)
    assert Provider.objects.get(slug="loket").last_checked_on == CHECKED


def confirm(client, link: str) -> None:
    page = Page.read(client.get(link))
    fields = {
        field["name"]: field.get("value") or ""
        for field in page.all("input")
        if field["type"] not in ("radio", "checkbox")
    }
    fields["roles"] = [box["value"] for box in page.all("input", name="roles") if box.get("checked") is not None]
    fields["areas"] = page.one("textarea", name="areas").text.strip()
    holds = {f"klopt_{part}": "ja" for part in ("existence", "contact", "area", "roles")}
    assert client.post(link, fields | holds).status_code == 302
