"""A workbook of Excel, read as a stream of numbered lines, and written.

What lives here: which sheet is read, what a cell of a type says to a field, and a sheet that a record can be read back
from. What does not: whether a file is safe to open (xlsx_package.py), its cells as a stream (xlsx_stream.py), rows of
records (table.py).
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import range_boundaries

from notation.fields import DateField
from services.files.columns import PhoneField, TrueFalseField
from services.files.csv_format import UTF_8, text_in_dutch, text_of
from services.files.table import FileError, UnreadableFile, is_blank, letter_of
from services.files.xlsx_package import damaged, refuse, refuse_unsafe
from services.files.xlsx_stream import Formula, XlsxStream
from services.spreadsheet_cells import guarded

SHEET = "organisaties"
# Excel holds no more in a cell, and cuts off the rest without a word.
LONGEST_TEXT = 32_767
_DAY, _AS_TEXT = "d-m-yyyy", "@"

# Half of a pair (D800 to DFFF) is no character.
_WRITTEN_AS_CODE = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
# What XML cannot hold or would change, and what already looks like such a code.
_TO_BE_CODED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class TooLong(Exception):
    """A text does not fit in a cell; `row` is the first cell of its row."""

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.row = row


class WorkbookSheet:
    """The lines of a workbook's only sheet, or of the one called "organisaties" (table.Sheet)."""

    encoding = UTF_8

    def __init__(self, data: bytes) -> None:
        refuse_unsafe(data)
        self.remarks: list[FileError] = []
        try:
            self._workbook = XlsxStream(data)
        # As in xlsx_package.py: a damaged file can raise whatever there is.
        except Exception as error:
            raise damaged() from error
        self._name = _chosen(self._workbook)

    def lines(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield each line in which something stands with its number, as long as its last cell or the header."""
        width, line, hidden = 0, 1, list[int]()
        try:
            for line, cells, is_hidden in self._workbook.rows(self._name):
                if all(map(is_blank, cells.values())):
                    continue
                if is_hidden:
                    hidden.append(line)
                width = width or max(cells) + 1
                yield line, [cells.get(place) for place in range(max(width, max(cells) + 1))]
        except Exception as error:
            raise damaged(line) from error
        if hidden:
            message = _("Vanaf deze regel zijn rijen verborgen (%(count)d). Die zijn ook gelezen.")
            self.remarks.append(FileError(hidden[0], "", message % {"count": len(hidden)}))
        if self._workbook.merged:
            raise _merged(self._workbook.merged)

    def text(self, cell: Any, field: forms.Field) -> str:
        """Return what a cell says to a field; raise ValidationError where Excel made something else of it."""
        match cell:
            case str():
                return _decoded(cell)
            case Formula():
                raise ValidationError(
                    _("In deze cel staat een formule zonder uitkomst. Open het bestand in Excel, en sla het op.")
                )
            case bool() if not isinstance(field, TrueFalseField):
                raise _made_of_it(_("WAAR of ONWAAR"))
            case datetime() if isinstance(field, DateField):
                return cell.date().isoformat()
            case date() | time() | timedelta():
                raise _made_of_it(_("een datum of tijd"))
            case float() if math.isinf(cell) or math.isnan(cell):
                raise _made_of_it(_("een getal"))
            case int() | float() if isinstance(field, PhoneField) and not isinstance(cell, bool):
                raise ValidationError(
                    _(
                        "Excel heeft van dit nummer een getal gemaakt: de 0 of + vooraan is weg. Maak van de cel "
                        "tekst en vul het nummer opnieuw in."
                    )
                )
            case float() if cell.is_integer():
                return str(int(cell))
            case float():
                # With a comma: behind a point, three digits would be thousands.
                return text_in_dutch(cell)
            case _:
                return text_of(cell)


def write_workbook(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook with one sheet: numbers, days and yes-or-no as what they are, all else as text.

    Raises TooLong for a text that does not fit in a cell.
    """
    table = [[_ready(value, row) for value in row] for row in (header, *rows)]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for row in table:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _ready(value: Any, row: Sequence[Any]) -> Any:
    """Return a value as a cell of this row holds it."""
    if not isinstance(value, str):
        return value
    text = _encoded(guarded(value))
    if len(text) > LONGEST_TEXT:
        raise TooLong(row[0])
    return text or None


def _cell(sheet: Any, value: Any) -> Cell | None:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # The library takes what begins with "=" for a formula.
        cell.data_type, cell.number_format = "s", _AS_TEXT
    elif isinstance(value, date):
        cell.number_format = _DAY
    return cell


def _made_of_it(what: str) -> ValidationError:
    return ValidationError(
        _("Excel heeft van deze cel %(what)s gemaakt. Maak van de cel tekst en vul de waarde opnieuw in."),
        params={"what": what},
    )


def _chosen(workbook: XlsxStream) -> str:
    named = [name for name in workbook.all_sheets if name.strip().casefold() == SHEET]
    names = named or workbook.shown
    if not names:
        raise damaged()
    if len(names) > 1:
        message = _("Dit bestand heeft %(count)d werkbladen. Noem het blad met de tabel '%(name)s'.")
        refuse(message % {"count": len(names), "name": SHEET})
    return names[0]


def _merged(cells: str) -> UnreadableFile:
    column, line, *_last = range_boundaries(cells)
    message = _("De cellen %(cells)s zijn samengevoegd. Splits ze, en vul elke cel in.") % {"cells": cells}
    return UnreadableFile(FileError(line or 1, letter_of(column - 1), message))


def _decoded(text: str) -> str:
    return _WRITTEN_AS_CODE.sub(lambda code: chr(int(code[1], 16)), text)


def _encoded(text: str) -> str:
    return _TO_BE_CODED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
