"""Two texts beside each other: which words the second has in place of those of the first.

What lives here: that comparison, on plain texts. What does not: the page that shows it (clashes.py).
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, ADDED, REMOVED = "", "ins", "del"
# Comparing longer texts word by word takes long and helps nobody.
MOST_WORDS = 1000


class Piece(NamedTuple):
    """Words that follow each other, whether they stayed, came or went, and the space after them."""

    kind: str
    words: str
    space: str


def marked(was: str, becomes: str) -> list[Piece]:
    """Return the words of both texts in order: those that stayed, came and went; of very long texts only the second."""
    old, new = _words(was), _words(becomes)
    if max(len(old), len(new)) > MOST_WORDS:
        return [_piece(SAME, new)]
    found = SequenceMatcher(a=[word.strip() for word in old], b=[word.strip() for word in new])
    pieces = []
    for kind, old_from, old_to, new_from, new_to in found.get_opcodes():
        if kind == "equal":
            stayed = _piece(SAME, new[new_from:new_to])
            pieces.append(stayed._replace(space=stayed.space or _piece(SAME, old[old_from:old_to]).space))
        else:
            both = ((REMOVED, old[old_from:old_to]), (ADDED, new[new_from:new_to]))
            pieces += [_piece(mark, words) for mark, words in both if words]
    return pieces


def _words(text: str) -> list[str]:
    """Return the words and signs of a text, each with the space after it."""
    return re.findall(r"(?:\w+|[^\w\s])\s*", text)


def _piece(kind: str, words: Sequence[str]) -> Piece:
    text = "".join(words)
    shown = text.rstrip()
    return Piece(kind, shown, text[len(shown) :])
