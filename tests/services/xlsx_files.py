"""Workbooks for tests: a good one, the same with parts replaced, and the import of one.

What lives here: helpers. What does not: tests.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.services.csv_files import DESK, run_import

HEADER = tuple(DESK)
SHEET_PART = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(*rows: Sequence[Any], title: str = "Blad1") -> Workbook:
    """Return a workbook with one sheet of these rows."""
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def table(*records: Mapping[str, Any]) -> Workbook:
    """Return a workbook with the columns of the first record."""
    return workbook(list(records[0]), *(list(record.values()) for record in records))


def data_of(made: Workbook) -> bytes:
    """Return the file of a workbook."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes | str], *, without: Sequence[str] = ()) -> bytes:
    """Return a zip file with some of its parts replaced, added or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_of(rows: str, *, after: str = "") -> str:
    """Return the XML of a sheet with these rows."""
    return f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData>{after}</worksheet>"


def import_data(tmp_path: Path, data: bytes, *options: str) -> tuple[dict[str, Any], int]:
    """Import a file with this in it, under a name that says nothing."""
    path = tmp_path / "bestand"
    path.write_bytes(data)
    return run_import(path, *options)


def import_workbook(tmp_path: Path, made: Workbook, *options: str) -> tuple[dict[str, Any], int]:
    """Import a workbook."""
    return import_data(tmp_path, data_of(made), *options)
