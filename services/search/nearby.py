"""Who is near a place without serving it: for a reader who finds few providers there, or none.

What lives here: one statement that finds both. What does not: the order and words of a list (results.py), the nearest
providers for a case, one after the other (work_area/serving.py).
"""

import math
from collections.abc import Collection
from itertools import pairwise

from django.db.models.expressions import RawSQL

from regions.places import Location
from services.querysets import ProviderQuerySet, areas_holding, marks, squared_distance

# Looked for in ever wider rings, so that the whole country is seldom read. In degrees of latitude (111 km each).
RING_EDGES = (0.0, 0.1, 0.6, 6.0)


def serving_or_nearest(
    providers: ProviderQuerySet, location: Location, nearest: int, except_types: Collection[int]
) -> RawSQL:
    """Return the keys of the providers that serve the location, and of the `nearest` that do not.

    Those of some types, those without a position and those that may serve it are never among the nearest.
    """
    columns = ("id", "type_id", "latitude", "longitude")
    fitting, fitting_values = providers.order_by().values_list(*columns).query.sql_with_params()
    serving = areas_holding([location])
    elsewhere = f"SELECT id FROM ({fitting}) AS provider WHERE id NOT IN ({serving.sql}) "  # noqa: S608
    elsewhere += "AND id NOT IN (SELECT provider_id FROM services_servicearea WHERE unknown = %s)"
    if except_types:
        elsewhere += f" AND type_id NOT IN ({marks(except_types)})"
    rings, values = _rings(elsewhere, (*fitting_values, *serving.values, True, *except_types), location, nearest)
    return RawSQL(  # noqa: S611  (every value is bound)
        f"SELECT id FROM ({fitting}) AS provider WHERE id IN ({serving.sql}) "  # noqa: S608
        f"UNION ALL SELECT id FROM ({rings}) AS outside",
        (*fitting_values, *serving.values, *values),
    )


def _rings(sql: str, sql_values: tuple, location: Location, nearest: int) -> tuple[str, list[object]]:
    """Return SQL that keeps the nearest of what `sql` finds; the limit lets a database stop at a ring that fills it."""
    latitude, longitude = location.latitude, location.longitude
    distance = squared_distance((latitude, longitude))
    rings: list[str] = []
    values: list[object] = []
    for inner, outer in pairwise(RING_EDGES):
        width = outer / math.cos(math.radians(latitude))
        rings.append(
            f"SELECT id FROM ({sql} AND latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s "  # noqa: S608
            f"AND {distance.sql} >= %s AND {distance.sql} < %s ORDER BY {distance.sql} LIMIT %s) AS ring"
        )
        values += [*sql_values, latitude - outer, latitude + outer, longitude - width, longitude + width]
        values += [*distance.params, inner**2, *distance.params, outer**2, *distance.params, nearest]
    return " UNION ALL ".join(rings) + " LIMIT %s", [*values, nearest]
