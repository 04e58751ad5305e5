"""The areas of a map as text: regions and municipalities in the class of their digit, as links where these are known.

What lives here: those shapes, which regions touch, and work areas. What does not: the map around them (fragments.py).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape

from regions.grid import to_grid
from regions.outlines import Drawn, outlines

# A postcode has no outline: a circle of 1.2 km.
POSTCODE_STEPS = 24

MOST_WORK_AREAS = 4

# 3 referable, 2 known, 1 possible, 0 nobody, by the code of a municipality.
Digits = Mapping[str, str]


class Link(NamedTuple):
    """Where an area leads, and what it is called."""

    url: str
    label: str


Links = Mapping[str, Link]


class WorkArea(NamedTuple):
    """Where an organisation works: municipalities by code, and the positions (latitude, longitude) of postcodes."""

    municipalities: Collection[str]
    postcodes: Sequence[tuple[float, float]] = ()


class Shapes:
    """The shapes of a day, with digits and links."""

    def __init__(self, on: date, digits: Digits | None, links: Links) -> None:
        self.drawn = outlines(on)
        self.members = members_of(self.drawn)
        self._digits, self._links = digits, links
        known = dict.fromkeys(code for code, one in self.drawn.items() if not one.region)
        self.regions = [*(code for code in links if code in known), *(code for code in known if code not in links)]

    def region(self, code: str, is_stop: bool = True, is_detailed: bool = False) -> str:
        """Return a region in one shape, or by its municipalities where these differ."""
        drawn, states = self.drawn[code], {self._class(one) for one in self.members[code]}
        if len(states) == 1:
            return self._linked(code, _path(drawn, states.pop(), is_detailed), is_stop)
        parts = "".join(_path(self.drawn[one], self._class(one)) for one in self.members[code])
        return self._linked(code, parts + self.outline(code), is_stop)

    def by_municipality(self, code: str) -> str:
        """Return the municipalities of a region, each by itself, by what it is called."""
        return "".join(map(self.municipality, sorted(self.members[code], key=self._place_of)))

    def municipality(self, code: str) -> str:
        """Return one municipality."""
        return self._linked(code, _path(self.drawn[code], self._class(code)))

    def outline(self, code: str) -> str:
        """Return the outline alone."""
        return _path(self.drawn[code], "mixed", is_detailed=True)

    def _place_of(self, code: str) -> tuple[str, str]:
        link = self._links.get(code)
        return (link.label if link else "", code)

    def _class(self, code: str) -> str:
        digit = (self._digits or {}).get(code, "")
        return f"s{digit}" if digit else "plain"

    def _linked(self, code: str, shapes: str, is_stop: bool = True) -> str:
        link = self._links.get(code)
        if not link:
            return shapes
        aside = "" if is_stop else ' tabindex="-1" aria-hidden="true"'
        url, label = escape(link.url), escape(link.label)
        return f'<a href="{url}" data-code="{code}" aria-label="{label}"{aside}>{shapes}</a>'


def _path(drawn: Drawn, kind: str, is_detailed: bool = False) -> str:
    text = drawn.path if is_detailed else drawn.overview
    return f'<path id="v-{drawn.code}" class="{kind}" d="{text}"/>'


def members_of(drawn: Mapping[str, Drawn]) -> Mapping[str, list[str]]:
    """Return the municipalities of each region."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, one in drawn.items():
        if one.region:
            found[one.region].append(code)
    return found


def neighbours(on: date) -> Mapping[str, frozenset[str]]:
    """Return the regions that touch each region."""
    return _touching(tuple((code, one.path) for code, one in outlines(on).items() if not one.region))


@lru_cache(maxsize=2)
def _touching(paths: tuple[tuple[str, str], ...]) -> Mapping[str, frozenset[str]]:
    """Return the areas that share a corner, by the texts of their outlines."""
    corners = {code: set(_corners(path)) for code, path in paths}
    return {
        code: frozenset(other for other in corners if other != code and own & corners[other])
        for code, own in corners.items()
    }


def _corners(path: str) -> Iterator[tuple[int, int]]:
    """Yield the corners of an outline: each is counted from the one before, the first of a ring from the grid."""
    for ring in path.split("z"):
        x = y = 0
        numbers = map(int, re.findall(r"-?\d+", ring))
        for right, down in zip(numbers, numbers, strict=True):
            x, y = x + right, y + down
            yield x, y


# --- Work areas ----------------------------------------------------------------------------------------------


def work_area_class(number: int) -> str:
    """Return the class of the lines of the first work area, the second and so on."""
    return f"w{number}"


def drawn_work_areas(on: date, areas: Sequence[WorkArea]) -> str:
    """Return work areas, each in lines of its own direction: where two lie over each other they cross."""
    drawn = outlines(on)
    members = members_of(drawn)
    texts = []
    for number, area in enumerate(areas[:MOST_WORK_AREAS], start=1):
        whole = [code for code, inside in members.items() if set(inside) <= set(area.municipalities)]
        rest = [code for code in area.municipalities if code in drawn and drawn[code].region not in whole]
        text = "".join(drawn[code].path for code in (*whole, *sorted(rest)))
        kind = work_area_class(number)
        texts.append(f'<path class="{kind}" d="{text}"/>' if text else "")
        for x, y in (to_grid(*position) for position in area.postcodes):
            texts.append(f'<circle class="{kind}" cx="{x:.0f}" cy="{y:.0f}" r="{POSTCODE_STEPS}"/>')
    return "".join(texts)
