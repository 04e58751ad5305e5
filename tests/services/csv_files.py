"""Provider files for tests: a header, rows, and the commands that read and write them.

What lives here: helpers for tests of importing and exporting. What does not: tests.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

DESK = {"slug": "loket", "name": "Leerwerkloket", "type": "learning_work_desk", "areas": "AM:AM18"}


def write_rows(path: Path, *rows: dict[str, str]) -> Path:
    """Write a file with the columns of the first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def run_import(path: Path, *options: str) -> tuple[dict[str, Any], int]:
    """Run the command with --json and return its summary and exit status."""
    out = io.StringIO()
    status = 0
    try:
        call_command("import_providers", str(path), "--json", *options, stdout=out)
    except SystemExit as exit_:
        status = exit_.code
    return json.loads(out.getvalue()), status


def import_rows(path: Path, *rows: dict[str, str]) -> dict[str, Any]:
    """Import rows that are expected to be in order and return the summary."""
    summary, status = run_import(write_rows(path / "providers.csv", *rows))
    assert (summary["errors"], status) == ([], 0)
    return summary


def errors_of(path: Path, *rows: dict[str, str]) -> list[tuple[int, str]]:
    """Import rows that are expected to be wrong and return line and column of each error."""
    summary, status = run_import(write_rows(path / "providers.csv", *rows))
    assert status == 1
    return [(error["line"], error["column"]) for error in summary["errors"]]


def export_text() -> str:
    """Return what the export writes to standard output."""
    out = io.StringIO()
    call_command("export_providers", stdout=out)
    return out.getvalue()


def exported_rows() -> list[dict[str, str]]:
    """Return the exported records."""
    return list(csv.DictReader(io.StringIO(export_text(), newline="")))
