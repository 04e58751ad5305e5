"""The municipalities of a day as bits of a number, and how much of each a work area holds.

What lives here: places in a fixed order, and work areas as masks over them. What does not: how much of one place a part
holds (work_area/holding.py), what an organisation brings where it works (status.py).

A work area that was judged stays known while the reference data stay the same: after an edit only what was edited is
judged anew, and so only where it works.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Municipality
from regions.places import Location, atlas
from regions.validity import valid_on
from regions.versions import cached_while_unchanged
from services.models import AreaKind
from services.work_area.holding import Coverage, Serves
from services.work_area.parts import AreaPart, Named, names_holding

# The pages ask about today; a command may ask about a few days more.
MOST_DAYS = 3


class Located(NamedTuple):
    """A municipality, and where it lies."""

    code: str
    name: str
    location: Location

    @property
    def regions(self) -> tuple[str, ...]:
        """Return the codes of its labour market regions."""
        return self.location.areas.get(LABOUR_MARKET_REGION, ())


class RegionOnGround(NamedTuple):
    """A labour market region with the positions of its municipalities on the ground, by name."""

    code: str
    name: str
    members: tuple[int, ...]


class Held(NamedTuple):
    """The municipalities of which a work area holds all, those of which it holds a part, and where nobody knows."""

    full: int = 0
    part: int = 0
    unknown: int = 0

    def how_much(self) -> Iterator[tuple[int, Serves]]:
        """Yield the position of each municipality that it may serve, with how much of it."""
        for mask, serves in zip(self, ("full", "part", "unknown"), strict=True):
            yield from ((position, serves) for position in positions_in(mask))


def positions_in(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def located(on: date) -> Iterator[Located]:
    """Yield the municipalities of a day by name; one query."""
    known = atlas()
    rows = Municipality.objects.filter(valid_on(on)).order_by("name", "code").values_list("code", "name")
    for code, name in rows:
        if location := known.municipality_with(code, on):
            yield Located(code, name, location)


class Ground:
    """The municipalities of a day in the order of their codes; position n is bit n of every mask."""

    def __init__(self, on: date) -> None:
        by_name = list(located(on))
        self.places = sorted(by_name, key=lambda one: one.code)
        self.codes = tuple(one.code for one in self.places)
        self.position = {code: position for position, code in enumerate(self.codes)}
        self.by_name = [self.position[one.code] for one in by_name]
        self.regions = self._regions()
        self._coverages = [Coverage(one.location) for one in self.places]
        self._where: dict[Named, list[int]] = defaultdict(list)
        for position, one in enumerate(self.places):
            for named in names_holding(one.location):
                self._where[named].append(position)
        self._held: dict[tuple[AreaPart, ...], Held] = {}

    def held_by(self, parts: tuple[AreaPart, ...]) -> Held:
        """Return how much a work area of these parts holds of every municipality."""
        held = self._held.get(parts)
        if held is None:
            held = self._held[parts] = self._judge(parts)
        return held

    def with_postcode(self, pc4: str) -> Sequence[int]:
        """Return the positions of the municipalities that a postcode lies in."""
        return self._where.get((AreaKind.POSTCODE, pc4), ())

    def keep_only(self, in_use: set[tuple[AreaPart, ...]]) -> None:
        """Forget the work areas that nobody has any more."""
        self._held = {parts: held for parts, held in self._held.items() if parts in in_use}

    def _judge(self, parts: tuple[AreaPart, ...]) -> Held:
        there: dict[int, list[tuple[None, AreaPart]]] = defaultdict(list)
        for part in parts:
            for position in self._where.get(part.named, ()):
                there[position].append((None, part))
        masks = {"full": 0, "part": 0, "unknown": 0}
        for position, held in there.items():
            if serves := self._coverages[position].of_each(held).get(None):
                masks[serves] |= 1 << position
        return Held(**masks)

    def _regions(self) -> tuple[RegionOnGround, ...]:
        members: dict[str, list[int]] = defaultdict(list)
        names: dict[str, str] = {}
        known = atlas()
        for position in self.by_name:
            location = self.places[position].location
            for code in self.places[position].regions:
                members[code].append(position)
                names.setdefault(code, known.area_name(location, LABOUR_MARKET_REGION, code))
        found = (RegionOnGround(code, names[code], tuple(inside)) for code, inside in members.items())
        return tuple(sorted(found, key=lambda one: one.name.casefold()))


@cached_while_unchanged
def _grounds() -> dict[date, Ground]:
    return {}


def ground(on: date) -> Ground:
    """Return the ground of a day, from memory while the reference data stay the same: one query the first time."""
    grounds = _grounds()
    if on not in grounds:
        if len(grounds) >= MOST_DAYS:
            grounds.clear()
        grounds[on] = Ground(on)
    return grounds[on]
