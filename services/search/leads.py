"""Where a search leads that finds nothing: the situation or the type of provider that its words stand for.

What lives here: those ways on, and what words were read as. What does not: what words stand for (everyday_words.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from services.catalogue import catalogue
from services.everyday_words import Meaning, meaning_of, nearest_word, terms_in
from services.models import Role
from services.search.facets import Facets
from services.search.question import Question
from services.wording import situation


@dataclass(frozen=True, slots=True)
class Lead:
    """A filter that the words lead to: its key in the address, its value, in words, and how many there are."""

    field: str
    value: str
    text: str
    number: int


def leads_of(question: Question, facets: Facets) -> list[Lead]:
    """Return the filters that find somebody at the place, without any other choice."""
    meaning = meaning_of(question.words)
    roles = [Lead("rol", role, situation(role), facets.roles_at_place[role]) for role in _roles(meaning)]
    types = [Lead("type", code, name, facets.types_at_place[code]) for code, name in _types(meaning)]
    return [lead for lead in (*roles, *types) if lead.number]


def read_as(question: Question) -> str:
    """Return what the words were taken for beside themselves, in words; empty where that is nothing."""
    meaning = meaning_of(question.words)
    return "; ".join([*map(situation, _roles(meaning)), *(name for _code, name in _types(meaning))])


def other_spelling(question: Question) -> str:
    """Return the words with those that may be mistyped put right; empty where none is."""
    known = [(" ".join(term.words), any(term.meaning)) for term in terms_in(question.words)]
    spelled = [word if is_known else nearest_word(word) or word for word, is_known in known]
    return " ".join(spelled) if spelled != [word for word, _ in known] else ""


def _roles(meaning: Meaning) -> list[Role]:
    return [role for role in Role if role in meaning.roles]


def _types(meaning: Meaning) -> Iterator[tuple[str, str]]:
    return ((kind.code, kind.name) for kind in catalogue().types if kind.code in meaning.types)
