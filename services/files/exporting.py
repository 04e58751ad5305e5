"""Provider records to a file that an import reads back without a change.

What lives here: reading records in batches. What does not: columns (columns.py), the file (csv_format.py, formats.py).
Records that have stopped are left out: the format has no column for it, and a search does not show them either.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TextIO

from django.db.models import Prefetch
from tablib import Dataset

from services.files.columns import COLUMNS, NAMES, Record
from services.files.csv_format import FOR_PROGRAMS, Layout, ProviderFileWriter
from services.files.formats import SafeXlsx
from services.models import Provider, ServiceArea
from services.querysets import ProviderQuerySet

BATCH = 1000


def export_providers(
    out: TextIO, *, on: date, layout: Layout = FOR_PROGRAMS, among: ProviderQuerySet | None = None
) -> None:
    """Write every provider that had not stopped on the day, or those `among` some, by slug, as CSV."""
    writer = ProviderFileWriter(out, layout)
    for cells in _records(on, among):
        writer.write(cells)


def export_workbook(*, on: date, among: ProviderQuerySet | None = None) -> bytes:
    """Return the same as a workbook of Excel; raise WorkbookRefused where that cannot hold it."""
    records = Dataset(headers=NAMES)
    for cells in _records(on, among):
        records.append([cells[name] for name in NAMES])
    return SafeXlsx().export_data(records)


def _records(on: date, among: ProviderQuerySet | None) -> Iterator[dict[str, Any]]:
    """Yield the cells of each record, in a fixed number of queries a batch.

    The order is Python's: databases sort hyphens and capitals each in their own way.
    """
    providers = Provider.objects.all() if among is None else among
    keys = [key for _slug, key in sorted(providers.published(on).values_list("slug", "pk"))]
    for start in range(0, len(keys), BATCH):
        for provider in _in_order(keys[start : start + BATCH]):
            record = _record_of(provider)
            yield {column.name: column.cell(record) for column in COLUMNS}


def _record_of(provider: Provider) -> Record:
    return Record(
        provider,
        provider.type.code,
        frozenset(sector.code for sector in provider.sectors.all()),
        frozenset(area.code for area in provider.service_areas.all()),
    )


def _in_order(keys: Sequence[int]) -> Iterable[Provider]:
    areas = ServiceArea.objects.select_related("area__scheme", "municipality")
    providers = Provider.objects.select_related("type").prefetch_related(
        "sectors", Prefetch("service_areas", queryset=areas)
    )
    found = providers.in_bulk(keys)
    return (found[key] for key in keys if key in found)
