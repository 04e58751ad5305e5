"""The grid that maps are drawn on: Web Mercator in steps of 50 metres, counted from the north-west of the country.

What lives here: pure arithmetic. What does not: outlines (outlines.py), distances (geo.py).

Whole numbers of it fit in short texts, and pictures of a tile server fit on it exactly. A step is 50 metres in the
middle of the country; at its edges, half a degree of latitude on, it is one percent more or less.
"""

from math import asinh, cos, pi, radians, tan

MIDDLE_LATITUDE = 52.15
STEP_METRES = 50
EARTH_RADIUS_METRES = 6378137  # of Web Mercator

# So many steps are one radian of longitude.
SCALE = EARTH_RADIUS_METRES * cos(radians(MIDDLE_LATITUDE)) / STEP_METRES

# The grid begins here; the whole country lies to the south-east of it.
NORTH, WEST = 53.7, 3.2

WORLD = 2 * pi * SCALE


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Return how many steps a position lies to the east and to the south of where the grid begins."""
    return SCALE * radians(longitude - WEST), _south(latitude) - _south(NORTH)


def world_begins() -> tuple[float, float]:
    """Return where on the grid the map of the whole world begins: at the date line, as far north as it goes."""
    return SCALE * radians(-180 - WEST), -WORLD / 2 - _south(NORTH)


def _south(latitude: float) -> float:
    return -SCALE * asinh(tan(radians(latitude)))
