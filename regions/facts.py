"""Places and areas as plain values by their natural keys, and the difference of two readings of them.

What lives here: the values, reading them from the rows, and writing a difference. What does not: where they come from
(loading.py reads the files) and what changes them (boundaries/).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from regions.models import Area, AreaMembership, Municipality, Place, Postcode


class MunicipalityFact(NamedTuple):
    """A municipality, found by its code."""

    name: str
    valid_from: date | None
    valid_until: date | None


class PostcodeFact(NamedTuple):
    """A four-digit postcode: the place that it lies in, with the code of the municipality, and its centre."""

    place: str
    municipality: str
    latitude: float
    longitude: float


class MembershipKey(NamedTuple):
    """What tells a membership from all others; the division and the area by their codes."""

    scheme: str
    area: str
    municipality: str
    postcode_from: str
    valid_from: date | None


class MembershipFact(NamedTuple):
    """The rest of a membership."""

    postcode_to: str
    valid_until: date | None


# A place is its name with the code of its municipality, a successor the code of who ended with that of who took over.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """All of them; in the order in which a table can be written, so that each finds what it names."""

    municipalities: Mapping[str, MunicipalityFact]
    successors: Mapping[Pair, tuple[()]]
    places: Mapping[Pair, tuple[()]]
    postcodes: Mapping[str, PostcodeFact]
    memberships: Mapping[MembershipKey, MembershipFact]

    def postcodes_of(self, municipality: str) -> list[str]:
        """Return the postcodes of a municipality."""
        return [pc4 for pc4, fact in self.postcodes.items() if fact.municipality == municipality]


TABLES = tuple(field.name for field in fields(Facts))


class Entry(NamedTuple):
    """One difference: what stood under a key of a table, and what stands there now; None where there is nothing."""

    table: str
    key: Any
    before: Any
    after: Any

    @property
    def turned_back(self) -> "Entry":
        """Return the difference that takes this one back."""
        return self._replace(before=self.after, after=self.before)


def differences(before: Facts, after: Facts) -> list[Entry]:
    """Return every difference of two readings, table by table."""
    return [
        Entry(table, key, old.get(key), new.get(key))
        for table in TABLES
        for old, new in [(getattr(before, table), getattr(after, table))]
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def with_entries(facts: Facts, entries: Iterable[Entry]) -> Facts:
    """Return the facts as they are with these differences."""
    tables = {table: dict(getattr(facts, table)) for table in TABLES}
    for entry in entries:
        if entry.after is None:
            tables[entry.table].pop(entry.key, None)
        else:
            tables[entry.table][entry.key] = entry.after
    return Facts(**tables)


def read_facts() -> Facts:
    """Return the facts as the database has them."""
    municipalities = Municipality.objects.values_list("code", "name", "valid_from", "valid_until")
    links = Municipality.successors.through.objects.values_list("from_municipality__code", "to_municipality__code")
    postcodes = Postcode.objects.values_list("pc4", "place__name", "place__municipality__code", "latitude", "longitude")
    memberships = AreaMembership.objects.values_list(
        "area__scheme__code",
        "area__code",
        "municipality__code",
        "postcode_from",
        "valid_from",
        "postcode_to",
        "valid_until",
    )
    return Facts(
        municipalities={code: MunicipalityFact(*rest) for code, *rest in municipalities},
        successors=dict.fromkeys(links, ()),
        places=dict.fromkeys(Place.objects.order_by("pk").values_list("name", "municipality__code"), ()),
        postcodes={pc4: PostcodeFact(*rest) for pc4, *rest in postcodes},
        memberships={MembershipKey(*row[:5]): MembershipFact(*row[5:]) for row in memberships},
    )


# --- Writing a difference ------------------------------------------------------------------------------------


def write(entries: Iterable[Entry]) -> None:
    """Write differences: first what is new or changed, in the order of the tables, then what goes, the other way."""
    found = sorted(entries, key=lambda entry: TABLES.index(entry.table))
    for entry in found:
        if entry.after is not None:
            table = _Table.of(entry)
            table.model._default_manager.update_or_create(**table.key, defaults=table.values)
    for entry in reversed(found):
        if entry.after is None:
            table = _Table.of(entry)
            table.model._default_manager.filter(**table.key).delete()


class _Table(NamedTuple):
    """Where a difference is written: the table, what finds its row, and what the row gets."""

    model: Any
    key: dict[str, Any]
    values: dict[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> "_Table":
        value = entry.after or ()
        match entry.table:
            case "municipalities":
                return cls(Municipality, {"code": entry.key}, dict(zip(MunicipalityFact._fields, value, strict=False)))
            case "successors":
                former, heir = map(_municipality, entry.key)
                key = {"from_municipality": former, "to_municipality": heir}
                return cls(Municipality.successors.through, key, {})
            case "places":
                name, code = entry.key
                return cls(Place, {"name": name, "municipality": _municipality(code)}, {})
            case "postcodes":
                return cls(Postcode, {"pc4": entry.key}, _values_of_postcode(entry.after))
            case "memberships":
                scheme, area, code, *rest = entry.key
                key = dict(zip(("postcode_from", "valid_from"), rest, strict=True))
                key |= {"area": Area.objects.get(scheme__code=scheme, code=area), "municipality": _municipality(code)}
                return cls(AreaMembership, key, dict(zip(MembershipFact._fields, value, strict=False)))
        raise ValueError(f"{entry.table} is no table of facts")


def _municipality(code: str) -> Municipality:
    return Municipality.objects.get(code=code)


def _values_of_postcode(fact: PostcodeFact | None) -> dict[str, Any]:
    if fact is None:
        return {}
    place = Place.objects.get(name=fact.place, municipality__code=fact.municipality)
    return {"place": place, "latitude": fact.latitude, "longitude": fact.longitude}


# --- Differences as they are stored -------------------------------------------------------------------------


def as_stored(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return differences as JSON keeps them."""
    return [{name: _plain(value) for name, value in entry._asdict().items()} for entry in entries]


def from_stored(stored: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Yield the differences that were stored."""
    for one in stored:
        table = one["table"]
        yield Entry(table, _key(table, one["key"]), *(_value(table, one[side]) for side in ("before", "after")))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _key(table: str, key: Any) -> Any:
    if table == "memberships":
        *codes, begin = key
        return MembershipKey(*codes, _day(begin))
    return tuple(key) if isinstance(key, list) else key


def _value(table: str, value: list | None) -> Any:
    if value is None:
        return None
    match table:
        case "municipalities":
            name, begin, end = value
            return MunicipalityFact(name, _day(begin), _day(end))
        case "postcodes":
            return PostcodeFact(*value)
        case "memberships":
            last, end = value
            return MembershipFact(last, _day(end))
    return tuple(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
