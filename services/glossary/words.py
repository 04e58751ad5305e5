"""The words of the field in plain words, and who runs which type of organisation, as typed data.

What lives here: reading fixtures/glossary.toml once a process. What does not: the types and their roles
(services/catalogue.py), arranging them for the page (views.py).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from services.language import in_own_language


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a party with its explanation; `code` is its anchor on the page.

    `source` is empty where the explanation is our own. `rule` is the rule whose page tells more, or empty.
    """

    code: str
    name_nl: str
    name_en: str
    what_nl: str
    what_en: str
    source: str = ""
    rule: str = ""

    @property
    def name(self) -> str:
        """Return the word in the reader's language."""
        return in_own_language(self.name_nl, self.name_en)

    @property
    def what(self) -> str:
        """Return the explanation in the reader's language."""
        return in_own_language(self.what_nl, self.what_en)


@dataclass(frozen=True, slots=True)
class RunBy:
    """Who runs the organisations of one type, and where that stands."""

    type: str
    who_nl: str
    who_en: str
    source: str

    @property
    def who(self) -> str:
        """Return who that is, in the reader's language."""
        return in_own_language(self.who_nl, self.who_en)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Everything that the file holds: the words, the parties without a role, and who runs which type (by its code)."""

    words: tuple[Word, ...]
    parties: tuple[Word, ...]
    run_by: dict[str, RunBy]


@cache
def glossary() -> Glossary:
    """Return the glossary, read once a process."""
    data: dict[str, Any] = tomllib.loads((settings.FIXTURES_DIR / "glossary.toml").read_text(encoding="utf-8"))
    return Glossary(
        words=tuple(Word(**row) for row in data["word"]),
        parties=tuple(Word(**row) for row in data["party"]),
        run_by={row["type"]: RunBy(**row) for row in data["run_by"]},
    )


@cache
def word_of(code: str) -> Word:
    """Return a word or a party by its code; an unknown one raises LookupError."""
    known = glossary()
    found = [word for word in (*known.words, *known.parties) if word.code == code]
    if not found:
        raise LookupError(f"fixtures/glossary.toml has no word {code!r}")
    return found[0]
