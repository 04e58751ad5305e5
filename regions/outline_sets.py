"""Sets of outlines as rows: the indicative one that comes with the portal, and those that are loaded from a file.

What lives here: which municipalities a file has to hold, and storing. What does not: the file itself
(outline_file.py), reading for a map (outlines.py). Loading what is there already changes nothing.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings

from regions.csv_rows import csv_rows
from regions.models import Outline, OutlineSet
from regions.outline_file import Cleaning, Drawing, Row, draw
from regions.writing import lock_reference, verb

TOLERANCE_METRES = 200

# Computed from the middles of postcodes, so that neighbours do not meet exactly.
INDICATIVE_CLEANING = Cleaning(hole=1000, corner=300, most_change=1)
INDICATIVE_SOURCE = "Berekend uit de postcodes van GeoNames (CC BY 4.0) en de kust van Natural Earth"


@verb
def load_indicative_outlines() -> int:
    """Bring the set that holds since ever up to its file; return how many rows changed."""
    return store(
        _indicative().rows,
        valid_from=None,
        is_indicative=True,
        source=INDICATIVE_SOURCE,
        licence="CC BY 4.0",
        tolerance=TOLERANCE_METRES,
    )


@verb
def store(rows: Sequence[Row], valid_from: date | None, **facts: Any) -> int:
    """Make the set that holds since a day consist of these outlines; return how many rows changed."""
    lock_reference()
    facts["digest"] = digest_of(rows)
    found = OutlineSet.objects.filter(valid_from=valid_from).first()
    if found and all(getattr(found, name) == value for name, value in facts.items()):
        return 0
    stored, _is_new = OutlineSet.objects.update_or_create(valid_from=valid_from, defaults=facts)
    if found and found.digest == facts["digest"]:
        return 1
    stored.outlines.all().delete()
    Outline.objects.bulk_create(Outline(outline_set=stored, **row._asdict()) for row in rows)
    return 1 + len(rows)


def digest_of(rows: Sequence[Row]) -> str:
    """Return what these outlines are known by: other ones have another digest."""
    return sha256(repr(sorted(rows)).encode()).hexdigest()[:16]


@cache
def _indicative() -> Drawing:
    """Return the indicative outlines of the file that comes with the portal, drawn once a process."""
    folder = settings.FIXTURES_DIR / "reference"
    regions = {row["code"]: row["labour_market_region_code"] for row in csv_rows(folder / "municipalities-2026.csv")}
    return draw(folder / "municipality-outlines.geojson", regions, TOLERANCE_METRES, cleaning=INDICATIVE_CLEANING)
