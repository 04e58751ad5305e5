"""How people write the name of a place or a postcode, and the one form in which we compare them.

What lives here: text to text, pure. What does not: which names exist (gazetteer.py).
"""

import re
import unicodedata
from typing import NamedTuple

MAX_LENGTH = 100

# Letters and marks that a Dutch place or postcode is written with, after folding. Anything else is no place.
_READABLE = re.compile(r"[a-z0-9 '.,()/-]+")
# What keyboards, word processors and copied texts make of an apostrophe, a quotation mark and a hyphen.
_APOSTROPHES = '`´’‘‛ʼʻʽʹˈ′‵＇"“”„‟«»″'
_HYPHENS = "−˗⁃－﹣¯"  # beside all that Unicode calls a dash
_WORD_BREAKS = re.compile(r"[ .,()/-]+")

_WITH_LETTERS = re.compile(r"(?<![a-z0-9])(?:nl[ -]?)?(?P<pc4>[1-9][0-9]{3})[ -]?(?P<letters>[a-z]{2})(?![a-z0-9])")
_FOUR_DIGITS = re.compile(r"(?<![a-z0-9])(?:nl[ -]?)?(?P<pc4>[1-9][0-9]{3})(?P<letters>)(?![a-z0-9])")
# Behind a full postcode: "12", "12a", "12-3", "12 bis".
_HOUSE_NUMBER = re.compile(r"[0-9]{1,5}(?:[ -]?[a-z0-9]{1,4})?(?![a-z0-9])")
_COUNTRY = re.compile(r"(?:^|[ ,.(]+)(?:nederland|nl|the netherlands|netherlands|holland)[ .)]*$")
_SEPARATORS = " ,.()/-'"
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
    """A postcode as typed; `letters` is empty for four digits only.

    `before` and `behind` are the words around it, without a country, and without a house number behind the letters.
    """

    pc4: str
    letters: str
    before: str
    behind: str


def fold(text: str) -> str:
    """Return the text in lower case, without accents, with single spaces; empty when it cannot be a place.

    Invisible characters go, and every kind of dash, apostrophe and space is one: none of them decides what is meant.
    """
    if len(text) > MAX_LENGTH:
        return ""
    plain = "".join(map(_plain, text))
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    folded = " ".join(plain.casefold().split())
    return folded if _READABLE.fullmatch(folded) else ""


def _plain(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _HYPHENS:
        return "-"
    return _OF_CATEGORY.get(unicodedata.category(char), char)


# Format characters and soft hyphens (Cf) show nothing; dashes (Pd) and spaces (Zs) come in dozens of widths.
_OF_CATEGORY = {"Cf": "", "Pd": "-", "Zs": " "}


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded name; "St." and "Sint" are one word, and a y is an ij: Nyverdal is Nijverdal."""
    words = _WORD_BREAKS.split(folded.replace("'", "").replace("y", "ij"))
    return tuple("sint" if word == "st" else word for word in words if word)


# People name the part of town; the town is what matters here.
_TOWN_PARTS = frozenset(
    "noord oost zuid west centrum noordoost noordwest zuidoost zuidwest nieuwwest midden binnenstad stad".split()
)


def without_town_part(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without a part of town behind them: "amsterdam zuidoost" is Amsterdam."""
    for length in (2, 1):
        if len(words) > length and "".join(words[-length:]) in _TOWN_PARTS:
            return words[:-length]
    return ()


def key_of(name: str) -> str:
    """Return the form in which names are compared: no case, accents, apostrophes, hyphens or spaces."""
    return "".join(words_of(fold(name)))


def bare_key_of(name: str, province_code: str) -> str:
    """Return the name's key without its province mark: "Bergen (NH.)" and "Bergen L" are both "bergen"."""
    words = words_of(fold(name))
    has_mark = len(words) > 1 and words[-1] in PROVINCE_MARKS.get(province_code, ())
    return "".join(words[:-1] if has_mark else words)


def typed_postcodes(folded: str) -> list[TypedPostcode]:
    """Return the ways to read a postcode in a folded text: "3731 de bilt" has letters or a place behind it.

    It may stand inside an address ("kerkstraat 12, 6811 ab arnhem"), behind a country ("nl-6811ab") and before a house
    number ("6811 ab 12a").
    """
    readings = [match for pattern in (_WITH_LETTERS, _FOUR_DIGITS) for match in pattern.finditer(folded)]
    return [_typed(folded, match) for match in readings if match["letters"].upper() not in _NO_LETTERS]


def _typed(folded: str, match: re.Match[str]) -> TypedPostcode:
    before, behind = folded[: match.start()].strip(_SEPARATORS), folded[match.end() :].strip(_SEPARATORS)
    behind = _COUNTRY.sub("", behind)
    if match["letters"]:
        behind = _HOUSE_NUMBER.sub("", behind, count=1) if _HOUSE_NUMBER.match(behind) else behind
    return TypedPostcode(match["pc4"], match["letters"].upper(), before, behind.strip(_SEPARATORS))
