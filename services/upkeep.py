"""Keeping records true: the verbs with which staff confirm that a record still holds, or end it.

What lives here: those verbs, one transaction each. What does not: the state a check's age leads to (freshness.py),
changing many records from a file (files/importing.py).
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from services.models import Check, Provider, ServiceArea
from services.work_area.parts import AreaPart


@transaction.atomic
def confirm(*, provider: Provider, on: date, by: str, method: Check.Method | str, note: str = "") -> Check:
    """Record that someone looked at `provider` on a day and found it true; return the check.

    The record's `last_checked_on` moves forward with it, never back: an older check is history only, and so is one
    of before the day since which the provider keeps silent.
    A day that is yet to come raises ValidationError.
    """
    if on > timezone.localdate():
        raise ValidationError(_("De controle ligt in de toekomst. Vul de dag in waarop u hebt gekeken."))
    check = Check.objects.create(provider=provider, checked_on=on, checked_by=by, method=method, note=note)
    older = Q(last_checked_on=None) | Q(last_checked_on__lt=on)
    since_silence = Q(silent_since=None) | Q(silent_since__lte=on)
    if Provider.objects.filter(older, since_silence, pk=provider.pk).update(last_checked_on=on, silent_since=None):
        provider.last_checked_on, provider.silent_since = on, None
    return check


def take_back_checks(*, provider: Provider, on: date) -> None:
    """Record that `provider` keeps silent: until somebody looks again, no check of before this day counts (R17)."""
    provider.last_checked_on, provider.silent_since = None, on
    provider.save(update_fields=["last_checked_on", "silent_since", "updated_at"])


@transaction.atomic
def retire(*, provider: Provider, on: date | None, successor: Provider | None = None) -> None:
    """Record that `provider` stops on a day, and who takes over, so that old links lead somewhere.

    Without a day it goes on. A successor that leads back to the provider raises ValidationError.
    """
    refuse_circle(provider, successor)
    provider.retired_on = on
    provider.successor = successor
    provider.save(update_fields=["retired_on", "successor", "updated_at"])


@transaction.atomic
def set_work_area(*, provider: Provider, areas: Iterable[AreaPart]) -> None:
    """Give `provider` exactly these parts as its work area."""
    provider.service_areas.all().delete()
    ServiceArea.objects.bulk_create(part.row_for(provider.pk) for part in areas)


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
