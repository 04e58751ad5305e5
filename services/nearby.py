"""Who is near a place without serving it: for a reader who finds few providers there, or none.

What lives here: one statement that finds both. What does not: the order and words of a list (search.py), the
nearest providers for a case (candidates.py).
"""

from itertools import pairwise

from django.db.models.expressions import RawSQL

from regions.places import Location
from services.querysets import ProviderQuerySet, areas_holding, squared_distance

# Looked for in ever wider rings, so that the whole country is seldom read. In degrees of latitude (111 km each).
RING_EDGES = (0.0, 0.06, 0.3, 1.25, 6.0)


def serving_or_nearest(providers: ProviderQuerySet, location: Location, nearest: int) -> ProviderQuerySet:
    """Keep the providers that serve the location, and of the others the `nearest`; those have a position."""
    serving = areas_holding([location])
    outside, values = _nearest_outside(providers, location, nearest)
    sql = f"SELECT provider_id FROM ({serving.sql}) AS serving UNION ALL SELECT id FROM ({outside}) AS outside"  # noqa: S608
    return providers.filter(pk__in=RawSQL(sql, (*serving.values, *values)))  # noqa: S611  (every value is bound)


def _nearest_outside(providers: ProviderQuerySet, location: Location, nearest: int) -> tuple[str, tuple[object, ...]]:
    """Return SQL for the nearest that do not serve the location: a next ring is only read while too few are found."""
    point = (location.latitude, location.longitude)
    outside, rings = providers.not_covering(location), []
    for inner, outer in pairwise(RING_EDGES):
        ring = outside.within(point, outer).nearest_first(point)
        rings.append((ring.beyond(point, inner) if inner else ring).values("pk")[:nearest].query.sql_with_params())
    return sql, values
