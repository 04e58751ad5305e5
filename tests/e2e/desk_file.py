"""An Excel file with new organisations of one region, as an editor sends it in, good or with mistakes.

What lives here: making it. What does not: sending it (test_desk.py, fill_desk.py).
"""

from collections.abc import Mapping

from tests.services.xlsx_files import data_of, table

ROWS = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is wrong where, by the line as Excel counts it.
MISTAKES: Mapping[int, Mapping[str, str]] = {
    4: {"phone": "bel ons"},
    11: {"postcode": "68 Arnhem"},
    12: {"email": "info bij loket"},
    30: {"type": "loket"},
    51: {"areas": "AM:AM99"},
}


def excel_file(mistakes: Mapping[int, Mapping[str, str]] | None = None) -> bytes:
    """Return the file; `mistakes` are cells that say something else, by line and column."""
    wrong = mistakes or {}
    return data_of(table(*(_row(number) | wrong.get(number + 1, {}) for number in range(1, ROWS + 1))))


def _row(number: int) -> dict[str, str]:
    return {
        "slug": f"ingelezen-{number}",
        "name": f"Ingelezen loket {number}",
        "type": "learning_work_desk",
        "areas": "AM:AM07",
        "phone": "026 377 11 11",
        "email": f"loket{number}@example.org",
        "street": f"Markt {number}",
        "postcode": "6811 CG",
        "city": "Arnhem",
        "source": "lijst van de regio",
    }
