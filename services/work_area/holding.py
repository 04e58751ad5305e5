"""How much of a location a work area holds: all of it, a part, nothing, or nobody knows.

What lives here: the judgement, on plain values. What does not: finding the rows (querysets.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Literal, TypeVar

from regions.places import Location
from services.models import AreaKind
from services.work_area.names import areas_by_id
from services.work_area.parts import AreaPart

# "unknown": nobody knows where the provider works, so it may work here (R2).
Serves = Literal["full", "part", "unknown"] | None
Holder = TypeVar("Holder")


class Coverage:
    """Judges work areas against one location.

    A location that lies in one area of a division is held by it whole. One that is split (a former municipality
    with two successors, a postcode on a border) is held whole only by all of its areas, municipalities or
    postcodes of one division together.
    """

    def __init__(self, location: Location) -> None:
        known = areas_by_id()
        self._areas = {key: known[key].scheme for key in location.area_ids}
        self._municipalities = frozenset(location.municipality_ids)
        self._pc4s = frozenset(location.pc4s)
        self._letters = location.letters
        self._pieces = {division: len(codes) for division, codes in location.areas.items()}
        self._pieces |= {"country": 1, "municipality": len(self._municipalities), "pc4": len(self._pc4s)}

    def of_each(self, held: Iterable[tuple[Holder, AreaPart]]) -> dict[Holder, Serves]:
        """Return for each holder of a part among these (a provider, or several taken together) how much it serves."""
        serves: dict[Holder, Serves] = {}
        pieces_held: dict[tuple[Holder, str], set[int | str]] = defaultdict(set)
        # In a crowded region thousands of rows name the same few areas.
        piece_of = cache(self._piece)
        for holder, part in held:
            if part.unknown:
                serves.setdefault(holder, "unknown")
                continue
            if serves.get(holder) == "full" or (piece := piece_of(part)) is None:
                continue
            division, key = piece
            if key and self._pieces[division] == 1:  # as it is nearly always: nothing to add up
                serves[holder] = "full"
                continue
            pieces = pieces_held[holder, division]
            if key:
                pieces.add(key)
            serves[holder] = "full" if len(pieces) == self._pieces[division] else "part"
        return serves

    def _piece(self, part: AreaPart) -> tuple[str, int | str] | None:
        """Return the piece of the location that this part holds: its division, and its key where held whole."""
        match part.kind:
            case AreaKind.COUNTRY:
                return "country", "NL"
            case AreaKind.AREA:
                return (self._areas[part.area_id], part.area_id) if part.area_id in self._areas else None
            case AreaKind.MUNICIPALITY:
                is_here = part.municipality_id in self._municipalities
                return ("municipality", part.municipality_id) if is_here else None
            case AreaKind.POSTCODE:
                return self._piece_of_postcode(part) if part.pc4 in self._pc4s else None

    def _piece_of_postcode(self, part: AreaPart) -> tuple[str, str] | None:
        if self._letters:
            return ("pc4", part.pc4) if part.letters_from <= self._letters <= part.letters_to else None
        return "pc4", part.pc4 if part.is_whole_postcode else ""
