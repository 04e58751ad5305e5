"""The file format of provider records, seen as a file: UTF-8, commas, a header, cells; or what a Dutch Excel reads.

What lives here: bytes to numbered rows of cells and back. What does not: which columns there are (columns.py),
what an import does with a record (importing.py), why some cells begin with an apostrophe (spreadsheet_cells.py).

What a Dutch Excel saves is read as well: semicolons, rows and columns in which nothing stands, and the characters of
Windows (cp1252), which whoever asked for the import must be told: nothing in a file says that it is not another set.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TextIO

from django.utils.translation import gettext as _

from services.files.columns import NAMES, REQUIRED
from services.spreadsheet_cells import guarded, unguarded

UTF_8, WINDOWS = "utf-8", "cp1252"
COMMA, SEMICOLON = ",", ";"

_LONE_RETURN = re.compile(r"\r(?!\n)")
# A character of two bytes or more, as UTF-8 writes it: next to nobody means these characters in Windows' set.
_IN_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WORDS_OF_HEADER = re.compile(r"^.*[A-Za-z].*$", re.MULTILINE)


class Layout(NamedTuple):
    """How a file is written. Excel takes it for UTF-8 only where it begins with a byte order mark."""

    mark: str
    delimiter: str
    line_end: str
    is_dutch: bool


FOR_PROGRAMS = Layout("", COMMA, "\n", is_dutch=False)
FOR_EXCEL = Layout("\ufeff", SEMICOLON, "\r\n", is_dutch=True)


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
    """A file whose header is in order; iterating gives its rows, a FileError for what is wrong with one.

    Raises UnreadableFile at once for what is no such file, and while iterating where quotes are broken. `encoding`
    says how its bytes were read.
    """

    def __init__(self, data: bytes) -> None:
        text, self.encoding = _text(data)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        self._header_line, self._header = next(self._lines(), (1, []))
        self._named = {place: name for place, cell in enumerate(self._header) if (name := cell.strip())}
        if errors := list(_header_errors(tuple(self._named.values()), self._header_line)):
            raise UnreadableFile(*errors)

    def __iter__(self) -> Iterator[Row | FileError]:
        width, nameless = max(self._named) + 1, set[int]()
        for line, cells in self._lines():
            filled = {place for place, cell in enumerate(cells) if cell.strip()}
            if len(cells) < width or any(place >= len(self._header) for place in filled):
                message = _("Deze regel heeft %(found)d cellen; de kopregel heeft er %(expected)d.")
                yield FileError(line, "", message % {"found": len(cells), "expected": len(self._header)})
                continue
            for place in sorted(filled - self._named.keys() - nameless):
                nameless.add(place)
                yield self._nameless(place)
            yield Row(line, {name: _plain(cells[place]) for place, name in self._named.items()})

    def _nameless(self, place: int) -> FileError:
        letter = _letter(place)
        message = _("Kolom %(letter)s heeft geen naam. Zet er een naam boven, of maak de kolom leeg.")
        return FileError(self._header_line, letter, message % {"letter": letter})

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
            if any(map(str.strip, cells)):
                yield line, cells


class ProviderFileWriter:
    """Writes a header and then records, one at a time."""

    def __init__(self, out: TextIO, layout: Layout = FOR_PROGRAMS) -> None:
        self._writer = csv.writer(out, delimiter=layout.delimiter, lineterminator=layout.line_end)
        self._text_of = text_in_dutch if layout.is_dutch else text_of
        self._writer.writerow([layout.mark + NAMES[0], *NAMES[1:]])

    def write(self, cells: Mapping[str, Any]) -> None:
        """Write one record."""
        self._writer.writerow([guarded(self._text_of(cells[column])) for column in NAMES])


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
        raise UnreadableFile(FileError(1, "", _("Dit is geen tekstbestand. Lever een CSV-bestand in UTF-8 aan.")))
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
    """Return what stands between the cells: the header tells, since no name of a column holds either mark."""
    header = _WORDS_OF_HEADER.search(text)
    if header is None or SEMICOLON not in header.group():
        return COMMA
    if COMMA in header.group():
        line = text.count("\n", 0, header.start()) + 1
        message = _("De kopregel heeft komma's en puntkomma's door elkaar. Gebruik een van de twee.")
        raise UnreadableFile(FileError(line, "", message))
    return SEMICOLON


def _header_errors(columns: tuple[str, ...], line: int) -> Iterator[FileError]:
    for column in dict.fromkeys(columns):
        if column not in NAMES:
            known = ", ".join(NAMES)
            yield FileError(line, column, _("Deze kolom is niet bekend. Wel bekend: %(known)s.") % {"known": known})
        elif columns.count(column) > 1:
            yield FileError(line, column, _("Deze kolom staat er meer dan één keer in."))
    for column in REQUIRED:
        if column not in columns:
            yield FileError(line, column, _("Deze kolom ontbreekt en is verplicht."))


def _letter(place: int) -> str:
    """Return the letters above a column in a spreadsheet: A to Z, then AA."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _plain(cell: str) -> str:
    # A carriage return by itself would be written without quotes, and so end the row.
    return unguarded(_LONE_RETURN.sub("\n", cell))
