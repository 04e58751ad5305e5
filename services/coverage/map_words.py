"""What a row of digits says, in words: of one municipality, of a region, of the country.

What lives here: those words, for the table, the legend, the names of links and what is announced. What does not: the
digits (layers.py). The browser puts the same words together when another row is chosen: they go with the page.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.coverage.layers import DIGITS, STATUS_OF
from services.coverage.status import Status
from services.models import Role
from services.wording import situation

# A digit of somebody who helps for sure, checked or not.
SURE = (DIGITS[Status.REFERABLE], DIGITS[Status.KNOWN])
NOBODY = DIGITS[Status.NOBODY]
# The digits, best first.
IN_ORDER = tuple(STATUS_OF)

_NOT_CHECKED = str.maketrans(dict.fromkeys(set(IN_ORDER) - {DIGITS[Status.REFERABLE]}, NOBODY))


class Words(NamedTuple):
    """The words of one digit: for a whole place, for a number of the municipalities of a region, and for that alone."""

    whole: str
    of_all: str
    only: str


class Sums(NamedTuple):
    """The words for in how many municipalities there is help for sure: of all records, or of those checked."""

    all: str
    checked: str


class State(NamedTuple):
    """What a place is called: the digit of its municipalities, empty where they differ, and words.

    Where they differ, `part` says in figures in how many of them the best state is: 7/8.
    """

    digit: str
    words: str
    part: str = ""


class LegendLine(NamedTuple):
    """One state with its words and the number of municipalities in it."""

    digit: str
    words: str
    municipalities: int


def words_of(of_a_type: bool = False, checked_only: bool = False) -> Mapping[str, Words]:
    """Return the words of each digit; of nobody they depend on what was asked."""
    nobody = Words(_("wij kennen hier niemand"), _("niemand bekend in %(n)s van %(all)s"), _("niemand bekend in %(n)s"))
    if of_a_type:
        nobody = Words(_("niemand van deze soort"), *nobody[1:])
    if checked_only:
        nobody = Words(
            _("niemand nagekeken"), _("niemand nagekeken in %(n)s van %(all)s"), _("niemand nagekeken in %(n)s")
        )
    return {
        DIGITS[Status.REFERABLE]: Words(
            _("hulp, gegevens nagekeken"), _("hulp, nagekeken in %(n)s van %(all)s"), _("nagekeken in %(n)s")
        ),
        DIGITS[Status.KNOWN]: Words(
            _("hulp, gegevens nog niet nagekeken"),
            _("hulp, nog niet nagekeken in %(n)s van %(all)s"),
            _("nog niet nagekeken in %(n)s"),
        ),
        DIGITS[Status.POSSIBLE]: Words(
            _("misschien hulp: vraag het na"), _("misschien hulp in %(n)s van %(all)s"), _("misschien hulp in %(n)s")
        ),
        NOBODY: nobody,
    }


def checked_only(row: str) -> str:
    """Return a row that counts only what is checked."""
    return row.translate(_NOT_CHECKED)


def state_in_words(digits: str, words: Mapping[str, Words]) -> State:
    """Return what these municipalities have together: one state, or how many of them have which, best first."""
    found = [(digit, digits.count(digit)) for digit in IN_ORDER if digit in digits]
    if len(found) == 1:
        return State(found[0][0], words[found[0][0]].whole)
    first, *others = found
    told = [words[first[0]].of_all % {"n": first[1], "all": municipalities_in_words(len(digits))}]
    told += [words[digit].only % {"n": number} for digit, number in others]
    return State("", "; ".join(told), f"{first[1]}/{len(digits)}")


def legend(row: str, words: Mapping[str, Words]) -> list[LegendLine]:
    """Return every state with the number of municipalities in it, best first."""
    return [LegendLine(digit, words[digit].whole, row.count(digit)) for digit in IN_ORDER]


def sum_in_words(row: str, checked: bool) -> str:
    """Return in how many municipalities there is help for sure."""
    number = sum(row.count(digit) for digit in SURE)
    told = _sums().checked if checked else _sums().all
    return told % {"n": number, "all": municipalities_in_words(len(row))}


def municipalities_in_words(number: int) -> str:
    """Return a number of municipalities with its noun."""
    return _municipalities(number) % {"n": number}


def parts() -> Mapping[str, Any]:
    """Return all of these words as plain data, from which the browser makes the same sentences."""
    return {
        "all": _plain(words_of()),
        "of_a_type": _plain(words_of(of_a_type=True)),
        "checked": _plain(words_of(checked_only=True)),
        "sum": _sums().all,
        "sum_checked": _sums().checked,
        "municipalities": [_municipalities(1), _municipalities(2)],
        "situations": {role.value: situation(role) for role in Role},
    }


def _plain(words: Mapping[str, Words]) -> Mapping[str, Mapping[str, str]]:
    return {digit: told._asdict() for digit, told in words.items()}


def _sums() -> Sums:
    return Sums(_("hulp in %(n)s van %(all)s"), _("nagekeken hulp in %(n)s van %(all)s"))


def _municipalities(number: int) -> str:
    return ngettext("%(n)d gemeente", "%(n)d gemeenten", number)
