"""Markup that is drawn once and kept in the process, by all that it was drawn from.

What lives here: keeping it, and markup with places in it for what differs each time. What does not: markup (templates),
what each fragment depends on (the tags that draw it).

Nothing kept can be out of date, and nothing has to be emptied: whatever a fragment depends on is part of its key, with
the language of the reader. What somebody typed is never in a key: it goes into a place, each time anew.
"""

import html
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

P = ParamSpec("P")
Drawn = TypeVar("Drawn")


def drawn_once(most: int) -> Callable[[Callable[P, Drawn]], Callable[P, Drawn]]:
    """Decorate a function that draws: for the same arguments and the same language it draws once.

    Of so many at most the result is kept. Markup and a text that would be escaped are different arguments.
    """

    def decorate(draw: Callable[P, Drawn]) -> Callable[P, Drawn]:
        @lru_cache(maxsize=most, typed=True)
        def kept(_language: str | None, *args: Any, **kwargs: Any) -> Drawn:
            return draw(*args, **kwargs)

        @wraps(draw)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> Drawn:
            return kept(get_language(), *args, **kwargs)

        return drawn

    return decorate


class Skeleton:
    """Markup that a template draws once, with places in it where texts go."""

    def __init__(self, markup: str) -> None:
        self._hold(_PLACE.split(markup))

    def _hold(self, pieces: list[str]) -> None:
        """Keep pieces of markup in turn with names of places."""
        self._pieces, self._names = pieces, pieces[1::2]

    def holding(self, texts: Mapping[str, str]) -> SafeString:
        """Return the markup with each text in its places; what is no markup of ours is escaped."""
        pieces = self._pieces.copy()
        pieces[1::2] = [_escaped(texts[name]) for name in self._names]
        return mark_safe("".join(pieces))  # noqa: S308  (markup of templates, or escaped)

    def with_texts(self, texts: Mapping[str, str]) -> "Skeleton":
        """Return the skeleton that is left when these texts are in their places: what they say never makes a place."""
        pieces = self._pieces[:1]
        for name, markup in zip(self._names, self._pieces[2::2], strict=True):
            if name in texts:
                pieces[-1] += _escaped(texts[name]) + markup
            else:
                pieces += name, markup
        filled = Skeleton("")
        filled._hold(pieces)
        return filled


def _escaped(text: object) -> str:
    """Return a text as markup: Django's own function asks of each whether it is still to be translated."""
    return text if isinstance(text, SafeString) else html.escape(str(text))


# What stands for a text while a skeleton is drawn: letters only, so that it goes into an address too.
_PLACE = re.compile("qq0(\\w+?)0qq")


def place_for(name: str) -> str:
    """Return what stands for a text in a skeleton."""
    return f"qq0{name}0qq"
