"""Cells that a spreadsheet would run as a formula, and how they are kept from running: an apostrophe before them.

What lives here: the guard and its undoing, pure. What does not: files with columns (files/csv_format.py).

A spreadsheet that splits a line at other marks than we do finds a cell of its own in the middle of a text: in
"Loket;=1+1". So each part of a text is guarded that begins with = + - or @, also behind spaces and quotation marks.
"""

import re

_PART = r"(?:^|(?<=[;,\t\r\n]))"
_RUNS = r"(?=(?:[^\S\t\r\n]|[\"'])*[=+\-@＝＋－＠])"
# A tab or a return at the very beginning hides what stands behind it.
_HIDES = r"(?='*[\t\r\n])"
_UNGUARDED = re.compile(rf"{_PART}{_RUNS}|^{_HIDES}")
_GUARD = re.compile(rf"{_PART}'{_RUNS}|^'{_HIDES}")


def guarded(text: str) -> str:
    """Return the text of a cell so that no spreadsheet runs it; `unguarded` gives the text back."""
    return _UNGUARDED.sub("'", text)


def unguarded(cell: str) -> str:
    """Return the text that a guarded cell stands for."""
    return _GUARD.sub("", cell)
