"""Provider records to a file that an import reads back without a change.

What lives here: from row to cells, in batches. What does not: the file format (csv_format.py). Records that have
stopped are left out: the format has no column for it, and a search does not show them either.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TextIO

from django.db.models import Prefetch

from services.files.csv_format import ProviderFileWriter
from services.models import Provider, ServiceArea
from services.upkeep import CONTACT_COLUMNS, parts_filled
from services.work_area.parts import AreaPart

BATCH = 1000
SAME_NAMED = (
    "slug",
    "name",
    "min_redundancies",
    "street",
    "postcode",
    "city",
    "latitude",
    "longitude",
    "email",
    "phone",
    "website",
    "description_nl",
    "description_en",
    "opening_hours",
    "run_by",
    "source",
)


def export_providers(out: TextIO, *, on: date) -> None:
    """Write every provider that had not stopped on the day, by slug; a fixed number of queries a batch.

    The order is Python's: databases sort hyphens and capitals each in their own way.
    """
    writer = ProviderFileWriter(out)
    keys = [key for _slug, key in sorted(Provider.objects.published(on).values_list("slug", "pk"))]
    for start in range(0, len(keys), BATCH):
        for provider in _in_order(keys[start : start + BATCH]):
            writer.write(_cells(provider))


def _in_order(keys: Sequence[int]) -> Iterable[Provider]:
    areas = ServiceArea.objects.select_related("area__scheme", "municipality")
    providers = Provider.objects.select_related("type").prefetch_related(
        "sectors", Prefetch("service_areas", queryset=areas)
    )
    found = providers.in_bulk(keys)
    return (found[key] for key in keys if key in found)


def _cells(provider: Provider) -> dict[str, Any]:
    cells = {column: getattr(provider, column) for column in SAME_NAMED}
    return cells | {
        "type": provider.type.code,
        "roles": ";".join(sorted(provider.role_flags)),
        "sectors": ";".join(sorted(sector.code for sector in provider.sectors.all())),
        "areas": ";".join(sorted(area.code for area in provider.service_areas.all())),
        "takes_redundant": {True: "true", False: "false", None: ""}[provider.takes_redundant],
        "first_contact": "true" if provider.first_contact else "",
        "verified_on": _verified_on(provider),
    }


def _verified_on(provider: Provider) -> date | None:
    """Return the day on which all that the row says was checked: read back, it makes nothing fresher than it is."""
    contact = (getattr(provider, column) for column in CONTACT_COLUMNS)
    areas = (AreaPart(unknown=area.unknown) for area in provider.service_areas.all())
    days = [getattr(provider, part.column) for part in parts_filled(contact, areas)]
    return None if None in days else min(days)
