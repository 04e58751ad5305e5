"""The rows of a workbook as a stream, of which nothing is kept once it was read.

What lives here: the sheets of a workbook and the cells of one. What does not: whether a file is safe to open
(xlsx_package.py), which sheet is read and what its cells say (workbook.py).

`openpyxl` knows the format, and is used below its own sheets: these read each sheet once before they are asked, keep
something of every row, fill rows that are left out, however many, and tell neither that a row is hidden nor that a
formula has no value.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, NamedTuple

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import CELL_TAG, DATA_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

# Excel has no column beyond XFD; its files are not nested deeper than a dozen elements.
MOST_COLUMNS = 16_384
DEEPEST = 50
# Many times the longest text of a cell (32,767 characters): what is kept of an element that goes on and on.
LONGEST_PIECE = 1_000_000

_TEXTS, _TEXT, _RUN, _PLAIN, _ALL_MERGED, _MERGED = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("sst", "si", "r", "t", "mergeCells", "mergeCell")
)

# The library tells in warnings which styles and extensions it leaves out: none of that is read here.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


class Formula:
    """Stands in a cell whose formula has no value: a program wrote it, and Excel never opened the file since."""


NOT_COMPUTED = Formula()


class SheetRow(NamedTuple):
    """A row by its number in the sheet; `cells` holds by column, from 0, only what something stands in."""

    number: int
    cells: dict[int, Any]
    is_hidden: bool


class XlsxStream(ExcelReader):
    """A workbook of which one sheet is to be read; `shown` and `all_sheets` name its sheets."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        self.read_manifest()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        sheets = [(sheet, part.target) for sheet, part in self.parser.find_sheets() if "chartsheet" not in part.Type]
        self.all_sheets = {sheet.name: target for sheet, target in sheets}
        self.shown = [sheet.name for sheet, _target in sheets if sheet.state == "visible"]
        # The first of the cells that were merged, known when all rows were read.
        self.merged = ""

    def rows(self, name: str) -> Iterator[SheetRow]:
        """Yield the rows of a sheet in which something stands."""
        self.read_strings()
        with self.archive.open(self.all_sheets[name]) as source:
            yield from self._rows(source)

    def read_strings(self) -> None:
        """Read the texts that cells share, as they stand: the library would change codes of characters in them."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for event, element in _element_by_element(source):
                if (event, element.tag) == ("start", _TEXTS):
                    texts = element
                elif (event, element.tag) == ("end", _TEXT):
                    self.shared_strings.append(_text_in(element))
                    texts.clear()

    def _rows(self, source: IO[bytes]) -> Iterator[SheetRow]:
        parser = _CellParser(
            source,
            self.shared_strings,
            data_only=True,
            epoch=self.wb.epoch,
            date_formats=self.wb._date_formats,
            timedelta_formats=self.wb._timedelta_formats,
        )
        for event, element in _element_by_element(source):
            tag = element.tag
            if event == "start":
                if tag == ROW_TAG:
                    row, cells, is_hidden = element, {}, element.get("hidden") in ("1", "true")
                    parser.begin_row(element)
                elif tag in (DATA_TAG, _ALL_MERGED):
                    parent = element
            elif tag == CELL_TAG:
                cell = parser.parse_cell(element)
                if cell["value"] not in (None, ""):
                    cells[cell["column"] - 1] = cell["value"]
                row.clear()
            elif tag == ROW_TAG:
                if cells:
                    yield SheetRow(parser.row_counter, cells, is_hidden)
                parent.clear()
            elif tag == _MERGED:
                self.merged = self.merged or element.get("ref")
                parent.clear()


class _CellParser(WorkSheetParser):
    """The library's parser of cells, told where rows begin."""

    def begin_row(self, element: Any) -> None:
        """Take over the number of a row; one without a number is the next."""
        self.row_counter = int(element.get("r", self.row_counter + 1))
        self.col_counter = 0

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell, with a mark where its formula has no value; one that gives an empty text has one."""
        cell = super().parse_cell(element)
        if not 1 <= cell["column"] <= MOST_COLUMNS:
            raise ValueError(cell["column"])
        if element.find(FORMULA_TAG) is not None and not element.findtext(VALUE_TAG) and element.get("t") != "str":
            cell["value"] = NOT_COMPUTED
        return cell


def _text_in(element: Any) -> str:
    """Return a shared text; one in several fonts stands in runs, and how it sounds is no part of it."""
    parts = (part.find(_PLAIN) if part.tag == _RUN else part for part in element if part.tag in (_RUN, _PLAIN))
    return "".join(part.text or "" for part in parts if part is not None)


def _element_by_element(source: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Yield the beginning and the end of each element; raise ValueError where they go too deep or on too long."""
    depth, watched = 0, _Watched(source)
    for event, element in iterparse(watched, events=("start", "end")):
        watched.since_event = 0
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise ValueError(depth)
        yield event, element


class _Watched:
    """A part of a workbook that is read only while there is something to tell of it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.since_event = source, 0

    def read(self, size: int) -> bytes:
        """Return the next bytes; raise ValueError where many before them told nothing."""
        self.since_event += size
        if self.since_event > LONGEST_PIECE:
            raise ValueError(self.since_event)
        return self._source.read(size)
