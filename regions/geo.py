"""Distance on the map.

What lives here: pure arithmetic on WGS 84 degrees. What does not: where something is (places.py).
"""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the distance in kilometres, as the crow flies, between two positions in degrees (haversine)."""
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_north = sin((phi_b - phi_a) / 2)
    half_east = sin(radians(longitude_b - longitude_a) / 2)
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_north**2 + cos(phi_a) * cos(phi_b) * half_east**2))
