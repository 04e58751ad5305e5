"""What happened to people of the desk is kept for a time, and goes by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referrals.retention import remove_expired
from services.desk import staff
from services.files.plans import make_plan
from services.models import ContactAttempt, Draft, ImportPlan, Presence, RecordChange, Snooze
from services.staff_models import Invitation, InvitedScope, StaffEvent, StaffRole
from services.upkeep.attempts import not_reached
from services.upkeep.door import versions_of
from services.upkeep.records import retire
from tests.services.desk.colleagues import colleague, record, rights
from tests.services.providers import STAFF

pytestmark = pytest.mark.django_db


def test_invitations_go_after_a_year_and_events_after_two():
    now = timezone.now()
    manager = colleague("manager", StaffRole.NATIONAL_MANAGER)
    staff.invite(by=manager, email="gast@example.org", rights=rights(StaffRole.EDITOR))

    def left(after: timedelta) -> tuple[int, int, int]:
        remove_expired(now=now + after, force=True)
        return tuple(table.objects.count() for table in (Invitation, InvitedScope, StaffEvent))

    assert left(timedelta(days=364)) == (1, 1, 1)
    assert left(timedelta(days=366)) == (0, 0, 1)
    assert left(timedelta(days=729)) == (0, 0, 1)
    assert left(timedelta(days=731)) == (0, 0, 0)


def test_a_file_goes_after_three_months_and_what_a_record_said_after_five_years_but_for_its_last_change():
    now = timezone.now()
    loket = record("loket")
    retire(provider=loket, on=timezone.localdate(), by=STAFF)
    version = versions_of([loket.pk])
    make_plan(data=b"slug,name,type,areas\na,A,uwv,NL\n", name="a.csv", by=colleague("eva").user)

    def left(days: int) -> tuple[int, int]:
        remove_expired(now=now + timedelta(days=days), force=True)
        return ImportPlan.objects.count(), RecordChange.objects.count()

    assert left(89) == (1, 2)
    assert left(91) == (0, 2)
    assert left(1824) == (0, 2)
    assert left(1826) == (0, 1)
    assert versions_of([loket.pk]) == version


def test_who_was_not_reached_goes_after_a_year_and_what_waited_a_month_after_its_day():
    now, today = timezone.now(), timezone.localdate()
    eva, loket = colleague("eva"), record("loket")
    not_reached(provider=loket, by=eva.user, on=today, until=today + timedelta(days=1), urgency=3)

    def left(days: int) -> tuple[int, int]:
        remove_expired(now=now + timedelta(days=days), force=True)
        return ContactAttempt.objects.count(), Snooze.objects.count()

    assert left(30) == (1, 1)
    assert left(31) == (1, 0)
    assert left(364) == (1, 0)
    assert left(365) == (0, 0)


def test_what_was_typed_goes_after_a_week_and_a_draft_three_months_after_its_end():
    now, loket, eva = timezone.now(), record("loket"), colleague("eva").user
    for kind, ended in (("autosave", None), ("draft", None), ("draft", now)):
        Draft.objects.create(provider=loket, author=eva, kind=kind, seen=0, typed={}, changed_at=now, ended_at=ended)
    Presence.objects.create(provider=loket, user=eva, since=now, seen_at=now)

    def left(days: int) -> tuple[int, int]:
        remove_expired(now=now + timedelta(days=days, minutes=-1), force=True)
        return Draft.objects.count(), Presence.objects.count()

    assert left(1) == (3, 1)
    assert left(7) == (3, 0)
    assert left(8) == (2, 0)
    assert left(90) == (2, 0)
    assert left(91) == (1, 0), "an open draft stays until its author publishes it or throws it away"
