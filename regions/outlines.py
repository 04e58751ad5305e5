"""The outlines of municipalities and labour market regions on a day, as texts that a picture can be made of.

What lives here: which set holds on a day, and its outlines. What does not: geometry, which is done once, where a set
is loaded (outline_file.py); what a map shows (services/map/).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from regions.models import Outline
from regions.versions import cached_while_unchanged

Box = tuple[int, int, int, int]


class OutlineInfo(NamedTuple):
    """A set of outlines: what it is known by, since when it holds (None: always), and where it is from."""

    digest: str
    valid_from: date | None
    source: str
    licence: str
    is_indicative: bool


class Drawn(NamedTuple):
    """One outline, in whole numbers of the grid (grid.py).

    `path` and `overview` are the texts of an SVG path, the second with fewer points: that of a region is for a map of
    the country, that of a municipality is the same text. The label stands in the widest part of the largest piece.
    A municipality has the region that it is drawn in.
    """

    code: str
    path: str
    overview: str
    label_x: int
    label_y: int
    box: Box
    region: str = ""


def outline_set(on: date) -> OutlineInfo | None:
    """Return the set of outlines that holds on a day; None where none was ever loaded."""
    held = _held_on(on)
    return held.info if held else None


def outlines(on: date) -> Mapping[str, Drawn]:
    """Return the outline of every municipality (GM0014) and labour market region (AM01) on a day, in order of code."""
    held = _held_on(on)
    return held.drawn if held else {}


class _Set(NamedTuple):
    """A set with its outlines."""

    info: OutlineInfo
    drawn: Mapping[str, Drawn]


def _held_on(on: date) -> _Set | None:
    """Return the youngest set that has begun. The indicative one began before all others."""
    return next((held for held in _sets() if held.info.valid_from is None or held.info.valid_from <= on), None)


@cached_while_unchanged
def _sets() -> list[_Set]:
    """Return all sets, the youngest first: one query."""
    drawn: dict[OutlineInfo, dict[str, Drawn]] = defaultdict(dict)
    rows = Outline.objects.order_by("code").values_list(
        *(f"outline_set__{name}" for name in ("digest", "valid_from", "source", "licence", "is_indicative")),
        *("code", "region", "path", "overview_path", "label_x", "label_y", "left", "top", "right", "bottom"),
    )
    for digest, begin, source, licence, is_indicative, code, region, path, overview, x, y, *box in rows:
        info = OutlineInfo(digest, begin, source, licence, is_indicative)
        drawn[info][code] = Drawn(code, path, overview or path, x, y, tuple(box), region)
    youngest_first = sorted(drawn, key=lambda info: info.valid_from or date.min, reverse=True)
    return [_Set(info, drawn[info]) for info in youngest_first]
