"""A record as if it were so: what routing and coverage would know of it, whatever the database says.

What lives here: reading a record's value as facts and parts of a work area. What does not: records as values
(upkeep/record.py), putting one in the place of what is stored (serving.py, coverage/by_municipality.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from services.catalogue import catalogue
from services.models import ROLES_TICKED, Provider, Role, roles_held
from services.reach import reach_by
from services.work_area.codes import WorkAreaReader
from services.work_area.facts import ProviderFacts
from services.work_area.parts import AreaPart

# The key of a record that is not stored yet.
NEW = 0


class AsIf(NamedTuple):
    """A provider as it would be: its facts with its key, and the parts of its work area."""

    facts: ProviderFacts
    parts: Sequence[AreaPart]


def as_if(record: Mapping[str, Any], on: date) -> AsIf:
    """Return a record (its value, as history keeps it) as what routing needs of it; parts that ended hold nothing."""
    kind = next(one for one in catalogue().types if one.code == record["type"])
    ticked = ROLES_TICKED[tuple(record[role.value] for role in Role)]
    key = Provider.objects.filter(slug=record["slug"]).values_list("pk", flat=True).first()
    facts = ProviderFacts(
        id=key or NEW,
        slug=record["slug"],
        name=record["name"],
        type_code=kind.code,
        roles=roles_held(ticked, kind.roles),
        sectors=frozenset(record["sectors"]),
        min_redundancies=record["min_redundancies"],
        takes_redundant=record["takes_redundant"],
        last_checked_on=_day(record["last_checked_on"]),
        silent_since=_day(record["silent_since"]),
        latitude=record["latitude"],
        longitude=record["longitude"],
        retired_on=_day(record["retired_on"]),
        is_first_contact=record["first_contact"],
        capacity=record.get("capacity", ""),
        capacity_until=_day(record.get("capacity_until")),
        reach=reach_by(record["phone"], record["email"], record["website"]),
    )
    return AsIf(facts, _parts(record["areas"], WorkAreaReader(on)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(codes: Sequence[str], reader: WorkAreaReader) -> list[AreaPart]:
    parts: list[AreaPart] = []
    for code in codes:
        try:
            parts += reader.read([code])
        except ValidationError:  # a municipality or division that ended: no place of today lies in it
            continue
    return parts
