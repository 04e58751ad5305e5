"""What the map beside a list draws: hits with a position, the place searched for and indicative outlines.

What lives here: GeoJSON. What does not: the work area of one provider (organisation/map.py), drawing
(static/js/map.js).
"""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from regions.places import Location
from services.search.results import Hit
from services.work_area.outlines import GeoJson, dump, outline_json, outlines, point


def map_json(hits: Iterable[Hit], location: Location | None) -> SafeString:
    """Return all that the map draws for one page of a list, as JSON that can stand inside a script element."""
    features = [_hit(hit, hit.facts.position) for hit in hits if hit.facts.position]
    own = dump({"hits": {"type": "FeatureCollection", "features": features}, "place": _place(location)})
    outlines_ = ", ".join(_outlines_around(location)) if location else ""
    return mark_safe(f'{own[:-1]}, "outlines": [{outlines_}]}}')  # noqa: S308  (dump leaves no markup)


def _outlines_around(location: Location) -> Iterable[str]:
    """Yield the labour market regions of the location and, inside them, its municipality."""
    codes = [(code, "area") for code in location.areas.get("labour_market_region", ())]
    codes.append((location.municipality_code or "", "context"))
    return (outline_json(code, kind) for code, kind in codes if code in outlines())


def _hit(hit: Hit, position: tuple[float, float]) -> GeoJson:
    detail = ", ".join(filter(None, [hit.facts.type.name, hit.distance]))
    return point(position, {"slug": hit.facts.slug, "name": hit.facts.name, "detail": detail})


def _place(location: Location | None) -> GeoJson | None:
    return location and point((location.latitude, location.longitude), {"name": location.label})
