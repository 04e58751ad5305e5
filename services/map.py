"""What the map beside a list draws: hits with a position, the place searched for and indicative outlines.

What lives here: GeoJSON. What does not: the work area of one provider (work_area_map.py), drawing (static/js/map.js).
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from regions.places import Location
from services.models import Provider
from services.search import Hit

OUTLINE_FILES = ("labour-market-region-outlines.geojson", "municipality-outlines.geojson")


GeoJson = dict[str, Any]


def map_json(hits: Iterable[Hit], location: Location | None) -> SafeString:
    """Return all that the map draws for one page of a list, as JSON that can stand inside a script element."""
    features = [_hit(hit, hit.facts.position) for hit in hits if hit.facts.position]
    own = dump({"hits": {"type": "FeatureCollection", "features": features}, "place": _place(location)})
    outlines_ = ", ".join(_outlines_around(location)) if location else ""
    return mark_safe(f'{own[:-1]}, "outlines": [{outlines_}]}}')  # noqa: S308  (dump leaves no markup)


def provider_map_json(provider: Provider) -> SafeString:
    """Return what the map on a provider's own page draws, beside the work area that it asks for."""
    known = provider.latitude is not None and provider.longitude is not None
    place = known and point((provider.latitude, provider.longitude), {"name": provider.city or provider.name})
    return mark_safe(dump({"place": place or None}))  # noqa: S308  (dump leaves no markup)


def regions_json(codes: Iterable[str]) -> SafeString:
    """Return the outlines of regions, each to become a link to where the list's link of that region leads."""
    outlines_ = ", ".join(outline_json(code, "region") for code in codes if code in outlines())
    return mark_safe(f'{{"outlines": [{outlines_}]}}')  # noqa: S308  (dump leaves no markup)


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


def _outlines_around(location: Location) -> Iterable[str]:
    """Give the labour market regions of the location and, inside them, its municipality."""
    codes = [(code, "area") for code in location.areas.get("labour_market_region", ())]
    codes.append((location.municipality_code or "", "context"))
    return (outline_json(code, kind) for code, kind in codes if code in outlines())


@cache
def outline_json(code: str, kind: str) -> str:
    """Return one outline as JSON, written once: it has hundreds of numbers."""
    return dump({"type": "Feature", "properties": {"code": code, "kind": kind}, "geometry": outlines()[code]})


def _hit(hit: Hit, position: tuple[float, float]) -> GeoJson:
    detail = ", ".join(filter(None, [hit.facts.type.name, hit.distance]))
    return point(position, {"slug": hit.facts.slug, "name": hit.facts.name, "detail": detail})


def _place(location: Location | None) -> GeoJson | None:
    return location and point((location.latitude, location.longitude), {"name": location.label})


def point(position: tuple[float, float], properties: GeoJson) -> GeoJson:
    """Return a point at a latitude and longitude."""
    latitude, longitude = position
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def dump(value: GeoJson) -> str:
    """Return JSON without the characters that could end a script element."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
