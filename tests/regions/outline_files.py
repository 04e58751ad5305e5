"""Files of municipal outlines for tests: one that fits together, made from the indicative ones, and ways to spoil it.

What lives here: making files. What does not: what is expected of them.
"""

import json
import math
import re
from datetime import date
from functools import cache
from itertools import pairwise

from regions.grid import NORTH, SCALE, WEST
from regions.outlines import outlines

TODAY = date(2026, 11, 26)


def path_rings(path):
    """Return the rings of a path text as lists of (x, y), the last corner that of the first."""
    rings = []
    for ring in path.split("z")[:-1]:
        numbers = list(map(int, re.findall(r"-?\d+", ring)))
        x = y = 0
        corners = []
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            corners.append((x, y))
        rings.append([*corners, corners[0]])
    return rings


def degrees(x, y):
    """Return the longitude and latitude of a position on the grid."""
    south = math.asinh(math.tan(math.radians(NORTH))) - y / SCALE
    return round(math.degrees(x / SCALE) + WEST, 7), round(math.degrees(math.atan(math.sinh(south))), 7)


@cache
def _fitting():
    """Return the outlines of the shipped set as text: they fit together exactly, as official ones should."""
    features = [feature(code, polygons_of(one.path)) for code, one in outlines(TODAY).items() if one.region]
    return json.dumps({"type": "FeatureCollection", "features": features})


def fitting():
    """Return a collection of features that a test may spoil."""
    return json.loads(_fitting())


def polygons_of(path):
    """Return a path as the coordinates of a MultiPolygon; a ring inside one before it is a hole in that."""
    polygons = []
    for ring in path_rings(path):
        holder = next((polygon for polygon in polygons if holds(polygon[0], middle_of(ring))), None)
        placed = [list(degrees(*corner)) for corner in ring]
        if holder:
            holder[1].append(placed)
        else:
            polygons.append((ring, [placed]))
    return [coordinates for _ring, coordinates in polygons]


def middle_of(ring):
    """Return the middle of its first side: a hole may touch the ring around it in a corner."""
    (a, b), (c, d) = ring[:2]
    return (a + c) / 2, (b + d) / 2


def holds(ring, spot):
    """Return whether a spot lies inside a ring."""
    x, y = spot
    inside = False
    for (a, b), (c, d) in pairwise(ring):
        if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
            inside = not inside
    return inside


def feature(code, polygons):
    """Return a municipality as a feature, with the properties of a real delivery."""
    return {
        "type": "Feature",
        "properties": {"statcode": code, "jrstatcode": f"2026{code}", "statnaam": f"Gemeente {code}", "id": 1},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def of(collection, code):
    """Return the feature of a municipality."""
    return next(one for one in collection["features"] if one["properties"]["statcode"] == code)


def renamed(collection, before, after):
    """Give a municipality another code."""
    of(collection, before)["properties"].update(statcode=after, jrstatcode=f"2026{after}")


def moved(collection, change, codes=None):
    """Change every position (longitude, latitude), of some municipalities or of all."""
    for one in collection["features"]:
        if codes is None or one["properties"]["statcode"] in codes:
            geometry = one["geometry"]
            geometry["coordinates"] = [
                [[list(change(*corner)) for corner in ring] for ring in polygon] for polygon in geometry["coordinates"]
            ]


# The same source as regions/outline_features.py has, the other way round.
EAST = {
    (0, 1): 190094.945, (1, 1): -11832.228, (2, 1): -114.221, (0, 3): -32.391, (1, 0): -0.705, (3, 1): -2.340,
    (1, 3): -0.608, (0, 2): -0.008, (2, 3): 0.148,
}  # fmt: skip
NORTHWARD = {
    (1, 0): 309056.544, (0, 2): 3638.893, (2, 0): 73.077, (1, 2): -157.984, (3, 0): 59.788, (0, 1): 0.433,
    (2, 2): -6.439, (1, 1): -0.032, (0, 4): 0.092, (1, 4): -0.054,
}  # fmt: skip


def metres(longitude, latitude):
    """Return a position in metres of the Dutch grid (RD)."""
    north, east = 0.36 * (latitude - 52.15517440), 0.36 * (longitude - 5.38720621)
    x, y = (sum(value * north**p * east**q for (p, q), value in table.items()) for table in (EAST, NORTHWARD))
    return round(155_000 + x, 2), round(463_000 + y, 2)
