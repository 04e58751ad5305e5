"""From a file of municipal outlines to the texts that maps draw: the one place where shapes are reckoned with.

What lives here: mending, cleaning, simplifying and joining, all by shapely, which nothing else imports: a process that
answers requests reads texts only (outlines.py). What does not: what is refused of a file (outline_features.py),
storing (outline_sets.py).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

import brotli
import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely import Geometry, MultiLineString, MultiPolygon, Polygon

from regions.grid import STEP_METRES, to_grid
from regions.outline_features import Division, OutlinesRefused, read_features

# A municipality may not change more than this by mending, nor all of a region's by joining.
MOST_CHANGE = 0.01

# A map of the whole country draws regions with fewer points than a map of one.
OVERVIEW_METRES = 800

# Rounding to the grid may make borders touch; cleaning that away may leave a corner between two lines of it.
MOST_ROUNDS = 5

# A label stands within so many steps of the widest spot.
LABEL_STEPS = 4


class Cleaning(NamedTuple):
    """How wide a hole between municipalities is closed and how far apart corners are one, in metres."""

    hole: float = 0
    corner: float | None = None
    most_change: float = MOST_CHANGE


AS_OFFICIAL = Cleaning()


class Row(NamedTuple):
    """An outline as it is stored: a municipality has a region, and no text of its own for a map of the country."""

    code: str
    region: str
    path: str
    overview_path: str
    label_x: int
    label_y: int
    left: int
    top: int
    right: int
    bottom: int


class Drawing(NamedTuple):
    """All outlines, how many points they have, and how much the area of a region changed most by simplifying."""

    rows: Sequence[Row]
    points: int
    area_change: float

    @property
    def compressed_bytes(self) -> int:
        """Return how much a reader gets who asks for all outlines."""
        return len(brotli.compress("".join(row.path for row in self.rows).encode()))


@dataclass(frozen=True)
class Fitted:
    """The municipalities of a file, made to fit together on whole steps of the grid, and what was done for that.

    `union_change` is how much the area of a region differs at most from that of its municipalities.
    """

    codes: Sequence[str]
    shapes: np.ndarray
    regions: Mapping[str, str]
    points: int
    mended: Sequence[str]
    union_change: float

    def drawn(self, tolerance: int) -> Drawing:
        """Return the outlines without what is smaller than so many metres; borders stay shared."""
        municipalities = shapely.coverage_simplify(self.shapes, tolerance / STEP_METRES)
        names, areas = _joined(self.codes, municipalities, self.regions)
        overview = shapely.coverage_simplify(areas, OVERVIEW_METRES / STEP_METRES)
        _refuse_unfit([municipalities, areas, overview])
        _names, unsimplified = _joined(self.codes, self.shapes, self.regions)
        return Drawing(
            rows=[
                *(
                    _row(code, self.regions[code], one, "")
                    for code, one in zip(self.codes, municipalities, strict=True)
                ),
                *(_row(name, "", one, _path(few)) for name, one, few in zip(names, areas, overview, strict=True)),
            ],
            points=int(shapely.get_num_coordinates(municipalities).sum()),
            area_change=_worst(shapely.area(areas), shapely.area(unsimplified)),
        )


def fit(path: Path, division: Division, code_property: str = "", cleaning: Cleaning = AS_OFFICIAL) -> Fitted:
    """Return what a file says of the municipalities of a division.

    Raises OutlinesRefused where the file does not hold exactly these, once each, or cannot be made to fit together.
    """
    features = read_features(path, division, code_property)
    codes = sorted(features)
    read = np.array([_shape(features.pop(code)) for code in codes])
    shapes = _on_whole_steps(_fitting(codes, read, cleaning))
    names, areas = _joined(codes, shapes, division.regions)
    sums = np.array([shapely.area(_of(name, codes, shapes, division.regions)).sum() for name in names])
    return Fitted(
        codes=codes,
        shapes=shapes,
        regions=division.regions,
        points=int(shapely.get_num_coordinates(read).sum()),
        mended=[code for code, is_valid in zip(codes, shapely.is_valid(read), strict=True) if not is_valid],
        union_change=_worst(shapely.area(areas), sums),
    )


def median_overlap(before: Mapping[str, str], after: Mapping[str, str]) -> float | None:
    """Return how much of each outline two sets share, in the middle of all; None where they have none in common."""
    with np.errstate(invalid="ignore"):  # GEOS reckons with what is no number where lines touch
        shared = [
            shapely.area(shapely.intersection(old, new)) / shapely.area(shapely.union(old, new))
            for old, new in ((_shape_of(before[code]), _shape_of(after[code])) for code in before.keys() & after.keys())
        ]
    return median(shared) if shared else None


# --- Making shapes fit ---------------------------------------------------------------------------------------


def _shape(polygons: Iterable[Sequence[Sequence[tuple[float, float]]]]) -> Geometry:
    """Return the polygons of a municipality, on the grid."""
    parts = [
        [[to_grid(latitude, longitude) for longitude, latitude in ring] for ring in polygon] for polygon in polygons
    ]
    return MultiPolygon([Polygon(outer, inner) for outer, *inner in parts])


def _fitting(codes: Sequence[str], read: np.ndarray, cleaning: Cleaning) -> np.ndarray:
    """Return the shapes without crossing lines, holes between them and overlaps; refuse one that is not itself then."""
    mended = shapely.make_valid(read, method="structure", keep_collapsed=False)
    corner = -1 if cleaning.corner is None else cleaning.corner / STEP_METRES
    _refuse_changed(codes, shapely.area(read), shapely.area(mended), cleaning.most_change)
    fitting = shapely.coverage_clean(mended, gap_width=cleaning.hole / STEP_METRES, snapping_distance=corner)
    _refuse_changed(codes, shapely.area(read), shapely.area(fitting), cleaning.most_change)
    return fitting


def _refuse_changed(codes: Sequence[str], before: np.ndarray, after: np.ndarray, most: float) -> None:
    with np.errstate(divide="ignore", invalid="ignore"):
        changes = np.nan_to_num(np.abs(after / before - 1), nan=np.inf)
    worst = int(changes.argmax())
    if changes[worst] > most:
        raise OutlinesRefused(
            _("%(code)s kan niet worden hersteld: de grens kruist zichzelf, of overlapt die van een andere gemeente.")
            % {"code": codes[worst]}
        )


def _on_whole_steps(shapes: np.ndarray) -> np.ndarray:
    """Return the shapes with all corners on whole steps of the grid, where they still fit."""
    for _round in range(MOST_ROUNDS):
        shapes = shapely.make_valid(shapely.transform(shapes, np.rint), method="structure", keep_collapsed=False)
        if not shapely.coverage_is_valid(shapes):
            shapes = shapely.coverage_clean(shapes)
        corners = shapely.get_coordinates(shapes)
        if (corners == np.rint(corners)).all():
            return shapes
    raise OutlinesRefused(_("De grenzen sluiten niet op elkaar aan."))


def _refuse_unfit(drawn: Iterable[np.ndarray]) -> None:
    for shapes in drawn:
        if shapely.is_empty(shapes).any() or not shapely.coverage_is_valid(shapes):
            raise OutlinesRefused(
                _("Zo vereenvoudigd sluiten de grenzen niet op elkaar aan. Kies een kleinere --tolerance.")
            )


# --- Regions -------------------------------------------------------------------------------------------------


def _joined(codes: Sequence[str], shapes: np.ndarray, regions: Mapping[str, str]) -> tuple[list[str], np.ndarray]:
    """Return the regions in order, and the shape of each: that of its municipalities together."""
    names = sorted({*regions.values()})
    return names, np.array([shapely.coverage_union_all(_of(name, codes, shapes, regions)) for name in names])


def _of(name: str, codes: Sequence[str], shapes: np.ndarray, regions: Mapping[str, str]) -> list[Geometry]:
    return [shape for code, shape in zip(codes, shapes, strict=True) if regions[code] == name]


def _worst(areas: np.ndarray, expected: np.ndarray) -> float:
    return float(np.abs(areas / expected - 1).max())


# --- Texts ---------------------------------------------------------------------------------------------------


def _row(code: str, region: str, shape: Geometry, overview_path: str) -> Row:
    largest = max(shapely.get_parts(shape), key=shapely.area)
    label = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, LABEL_STEPS))[0]
    return Row(code, region, _path(shape), overview_path, *map(round, (*label, *shapely.bounds(shape))))


def _path(shape: Geometry) -> str:
    """Return a shape as the text of an SVG path, each corner counted from the one before."""
    rings = (ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors))
    return "".join(map(_ring, rings))


def _ring(ring: Geometry) -> str:
    corners = shapely.get_coordinates(ring).astype(int).tolist()
    (x, y), *_rest = corners
    steps = [step for (a, b), (c, d) in pairwise(corners[:-1]) for step in (c - a, d - b)]
    return f"M{x} {y}l{re.sub(' -', '-', ' '.join(map(str, steps)))}z"


def _shape_of(path: str) -> Geometry:
    """Return the shape that a text of ours draws."""
    return shapely.build_area(MultiLineString(list(_rings_of(path))))


def _rings_of(path: str) -> Iterator[np.ndarray]:
    for ring in path.removesuffix("z").split("z"):
        numbers = np.array(re.findall(r"-?\d+", ring), dtype=int).reshape(-1, 2)
        corners = np.cumsum(numbers, axis=0)
        yield np.vstack([corners, corners[:1]])
