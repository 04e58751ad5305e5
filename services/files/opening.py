"""A file of provider records, opened by what is in it: its name is not asked.

What lives here: choosing the reader. What does not: reading (csv_format.py, workbook.py), the rows (table.py).
"""

from django.utils.translation import gettext as _

from services.files.csv_format import CsvSheet
from services.files.table import FileError, ProviderTable, Sheet, UnreadableFile
from services.files.workbook import WorkbookSheet
from services.files.xlsx_package import is_office_file

# More than ten thousand records in CSV with long texts; a workbook may hold less (xlsx_package.py).
MOST_BYTES = 20_000_000


def open_table(data: bytes) -> ProviderTable:
    """Return the table in a file; raise UnreadableFile where there is none."""
    if len(data) > MOST_BYTES:
        message = _("Dit bestand is te groot: er mag %(most)d MB in. Verdeel het over meer bestanden.")
        raise UnreadableFile(FileError(1, "", message % {"most": MOST_BYTES // 1_000_000}))
    sheet: Sheet = WorkbookSheet(data) if is_office_file(data) else CsvSheet(data)
    return ProviderTable(sheet)
