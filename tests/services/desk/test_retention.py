"""What happened to people of the desk is kept for a time, and goes by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referrals.retention import remove_expired
from services.desk import staff
from services.staff_models import Invitation, InvitedScope, StaffEvent, StaffRole
from tests.services.desk.colleagues import colleague, rights

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
