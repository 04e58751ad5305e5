"""How people write the name of a place or a postcode, and the one form in which we compare them.

What lives here: text to text, pure. What does not: which names exist (gazetteer.py).
"""

import re
import unicodedata
from typing import NamedTuple

MAX_LENGTH = 100

# Letters and marks that a Dutch place or postcode is written with, after folding. Anything else is no place.
_READABLE = re.compile(r"[a-z0-9 '.,()/-]+")
_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")
_WORD_BREAKS = re.compile(r"[ .,()/-]+")

_POSTCODES = (
    re.compile(r"(?P<pc4>[1-9][0-9]{3})[ -]?(?P<letters>[a-z]{2})(?:[^a-z0-9]+(?P<rest>.+))?"),
    re.compile(r"(?P<pc4>[1-9][0-9]{3})(?P<letters>)(?:[^a-z0-9]+(?P<rest>.+))?"),
)
# Never given out: they recall the Second World War.
_NO_LETTERS = frozenset({"SA", "SD", "SS"})

# The short marks that tell places of one name apart, by province.
PROVINCE_MARKS = {
    "PV20": ("gn", "gr"),
    "PV21": ("f", "fr"),
    "PV22": ("d", "dr"),
    "PV23": ("o", "ov"),
    "PV24": ("fl",),
    "PV25": ("g", "gld"),
    "PV26": ("u", "ut"),
    "PV27": ("nh",),
    "PV28": ("zh",),
    "PV29": ("z", "zld"),
    "PV30": ("nb",),
    "PV31": ("l", "lb"),
}


class TypedPostcode(NamedTuple):
    """A postcode as typed, with the words behind it; `letters` is empty for four digits only."""

    pc4: str
    letters: str
    rest: str


def fold(text: str) -> str:
    """Return the text in lower case, without accents, with single spaces; empty when it cannot be a place."""
    if len(text) > MAX_LENGTH:
        return ""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    folded = " ".join(text.casefold().split())
    return folded if _READABLE.fullmatch(folded) else ""


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded name; "St." and "Sint" are one word."""
    words = _WORD_BREAKS.split(folded.replace("'", ""))
    return tuple("sint" if word == "st" else word for word in words if word)


def key_of(name: str) -> str:
    """Return the form in which names are compared: no case, accents, apostrophes, hyphens or spaces."""
    return "".join(words_of(fold(name)))


def bare_key_of(name: str, province_code: str) -> str:
    """Return the name's key without its province mark: "Bergen (NH.)" and "Bergen L" are both "bergen"."""
    words = words_of(fold(name))
    has_mark = len(words) > 1 and words[-1] in PROVINCE_MARKS.get(province_code, ())
    return "".join(words[:-1] if has_mark else words)


def typed_postcodes(folded: str) -> list[TypedPostcode]:
    """Return the ways to read a folded text as a postcode: "3731 de bilt" has letters or a place behind it."""
    readings = [pattern.fullmatch(folded) for pattern in _POSTCODES]
    return [
        TypedPostcode(match["pc4"], match["letters"].upper(), match["rest"] or "")
        for match in readings
        if match and match["letters"].upper() not in _NO_LETTERS
    ]
