"""Four eyes on a dated value: one member of staff checks it in its source, another approves what that person saw.

What lives here: the two verbs, and why they refuse. What does not: what is seen (preview.py), the page (admin.py).
"""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from referrals.rulebook.preview import Preview, fingerprint_of, preview_of
from regions.once_a_request import find_anew
from regions.versions import Versions, current_versions, read_versions
from regions.writing import lock_directory, verb
from services.models import DatedParameter

CHANGED = "Er is iets veranderd sinds u dit zag. Hieronder staat hoe het nu is. Kijk opnieuw."


class NotApproved(Exception):
    """A value that is not approved now; the text says why to who wanted to."""


def approve(*, pk: int, by: AbstractBaseUser, shown: str) -> DatedParameter:
    """Let a value hold, where all is still as it was `shown` (Preview.digest); return it.

    Working out what is shown takes long and holds nobody off. Where somebody wrote in the meantime, it is done again.
    Approving again what one approved oneself changes nothing.
    """
    seen = current_versions()
    return _approve(pk=pk, by=by, shown=shown, expected=preview_of(DatedParameter.objects.get(pk=pk)), seen=seen)


@verb
def mark_checked(*, pk: int, by: AbstractBaseUser, shown: str) -> DatedParameter:
    """Record that a member of staff looked in the source and found the value as it was `shown`; return it.

    Doing so again changes nothing.
    """
    lock_directory()
    row = DatedParameter.objects.select_for_update().get(pk=pk)
    if row.checked_by_id == by.pk:
        return row
    if row.checked_by_staff_on:
        raise NotApproved("Iemand anders was u voor: deze waarde is al nagekeken.")
    if fingerprint_of(row) != shown:
        raise NotApproved(CHANGED)
    row.checked_by, row.checked_by_staff_on = by, timezone.localdate()
    row.save(update_fields=["checked_by", "checked_by_staff_on"])
    return row


@verb
def _approve(*, pk: int, by: AbstractBaseUser, shown: str, expected: Preview, seen: Versions) -> DatedParameter:
    """Approve, while nobody else writes: the directory is locked before the value, as in every form of staff."""
    lock_directory()
    row = DatedParameter.objects.select_for_update().get(pk=pk)
    if row.approved_at and row.approved_by_id == by.pk:
        return row
    if by.pk in (row.entered_by_id, row.checked_by_id):
        raise PermissionDenied
    if row.approved_at:
        raise NotApproved("Iemand anders was u voor: deze waarde is al goedgekeurd.")
    if read_versions() != seen:
        find_anew()
        expected = preview_of(row)
    if expected.digest != shown:
        raise NotApproved(CHANGED)
    if row.checked_by_staff_on is None:
        raise NotApproved("Niemand heeft deze waarde nagekeken in haar bron. Doe dat eerst.")
    if expected.mistakes:
        raise NotApproved("Deze waarde kan niet gelden. Verander haar eerst.")
    row.approved_by, row.approved_at = by, timezone.now()
    row.save(update_fields=["approved_by", "approved_at"])
    return row
