"""What the map beside a list shows: hits with a position, the place that was searched for and the region around it.

What lives here: choosing that. What does not: the work area of one provider (organisation/map.py), drawing
(services/map/picture.py).
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from regions.divisions import LABOUR_MARKET_REGION
from regions.grid import to_grid
from regions.places import Location
from regions.wording import label_of
from services.map.marks import Mark
from services.map.picture import Picture, Place, Shape
from services.search.results import Hit


def map_of(hits: Iterable[Hit], location: Location | None, on: date, list_url: str) -> Picture:
    """Return the map for one page of a list; a mark leads to its place in the list at an address."""
    shapes = list(_around(location)) if location else []
    return Picture(
        _("Kaart met de organisaties uit de lijst"),
        on,
        shapes=shapes,
        marks=[_mark(hit, hit.facts.position, list_url) for hit in hits if hit.facts.position],
        place=location and Place((location.latitude, location.longitude), label_of(location)),
        looked_at=[shape.code for shape in shapes],
    )


def _around(location: Location) -> Iterable[Shape]:
    """Yield the labour market regions of the location and, inside them, its municipality."""
    yield from (Shape(code, "here") for code in location.areas.get(LABOUR_MARKET_REGION, ()))
    if location.municipality_code:
        yield Shape(location.municipality_code, "here-exactly")


def _mark(hit: Hit, position: tuple[float, float], list_url: str) -> Mark:
    facts, (x, y) = hit.facts, to_grid(*position)
    return Mark(
        slug=facts.slug,
        label=", ".join(filter(None, [facts.name, facts.type.name, hit.distance])),
        url=f"{list_url}#hit-{facts.slug}",
        type_code=facts.type.code,
        is_checked=facts.freshness.is_up_to_date,
        x=x,
        y=y,
    )
