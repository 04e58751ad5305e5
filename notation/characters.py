"""The characters of a text that people typed or pasted, as one kind of each.

What lives here: text to text, pure. What does not: what a text means (counts.py, dates.py, the names of places).
"""

import unicodedata

# What keyboards, word processors and copied texts make of an apostrophe, a quotation mark and a hyphen, beside all
# that Unicode calls a quotation mark, an accent on its own or a dash.
_APOSTROPHES = "'\"‚„′‵″ʹʻʼʽʾʿˈˊˋ՚׳ꞌ"
_HYPHENS = "−˗⁃¯"
# These show nothing, though Unicode calls them letters or symbols: Hangul fillers and the empty Braille pattern.
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
# Format characters and soft hyphens (Cf) show nothing; dashes (Pd) and spaces (Zs) come in dozens of widths,
# quotation marks (Pi, Pf) and accents on their own (Sk) in as many shapes.
_OF_CATEGORY = {"Cf": "", "Pd": "-", "Zs": " ", "Pi": "'", "Pf": "'", "Sk": "'"}
# Marks that have lost their letter show nothing a name needs.
_MARKS = {"Mn", "Mc", "Me"}
# These can show digits in another order than they stand in: a number with one of them is read as nothing.
_REORDERING = frozenset("\u061c\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FULL_WIDTH = range(0xFF01, 0xFF5F)  # ASCII as wide as a Chinese character
_TO_ASCII = 0xFEE0


def legible(text: str) -> str:
    """Return a name or words with every letter in one form, nothing invisible, and one kind of dash and apostrophe."""
    # An accent on its own is an apostrophe; in the last step it would be a space and a mark.
    return unicodedata.normalize("NFKC", _without_marks(unicodedata.normalize("NFC", text)))


def folded(text: str) -> str:
    """Return a name or words in the one form in which they are compared: legible, without capitals and accents."""
    return _without_marks(unicodedata.normalize("NFKD", legible(text).casefold()))


def visible(text: str) -> str:
    """Return the text without characters that only say how to show it: phones put them around a copied number."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def plain(text: str) -> str:
    """Return a number or a day in plain characters with single spaces: nothing that could be another value is changed.

    A raised or encircled digit stays what it is, and is no digit to whoever reads on.
    """
    written = "".join(char if char in _REORDERING else _plain(char) for char in text).replace("\t", " ")
    return " ".join(part for part in written.strip().split(" ") if part)


def _without_marks(text: str) -> str:
    """Return the text in plain characters, without accents that stand apart from their letter."""
    return text.translate(_PLAINLY)


def _letter(char: str) -> str:
    return "i" if char == "ı" else _plain(char)  # an i on a Turkish keyboard, which no rule of Unicode takes apart


def _plain(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    if ord(char) in _FULL_WIDTH:
        char = chr(ord(char) - _TO_ASCII)
    if char in _FILLERS:
        return ""
    if char in _APOSTROPHES:
        return "'"
    if char in _HYPHENS:
        return "-"
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return _OF_CATEGORY.get(unicodedata.category(char), char)


class _Plainly(dict[int, str]):
    """What stands for each character, by its number: known for those of Dutch texts, found out for any other."""

    def __missing__(self, number: int) -> str:
        char = chr(number)
        return "" if unicodedata.category(char) in _MARKS else _letter(char)


_PLAINLY = _Plainly()
_PLAINLY.update({number: _PLAINLY[number] for number in range(0x180)})
