"""What the map beside a list draws: hits with a position, the place searched for and indicative outlines.

What lives here: GeoJSON. What does not: the work area of one provider (organisation/map.py), drawing
(static/js/map.js).
"""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from regions.places import Location
from regions.wording import label_of
from services.search.results import Hit
from services.work_area.outlines import GeoJson, map_data, outline_json, outlines, point


def map_json(hits: Iterable[Hit], location: Location | None) -> SafeString:
    """Return all that the map draws for one page of a list, as JSON that can stand inside a script element."""
    features = [_hit(hit, hit.facts.position) for hit in hits if hit.facts.position]
    hits_ = {"type": "FeatureCollection", "features": features}
    return map_data(_outlines_around(location) if location else (), hits=hits_, place=_place(location))


def _outlines_around(location: Location) -> Iterable[str]:
    """Yield the labour market regions of the location and, inside them, its municipality."""
    codes = [(code, "area") for code in location.areas.get("labour_market_region", ())]
    codes.append((location.municipality_code or "", "context"))
    return (outline_json(code, kind) for code, kind in codes if code in outlines())


def _hit(hit: Hit, position: tuple[float, float]) -> GeoJson:
    detail = ", ".join(filter(None, [hit.facts.type.name, hit.distance]))
    return point(position, {"slug": hit.facts.slug, "name": hit.facts.name, "detail": detail})


def _place(location: Location | None) -> GeoJson | None:
    return location and point((location.latitude, location.longitude), {"name": label_of(location)})
