"""What people type when they search for help, and which providers they mean by it.

What lives here: everyday words as roles and types (fixtures/catalogue/everyday_words.toml), and the condition that a
provider is meant by words. What does not: the forms of one word (words.py), the page (search/).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from rapidfuzz import fuzz, process

from regions.once_a_request import once_a_request
from regions.versions import cached_while_unchanged
from services import sql
from services.catalogue import catalogue
from services.language import in_own_language
from services.models import Role
from services.querysets import MAX_WORDS, offers
from services.words import as_searched, forms_of, marks_of, typed_words

# So many words that follow each other can be one: "erkenning van verworven competenties".
LONGEST_TERM = 4
# How alike, of 100, a word must be to one that stands for something, to be asked whether that is meant.
ALIKE = 80


class Meaning(NamedTuple):
    """The roles, and the codes of the types, that a word stands for."""

    roles: frozenset[Role] = frozenset()
    types: frozenset[str] = frozenset()

    def with_(self, other: "Meaning") -> "Meaning":
        """Return what either stands for."""
        return Meaning(self.roles | other.roles, self.types | other.types)


class Term(NamedTuple):
    """One thing that was typed, in one word or more, folded; with what it stands for beside itself."""

    words: tuple[str, ...]
    meaning: Meaning


def mentions(text: str) -> Q:
    """Return the condition on providers that every term that was typed means them.

    It does where it stands in their name, town or description, begins a word of their type's name, or stands for a
    role or a type of theirs. Signs without a word mean nobody.
    """
    terms = terms_in(text)
    return reduce(and_, map(_is_meant, terms), Q()) if terms or not text else Q(pk__in=())


@once_a_request
def terms_in(text: str) -> tuple[Term, ...]:
    """Return the terms in what was typed, as far as it is a question: words that mean something together are one."""
    typed, terms = typed_words(text)[:MAX_WORDS], []
    while typed:
        length, meaning = next(_meanings(typed), (1, Meaning()))
        terms.append(Term(tuple(typed[:length]), meaning))
        typed = typed[length:]
    return tuple(terms)


def meaning_of(text: str) -> Meaning:
    """Return all that the words in a text stand for together."""
    return reduce(Meaning.with_, (term.meaning for term in terms_in(text)), Meaning())


def needs() -> list[str]:
    """Return what people look for most, each in one everyday word of the reader's language that finds it."""
    return [in_own_language(*block["need"]) for block in _blocks() if "need" in block]


def nearest_word(word: str) -> str:
    """Return the everyday word that may be meant by one that was mistyped, empty where none is like it."""
    names = _names()
    found = process.extractOne(_as_one_word(word), names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return names[found[0]] if found else ""


def _meanings(typed: Sequence[str]) -> Iterator[tuple[int, Meaning]]:
    """Yield what the first words stand for together, the most words first, and how many they are."""
    known = _known()
    for length in range(min(LONGEST_TERM, len(typed)), 0, -1):
        meanings = [known[form] for form in forms_of("".join(typed[:length])) if form in known]
        if meanings:
            yield length, reduce(Meaning.with_, meanings)


def _is_meant(term: Term) -> Q:
    marks = marks_of(term.words[0]) if len(term.words) == 1 else [f" {' '.join(term.words)}", f" {''.join(term.words)}"]
    codes = catalogue().types_by_code
    types = {codes[code].id for code in term.meaning.types if code in codes}
    types |= {key for key, names in _type_names().items() if any(mark in names for mark in marks)}
    return reduce(or_, map(offers, term.meaning.roles), Q(sql.says(marks)) | Q(type_id__in=types))


@cached_while_unchanged
def _type_names() -> Mapping[int, str]:
    """Return the names of each type in both languages, as they are searched."""
    return {kind.id: as_searched(f"{kind.name_nl} {kind.name_en}") for kind in catalogue().types}


@cache
def _known() -> Mapping[str, Meaning]:
    """Return what every everyday word stands for, written as one word."""
    known: dict[str, Meaning] = {}
    for word, meaning in _listed():
        key = _as_one_word(word)
        known[key] = known.get(key, Meaning()).with_(meaning)
    return known


@cache
def _names() -> Mapping[str, str]:
    """Return every everyday word as it is listed, by how it is written as one word."""
    return {_as_one_word(word): word for word, _meaning in _listed()}


def _as_one_word(text: str) -> str:
    return "".join(typed_words(text))


@cache
def _blocks() -> list[dict[str, Any]]:
    file = settings.FIXTURES_DIR / "catalogue" / "everyday_words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))["meaning"]


@cache
def _listed() -> list[tuple[str, Meaning]]:
    return [
        (word, Meaning(frozenset(map(Role, block.get("roles", ()))), frozenset(block.get("types", ()))))
        for block in _blocks()
        for word in block["words"]
    ]
