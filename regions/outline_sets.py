"""Sets of outlines as rows: the indicative one that comes with the portal, and those that are loaded from a file.

What lives here: which municipalities a file has to hold, and storing. What does not: the file itself
(outline_file.py), reading for a map (outlines.py). Loading what is there already changes nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from regions.boundaries.change import change_of, changed, read_schemes
from regions.csv_rows import csv_rows
from regions.divisions import LABOUR_MARKET_REGION
from regions.facts import read_facts
from regions.models import BoundaryChange, Outline, OutlineSet
from regions.outline_features import Division, OutlinesRefused
from regions.outline_file import Cleaning, Row, fit
from regions.validity import is_valid_on
from regions.writing import lock_reference, verb

TOLERANCE_METRES = 200

# Computed from the middles of postcodes, so that neighbours do not meet exactly.
INDICATIVE_CLEANING = Cleaning(hole=1000, corner=300, most_change=1)
INDICATIVE_SOURCE = "Berekend uit de postcodes van GeoNames (CC BY 4.0) en de kust van Natural Earth"


@verb
def load_indicative_outlines() -> int:
    """Bring the set that holds since ever up to its file; return how many rows changed."""
    return store(
        _indicative(),
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


def division_on(on: date) -> Division:
    """Return the municipalities of a day, as they will be by the changes that are planned until then."""
    facts, schemes = read_facts(), read_schemes()
    for row in BoundaryChange.objects.filter(state=BoundaryChange.State.PLANNED, on__lte=on):
        facts = changed(facts, change_of(row), schemes)
    areas: dict[str, set[str]] = defaultdict(set)
    for key, membership in facts.memberships.items():
        if key.scheme == LABOUR_MARKET_REGION and is_valid_on(on, key.valid_from, membership.valid_until):
            areas[key.municipality].add(key.area)
    predecessors: dict[str, list[str]] = defaultdict(list)
    for former, heir in facts.successors:
        predecessors[heir].append(former)

    def region_of(code: str) -> str:
        """Return its region, or that of a predecessor: one municipality is drawn in one region only."""
        known = areas[code] or {region for former in predecessors[code] if (region := region_of(former))}
        return min(known, default="")

    municipalities = facts.municipalities.items()
    regions = {
        code: region_of(code) for code, one in municipalities if is_valid_on(on, one.valid_from, one.valid_until)
    }
    if lost := [code for code, region in regions.items() if not region]:
        raise OutlinesRefused(_("Van %(codes)s is de arbeidsmarktregio niet bekend.") % {"codes": ", ".join(lost)})
    ended = {code: one.valid_until for code, one in municipalities if one.valid_until and one.valid_until <= on}
    return Division(regions, ended)


@cache
def _indicative() -> Sequence[Row]:
    """Return the indicative outlines of the file that comes with the portal, drawn once a process."""
    folder = settings.FIXTURES_DIR / "reference"
    regions = {row["code"]: row["labour_market_region_code"] for row in csv_rows(folder / "municipalities-2026.csv")}
    file = folder / "municipality-outlines.geojson"
    return fit(file, Division(regions, {}), cleaning=INDICATIVE_CLEANING).drawn(TOLERANCE_METRES).rows
