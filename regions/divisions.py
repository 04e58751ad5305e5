"""Which areas a postcode lies in, in one period in which no division and no membership begins or ends.

What lives here: split municipalities, overlapping ranges and areas inherited from predecessors. What does not:
the rows (gazetteer.py), reading what a person typed (places.py).
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from regions.gazetteer import AreaRow, Gazetteer, SchemeRow
from regions.names import bare_key_of
from regions.validity import is_valid_on

LABOUR_MARKET_REGION = "labour_market_region"

LETTER_PAIRS = 26 * 26
EVERY_POSTCODE = (0, 10_000 * LETTER_PAIRS)


class _Part(NamedTuple):
    """A run of full postcodes, as numbers with both ends included, that lies in an area."""

    first: int
    last: int
    area_id: int


class Periods:
    """The dates on which anything changes: between two of them one set of divisions holds."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        dated = [*gazetteer.schemes.values(), *gazetteer.memberships]
        edges = {row.valid_from for row in dated} | {row.valid_until for row in dated}
        self._edges = sorted(edges - {None})
        self._divisions: dict[int, Divisions] = {}

    def on(self, on: date) -> "Divisions":
        """Return the divisions in force on the date."""
        period = bisect_right(self._edges, on)
        if period not in self._divisions:
            self._divisions[period] = Divisions(self._gazetteer, on)
        return self._divisions[period]


class Divisions:
    """The divisions in force on a date."""

    def __init__(self, gazetteer: Gazetteer, on: date) -> None:
        self._gazetteer = gazetteer
        self.schemes: dict[int, SchemeRow] = {
            scheme.id: scheme
            for scheme in gazetteer.schemes.values()
            if is_valid_on(on, scheme.valid_from, scheme.valid_until)
        }
        self._parts: dict[tuple[int, int], list[_Part]] = defaultdict(list)
        for row in gazetteer.memberships:
            scheme_id = gazetteer.areas[row.area_id].scheme_id
            if scheme_id in self.schemes and is_valid_on(on, row.valid_from, row.valid_until):
                first, last = _range(row.postcode_from, row.postcode_to)
                self._parts[scheme_id, row.municipality_id].append(_Part(first, last, row.area_id))
        self._areas_of_pc4: dict[str, tuple[AreaRow, ...]] = {}
        self._pc4s_of_area: dict[int, list[str]] = {}

    def areas_of(self, pc4: str, letters: str = "") -> tuple[AreaRow, ...]:
        """Return the areas that hold the full postcode, or any part of the four-digit one."""
        if letters:
            return self._find_areas(pc4, *_range(pc4 + letters, pc4 + letters))
        if pc4 not in self._areas_of_pc4:
            self._areas_of_pc4[pc4] = self._find_areas(pc4, *_range(pc4 + "AA", pc4 + "ZZ"))
        return self._areas_of_pc4[pc4]

    def pc4s_of(self, area_id: int) -> list[str]:
        """Return the four-digit postcodes that lie in the area, wholly or in part."""
        if not self._pc4s_of_area:
            held = defaultdict(list)
            for pc4 in self._gazetteer.postcodes:
                for area in self.areas_of(pc4):
                    held[area.id].append(pc4)
            self._pc4s_of_area = dict(held)
        return self._pc4s_of_area.get(area_id, [])

    def _find_areas(self, pc4: str, first: int, last: int) -> tuple[AreaRow, ...]:
        place = self._gazetteer.places[self._gazetteer.postcodes[pc4].place_id]
        ids: set[int] = set()
        for scheme_id in self.schemes:
            ids |= self._in_scheme(scheme_id, place.municipality_id, (pc4, place.name), first, last)
        return tuple(self._gazetteer.areas[area_id] for area_id in sorted(ids))

    def _in_scheme(
        self,
        scheme_id: int,
        municipality_id: int,
        spot: tuple[str, str],
        first: int,
        last: int,
        seen: frozenset[int] = frozenset(),
    ) -> set[int]:
        """Return the areas of one division; a municipality without any takes those of its predecessors.

        That is the one that had the postcode, where that is known, else one that is called as the place, else any.
        """
        parts = self._parts.get((scheme_id, municipality_id))
        if parts:
            return _areas_between(parts, first, last)
        seen |= {municipality_id}
        predecessors = [i for i in self._gazetteer.predecessors.get(municipality_id, ()) if i not in seen]
        for group in (self._that_had(predecessors, spot[0]), self._namesakes(predecessors, spot[1]), predecessors):
            found: set[int] = set()
            for predecessor in group:
                found |= self._in_scheme(scheme_id, predecessor, spot, first, last, seen)
            if found:
                return found
        return set()

    def _that_had(self, municipality_ids: Iterable[int], pc4: str) -> list[int]:
        """Return the municipality of which it is known that the postcode lay in it before a change."""
        return [i for i in municipality_ids if pc4 in self._gazetteer.former_postcodes.get(i, ())]

    def _namesakes(self, municipality_ids: Iterable[int], place_name: str) -> list[int]:
        """Return the municipalities that are called as the place: it lay in that one."""
        wanted = bare_key_of(place_name, "")
        names = self._gazetteer.municipalities
        return [i for i in municipality_ids if bare_key_of(names[i].name, "") == wanted]


def _areas_between(parts: list[_Part], first: int, last: int) -> set[int]:
    """Return every area that some full postcode from `first` to `last` lies in."""
    begins = {part.first for part in parts if first < part.first <= last}
    resumes = {part.last + 1 for part in parts if first <= part.last < last}
    found: set[int] = set()
    for point in {first} | begins | resumes:
        found |= _areas_at(parts, point)
    return found


def _areas_at(parts: list[_Part], point: int) -> set[int]:
    """Return the area of one full postcode: the narrowest range holds; in no range it may be any of them."""
    holding = [part for part in parts if part.first <= point <= part.last]
    if not holding:
        return {part.area_id for part in parts}
    narrowest = min(part.last - part.first for part in holding)
    return {part.area_id for part in holding if part.last - part.first == narrowest}


def _range(first: str, last: str) -> tuple[int, int]:
    return (_number(first), _number(last)) if first else EVERY_POSTCODE


def _number(full_postcode: str) -> int:
    """Return a full postcode as a number, so that neighbours differ by one."""
    high, low = (ord(letter) - ord("A") for letter in full_postcode[4:])
    return int(full_postcode[:4]) * LETTER_PAIRS + high * 26 + low
