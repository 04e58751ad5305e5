"""Words as they are searched: folded, from their beginning, and in the forms that Dutch gives one word.

What lives here: text to words, pure. What does not: what everyday words stand for (everyday_words.py), the question in
SQL (querysets.py).

A word counts from its beginning: "scholing" is found by "schol", "metaalbewerking" is not found by "taal". With it come
its other forms, by the rules of Dutch spelling: "banen" and "baan", "bedrijven" and "bedrijf", "zieken" and "ziek".
"""

import re
from collections.abc import Iterator

from notation.characters import folded

# What is left of a word without its ending: shorter than the first is none, shorter than the second is a whole word.
SHORTEST_STEM = 3
SHORTEST_BEGINNING = 4

_COMPOUND = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INSIDE = re.compile(r"['’-]")
_ENDINGS = ("ingen", "ing", "en", "e", "s")
_SOFT_TO_HARD, _HARD_TO_SOFT = {"v": "f", "z": "s"}, {"f": "v", "s": "z"}
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")
_SHORT_VOWEL = re.compile(r"(?<![aeiou])([aeou])([bdfgklmnprst])$")
_LONG_VOWEL = re.compile(r"([aeou])\1([bdfgklmnprst])$")


def words_in(text: str) -> list[str]:
    """Return the words of a text in their order, without capitals, accents and signs that nobody sees.

    A compound with a dash is its parts, and one word as well: "leerwerk-loket" is also "leerwerkloket".
    """
    return [word for compound in _COMPOUND.findall(folded(text)) for word in _with_parts(compound)]


def typed_words(text: str) -> list[str]:
    """Return the words that somebody typed, each compound as one: "leerwerk-loket" is "leerwerkloket"."""
    return [_INSIDE.sub("", compound) for compound in _COMPOUND.findall(folded(text))]


def as_searched(text: str) -> str:
    """Return the words of a text with a space around each of them: what `marks_of` are looked for in."""
    return f" {' '.join(words_in(text))} "


def marks_of(word: str) -> list[str]:
    """Return what a text holds, as it is searched, where it has a folded word or another form of it."""
    forms = forms_of(word) - {word}
    beginnings = {word, *(form for form in forms if len(form) >= SHORTEST_BEGINNING)}
    wholes = {*forms - beginnings, *_spelled_open(word)}
    marks = [*(f" {form}" for form in beginnings), *(f" {form} " for form in wholes)]
    return sorted(mark for mark in marks if not any(mark != other and mark.startswith(other) for other in marks))


def forms_of(word: str) -> set[str]:
    """Return a folded word with what is left of it without the endings that Dutch gives a word."""
    bare = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return {word, *(form for stem in bare if len(stem) >= SHORTEST_STEM for form in _spelled_closed(stem))}


def _with_parts(compound: str) -> Iterator[str]:
    parts = _INSIDE.split(compound)
    if len(parts) > 1:
        yield from parts
    yield "".join(parts)


def _spelled_closed(stem: str) -> Iterator[str]:
    """Yield a stem as it is written without its ending: "cursuss" is cursus, "ban" baan, "bedrijv" bedrijf."""
    stem = stem[:-1] + _SOFT_TO_HARD.get(stem[-1], stem[-1])
    stem = _DOUBLED.sub(r"\1", stem)
    yield stem
    if _SHORT_VOWEL.search(stem):
        yield _SHORT_VOWEL.sub(r"\1\1\2", stem)


def _spelled_open(word: str) -> Iterator[str]:
    """Yield a word as it is written with an ending, where that changes it: "baan" is banen, "bedrijf" bedrijven."""
    shortened = _LONG_VOWEL.sub(r"\1\2", word)
    softened = shortened[:-1] + _HARD_TO_SOFT.get(shortened[-1], shortened[-1])
    yield from (f"{stem}en" for stem in (shortened, softened) if stem != word)
