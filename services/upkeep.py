"""Keeping records true: the verbs with which staff confirm that a record still holds, or end it.

What lives here: those verbs, one transaction each. What does not: the state a check's age leads to (freshness.py),
changing many records from a file (files/importing.py).
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.writing import lock_directory, verb
from services.freshness import REFERABLE_PARTS, CheckPart
from services.models import Check, Provider, ServiceArea
from services.work_area.parts import AreaPart

# By any of these an organisation can be reached.
CONTACT_COLUMNS = ("email", "phone", "website", "street", "postcode")
DATE_COLUMNS = ("last_checked_on", *(part.column for part in CheckPart))


@verb
def confirm(
    *, provider: Provider, parts: Collection[CheckPart], on: date, by: str, method: Check.Method | str, note: str = ""
) -> Check:
    """Record that someone looked at these parts of `provider` on a day and found them true; return the check.

    The dates of the parts move forward with it, never back: an older check is history only, and so is one of before
    the day since which the provider keeps silent. No parts, or a day that is yet to come, raise ValidationError.
    """
    if not parts:
        raise ValidationError(_("Kies wat u hebt gecontroleerd."))
    if on > timezone.localdate():
        raise ValidationError(_("De controle ligt in de toekomst. Vul de dag in waarop u hebt gekeken."))
    lock_directory()
    looked_at = {part.value: True for part in parts}
    check = Check.objects.create(provider=provider, checked_on=on, checked_by=by, method=method, note=note, **looked_at)
    stored = Provider.objects.only("pk", "silent_since", *DATE_COLUMNS).get(pk=provider.pk)
    if move_dates(stored, parts, on):
        stored.save(update_fields=["silent_since", "updated_at", *DATE_COLUMNS])
    for column in ("silent_since", *DATE_COLUMNS):
        setattr(provider, column, getattr(stored, column))
    return check


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
def take_back_checks(*, provider: Provider, on: date) -> None:
    """Record that `provider` keeps silent: until somebody looks again, no check of before this day counts (R17)."""
    lock_directory()
    for column in DATE_COLUMNS:
        setattr(provider, column, None)
    provider.silent_since = on
    provider.save(update_fields=["silent_since", "updated_at", *DATE_COLUMNS])


@verb
def retire(*, provider: Provider, on: date | None, successor: Provider | None = None) -> None:
    """Record that `provider` stops on a day, and who takes over, so that old links lead somewhere.

    Without a day it goes on. A successor that leads back to the provider raises ValidationError.
    """
    lock_directory()
    refuse_circle(provider, successor)
    provider.retired_on = on
    provider.successor = successor
    provider.save(update_fields=["retired_on", "successor", "updated_at"])


@verb
def set_work_area(*, provider: Provider, areas: Iterable[AreaPart]) -> None:
    """Give `provider` exactly these parts as its work area; that it is not known stands alone."""
    lock_directory()
    parts = list(areas)
    provider.service_areas.all().delete()
    ServiceArea.objects.bulk_create(part.row_for(provider.pk) for part in parts)
    if any(part.unknown for part in parts):
        forget_area_check(provider)
        provider.save(update_fields=["updated_at", *DATE_COLUMNS])


def forget_area_check(provider: Provider) -> None:
    """Take back the check of a work area that is no longer known, not stored yet."""
    provider.area_checked_on = None
    provider.last_checked_on = date_that_counts(provider)


def refuse_circle(provider: Provider, successor: Provider | None) -> None:
    """Raise ValidationError where following the successors from `successor` comes back to `provider`."""
    seen: set[int] = set()
    while successor is not None and successor.pk not in seen:
        if successor.pk == provider.pk:
            raise ValidationError(
                _("Deze opvolger leidt terug naar de organisatie zelf. Kies een andere of geen opvolger.")
            )
        seen.add(successor.pk)
        successor = successor.successor
