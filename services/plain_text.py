"""What people type or paste, without what nobody sees: one kind of space and of dash, no invisible characters.

What lives here: text to text, pure. What does not: the names of places (regions/names.py), what a text means.
"""

import unicodedata

# Format characters (Cf) show nothing; dashes (Pd) and spaces (Zs) come in dozens of widths.
_OF_CATEGORY = {"Cf": "", "Pd": "-", "Zs": " "}
_MINUS = "−"


def plain(text: str) -> str:
    """Return the text with plain characters in place of look-alikes, and without spaces around it."""
    composed = unicodedata.normalize("NFKC", text).replace(_MINUS, "-")
    return "".join(_OF_CATEGORY.get(unicodedata.category(char), char) for char in composed).strip()
