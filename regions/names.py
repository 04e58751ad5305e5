"""How people write the name of a place or a postcode, and the one form in which we compare them.

What lives here: text to text, pure. What does not: which names exist (gazetteer.py).
"""

import re
from typing import NamedTuple

from notation.characters import folded

MAX_LENGTH = 100

# Letters and marks that a Dutch place or postcode is written with, after folding. Anything else is no place.
_READABLE = re.compile(r"[a-z0-9 '.,:()/-]+")
_AROUND = " ;!?"  # what stays behind when a sentence or a list is copied
_WORD_BREAKS = re.compile(r"[ .,:()/-]+")

_PC4 = r"(?P<pc4>[1-9][0-9]{3})"
# A house number may stand against the letters ("6811ab12"), another postcode may not.
_WITH_LETTERS = re.compile(rf"(?<![a-z0-9])(?:nl[ -]?)?{_PC4}[ .-]{{0,3}}(?P<letters>[a-z]{{2}})(?![a-z]|[0-9]{{4}})")
_FOUR_DIGITS = re.compile(rf"(?<![a-z0-9])(?:nl[ -]?)?{_PC4}(?P<letters>)(?![a-z0-9])")
_ALONE = re.compile(rf"(?:nl)?{_PC4}(?P<letters>[a-z]{{2}})?")
_LOOSE = re.compile(r"[ .-]")
# Never given out: they recall the Second World War.
_NO_LETTERS = frozenset({"SA", "SD", "SS"})

# "pb" before a number is a box, and behind four digits the letters of a postcode before a house number.
_BEHIND_PC4 = "".join(rf"(?<![1-9][0-9]{{3}}[ .-]{{{marks}}})" for marks in range(4))
_BOX = re.compile(
    r"(?<![a-z])(?:postbus(?:nummer)?|antwoordnummer|antwoordnr|p\.? ?o\.? ?box"
    rf"|{_BEHIND_PC4}pb(?=[ .:]*[0-9]))[ .:]*[0-9]*"
)
_COUNTRIES = (("the", "netherlands"), ("netherlands",), ("nederland",), ("nl",))
# What forms and address labels print before a postcode.
_LABELS = frozenset({"postcode", "pc"})

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
    """A postcode as typed, with the words around it; `letters` is empty for four digits only."""

    pc4: str
    letters: str
    before: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def is_alone(self) -> bool:
        """Return whether nothing stands around it."""
        return not (self.before or self.behind)

    @property
    def may_be_of_boxes(self) -> bool:
        """Return whether boxes have such numbers: those of a town begin a ten or a hundred, 6800 or 2509."""
        return "0" in self.pc4[2:]


def fold(text: str) -> str:
    """Return the text in lower case, without accents, with single spaces; empty when it cannot be a place.

    Invisible characters go, and every kind of dash, apostrophe and space is one: none of them decides what is meant.
    """
    if len(text) > MAX_LENGTH:
        return ""
    name = " ".join(folded(text).split()).strip(_AROUND)
    return name if _READABLE.fullmatch(name) else ""


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded name; "St." and "Sint" are one word, and a y is an ij: Nyverdal is Nijverdal."""
    words = _WORD_BREAKS.split(folded.replace("'", "").replace("y", "ij"))
    return tuple("sint" if word == "st" else word for word in words if word)


def without_country(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without the Netherlands before or behind them."""
    for country in _COUNTRIES:
        if words[-len(country) :] == country:
            return words[: -len(country)]
        if words[: len(country)] == country:
            return words[len(country) :]
    return words


# People name the part of town; the town is what matters here.
_TOWN_PART = re.compile(
    "(?<=.)(?:noordoost|noordwest|zuidoost|zuidwest|nieuwwest|noord|oost|zuid|west|centrum|midden|binnenstad|stad)$"
)


def without_town_part(key: str) -> str:
    """Return the key of a name without a part of town behind it: "amsterdamzuidoost" is in Amsterdam."""
    return _TOWN_PART.sub("", key)


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
    number ("6811 ab 12a"). On its own it may be spaced out in any way. The number of a box is no postcode.
    """
    without_box = without_box_number(folded)
    found = (match for pattern in (_WITH_LETTERS, _FOUR_DIGITS) for match in pattern.finditer(without_box))
    readings = [_typed(without_box, match) for match in found]
    if alone := _ALONE.fullmatch(_LOOSE.sub("", without_box)):
        readings.insert(0, TypedPostcode(alone["pc4"], (alone["letters"] or "").upper(), (), ()))
    return [reading for reading in readings if reading.letters not in _NO_LETTERS]


def without_box_number(folded: str) -> str:
    """Return a folded text without the number of a box: "postbus 6811, 6800 aa arnhem" has one postcode."""
    return without_marks_around(_BOX.sub(" ", folded))


def without_marks_around(folded: str) -> str:
    """Return a folded text without what separates words before its first and behind its last one."""
    return folded.strip(" .,:()/-'")


def _typed(folded: str, match: re.Match[str]) -> TypedPostcode:
    before, behind = words_of(folded[: match.start()]), words_of(folded[match.end() :])
    before = without_country(before)
    return TypedPostcode(
        match["pc4"],
        match["letters"].upper(),
        before[:-1] if before and before[-1] in _LABELS else before,
        without_country(behind),
    )
