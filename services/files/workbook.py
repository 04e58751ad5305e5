"""A workbook of Excel, read as a stream of numbered lines, and written.

What lives here: which sheet is read, what a cell of a type says to a field, and a sheet that a record can be read back
from. What does not: whether a file is safe to open (xlsx_package.py), rows of records (table.py).

`openpyxl` knows the format, and reads it here below its own sheets: these fill rows that are left out, however many,
and tell neither that a row is hidden nor that a formula has no value.
"""

import math
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.merge import MergeCells
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from notation.fields import DateField
from services.files.columns import PhoneField, TrueFalseField
from services.files.csv_format import UTF_8, text_in_dutch, text_of
from services.files.table import FileError, UnreadableFile, is_blank, letter_of
from services.files.xlsx_package import damaged, refuse, refuse_unsafe
from services.spreadsheet_cells import guarded

SHEET = "organisaties"
# Excel holds no more in a cell, and cuts off the rest without a word.
LONGEST_TEXT = 32_767
_DAY, _AS_TEXT = "d-m-yyyy", "@"

_STRING_TAG = f"{{{SHEET_MAIN_NS}}}si"
# Half of a pair (D800 to DFFF) is no character.
_WRITTEN_AS_CODE = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
# What XML cannot hold or would change, and what already looks like such a code.
_TO_BE_CODED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Formula:
    """Stands in a cell whose formula has no value: a program wrote it, and Excel never opened the file since."""


NOT_COMPUTED = Formula()


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
            with warnings.catch_warnings():
                # The library tells of what it leaves out: styles, extensions. None of that is read here.
                warnings.simplefilter("ignore")
                reader = _Reader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
                reader.read()
        # As in xlsx_package.py: a damaged file can raise whatever there is.
        except Exception as error:
            raise damaged() from error
        self._parser = _parser_of(_chosen(reader.wb.worksheets))

    def lines(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield each line in which something stands with its number, as long as its last cell or the header."""
        width, line, hidden = 0, 1, list[int]()
        try:
            for line, cells, is_hidden in self._parser.rows():
                if not cells:
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
        if self._parser.merged:
            message = _("De cellen %(cells)s zijn samengevoegd. Splits ze, en vul elke cel in.")
            place = self._parser.merged[0]
            column = letter_of(place.min_col - 1)
            raise UnreadableFile(FileError(place.min_row, column, message % {"cells": place.coord}))

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
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        sheet.append([_cell(sheet, value, row) for value in row])
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, row: Sequence[Any]) -> Cell | None:
    if value is None or value == "":
        return None
    text = _encoded(guarded(value)) if isinstance(value, str) else ""
    if len(text) > LONGEST_TEXT:
        raise TooLong(row[0])
    cell = WriteOnlyCell(sheet, value=text or value)
    if text:
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


def _chosen(sheets: Sequence[ReadOnlyWorksheet]) -> ReadOnlyWorksheet:
    named = [sheet for sheet in sheets if sheet.title.strip().casefold() == SHEET]
    shown = named or [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if len(shown) != 1:
        message = _("Dit bestand heeft %(count)d werkbladen. Noem het blad met de tabel '%(name)s'.")
        refuse(message % {"count": len(shown), "name": SHEET})
    return shown[0]


def _decoded(text: str) -> str:
    return _WRITTEN_AS_CODE.sub(lambda code: chr(int(code[1], 16)), text)


def _encoded(text: str) -> str:
    return _TO_BE_CODED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


class _Reader(ExcelReader):
    """The library's reader, with the shared texts as they stand: it would change the codes of characters in them."""

    package: Manifest

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                for _event, element in iterparse(source):
                    if element.tag == _STRING_TAG:
                        self.shared_strings.append(Text.from_tree(element).content)
                        element.clear()


def _parser_of(sheet: ReadOnlyWorksheet) -> "_Parser":
    workbook = sheet.parent
    return _Parser(
        sheet._get_source(),
        sheet._shared_strings,
        data_only=True,
        epoch=workbook.epoch,
        date_formats=workbook._date_formats,
        timedelta_formats=workbook._timedelta_formats,
    )


class _Parser(WorkSheetParser):
    """The library's parser of cells, for the rows of a sheet and which of its cells were merged."""

    def rows(self) -> Iterator[tuple[int, dict[int, Any], bool]]:
        """Yield each row: its number, the cells in which something stands by place, and whether it is hidden."""
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                with warnings.catch_warnings():
                    # A number that is no day becomes an error in the cell, which is told with its place.
                    warnings.simplefilter("ignore")
                    line, cells = self.parse_row(element)
                filled = {cell["column"] - 1: cell["value"] for cell in cells if not is_blank(cell["value"])}
                yield line, filled, element.get("hidden") in ("1", "true")
                element.clear()
            elif element.tag == MERGE_TAG:
                self.merged_cells = MergeCells.from_tree(element)

    @property
    def merged(self) -> Sequence[Any]:
        """Return the ranges of cells that were merged, known when all rows were read."""
        return self.merged_cells.mergeCell if self.merged_cells else ()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell, with a mark where its formula has no value; one that gives an empty text has one."""
        cell = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None and not element.findtext(VALUE_TAG) and element.get("t") != "str":
            cell["value"] = NOT_COMPUTED
        return cell
