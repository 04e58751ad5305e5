"""The text format of provider records: UTF-8, commas, a header, cells; or what a Dutch Excel reads.

What lives here: bytes to numbered lines of cells and back. What does not: which columns there are (columns.py), rows of
records (table.py), Excel's own format (workbook.py), why some cells begin with an apostrophe (spreadsheet_cells.py).

What a Dutch Excel saves is read as well: semicolons or tabs, a first line that says which, rows and columns in which
nothing stands, and the characters of Windows (cp1252), which whoever asked for the import must be told: nothing in a
file says that it is not another set.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TextIO

from django import forms
from django.utils.translation import gettext as _

from services.files.columns import NAMES
from services.files.table import FileError, UnreadableFile
from services.spreadsheet_cells import guarded

UTF_8, WINDOWS = "utf-8", "cp1252"
COMMA, SEMICOLON, TAB = ",", ";", "\t"
DELIMITERS = (COMMA, SEMICOLON, TAB)

# A character of two bytes or more, as UTF-8 writes it: next to nobody means these characters in Windows' set.
_IN_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WORDS_OF_HEADER = re.compile(r"^.*[A-Za-z].*$", re.MULTILINE)
# With this line Excel is told what stands between the cells; it does not show it.
_SAYS_DELIMITER = re.compile(r'\A"?sep=(?P<delimiter>[,;\t|])"?(?=[\r\n]|\Z)', re.IGNORECASE)


class Layout(NamedTuple):
    """How a file is written. Excel takes it for UTF-8 only where it begins with a byte order mark."""

    mark: str
    delimiter: str
    line_end: str
    is_dutch: bool


FOR_PROGRAMS = Layout("", COMMA, "\n", is_dutch=False)
FOR_EXCEL = Layout("\ufeff", SEMICOLON, "\r\n", is_dutch=True)


class CsvSheet:
    """The lines of a text file (table.Sheet). Raises UnreadableFile at once for what is no text."""

    def __init__(self, data: bytes) -> None:
        text, self.encoding = _text(data)
        self.remarks: list[FileError] = []
        said = _SAYS_DELIMITER.match(text)
        # The line itself stays, empty: what follows keeps its number.
        text = text[said.end() :] if said else text
        delimiter = said["delimiter"] if said else _delimiter(text)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each line that is not empty with the number at which it begins: a quoted cell may span several."""
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                message = _('Deze regel is niet te lezen: zet een cel met een aanhalingsteken of komma tussen "".')
                raise UnreadableFile(FileError(line, "", message)) from error
            if any(map(str.strip, cells)):
                yield line, cells

    def text(self, cell: str, field: forms.Field) -> str:
        """Return the cell: it is text already."""
        return cell


class ProviderFileWriter:
    """Writes a header and then records, one at a time."""

    def __init__(self, out: TextIO, layout: Layout = FOR_PROGRAMS, names: Sequence[str] = NAMES) -> None:
        self._names = names
        self._writer = csv.writer(out, delimiter=layout.delimiter, lineterminator=layout.line_end)
        self._text_of = text_in_dutch if layout.is_dutch else text_of
        self._writer.writerow([layout.mark + names[0], *names[1:]])

    def write(self, cells: Mapping[str, Any]) -> None:
        """Write one record."""
        self._writer.writerow([guarded(self._text_of(cells[column])) for column in self._names])


def text_of(value: Any) -> str:
    """Return the text of a cell as programs read it; empty for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def text_in_dutch(value: Any) -> str:
    """Return the text of a cell as a Dutch spreadsheet takes it for what it is."""
    match value:
        case bool():
            return "ja" if value else "nee"
        case float():
            return str(value).replace(".", ",")
        case date():
            return f"{value.day}-{value.month}-{value.year}"
        case _:
            return text_of(value)


def _text(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and in which encoding it was read."""
    if b"\0" in data:
        message = _("Dit is geen tekstbestand en geen Excel-bestand. Lever een CSV-bestand in UTF-8 aan, of een .xlsx.")
        raise UnreadableFile(FileError(1, "", message))
    try:
        text, encoding = data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError as error:
        text, encoding = _text_of_windows(data, error), WINDOWS
    if not text.strip():
        raise UnreadableFile(FileError(1, "", _("Het bestand is leeg. De eerste regel noemt de kolommen.")))
    return text, encoding


def _text_of_windows(data: bytes, not_utf_8: UnicodeDecodeError) -> str:
    """Return the text of a file in cp1252; a file that is UTF-8 in part was damaged, and is no such file."""
    try:
        if not _IN_UTF_8.search(data):
            return data.decode(WINDOWS)
    except UnicodeDecodeError:
        pass
    line = data.count(b"\n", 0, not_utf_8.start) + 1
    message = _("Deze regel is geen UTF-8. Sla het bestand op als CSV UTF-8.")
    raise UnreadableFile(FileError(line, "", message)) from not_utf_8


def _delimiter(text: str) -> str:
    """Return what stands between the cells: the header tells, since no name of a column holds one of the marks."""
    header = _WORDS_OF_HEADER.search(text)
    found = [mark for mark in DELIMITERS if header and mark in header.group()]
    if header and len(found) > 1:
        line = text.count("\n", 0, header.start()) + 1
        message = _("De kopregel heeft komma's, puntkomma's of tabs door elkaar. Gebruik een van de drie.")
        raise UnreadableFile(FileError(line, "", message))
    return found[0] if found else COMMA
