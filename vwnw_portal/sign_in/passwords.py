"""Which passwords are too easy to guess. Nothing is asked of what one is made of: long and not guessable will do.

What lives here: judging a password by how many tries a guesser needs (zxcvbn, which knows leaked passwords, names,
English words, rows of keys, years and repeats). What does not: the words that many Dutch people choose
(fixtures/passwords/).
"""

import re
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

DUTCH_WORDS = settings.FIXTURES_DIR / "passwords" / "dutch_words.txt"
MOST_CHARACTERS = 128
# What zxcvbn judges at most, in characters; who types more of the same at the end makes it no easier.
JUDGED_CHARACTERS = 72
# Two words that people choose with a year and signs take fewer; four such words, or twelve loose signs, take more.
LEAST_GUESSES = 10**12


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
        if password and len(password) <= MOST_CHARACTERS and _guesses(password, user) < LEAST_GUESSES:
            raise ValidationError(
                _(
                    "Dit wachtwoord is te raden: het bestaat uit woorden, namen of cijfers die veel mensen kiezen. "
                    "Kies een zin die alleen u bedenkt."
                )
            )

    def get_help_text(self) -> str:
        """Return what is asked."""
        return _("Geen bekend wachtwoord, geen naam met een jaartal. Een zin die alleen u bedenkt is goed.")


def _guesses(password: str, user: Any) -> int:
    """Return how many passwords a guesser tries before this one."""
    found = zxcvbn(password[:JUDGED_CHARACTERS], user_inputs=[*_words_of(user), *dutch_words()])
    return int(found["guesses"])


@cache
def dutch_words() -> tuple[str, ...]:
    """Return the words and names that many Dutch people choose."""
    return tuple(DUTCH_WORDS.read_text().split())


def _words_of(user: Any) -> list[str]:
    """Return the words of somebody's own account: their name, and what their address is made of."""
    said = " ".join(getattr(user, name, "") or "" for name in ("username", "first_name", "last_name", "email"))
    return re.split(r"[\W_]+", said)
