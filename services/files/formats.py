"""Excel as a format of django-import-export, made safe: what asks for a format gets this one.

What lives here: tables of that library in and out. What does not: reading and writing itself (workbook.py), an import
of records, which reads line by line and says where a mistake stands (importing.py).

Of its own format the library reads a whole file before it looks at it, and writes a text that begins with "=" as a
formula, or without its "=".
"""

from typing import Any

from django.utils.translation import gettext as _
from import_export.formats.base_formats import XLSX
from tablib import Dataset

from services.files.table import MOST_ROWS, FileError, ProviderTable, UnreadableFile
from services.files.workbook import TooLong, WorkbookSheet, write_workbook


class WorkbookRefused(Exception):
    """These records do not fit in a workbook that can be read back."""


class SafeXlsx(XLSX):
    """A table of at most ten thousand rows as a workbook; what is guarded in CSV is guarded here too."""

    def create_dataset(self, in_stream: bytes) -> Dataset:
        """Return the table in a workbook; raise UnreadableFile with all that is wrong with it."""
        table = ProviderTable(WorkbookSheet(in_stream))
        rows = list(table)
        if errors := [row for row in rows if isinstance(row, FileError)]:
            raise UnreadableFile(*errors)
        return Dataset(*(tuple(row.cells.values()) for row in rows), headers=table.columns)

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """Return the workbook; raise WorkbookRefused where it cannot hold the table."""
        if len(dataset) > MOST_ROWS:
            message = _("Dit zijn meer dan %(most)d organisaties: te veel voor een Excel-bestand. Kies CSV.")
            raise WorkbookRefused(message % {"most": MOST_ROWS})
        try:
            return write_workbook(dataset.headers, dataset)
        except TooLong as too_long:
            message = _("Een tekst van '%(row)s' is te lang voor Excel. Kies CSV.")
            raise WorkbookRefused(message % {"row": too_long.row}) from too_long
