"""The towns whose names stand on a map, so that a reader knows where to look.

What lives here: which, in what order, and where. What does not: which of them fit (names.py).
"""

from typing import NamedTuple

from django.conf import settings

from regions.csv_rows import csv_rows
from regions.grid import to_grid
from regions.models import Postcode
from regions.versions import cached_while_unchanged


class Town(NamedTuple):
    """A town with its Dutch and English name; a lower rank goes first where names would touch."""

    name_nl: str
    name_en: str
    rank: int
    x: int
    y: int

    def name(self, language: str) -> str:
        """Return its name in a language."""
        return self.name_en if language == "en" else self.name_nl


@cached_while_unchanged
def towns() -> list[Town]:
    """Return the towns, the most important first; one whose postcode nobody knows any more is left out."""
    rows = list(csv_rows(settings.FIXTURES_DIR / "reference" / "towns.csv"))
    found = Postcode.objects.filter(pc4__in=[row["pc4"] for row in rows])
    centres = {pc4: position for pc4, *position in found.values_list("pc4", "latitude", "longitude")}
    known = [
        Town(row["name"], row["name_en"], int(row["rank"]), *map(round, to_grid(*centres[row["pc4"]])))
        for row in rows
        if row["pc4"] in centres
    ]
    return sorted(known, key=lambda town: town.rank)
