"""The file format of provider records, seen as a file: UTF-8, commas, a header, cells.

What lives here: bytes to numbered rows of cells and back. What does not: which columns there are (columns.py),
what an import does with a record (importing.py).

A spreadsheet runs a cell that begins with = + - or @ as a formula. Free text that does so is written with an
apostrophe before it, and read without. E-mail addresses, phone numbers and the like are not: their form is checked,
so they cannot hold a formula that does harm, and a phone number keeps its +.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from django.utils.translation import gettext as _

from services.files.columns import FREE_TEXT, NAMES, REQUIRED

_WOULD_RUN = re.compile(r"'*[=+\-@]")
_WAS_GUARDED = re.compile(r"'+[=+\-@]")
_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class FileError:
    """What is wrong in a file and where; `line` counts from 1, `column` is empty for a whole line."""

    line: int
    column: str
    message: str


class UnreadableFile(Exception):
    """The file cannot be read (further); `errors` say why."""

    def __init__(self, *errors: FileError) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record by column, and the line on which it begins."""

    line: int
    cells: Mapping[str, str]

    @property
    def slug(self) -> str:
        """Return the key of the record, empty where the cell is."""
        return self.cells["slug"].strip()


class ProviderTable:
    """A file whose header is in order; iterating gives its rows, a FileError for a row of the wrong length.

    Raises UnreadableFile at once for what is no such file, and while iterating where quotes are broken.
    """

    def __init__(self, data: bytes) -> None:
        self._reader = csv.reader(io.StringIO(_text(data), newline=""), strict=True)
        self.columns = self._read_header()

    def __iter__(self) -> Iterator[Row | FileError]:
        for line, cells in self._lines():
            if len(cells) == len(self.columns):
                yield Row(line, {c: _plain(c, cell) for c, cell in zip(self.columns, cells, strict=True)})
            else:
                message = _("Deze regel heeft %(found)d cellen; de kopregel heeft er %(expected)d.")
                yield FileError(line, "", message % {"found": len(cells), "expected": len(self.columns)})

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
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
            if cells:
                yield line, cells

    def _read_header(self) -> tuple[str, ...]:
        line, cells = next(self._lines(), (1, []))
        columns = tuple(cell.strip() for cell in cells)
        if errors := list(_header_errors(columns, line)):
            raise UnreadableFile(*errors)
        return columns


class ProviderFileWriter:
    """Writes a header and then records, one at a time."""

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.writer(out, lineterminator="\n")
        self._writer.writerow(NAMES)

    def write(self, cells: Mapping[str, Any]) -> None:
        """Write one record; None becomes an empty cell."""
        self._writer.writerow([_guarded(column, cells[column]) for column in NAMES])


def _text(data: bytes) -> str:
    if b"\0" in data:
        raise UnreadableFile(FileError(1, "", _("Dit is geen tekstbestand. Lever een CSV-bestand in UTF-8 aan.")))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = _("Deze regel is geen UTF-8. Sla het bestand op als CSV UTF-8.")
        raise UnreadableFile(FileError(line, "", message)) from error
    if not text.strip():
        raise UnreadableFile(FileError(1, "", _("Het bestand is leeg. De eerste regel noemt de kolommen.")))
    return text


def _header_errors(columns: tuple[str, ...], line: int) -> Iterator[FileError]:
    if len(columns) == 1 and ";" in columns[0]:
        yield FileError(line, "", _("De kolommen zijn met puntkomma's gescheiden. Gebruik komma's."))
        return
    for column in dict.fromkeys(columns):
        if column not in NAMES:
            known = ", ".join(NAMES)
            yield FileError(line, column, _("Deze kolom is niet bekend. Wel bekend: %(known)s.") % {"known": known})
        elif columns.count(column) > 1:
            yield FileError(line, column, _("Deze kolom staat er meer dan één keer in."))
    for column in REQUIRED:
        if column not in columns:
            yield FileError(line, column, _("Deze kolom ontbreekt en is verplicht."))


def _guarded(column: str, value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if column in FREE_TEXT and _WOULD_RUN.match(text) else text


def _plain(column: str, cell: str) -> str:
    if column not in FREE_TEXT:
        return cell
    # A carriage return by itself would be written without quotes, and so end the row.
    cell = _LONE_RETURN.sub("\n", cell)
    return cell[1:] if _WAS_GUARDED.match(cell) else cell
