"""How much two names of organisations are alike, word by word: what many names share says little.

What lives here: pure arithmetic on words. What does not: all else that tells two records apart (scoring.py).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log

from rapidfuzz.distance import OSA

from notation.characters import folded

_BETWEEN_WORDS = re.compile(r"[\W_]+")
# What a name has or misses as it pleases: articles, prepositions and legal forms.
_SAYS_NOTHING = frozenset(
    "de het een van voor en in te of bij der den aan op the of for and b v n bv nv vof stichting stg st "
    "vereniging cooperatie".split()
)
# A longer name with much in common holds a bit more, as its town; two that each have words of their own do differ.
_ONE_SIDED = 0.5
_TYPING_ERROR, _ABBREVIATION = 0.9, 0.8  # how much such a word counts, beside one that is the same
_LETTERS_PER_ERROR = 6
_LONGEST_ABBREVIATION = 4
_SHORTEST_JOINED = 12

Weigh = Callable[[str], float]


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that say something; all of its words where none does."""
    words = [word for word in _BETWEEN_WORDS.split(folded(name)) if word]
    return tuple(word for word in words if word not in _SAYS_NOTHING) or tuple(words)


def weights(names: Iterable[Sequence[str]]) -> Weigh:
    """Return how much a word says: the fewer of these names have it, the more."""
    number, held_by = 0, Counter[str]()
    for words in names:
        number += 1
        held_by.update(set(words))
    return lambda word: 1 + log(max(number, 1) / max(held_by[word], 1))


def likeness(first: Sequence[str], second: Sequence[str], weigh: Weigh) -> float:
    """Return from 0 to 1 how much two names are alike, whatever the order of their words."""
    if sorted(first) == sorted(second) or _is_written_together(first, second):
        return 1.0
    in_common, rest, others = 0.0, [], list(second)
    for word in first:
        if word in others:
            others.remove(word)
            in_common += 2 * weigh(word)
        else:
            rest.append(word)
    differing = 0.0
    for word in list(rest):
        near, counts = max(
            ((other, _is_meant(word, other)) for other in others), key=lambda one: one[1], default=("", 0)
        )
        if counts:
            rest.remove(word)
            others.remove(near)
            shared = 2 * min(weigh(word), weigh(near))
            in_common += counts * shared
            differing += (1 - counts) * shared
    ours, theirs = sum(map(weigh, rest)), sum(map(weigh, others))
    differing += 2 * min(ours, theirs) + _ONE_SIDED * abs(ours - theirs)
    return in_common / (in_common + differing) if in_common else 0.0


def _is_written_together(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether only the spaces differ, and at most one letter: "Leerwerk-loket", "Leerwerkloket"."""
    one, other = "".join(first), "".join(second)
    is_long = min(len(one), len(other)) >= _SHORTEST_JOINED
    return is_long and OSA.distance(one, other, score_cutoff=1) <= 1


def _is_meant(word: str, other: str) -> float:
    """Return how much it counts that a word stands for another one: by a typing error, or as its abbreviation."""
    allowed = max(len(word), len(other)) // _LETTERS_PER_ERROR
    if allowed and OSA.distance(word, other, score_cutoff=allowed) <= allowed:
        return _TYPING_ERROR
    short, long = sorted((word, other), key=len)
    return _ABBREVIATION if _is_short_for(short, long) else 0.0


def _is_short_for(short: str, long: str) -> bool:
    """Return whether a word is the beginning of another, or some of its letters: "wsp" for "werkgeversservicepunt"."""
    if len(short) > 2 and long.startswith(short):
        return True
    if not 1 < len(short) <= _LONGEST_ABBREVIATION or len(long) < 2 * len(short) or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
