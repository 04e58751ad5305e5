"""Provider records to a file that an import reads back without a change.

What lives here: reading records in batches. What does not: columns (columns.py), the file (csv_format.py, formats.py).
Records that have stopped are left out: the format has no column for it, and a search does not show them either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from django.db.models import Prefetch
from tablib import Dataset

from services.files.columns import ANSWER, CALL_SHEET, COLUMNS, NAMES, VERSION, Record
from services.files.csv_format import FOR_EXCEL, FOR_PROGRAMS, Layout, ProviderFileWriter
from services.files.formats import SafeXlsx
from services.models import Provider, ServiceArea
from services.querysets import ProviderQuerySet
from services.upkeep.door import versions_of

BATCH = 1000


def export_providers(
    out: TextIO, *, on: date, layout: Layout = FOR_PROGRAMS, among: ProviderQuerySet | None = None
) -> None:
    """Write every provider that had not stopped on the day, or those `among` some, by slug, as CSV."""
    _write(out, layout, NAMES, _records(on, among))


def export_workbook(*, on: date, among: ProviderQuerySet | None = None) -> bytes:
    """Return the same as a workbook of Excel; raise WorkbookRefused where that cannot hold it."""
    return _workbook(NAMES, _records(on, among))


def export_call_sheet(out: TextIO, *, on: date, among: ProviderQuerySet) -> None:
    """Write some records as a sheet to call by, as CSV for Excel: filled in, the import reads it."""
    _write(out, FOR_EXCEL, CALL_SHEET, _to_call(on, among))


def export_call_sheet_workbook(*, on: date, among: ProviderQuerySet) -> bytes:
    """Return the same as a workbook of Excel; raise WorkbookRefused where that cannot hold it."""
    return _workbook(CALL_SHEET, _to_call(on, among))


def _write(out: TextIO, layout: Layout, names: Sequence[str], records: Iterable[Mapping[str, Any]]) -> None:
    writer = ProviderFileWriter(out, layout, names)
    for cells in records:
        writer.write(cells)


def _workbook(names: Sequence[str], records: Iterable[Mapping[str, Any]]) -> bytes:
    table = Dataset(headers=names)
    for cells in records:
        table.append([cells[name] for name in names])
    return SafeXlsx().export_data(table)


def _to_call(on: date, among: ProviderQuerySet) -> Iterator[dict[str, Any]]:
    """Yield the cells of each record with its version: who reads them back is told when it moved since."""
    keys = dict(among.order_by().values_list("slug", "pk"))
    versions = versions_of(keys.values())
    for cells in _records(on, among):
        key = keys.get(cells["slug"])
        if key is not None:
            yield {**cells, VERSION: versions[key], ANSWER: None}


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
