"""Indicative outlines of regions and municipalities, and the GeoJSON that maps draw.

What lives here: shapes as data. What does not: what each map shows (the packages search, organisation, coverage).
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

REGIONS = "labour-market-region-outlines.geojson"
MUNICIPALITIES = "municipality-outlines.geojson"


GeoJson = dict[str, Any]


@cache
def outlines() -> dict[str, GeoJson]:
    """Return the indicative outline of every labour market region and municipality by code, read once a process."""
    return _shapes_in(REGIONS) | _shapes_in(MUNICIPALITIES)


@cache
def region_codes() -> frozenset[str]:
    """Return the codes of the labour market regions that have an outline: together they are the country."""
    return frozenset(_shapes_in(REGIONS))


def _shapes_in(file: str) -> dict[str, GeoJson]:
    path = settings.FIXTURES_DIR / "reference" / file
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: feature["geometry"] for feature in features}


@cache
def outline_json(code: str, kind: str) -> str:
    """Return one outline as JSON, written once: it has hundreds of numbers."""
    return dump({"type": "Feature", "properties": {"code": code, "kind": kind}, "geometry": outlines()[code]})


def point(position: tuple[float, float], properties: GeoJson) -> GeoJson:
    """Return a point at a latitude and longitude."""
    latitude, longitude = position
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def map_data(outlines_: Iterable[str], **others: Any) -> SafeString:
    """Return what a map draws as JSON that can stand inside a script element; outlines come as JSON already."""
    members = {name: dump(value) for name, value in others.items()} | {"outlines": f"[{', '.join(outlines_)}]"}
    text = ", ".join(f'"{name}": {value}' for name, value in members.items())
    return mark_safe(f"{{{text}}}")  # noqa: S308  (dump leaves no markup)


def dump(value: GeoJson) -> str:
    """Return JSON without the characters that could end a script element."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
