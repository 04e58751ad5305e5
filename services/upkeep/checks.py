"""Checks of a record: the verbs with which somebody confirms that it still holds, or takes that back.

What lives here: those verbs, and the dates that follow from the checks. What does not: the state a check's age leads to
(freshness.py), other changes of a record (records.py).
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.writing import verb
from services.freshness import REFERABLE_PARTS, CheckPart
from services.models import Check, ChecksTakenBack, Provider, Verb
from services.upkeep.door import Actor, change
from services.upkeep.record import CONTACT_COLUMNS, DATE_COLUMNS
from services.work_area.parts import AreaPart

OF_CHECKS = ("silent_since", *DATE_COLUMNS)


@verb
def confirm(
    *, provider: Provider, parts: Collection[CheckPart], on: date, by: Actor, method: Check.Method | str, note: str = ""
) -> Check:
    """Record that someone looked at these parts of `provider` on a day and found them true; return the check.

    The dates of the parts move forward with it, never back: an older check is history only, and so is one of before
    the day since which the provider keeps silent. No parts, or a day that is yet to come, raise ValidationError.
    """
    if not parts:
        raise ValidationError(_("Kies wat u hebt gecontroleerd."))
    refuse_future(on)
    looked_at = {part.value: True for part in parts}
    with change(Verb.CONFIRM, by=by, records=[provider.pk]):
        check = Check.objects.create(
            provider=provider, checked_on=on, checked_by=by.name, method=method, note=note, **looked_at
        )
        stored = Provider.objects.only("pk", *OF_CHECKS).get(pk=provider.pk)
        if move_dates(stored, parts, on):
            stored.save(update_fields=["updated_at", *OF_CHECKS])
    for column in OF_CHECKS:
        setattr(provider, column, getattr(stored, column))
    return check


def refuse_future(on: date) -> None:
    """Raise ValidationError for a day of a check that is yet to come."""
    if on > timezone.localdate():
        raise ValidationError(_("De controle ligt in de toekomst. Vul de dag in waarop u hebt gekeken."))


def move_dates(provider: Provider, parts: Collection[CheckPart], on: date) -> bool:
    """Move the dates of a check of these parts forward to a day, not stored yet; return whether anything moved."""
    if provider.silent_since is not None and on < provider.silent_since:
        return False
    older = [part for part in parts if (getattr(provider, part.column) or date.min) < on]
    if not older:
        return False
    for part in older:
        setattr(provider, part.column, on)
    provider.silent_since = None
    provider.last_checked_on = date_that_counts(provider)
    return True


def date_that_counts(provider: Provider) -> date | None:
    """R17: the older of the last checks of what a referral needs; None where one of them was never checked."""
    days = [getattr(provider, part.column) for part in REFERABLE_PARTS]
    return None if None in days else min(days)


def parts_filled(contact: Iterable[str | None], areas: Iterable[AreaPart]) -> frozenset[CheckPart]:
    """Return the parts of which a record with these contact data and areas says anything.

    Who finds the whole record true has looked at these. That it exists and what it does, any record says.
    """
    filled = {
        CheckPart.EXISTENCE: True,
        CheckPart.CONTACT: any(contact),
        CheckPart.AREA: not any(part.unknown for part in areas),
        CheckPart.ROLES: True,
    }
    return frozenset(part for part, is_filled in filled.items() if is_filled)


def parts_of_record(provider: Provider) -> frozenset[CheckPart]:
    """Return the parts of which the stored record of `provider` says anything; one query."""
    contact = (getattr(provider, column) for column in CONTACT_COLUMNS)
    return parts_filled(contact, (AreaPart(unknown=True) for _row in provider.service_areas.filter(unknown=True)))


@verb
def take_back_checks(*, provider: Provider, on: date, by: Actor) -> None:
    """Record that `provider` keeps silent: until somebody looks again, no check of before this day counts (R17)."""
    with change(Verb.TAKE_BACK, by=by, records=[provider.pk]):
        every_part = {part.value: True for part in CheckPart}
        ChecksTakenBack.objects.create(provider=provider, silent_since=on, **every_part)
        for column in DATE_COLUMNS:
            setattr(provider, column, None)
        provider.silent_since = on
        provider.save(update_fields=["updated_at", *OF_CHECKS])


def forget_area_check(provider: Provider) -> None:
    """Take back the check of a work area that is no longer known, not stored yet; its row is `area_forgotten`."""
    provider.area_checked_on = None
    provider.last_checked_on = date_that_counts(provider)


def area_forgotten(provider: Provider) -> ChecksTakenBack:
    """Return the unsaved row that says that no check of the work area counts that was recorded before."""
    return ChecksTakenBack(provider=provider, area=True)


def date_by_checks(provider: Provider) -> None:
    """Set the dates of a record by the checks of it that count, not stored yet.

    A check that was undone counts no more, and so it is as if it never was: the state that it covered comes back.
    """
    taken_back = list(provider.checks_taken_back.filter(undone_by=None))
    checks = list(provider.checks.filter(undone_by=None))
    for part in CheckPart:
        limits = [row for row in taken_back if part in row.parts]
        days = [
            check.checked_on for check in checks if part in check.parts and all(row.lets_count(check) for row in limits)
        ]
        setattr(provider, part.column, max(days, default=None))
    provider.last_checked_on = date_that_counts(provider)
    silences = [row for row in taken_back if row.silent_since]
    is_silent = silences and not any(silences[-1].lets_count(check) for check in checks)
    provider.silent_since = silences[-1].silent_since if is_silent else None
