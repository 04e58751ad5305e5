"""The outlines of municipalities and labour market regions on a day, as texts that a picture can be made of.

What lives here: which set holds on a day, and its outlines. What does not: geometry, which is done once, where a set
is loaded (outline_file.py); what a map shows (services/map/).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from regions.models import Municipality, Outline
from regions.versions import cached_while_unchanged

Box = tuple[int, int, int, int]

# Pages ask about today; a command may ask about a few days more.
MOST_DAYS = 4


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
    """Return the youngest set that has begun, as the municipalities of the day are divided."""
    found = _found()
    if on not in found:
        if len(found) >= MOST_DAYS:
            found.clear()
        # The indicative one began before all others.
        begun = (held for held in _sets() if held.info.valid_from is None or held.info.valid_from <= on)
        found[on] = next((_as_divided(held, on) for held in begun), None)
    return found[on]


@cached_while_unchanged
def _found() -> dict[date, _Set | None]:
    return {}


def _as_divided(held: _Set, on: date) -> _Set:
    """Return a set in which who took over municipalities since has their outlines beside its own: one query.

    Who took over a part of one has no outline of it: that waits for a set of its day.
    """
    heirs: dict[str, set[str]] = defaultdict(set)
    rows = Municipality.objects.filter(valid_until__lte=on, successors__isnull=False)
    for former, heir in rows.values_list("code", "successors__code"):
        heirs[former].add(heir)

    def heirs_of(code: str) -> set[str]:
        return {last for heir in heirs[code] for last in heirs_of(heir)} if code in heirs else {code}

    parts: dict[str, list[str]] = defaultdict(list)
    for code in heirs.keys() & held.drawn.keys():
        if len(there := heirs_of(code)) == 1:
            parts[there.pop()].append(code)
    if not parts:
        return held
    gone = {former for formers in parts.values() for former in formers}
    drawn = {code: one for code, one in held.drawn.items() if code not in gone}
    for heir, formers in parts.items():
        drawn[heir] = _together(heir, [held.drawn[code] for code in sorted({heir, *formers} & held.drawn.keys())])
    known_by = sha256(repr((held.info.digest, sorted(parts.items()))).encode()).hexdigest()[: len(held.info.digest)]
    return _Set(held.info._replace(digest=known_by), dict(sorted(drawn.items())))


def _together(code: str, parts: Sequence[Drawn]) -> Drawn:
    """Return one outline of several: each keeps its own line; the name stands in the largest."""
    largest = max(parts, key=lambda one: (one.box[2] - one.box[0]) * (one.box[3] - one.box[1]))
    lefts, tops, rights, bottoms = zip(*(one.box for one in parts), strict=True)
    return largest._replace(
        code=code,
        path="".join(one.path for one in parts),
        overview="".join(one.overview for one in parts),
        box=(min(lefts), min(tops), max(rights), max(bottoms)),
    )


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
