"""The rows about places and areas, held in memory: one reading of seven small tables.

What lives here: plain rows and the names they are known by. What does not: the divisions of a date
(divisions.py), reading what a person typed (places.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from django.conf import settings
from django.utils import timezone

from regions.csv_rows import csv_rows
from regions.models import Area, AreaMembership, AreaScheme, BoundaryChange, Municipality, Place, Postcode
from regions.names import key_of

T = TypeVar("T")


class MunicipalityRow(NamedTuple):
    """A municipality."""

    id: int
    code: str
    name: str
    valid_until: date | None


class PlaceRow(NamedTuple):
    """A town or village inside one municipality."""

    id: int
    name: str
    municipality_id: int


class PostcodeRow(NamedTuple):
    """A four-digit postcode with its centre."""

    pc4: str
    place_id: int
    latitude: float
    longitude: float


class SchemeRow(NamedTuple):
    """A division of the country."""

    id: int
    code: str
    name: str
    valid_from: date | None
    valid_until: date | None


class AreaRow(NamedTuple):
    """One area of a division."""

    id: int
    scheme_id: int
    code: str
    name: str


class MembershipRow(NamedTuple):
    """A municipality, or a range of full postcodes inside it, lies in an area for a period."""

    area_id: int
    municipality_id: int
    postcode_from: str
    postcode_to: str
    valid_from: date | None
    valid_until: date | None


class EverydayName(NamedTuple):
    """A name that people use beside the official one.

    `use` says what for: `name` for the same place, and so shown where it was typed; `english` the same, and shown on
    English pages; `part` for a part of the place; `spelling` is read only.
    """

    name: str
    official: str
    use: Literal["name", "english", "part", "spelling"]
    key: str
    official_key: str

    @property
    def is_whole(self) -> bool:
        """Return whether it names the whole place, in full."""
        return self.use in ("name", "english")


@dataclass(frozen=True)
class Gazetteer:
    """All rows, by id where they have one, and what follows from them alone."""

    municipalities: dict[int, MunicipalityRow]
    places: dict[int, PlaceRow]
    postcodes: dict[str, PostcodeRow]
    schemes: dict[int, SchemeRow]
    areas: dict[int, AreaRow]
    memberships: list[MembershipRow]
    successors: dict[int, list[int]]
    former_postcodes: dict[int, frozenset[str]]
    everyday_names: list[EverydayName]
    names_abroad: frozenset[str]
    today: date

    @cached_property
    def everyday_by_key(self) -> dict[str, EverydayName]:
        """Return the everyday names by their keys."""
        return {everyday.key: everyday for everyday in self.everyday_names}

    @cached_property
    def english_names(self) -> dict[str, str]:
        """Return the names that English pages show, by the official ones."""
        return {everyday.official: everyday.name for everyday in self.everyday_names if everyday.use == "english"}

    @cached_property
    def predecessors(self) -> dict[int, list[int]]:
        """Return for each municipality those that it took over."""
        return _grouped((heir, former) for former, heirs in self.successors.items() for heir in heirs)

    @cached_property
    def pc4s_of_place(self) -> dict[int, list[str]]:
        """Return the postcodes in each place."""
        return _grouped((postcode.place_id, pc4) for pc4, postcode in self.postcodes.items())

    def pc4s_of_former(self, former_id: int, heir_id: int) -> list[str]:
        """Return the postcodes in a municipality of today that were a former one's; all of them where nobody knows."""
        held, known = self.pc4s_of_municipality.get(heir_id, []), self.former_postcodes.get(former_id)
        return held if known is None else [pc4 for pc4 in held if pc4 in known]

    @cached_property
    def pc4s_of_municipality(self) -> dict[int, list[str]]:
        """Return the postcodes in each municipality of today."""
        return _grouped((self.municipality_of(pc4).id, pc4) for pc4 in self.postcodes)

    def municipality_of(self, pc4: str) -> MunicipalityRow:
        """Return the municipality that a postcode lies in today."""
        return self.municipalities[self.places[self.postcodes[pc4].place_id].municipality_id]

    def has_ended(self, municipality_id: int) -> bool:
        """Return whether the municipality is a former one."""
        end = self.municipalities[municipality_id].valid_until
        return end is not None and end <= self.today

    def heirs_of(self, municipality_id: int) -> list[int]:
        """Return the municipalities of today that took over a former one, its own heirs' heirs included."""
        found: dict[int, None] = {}
        waiting, seen = [municipality_id], {municipality_id}
        while waiting:
            for heir in self.successors.get(waiting.pop(0), ()):
                if self.has_ended(heir) and heir not in seen:
                    waiting.append(heir)
                elif not self.has_ended(heir):
                    found[heir] = None
                seen.add(heir)
        return list(found)


def read_gazetteer() -> Gazetteer:
    """Read all rows from the database, and the names that are no row from their files."""
    successors = defaultdict(list)
    links = Municipality.successors.through.objects.order_by("id")
    for former, heir in links.values_list("from_municipality_id", "to_municipality_id"):
        successors[former].append(heir)
    return Gazetteer(
        municipalities=_by_id(Municipality, MunicipalityRow, "id", "code", "name", "valid_until"),
        places=_by_id(Place, PlaceRow, "id", "name", "municipality_id"),
        postcodes=_by_id(Postcode, PostcodeRow, "pc4", "place_id", "latitude", "longitude"),
        schemes=_by_id(AreaScheme, SchemeRow, "id", "code", "name_nl", "valid_from", "valid_until"),
        areas=_by_id(Area, AreaRow, "id", "scheme_id", "code", "name"),
        memberships=[
            MembershipRow(*row)
            for row in AreaMembership.objects.values_list(
                "area_id", "municipality_id", "postcode_from", "postcode_to", "valid_from", "valid_until"
            )
        ],
        successors=dict(successors),
        former_postcodes=_read_former_postcodes(),
        everyday_names=_read_everyday_names(),
        names_abroad=_read_names_abroad(),
        today=timezone.localdate(),
    )


def _read_former_postcodes() -> dict[int, frozenset[str]]:
    """Return the postcodes of the municipalities that ended by a change that was made here."""
    ids = dict(Municipality.objects.values_list("code", "id"))
    changes = BoundaryChange.objects.filter(state=BoundaryChange.State.APPLIED)
    return {
        ids[code]: frozenset(before[code])
        for predecessors, before in changes.values_list("predecessors", "postcodes_before")
        for code in predecessors
    }


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _by_id(model, row_type, *fields):
    """Return the table's rows by their first field, in its order."""
    rows = model.objects.order_by(fields[0]).values_list(*fields)
    return {row[0]: row_type(*row) for row in rows}


def _read_everyday_names() -> list[EverydayName]:
    path = settings.FIXTURES_DIR / "reference" / "everyday-names.csv"
    rows = ((row["everyday_name"], row["official_name"], row["use"]) for row in csv_rows(path))
    return [EverydayName(name, official, use, key_of(name), key_of(official)) for name, official, use in rows]


def _read_names_abroad() -> frozenset[str]:
    """Return the keys of places across the border, which are no typing errors."""
    path = settings.FIXTURES_DIR / "reference" / "places-abroad.csv"
    return frozenset(key_of(row["name"]) for row in csv_rows(path))
