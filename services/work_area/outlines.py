"""Indicative outlines of regions and municipalities, and the GeoJSON that maps draw.

What lives here: shapes as data. What does not: what each map shows (the packages search, organisation, coverage).
"""

import json
from functools import cache
from typing import Any

from django.conf import settings

OUTLINE_FILES = ("labour-market-region-outlines.geojson", "municipality-outlines.geojson")


GeoJson = dict[str, Any]


@cache
def outlines() -> dict[str, GeoJson]:
    """Return the indicative outline of every labour market region and municipality by code, read once a process."""
    paths = [settings.FIXTURES_DIR / "reference" / name for name in OUTLINE_FILES]
    collections = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return {
        feature["properties"]["code"]: feature["geometry"]
        for collection in collections
        for feature in collection["features"]
    }


@cache
def outline_json(code: str, kind: str) -> str:
    """Return one outline as JSON, written once: it has hundreds of numbers."""
    return dump({"type": "Feature", "properties": {"code": code, "kind": kind}, "geometry": outlines()[code]})


def point(position: tuple[float, float], properties: GeoJson) -> GeoJson:
    """Return a point at a latitude and longitude."""
    latitude, longitude = position
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def dump(value: GeoJson) -> str:
    """Return JSON without the characters that could end a script element."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
