"""The signs that organisations have on a map: a form and a letter by the kind of organisation.

What lives here: those signs. What does not: which organisations a page shows, and where (services/search/,
services/organisation/); putting signs that touch under one number (static/js/map.js).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from services.type_codes import TypeCode


class Sign(NamedTuple):
    """How a kind of organisation looks on a map, in pixels around its spot."""

    form: str
    path: str
    letter: str


SQUARE = Sign("square", "M-12-12h24v24h-24z", "L")
CIRCLE = Sign("circle", "M-14 0a14 14 0 1 0 28 0a14 14 0 1 0-28 0z", "W")
DIAMOND = Sign("diamond", "M0-16l16 16-16 16-16-16z", "B")
TRIANGLE = Sign("triangle", "M0-17l17 29h-34z", "P")
PENTAGON = Sign("pentagon", "M0-15l14.3 10.4-5.5 16.7h-17.6l-5.5-16.7z", "U")
RING = Sign("ring", "M-13 0a13 13 0 1 0 26 0a13 13 0 1 0-26 0z", "")

SIGNS: Mapping[str, Sign] = defaultdict(
    lambda: RING,
    {
        TypeCode.LEARNING_WORK_DESK: SQUARE,
        TypeCode.EMPLOYER_SERVICE_POINT: SQUARE,
        TypeCode.MOBILITY_CENTRE: CIRCLE,
        TypeCode.BRANCH_SERVICE_POINT: DIAMOND,
        TypeCode.TRAINING_FUND: DIAMOND,
        TypeCode.GATEKEEPER_CENTRE: TRIANGLE,
        TypeCode.UWV: PENTAGON,
    },
)


# About half of a sign's width.
MARK_PIXELS = 16


class Mark(NamedTuple):
    """An organisation on a map: where it is on the grid, what its link says and where that leads."""

    slug: str
    label: str
    url: str
    type_code: str
    is_checked: bool
    x: float
    y: float


def drawn_marks(marks: Iterable[Mark], unit: float) -> str:
    """Return the signs of these, where a pixel is so many steps of the grid."""
    return "".join(_drawn(mark, unit) for mark in marks)


def _drawn(mark: Mark, unit: float) -> str:
    sign, x, y = SIGNS[mark.type_code], f"{mark.x:.1f}", f"{mark.y:.1f}"
    return (
        f'<a class="mark mark--{sign.form}{"" if mark.is_checked else " mark--not-checked"}" href="{escape(mark.url)}"'
        f' aria-label="{escape(mark.label)}" data-slug="{escape(mark.slug)}" data-x="{x}" data-y="{y}"'
        f' transform="translate({x} {y})"><g class="mark__body" transform="scale({unit:.2f})">'
        f'<path class="mark__form" d="{sign.path}"/><text class="mark__letter" y="5">{sign.letter}</text></g></a>'
    )
