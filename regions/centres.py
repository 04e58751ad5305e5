"""Where the centre of a postcode is.

What lives here: that. What does not: places by name (places.py), distances (geo.py).
"""

from regions.models import Postcode
from regions.versions import cached_while_unchanged


@cached_while_unchanged
def _centres() -> dict[str, tuple[float, float]]:
    rows = Postcode.objects.values_list("pc4", "latitude", "longitude")
    return {pc4: (latitude, longitude) for pc4, latitude, longitude in rows}


def centre_of(postcode: str) -> tuple[float, float] | None:
    """Return the centre (latitude, longitude) of a postcode, None where there is no such postcode."""
    return _centres().get(postcode[:4])
