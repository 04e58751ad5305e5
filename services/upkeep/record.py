"""A record as a value: all that is known of a provider, in words that outlive every key.

What lives here: the fields, reading many records as they are stored, writing some fields of one. What does not: who may
and what history it leaves (door.py), what a person types (files/columns.py).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from services.freshness import CheckPart
from services.models import Check, ChecksTakenBack, Provider, ProviderType, Sector, ServiceArea
from services.practical.capacity import ROOM
from services.work_area.codes import WorkAreaReader

Value = Any  # what JSON holds
Record = dict[str, Value]

BATCH = 1000
# By any of these an organisation can be reached.
CONTACT_COLUMNS = ("email", "phone", "website", "street", "postcode")
DATE_COLUMNS = ("last_checked_on", *(part.column for part in CheckPart))
# The texts of a record, and which of them is the older one.
TEXTS = ("description_nl", "description_en")
ENGLISH_IS_OLDER = "english_is_older"
# What a person or a file says of an organisation, each a column of its own.
TOLD = (
    *("name", "has_own_roles", "preventive", "curative", "reintegration", "min_redundancies", "takes_redundant"),
    *("street", "postcode", "city", "latitude", "longitude", "email", "phone", "website", "opening_hours", "run_by"),
    *("hours", "languages", "first_step_nl", "first_step_en", "cost", "wheelchair", *ROOM),
    *("referral_email", "referral_phone", "documents"),
    *("first_contact", *TEXTS, ENGLISH_IS_OLDER, "source", "is_example", "retired_on"),
)

# Fields that are one: half of one state and half of another is none.
TOGETHER = (
    ROOM,
    ("latitude", "longitude"),
    ("has_own_roles", "preventive", "curative", "reintegration"),
)
WHOLE_RECORD = "record"  # the field under which a record itself is told, where it was added or cannot go
SETS = ("sectors", "areas", "checks", "checks_taken_back")

_COLUMNS = ("slug", *TOLD, *DATE_COLUMNS, "silent_since")
# Fields that name another record, by its slug.
_RECORDS = ("successor", "merged_into")
_READ = {**{name: name for name in _COLUMNS}, "type": "type__code", **{name: f"{name}__slug" for name in _RECORDS}}
DATES = {*DATE_COLUMNS, "silent_since", "retired_on", "capacity_until"}


def as_stored(keys: Iterable[int]) -> dict[int, Record]:
    """Return the records that are stored under these keys, each with every field; six queries a thousand."""
    records: dict[int, Record] = {}
    for batch in _batches(keys):
        rows = Provider.objects.filter(pk__in=batch).values_list("pk", *_READ.values())
        found = {key: dict(zip(_READ, map(_plain, values), strict=True)) for key, *values in rows.iterator()}
        for name, read in _READERS.items():
            members: dict[int, set] = defaultdict(set)
            for key, member in read(list(found)):
                members[key].add(member)
            for key, record in found.items():
                record[name] = sorted(members[key])
        records |= found
    return records


def write(provider: Provider, fields: Mapping[str, Value], *, on: date) -> None:
    """Store these fields of a record, of those that people tell; all else stays. A work area is read as on a day.

    One that is not stored yet is added.
    """
    columns = fill(provider, fields)
    if provider.pk is None:
        provider.save()
    elif columns:
        provider.save(update_fields=[*columns, "words", "updated_at"])
    if "sectors" in fields:
        provider.sectors.set(Sector.objects.filter(code__in=fields["sectors"]))
    if "areas" in fields:
        parts = WorkAreaReader(on).read(fields["areas"])
        provider.service_areas.all().delete()
        ServiceArea.objects.bulk_create(part.row_for(provider.pk) for part in parts)


def fill(provider: Provider, fields: Mapping[str, Value]) -> list[str]:
    """Give a record these fields, stored nowhere yet, and return which; its sectors and areas are rows of their own."""
    columns = [name for name in fields if name not in SETS]
    for name in columns:
        value = fields[name]
        if name == "type":
            provider.type = ProviderType.objects.get(code=value)
        elif name in _RECORDS:
            setattr(provider, name, Provider.objects.get(slug=value) if value else None)
        else:
            setattr(provider, name, date.fromisoformat(value) if value and name in DATES else value)
    return columns


def is_about_texts(fields: Collection[str]) -> bool:
    """Return whether one of the texts is among these fields."""
    return any(name in fields for name in TEXTS)


def difference(before: Record, after: Record) -> tuple[Record, Record]:
    """Return the fields that differ, as they were and as they are; all of a record that was added or deleted.

    With a field come those that it is one with, so that undoing knows all of what was.
    """
    differ = {name for name in (after or before) if before.get(name) != after.get(name) or not (before and after)}
    differ |= {name for unit in TOGETHER if differ.intersection(unit) for name in unit}
    names = [name for name in (after or before) if name in differ]
    return ({name: before[name] for name in names if before}, {name: after[name] for name in names if after})


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _sectors(keys: list[int]) -> Iterable[tuple[int, str]]:
    links = Provider.sectors.through.objects.filter(provider__in=keys)
    return links.values_list("provider_id", "sector__code")


def _areas(keys: list[int]) -> Iterable[tuple[int, str]]:
    rows = ServiceArea.objects.filter(provider__in=keys).select_related("area__scheme", "municipality")
    return ((row.provider_id, row.code) for row in rows)


def _checks(keys: list[int]) -> Iterable[tuple[int, int]]:
    return Check.objects.filter(provider__in=keys, undone_by=None).order_by().values_list("provider_id", "pk")


def _checks_taken_back(keys: list[int]) -> Iterable[tuple[int, int]]:
    rows = ChecksTakenBack.objects.filter(provider__in=keys, undone_by=None)
    return rows.order_by().values_list("provider_id", "pk")


_READERS: dict[str, Callable[[list[int]], Iterable[tuple[int, Any]]]] = {
    "sectors": _sectors,
    "areas": _areas,
    "checks": _checks,
    "checks_taken_back": _checks_taken_back,
}


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(dict.fromkeys(keys))
    while batch := list(islice(iterator, BATCH)):
        yield batch
