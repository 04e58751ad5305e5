"""The names on a map: of areas, of towns, and of what lies around the country; none touches another, or a sign.

What lives here: which names show without JavaScript, as text. What does not: which areas have a name (coverage/), the
towns (towns.py), which names fit once somebody moved the map (static/js/map/labels.js).

All of them are written, in their order: what touches one before it is there, but away.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regions.grid import to_grid
from regions.outlines import outlines
from services.map.marks import MARK_PIXELS, Mark
from services.map.towns import towns

LETTER_PIXELS = 13.5
# No letter is wider than so much of its height, on average.
WIDE = 0.62
LINE_PIXELS = 20

# What lies around the country, by the middle of the word (latitude, longitude).
AROUND = ((53.1, 3.9), (51.5, 7.0), (50.95, 4.75))


class Name(NamedTuple):
    """A word with the spot of its middle on the grid, and how it looks."""

    text: str
    x: float
    y: float
    kind: str = ""


class _Room(NamedTuple):
    """What a name or a sign takes: its middle, half of its width, and its height."""

    x: float
    y: float
    half: float
    height: float

    def touches(self, other: "_Room") -> bool:
        """Return whether two cannot stand beside each other."""
        is_beside = abs(self.x - other.x) >= self.half + other.half
        return not is_beside and abs(self.y - other.y) < max(self.height, other.height)


def drawn_names(on: date, texts: Mapping[str, str], marks: Iterable[Mark], unit: float) -> str:
    """Return these texts on their areas, the towns and what lies around, where a pixel is so many steps of the grid."""
    drawn = outlines(on)
    own = [Name(text, drawn[code].label_x, drawn[code].label_y) for code, text in texts.items() if code in drawn]
    signs = [_Room(mark.x, mark.y, MARK_PIXELS * unit, MARK_PIXELS * 2 * unit) for mark in marks]
    laid = list(_laid([*own, *_towns(), *_abroad()], signs, unit))
    return f'<g class="map-names">{"".join(laid[: len(own)])}</g>{"".join(laid[len(own) :])}'


def _towns() -> Iterator[Name]:
    """Yield the towns in the order of their rank."""
    language = get_language() or ""
    yield from (Name(town.name(language), town.x, town.y) for town in towns())


def _abroad() -> Iterator[Name]:
    words = (_("Noordzee"), _("Duitsland"), _("België"))
    yield from (Name(word, *to_grid(*spot), "label--around") for word, spot in zip(words, AROUND, strict=True))


def _laid(names: Iterable[Name], taken: list[_Room], unit: float) -> Iterator[str]:
    """Yield each name as text: away where it would touch what stands there, or be the second of a town and its area."""
    said: set[str] = set()
    for name in names:
        half = len(name.text) * LETTER_PIXELS * WIDE / 2 * unit
        room = _Room(name.x, name.y, half, LINE_PIXELS * unit)
        fits = name.text not in said and not any(room.touches(other) for other in taken)
        if fits:
            taken.append(room)
            said.add(name.text)
        kind = " ".join(filter(None, [name.kind, "" if fits else "label--away"]))
        looks = f' class="{kind}"' if kind else ""
        yield f'<text{looks} x="{name.x:.0f}" y="{name.y:.0f}">{escape(name.text)}</text>'
