"""A map beside a list or on a page about one thing: the outlines, with what the page is about on top.

What lives here: the text of that SVG. What does not: the map of who helps where (fragments.py), what a page puts on its
map, moving it (static/js/map.js).

An outline is one `<use>` of the file with all outlines, which browsers keep: a page stays small, and its map is drawn
without JavaScript too.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from regions.grid import to_grid
from regions.outlines import outlines
from services.map import fragments
from services.map.addresses import outlines_url
from services.map.fragments import View
from services.map.marks import Mark, drawn_marks
from services.map.shapes import POSTCODE_STEPS

# What is looked at gets some room; a village is seen in its surroundings.
ROOM = 0.15
NARROWEST = 300


class Shape(NamedTuple):
    """An outline with the class that says how it looks; with a name and an address it is a link."""

    code: str
    kind: str
    name: str = ""
    url: str = ""


class Place(NamedTuple):
    """The place that a page is about, by latitude and longitude."""

    position: tuple[float, float]
    name: str


class Picture(NamedTuple):
    """A map of a day by its name: outlines, postcodes as circles, marks, a place, and the codes of what to look at."""

    label: str
    on: date
    shapes: Sequence[Shape] = ()
    circles: Sequence[tuple[float, float]] = ()
    marks: Sequence[Mark] = ()
    place: Place | None = None
    looked_at: Iterable[str] = ()

    @property
    def outlines_url(self) -> str:
        """Return the address of the file with all outlines; empty where none were ever loaded."""
        return outlines_url(self.on)

    @property
    def attribution(self) -> str:
        """Return where the ground and the outlines are from."""
        return fragments.attribution(self.on)

    @property
    def view(self) -> View:
        """Return the part of the grid that is looked at: the whole country where nothing of it is named."""
        drawn = outlines(self.on)
        boxes = [drawn[code].box for code in self.looked_at if code in drawn]
        boxes += [(x, y, x, y) for x, y in (to_grid(*middle) for middle in self.circles)]
        boxes = boxes or [one.box for one in drawn.values()] or [(0, 0, NARROWEST, NARROWEST)]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return _with_room(min(lefts), min(tops), max(rights), max(bottoms))

    @property
    def svg(self) -> SafeString:
        """Return the map, from its lowest layer to its highest."""
        url, view = self.outlines_url, self.view
        drawn = outlines(self.on)
        shapes = "".join(_shape(shape, url) for shape in self.shapes if shape.code in drawn)
        circles = "".join(_circle(position) for position in self.circles)
        place = _place(self.place, view.unit) if self.place else ""
        return mark_safe(  # noqa: S308  (names and addresses are escaped)
            f'<svg class="map map--small" viewBox="{view}" role="group" aria-label="{escape(self.label)}">'
            f"{fragments.beneath(self.on, view)}{_country(url, self.on)}"
            f'<g class="map-shapes">{shapes}</g><g class="map-areas">{circles}</g>{fragments.above(self.on)}'
            f'{place}<g class="map-marks">{drawn_marks(self.marks, view.unit)}</g><g class="map-ring"></g></svg>'
        )


@lru_cache(maxsize=4)
def _country(url: str, on: date) -> str:
    """Return all regions, on which everything else is drawn."""
    regions = (code for code, drawn in outlines(on).items() if not drawn.region)
    uses = "".join(f'<use class="plain" href="{url}#v-{code}"/>' for code in regions)
    return f'<g class="map-country">{uses}</g>'


def _shape(shape: Shape, url: str) -> str:
    use = f'<use class="{shape.kind}" href="{url}#v-{shape.code}"/>'
    if not shape.url:
        return use
    name, address = escape(shape.name), escape(shape.url)
    return f'<a href="{address}" data-code="{shape.code}" aria-label="{name}">{use}</a>'


def _circle(position: tuple[float, float]) -> str:
    x, y = to_grid(*position)
    return f'<circle class="w1" cx="{x:.1f}" cy="{y:.1f}" r="{POSTCODE_STEPS}"/>'


def _place(place: Place, unit: float) -> str:
    x, y = to_grid(*place.position)
    return (
        f'<g class="map-place" role="img" aria-label="{escape(place.name)}" transform="translate({x:.1f} {y:.1f})">'
        f'<g class="mark__body" transform="scale({unit:.2f})"><circle r="22"/>'
        f'<text y="38">{escape(place.name)}</text></g></g>'
    )


def _with_room(left: float, top: float, right: float, bottom: float) -> View:
    """Return a box with room around it, and no narrower than can be looked at."""
    wide, high = (max(size, NARROWEST) * (1 + ROOM) for size in (right - left, bottom - top))
    return View((left + right - wide) / 2, (top + bottom - high) / 2, wide, high)
