"""How much of a location a work area holds: all of it, a part, or nothing.

What lives here: the judgement, on plain rows. What does not: finding the rows (querysets.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from regions.places import Location
from services.work_area.names import areas_by_id

Serves = Literal["full", "part"] | None

WHOLE_POSTCODE = ("AA", "ZZ")


class AreaRow(NamedTuple):
    """One service area in database keys: the fields are the columns to read. All empty but one: the country."""

    provider_id: int
    area_id: int | None
    municipality_id: int | None
    pc4: str
    letters_from: str
    letters_to: str

    @property
    def is_whole_postcode(self) -> bool:
        """Return whether this is a four-digit postcode with all its letters."""
        return (self.letters_from, self.letters_to) == WHOLE_POSTCODE


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

    def of_each(self, rows: Iterable[tuple]) -> dict[int, Serves]:
        """Return for each provider among these rows (as AreaRow) how much of the location it serves."""
        serves: dict[int, Serves] = {}
        held: dict[tuple[int, str], set[int | str]] = defaultdict(set)
        judged: dict[tuple, tuple[str, int | str] | None] = {}
        for provider, *rest in rows:
            if serves.get(provider) == "full":
                continue
            # In a crowded region thousands of rows name the same few areas.
            area = tuple(rest)
            if area not in judged:
                judged[area] = self.piece(*area)
            piece = judged[area]
            if piece is None:
                continue
            division, key = piece
            if self._pieces[division] == 1 and key:
                serves[provider] = "full"
                continue
            pieces = held[provider, division]
            if key:
                pieces.add(key)
            serves[provider] = "full" if len(pieces) == self._pieces[division] else "part"
        return serves

    def piece(
        self, area: int | None, municipality: int | None, pc4: str, letters_from: str, letters_to: str
    ) -> tuple[str, int | str] | None:
        """Return the piece of the location that this area holds: its division, and its key where held whole."""
        if area:
            return (self._areas[area], area) if area in self._areas else None
        if municipality:
            return ("municipality", municipality) if municipality in self._municipalities else None
        if not pc4:
            return "country", "NL"
        if pc4 not in self._pc4s:
            return None
        if self._letters:
            return ("pc4", pc4) if letters_from <= self._letters <= letters_to else None
        return "pc4", pc4 if (letters_from, letters_to) == WHOLE_POSTCODE else ""
