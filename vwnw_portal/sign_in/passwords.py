"""Which passwords are too easy to guess. Nothing is asked of what one is made of: long and not guessable will do.

What lives here: judging a password. What does not: the words that many Dutch people choose (fixtures/passwords/), the
20,000 passwords that leaked most (Django's own list).
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DUTCH_WORDS = settings.FIXTURES_DIR / "passwords" / "dutch_words.txt"
MOST_CHARACTERS = 128
# A guesser tries a word that people choose, then two and three of them, each with digits and signs around.
LEAST_PARTS = 4
SHORTEST_WORD, LONGEST_WORD = 3, 16
# What stands in a row, on a keyboard or in the alphabet, is as easy to guess as a word.
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujm", "azertyuiop")
LETTER_FOR_SIGN = str.maketrans("0134578@$!€", "oieastbasie")
NO_LETTERS = re.compile(r"[\W\d_]+")


class LongestPasswordValidator:
    """Bounds the length, before anything else looks at a password."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is no password but a text."""
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(_("Kies een wachtwoord van ten hoogste %(most)s tekens.") % {"most": MOST_CHARACTERS})

    def get_help_text(self) -> str:
        """Return what is asked."""
        return _("Ten hoogste %(most)s tekens; spaties mogen.") % {"most": MOST_CHARACTERS}


class GuessablePasswordValidator:
    """Refuses what is put together of a few words that many people choose, and what repeats itself."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that a guesser would try early."""
        if len(password) > MOST_CHARACTERS:
            return
        if _repeats(password):
            raise ValidationError(_("Dit wachtwoord is steeds hetzelfde stukje. Kies een zin die alleen u bedenkt."))
        if _parts(password, _words_of(user)) < LEAST_PARTS:
            raise ValidationError(
                _(
                    "Dit wachtwoord is te raden: het bestaat uit woorden, namen of cijfers die veel mensen kiezen. "
                    "Kies een zin die alleen u bedenkt."
                )
            )

    def get_help_text(self) -> str:
        """Return what is asked."""
        return _("Geen bekend wachtwoord, geen naam met een jaartal. Een zin die alleen u bedenkt is goed.")


def _repeats(password: str) -> bool:
    """Return whether a password is one piece over and over, the last time perhaps in part."""
    folded = password.lower()
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, len(folded) // 2 + 1))


def _parts(password: str, own_words: frozenset[str]) -> int:
    """Return of how many words and loose letters a password is made, by the reading that gives the fewest."""
    lower = password.lower()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lower)
    readings = {_fold(NO_LETTERS.sub("", lower)), _fold(NO_LETTERS.sub("", core.translate(LETTER_FOR_SIGN)))}
    return min(_fewest_parts(letters, own_words) for letters in readings)


def _fewest_parts(letters: str, own_words: frozenset[str]) -> int:
    known = common_words()
    fewest = [0]
    for end in range(1, len(letters) + 1):
        begins = range(max(0, end - LONGEST_WORD), end - SHORTEST_WORD + 1)
        by_word = [fewest[begin] for begin in begins if letters[begin:end] in known or letters[begin:end] in own_words]
        fewest.append(1 + min([fewest[end - 1], *by_word]))
    return fewest[-1]


def _fold(letters: str) -> str:
    """Return letters with each double one once: `aaab` and `ab` are as easy to guess."""
    return "".join(letter for letter, _again in groupby(letters))


@cache
def common_words() -> frozenset[str]:
    """Return the words, names, rows and leaked passwords that count as one part."""
    leaked = (NO_LETTERS.sub("", password) for password in CommonPasswordValidator().passwords)
    return _as_parts([*DUTCH_WORDS.read_text().split(), *leaked, *_pieces_of_rows()])


def _pieces_of_rows() -> Iterable[str]:
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for begin in range(len(row)):
            yield from (row[begin : begin + size] for size in range(SHORTEST_WORD, LONGEST_WORD + 1))


def _words_of(user: Any) -> frozenset[str]:
    """Return the words of somebody's own account: their name, and what their address is made of."""
    said = " ".join(getattr(user, name, "") or "" for name in ("username", "first_name", "last_name", "email"))
    return _as_parts(NO_LETTERS.split(said))


def _as_parts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in map(_fold, map(str.lower, words)) if len(word) >= SHORTEST_WORD)
