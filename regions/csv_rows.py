"""Reading the CSV files that come with the portal, in fixtures/.

What lives here: one way to read them. What does not: what is in them (loading.py, gazetteer.py,
services/files/loading.py), files that people hand in (services/files/csv_format.py).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]


def csv_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file as texts by column."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
