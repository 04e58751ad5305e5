"""A file of municipal outlines as people hand it in: GeoJSON, judged before anything is made of it.

What lives here: what is refused, and positions in degrees. What does not: the geometry (outline_file.py), storing
(outline_sets.py). Every refusal says what is wrong, and of which municipality.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from django.utils.translation import gettext as _

# Read as JSON a file takes nine times its size in memory.
MOST_BYTES = 25_000_000
NAMED_AT_MOST = 5

CODE = re.compile(r"(?:\d{4})?(GM\d{4})")
DIGITS = re.compile(r"\d{1,4}")

# From west to east and from south to north, with a good margin: degrees, and metres of the Dutch grid (RD).
DEGREES = ((2.0, 8.0), (50.0, 54.0))
METRES = ((0.0, 300_000.0), (300_000.0, 630_000.0))

Position = tuple[float, float]  # longitude, latitude
Ring = list[Position]
Polygon = list[Ring]  # the outer ring first


class Division(NamedTuple):
    """The municipalities of a day with the region that each lies in, and since when those that ended are gone."""

    regions: Mapping[str, str]
    ended: Mapping[str, date]


class OutlinesRefused(Exception):
    """The file cannot be used, for the reason given: nothing was changed."""


class _Shape(NamedTuple):
    """The polygons of one municipality, in whatever the file counts in."""

    code: str
    polygons: list[Polygon]

    def positions(self) -> Iterator[Position]:
        return (position for polygon in self.polygons for ring in polygon for position in ring)


def read_features(path: Path, division: Division, code_property: str = "") -> dict[str, list[Polygon]]:
    """Return the polygons of each municipality of a division, in degrees; anything else is refused.

    `code_property` is only asked for where no property of the features tells by itself that it is the code.
    """
    features = _features_in(path)
    codes = _codes(features, code_property)
    _refuse_other_codes(codes, division)
    shapes = [
        _Shape(code, _polygons(code, feature.get("geometry"))) for code, feature in zip(codes, features, strict=True)
    ]
    if not _is_in_metres(shapes):
        return {shape.code: shape.polygons for shape in shapes}
    return {
        shape.code: [[[degrees_of(*position) for position in ring] for ring in polygon] for polygon in shape.polygons]
        for shape in shapes
    }


# --- The file ------------------------------------------------------------------------------------------------


def _features_in(path: Path) -> list[Mapping[str, Any]]:
    """Return the features of a file."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            _refuse(
                _("Het bestand is %(size)s MB; meer dan %(most)s MB lezen wij niet. Neem gegeneraliseerde grenzen.")
                % {"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000}
            )
        content = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)
    except OSError as error:
        _refuse(_("Het bestand is niet te lezen: %(reason)s.") % {"reason": error.strerror})
    except (ValueError, RecursionError):
        _refuse(_("Het bestand is geen JSON."))
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        _refuse(_("Het bestand is geen GeoJSON met een FeatureCollection."))
    features = content.get("features")
    if not isinstance(features, list) or not features:
        _refuse(_("Er staat geen enkele gemeente in het bestand."))
    if not all(isinstance(one, dict) and isinstance(one.get("properties"), dict) for one in features):
        _refuse(_("Niet elk deel van het bestand is een Feature met properties."))
    return features


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(message: str) -> NoReturn:
    raise OutlinesRefused(message)


# --- Codes ---------------------------------------------------------------------------------------------------


def _codes(features: Sequence[Mapping[str, Any]], code_property: str) -> list[str]:
    """Return the code of each feature: from the property given, else from the one in which all are codes."""
    properties = [feature["properties"] for feature in features]
    names = dict.fromkeys(name for one in properties for name in one)
    if code_property:
        if code_property not in names:
            _refuse(
                _("%(name)s staat niet in het bestand. Er is wel: %(names)s.")
                % {"name": code_property, "names": ", ".join(names)}
            )
        found = [_code_in(one.get(code_property), DIGITS) for one in properties]
        if None in found:
            value = properties[found.index(None)].get(code_property)
            _refuse(
                _("In %(name)s staat niet overal een gemeentecode, maar ook %(value)s.")
                % {"name": code_property, "value": json.dumps(value, ensure_ascii=False)}
            )
        return found
    candidates = {name: [_code_in(one.get(name)) for one in properties] for name in names}
    candidates = {name: codes for name, codes in candidates.items() if None not in codes}
    if len({tuple(codes) for codes in candidates.values()}) != 1:
        _refuse(
            _("Waar staat de gemeentecode? Geef --property met een van: %(names)s.")
            % {"names": ", ".join(candidates or names)}
        )
    return next(iter(candidates.values()))


def _code_in(value: object, digits: re.Pattern[str] | None = None) -> str | None:
    """Return the code in a value: GM0014, 2026GM0014, and where digits alone will do 14 and "0014"."""
    text = str(value)
    if match := CODE.fullmatch(text):
        return match[1]
    return f"GM{int(text):04}" if digits and digits.fullmatch(text) else None


