"""A table of provider records, whatever file it came from: a header, numbered rows, and what is wrong with them.

What lives here: which columns a header may name, rows of cells by column, and errors with their place. What does not:
reading a file (csv_format.py, workbook.py), choosing between the two (opening.py), what a cell may hold (columns.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from services.files.columns import NAMES, OF_CALL_SHEETS, READERS, REQUIRED
from services.spreadsheet_cells import unguarded

# So many records are read, compared and written within the minute that whoever asks for it waits.
MOST_ROWS = 10_000
# What a spreadsheet shows instead of a value, in both languages: saved as CSV it is a text like any other.
SPREADSHEET_ERRORS = frozenset(
    "#N/A #VALUE! #REF! #DIV/0! #NAME? #NUM! #NULL! #N/B #WAARDE! #VERW! #DEEL/0! #NAAM? #GETAL! #LEEG!".split()
)
# Beyond this a name of a column is none, and is not repeated in full.
LONGEST_NAME = 60
# By itself a carriage return would be written to CSV without quotes, and so end the row.
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


class Sheet(Protocol):
    """Lines of cells as a file holds them, its own numbers beside them.

    `encoding` says how its bytes were read. What else there is to say of it is in `remarks` when all lines were read.
    """

    encoding: str
    remarks: list[FileError]

    def lines(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield each line that is not empty with its number, raising UnreadableFile where the file ends too soon."""

    def text(self, cell: Any, field: forms.Field) -> str:
        """Return what a cell of `lines` says to a field; raise ValidationError where it can only be a mistake."""


class ProviderTable:
    """A sheet whose header is in order; iterating gives its rows, a FileError for what is wrong with one.

    Raises UnreadableFile at once for what is no table of providers, and while iterating where it cannot go on.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._lines = iter(sheet.lines())
        self._header_line, self._header = next(self._lines, (1, ()))
        self._named = {place: name for place, cell in enumerate(self._header) if (name := _name(cell))}
        if errors := list(_header_errors(self.columns, self._header_line)):
            raise UnreadableFile(*errors)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names in the header, in its order."""
        return tuple(self._named.values())

    @property
    def encoding(self) -> str:
        """Return how the bytes of the file were read."""
        return self._sheet.encoding

    @property
    def remarks(self) -> list[FileError]:
        """Return what was noticed while reading, and is no error."""
        return self._sheet.remarks

    def __iter__(self) -> Iterator[Row | FileError]:
        width, nameless = max(self._named) + 1, set[int]()
        for number, (line, cells) in enumerate(self._lines, start=1):
            if number > MOST_ROWS:
                message = _("Dit bestand heeft meer dan %(most)d rijen. Verdeel het over meer bestanden.")
                raise UnreadableFile(FileError(line, "", message % {"most": MOST_ROWS}))
            filled = {place for place, cell in enumerate(cells) if not is_blank(cell)}
            if len(cells) < width or any(place >= len(self._header) for place in filled):
                message = _("Deze regel heeft %(found)d cellen; de kopregel heeft er %(expected)d.")
                yield FileError(line, "", message % {"found": len(cells), "expected": len(self._header)})
                continue
            for place in sorted(filled - self._named.keys() - nameless):
                nameless.add(place)
                yield self._nameless(place)
            texts, errors = self._texts(line, cells)
            yield from errors or [Row(line, texts)]

    def _nameless(self, place: int) -> FileError:
        letter = letter_of(place)
        message = _("Kolom %(letter)s heeft geen naam. Zet er een naam boven, of maak de kolom leeg.")
        return FileError(self._header_line, letter, message % {"letter": letter})

    def _texts(self, line: int, cells: Sequence[Any]) -> tuple[dict[str, str], list[FileError]]:
        texts, errors = {}, []
        for place, name in self._named.items():
            try:
                texts[name] = _checked(self._sheet.text(cells[place], READERS[name]))
            except ValidationError as error:
                errors += [FileError(line, name, message) for message in error.messages]
        return texts, errors


def is_blank(cell: Any) -> bool:
    """Return whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def letter_of(place: int) -> str:
    """Return the letters above a column in a spreadsheet: A to Z, then AA."""
    before, last = divmod(place, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)


def _checked(text: str) -> str:
    if text.strip() in SPREADSHEET_ERRORS:
        raise ValidationError(
            _("In deze cel staat geen waarde maar een fout van de spreadsheet (%(error)s). Vul de waarde zelf in."),
            params={"error": text.strip()},
        )
    return unguarded(_LONE_RETURN.sub("\n", text))


def _name(cell: Any) -> str:
    return "" if is_blank(cell) else str(cell).strip()[:LONGEST_NAME]


def _header_errors(columns: tuple[str, ...], line: int) -> Iterator[FileError]:
    for column in dict.fromkeys(columns):
        if column not in READERS:
            known = ", ".join((*NAMES, *OF_CALL_SHEETS))
            yield FileError(line, column, _("Deze kolom is niet bekend. Wel bekend: %(known)s.") % {"known": known})
        elif columns.count(column) > 1:
            yield FileError(line, column, _("Deze kolom staat er meer dan één keer in."))
    for column in REQUIRED:
        if column not in columns:
            yield FileError(line, column, _("Deze kolom ontbreekt en is verplicht."))
