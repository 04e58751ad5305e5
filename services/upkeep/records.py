"""Changes of a record other than checks: the verbs with which staff correct it, or end it.

What lives here: those verbs, one transaction each. What does not: checks (checks.py), changing many records from a file
(files/importing.py), taking a change back (undoing.py).
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from regions.writing import verb
from services.models import Provider, ServiceArea, Verb
from services.upkeep.checks import OF_CHECKS, area_forgotten, forget_area_check
from services.upkeep.door import Actor, change
from services.upkeep.joining import Told
from services.upkeep.record import write
from services.upkeep.values import fields_told
from services.work_area.codes import WorkAreaReader
from services.work_area.parts import AreaPart


@verb
def add(*, told: Told, by: Actor, on: date) -> Provider:
    """Add a record of what is told, and return it; its slug is told too. Its work area is read as on a day."""
    provider = Provider()
    with change(Verb.CREATE, by=by):
        write(provider, fields_told(told, provider), on=on)
    return provider


@verb
def edit(*, provider: Provider, told: Told, by: Actor, on: date) -> None:
    """Store what is told of `provider`, as it is by now; all else stays. Its work area is read as on a day.

    A successor that leads back to the provider raises ValidationError.
    """
    others = fields_told(told, provider)
    with change(Verb.EDIT, by=by, records=[provider.pk]):
        if "areas" in others:
            set_work_area(provider=provider, areas=WorkAreaReader(on).read(others.pop("areas")), by=by)
        write(provider, others, on=on)
        refuse_circle(provider, provider.successor)


@verb
def retire(*, provider: Provider, on: date | None, by: Actor, successor: Provider | None = None) -> None:
    """Record that `provider` stops on a day, and who takes over, so that old links lead somewhere.

    Without a day it goes on. A successor that leads back to the provider raises ValidationError, and so does going on
    with what was merged into another.
    """
    with change(Verb.RETIRE, by=by, records=[provider.pk]):
        if on is None and provider.merged_into is not None:
            message = _("Deze organisatie is samengevoegd met %(kept)s. Maak dat eerst ongedaan.")
            raise ValidationError(message % {"kept": provider.merged_into.name})
        refuse_circle(provider, successor)
        provider.retired_on = on
        provider.successor = successor
        provider.save(update_fields=["retired_on", "successor", "updated_at"])


@verb
def set_work_area(*, provider: Provider, areas: Iterable[AreaPart], by: Actor) -> None:
    """Give `provider` exactly these parts as its work area; that it is not known stands alone."""
    parts = list(areas)
    with change(Verb.SET_WORK_AREA, by=by, records=[provider.pk]):
        provider.service_areas.all().delete()
        ServiceArea.objects.bulk_create(part.row_for(provider.pk) for part in parts)
        if any(part.unknown for part in parts):
            forget_area_check(provider)
            area_forgotten(provider).save()
            provider.save(update_fields=["updated_at", *OF_CHECKS])


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