def _refuse_other_codes(codes: Sequence[str], division: Division) -> None:
    """Refuse a file that does not hold each municipality of the division exactly once."""
    double = [code for code, times in Counter(codes).items() if times > 1]
    missing, unknown = sorted(division.regions.keys() - {*codes}), sorted({*codes} - division.regions.keys())
    ended = [
        _("%(code)s (opgehouden op %(day)s)") % {"code": code, "day": division.ended[code].isoformat()}
        for code in unknown
        if code in division.ended
    ]
    told = [
        text % {"codes": first_few(found)}
        for text, found in (
            (_("meer dan eens in het bestand: %(codes)s"), double),
            (_("niet in het bestand: %(codes)s"), missing),
            (_("dan geen gemeente meer: %(codes)s"), ended),
            (_("niet bekend: %(codes)s"), [code for code in unknown if code not in division.ended]),
        )
        if found
    ]
    if told:
        _refuse(
            _("De gemeenten in het bestand zijn niet die van de dag waarop de grenzen ingaan: %(differences)s.")
            % {"differences": "; ".join(told)}
        )


def first_few(codes: Sequence[str]) -> str:
    """Return the first few codes, and how many more there are."""
    more = len(codes) - NAMED_AT_MOST
    named = ", ".join(codes[:NAMED_AT_MOST])
    return _("%(named)s en nog %(more)s") % {"named": named, "more": more} if more > 0 else named


# --- Shapes --------------------------------------------------------------------------------------------------


def _polygons(code: str, geometry: object) -> list[Polygon]:
    """Return the polygons of a municipality, as they stand in the file."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        _refuse(_("%(code)s is geen vlak, maar %(kind)s.") % {"code": code, "kind": kind or _("leeg")})
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    try:
        found = [[[(x, y) for x, y, *_height in ring] for ring in polygon] for polygon in polygons]
        is_whole = all(map(_is_number, (number for ring in _rings(found) for position in ring for number in position)))
    except (TypeError, ValueError):
        is_whole = False
    if not is_whole or not all(found) or not found:
        _refuse(_("De coördinaten van %(code)s zijn niet te lezen.") % {"code": code})
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in _rings(found)):
        _refuse(_("Een grens van %(code)s is niet gesloten.") % {"code": code})
    return found


def _rings(polygons: Iterable[Polygon]) -> Iterator[Ring]:
    return (ring for polygon in polygons for ring in polygon)


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


# --- Projection ----------------------------------------------------------------------------------------------


def _is_in_metres(shapes: Sequence[_Shape]) -> bool:
    """Return whether the file counts in metres of the Dutch grid, and not in degrees; anything else is refused."""
    in_degrees, in_metres = (
        [shape.code for shape in shapes if _lies_in(bounds, shape)] for bounds in (DEGREES, METRES)
    )
    if len(shapes) in (len(in_degrees), len(in_metres)):
        return bool(in_metres)
    if any(all(_lies_in(bounds[::-1], shape) for shape in shapes) for bounds in (DEGREES, METRES)):
        _refuse(_("Oost en noord staan verwisseld: zet eerst de lengtegraad, dan de breedtegraad."))
    if not in_degrees and not in_metres:
        _refuse(_("De coördinaten zijn geen graden (WGS 84) en geen meters (RD) in Nederland."))
    most = max(in_degrees, in_metres, key=len)
    _refuse(
        _("Alle gemeenten moeten in graden (WGS 84) of alle in meters (RD) staan, in Nederland. Kijk naar %(codes)s.")
        % {"codes": first_few([shape.code for shape in shapes if shape.code not in most])}
    )


def _lies_in(bounds: tuple[tuple[float, float], tuple[float, float]], shape: _Shape) -> bool:
    (west, east), (south, north) = bounds
    return all(west <= x <= east and south <= y <= north for x, y in shape.positions())


# Schreutelkamp and Strang van Hees, "Benaderingsformules voor de transformatie tussen RD- en WGS84-kaartcoördinaten":
# powers of the distance to Amersfoort to the east and to the north, in 100 km, and how many seconds of arc each adds.
NORTH = {
    (0, 1): 3235.65389, (2, 0): -32.58297, (0, 2): -0.24750, (2, 1): -0.84978, (0, 3): -0.06550, (2, 2): -0.01709,
    (1, 0): -0.00738, (4, 0): 0.00530, (2, 3): -0.00039, (4, 1): 0.00033, (1, 1): -0.00012,
}  # fmt: skip
EAST = {
    (1, 0): 5260.52916, (1, 1): 105.94684, (1, 2): 2.45656, (3, 0): -0.81885, (1, 3): 0.05594, (3, 1): -0.05607,
    (0, 1): 0.01199, (3, 2): -0.00256, (1, 4): 0.00128, (0, 2): 0.00022, (2, 0): -0.00022, (5, 0): 0.00026,
}  # fmt: skip
AMERSFOORT_METRES, AMERSFOORT_DEGREES = (155_000, 463_000), (5.38720621, 52.15517440)


def degrees_of(x: float, y: float) -> Position:
    """Return the longitude and latitude of a position in metres of the Dutch grid; no more than half a metre off."""
    east, north = (x - AMERSFOORT_METRES[0]) / 100_000, (y - AMERSFOORT_METRES[1]) / 100_000
    longitude, latitude = (
        middle + sum(factor * east**p * north**q for (p, q), factor in seconds.items()) / 3600
        for middle, seconds in zip(AMERSFOORT_DEGREES, (EAST, NORTH), strict=True)
    )
    return longitude, latitude
