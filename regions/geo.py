"""Distance on the map.

What lives here: pure arithmetic on WGS 84 degrees. What does not: where something is (places.py).
"""

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_from(latitude: float, longitude: float) -> Callable[[float, float], float]:
    """Return how to measure the distance in kilometres, as the crow flies, from one position to any other (haversine).

    For measuring to many: what does not change is worked out once.
    """
    phi_a, cos_a = radians(latitude), cos(radians(latitude))

    def distance(latitude_b: float, longitude_b: float) -> float:
        phi_b = radians(latitude_b)
        half_north, half_east = sin((phi_b - phi_a) / 2), sin(radians(longitude_b - longitude) / 2)
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half_north * half_north + cos_a * cos(phi_b) * half_east * half_east))

    return distance
