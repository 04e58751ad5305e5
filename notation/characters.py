"""The characters of a text that people typed or pasted, as one plain kind of each.

What lives here: text to text, pure. What does not: what a text means (counts.py, dates.py).
"""

import unicodedata

# These can show digits in another order than they stand in: a text with one of them is read as nothing.
_REORDERING = frozenset("\u061c\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_APOSTROPHES = frozenset("'’‘‛ʼ′´`＇")
_MINUS = "−"


def plain(text: str) -> str:
    """Return the text with one kind of space, dash, apostrophe and digit, and without what shows nothing."""
    return " ".join(part for part in "".join(map(_plain, text)).strip().split(" ") if part)


def _plain(char: str) -> str:
    if char.isascii() and char != "\t" and char != "`":
        return char
    if char in _REORDERING:
        return char
    if char in _APOSTROPHES:
        return "'"
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return {"Cf": "", "Zs": " ", "Pd": "-"}.get(unicodedata.category(char), {"\t": " ", _MINUS: "-"}.get(char, char))
