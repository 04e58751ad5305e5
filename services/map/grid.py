"""Where the pictures of a tile server lie on the grid of the map, which is theirs in other steps.

What lives here: pure arithmetic. What does not: positions and outlines (regions/grid.py, regions/outlines.py).
"""

from math import ceil, floor, log2

from regions.grid import WORLD, to_grid, world_begins

__all__ = ["Tile", "tile_origin", "tile_size", "tiles_over", "to_grid"]

# So many tiles lie beside each other over what is in sight, or up to twice as many.
TILES_ACROSS = 2
DEEPEST = 19

Tile = tuple[int, int, int]  # level, column, row


def tile_size(level: int) -> float:
    """Return how wide and high a tile of a level is."""
    return WORLD / 2**level


def tile_origin(tile: Tile) -> tuple[float, float]:
    """Return where a tile begins."""
    level, column, row = tile
    (west, north), size = world_begins(), tile_size(level)
    return west + column * size, north + row * size


def tiles_over(x: float, y: float, width: float, height: float) -> list[Tile]:
    """Return the tiles that cover a box, of the level at which they are neither large nor many."""
    level = min(max(0, ceil(log2(WORLD * TILES_ACROSS / width))), DEEPEST)
    (west, north), size, last = world_begins(), tile_size(level), 2**level - 1
    columns = range(max(0, floor((x - west) / size)), min(last, floor((x + width - west) / size)) + 1)
    rows = range(max(0, floor((y - north) / size)), min(last, floor((y + height - north) / size)) + 1)
    return [(level, column, row) for row in rows for column in columns]
