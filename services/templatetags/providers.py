"""Fragments that are drawn once: what a card says in every list, how to reach a provider, fields.

What lives here: caching a fragment by all that it was drawn from, so that nothing cached can be out of date. What does
not: markup (templates/services/search/, templates/ui/). What each fragment saves is in
docs/decisions/drawn-once.md. What somebody typed is never cached.
"""

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from uuid import UUID

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from regions.versions import current_version
from services.contact import Contact
from services.search.question import SearchForm
from services.search.results import CardTexts, Facts, Hit, card_texts

register = template.Library()

# A card is some 2 kB: all cards of a country of some thousands of providers, in two languages, take 20 MB.
MAX_CARDS = 10_000
MAX_SHAPES = 1_000
MAX_FIELDS = 1_000
# What holds for one search only, in the order of the card.
OWN_FACTS = ("works_in", "works_for", "distance", "open_now", "room", "reply_time")


class Skeleton:
    """Markup that a template draws once, with places in it where texts go."""

    def __init__(self, markup: str) -> None:
        pieces = _PLACE.split(markup)
        self._markup, self._names = pieces[::2], pieces[1::2]

    def holding(self, texts: Mapping[str, str]) -> SafeString:
        """Return the markup with each text in its places; what is no markup of ours is escaped."""
        there = {name: conditional_escape(texts[name]) for name in set(self._names)}
        filled = chain.from_iterable(zip(self._markup, [there[name] for name in self._names], strict=False))
        return mark_safe("".join(filled) + self._markup[-1])  # noqa: S308  (markup of templates, or escaped)


# What stands for a text while a skeleton is drawn: letters only, so that it goes into an address too.
_PLACE = re.compile("qq0(\\w+?)0qq")


def place_for(name: str) -> str:
    """Return what stands for a text in a skeleton."""
    return f"qq0{name}0qq"


@register.simple_tag
def cards(hits: Iterable[Hit], said: Iterable[str], chosen: Container[str]) -> list[SafeString]:
    """Return the card of each hit, with what holds for this search only among its facts.

    A card leaves out what the list said already; those that were chosen to be compared are ticked.
    """
    language, said_once = get_language(), frozenset(said)
    drawn = []
    for hit in hits:
        own = ((name, getattr(hit, name)) for name in OWN_FACTS)
        facts = "".join(_own_fact(name, language).holding({name: words}) for name, words in own if words)
        before, after = _card(hit.facts, said_once, hit.facts.slug in chosen, language)
        drawn.append(mark_safe(before + facts + after))  # noqa: S308  (markup of templates, or escaped)
    return drawn


@lru_cache(maxsize=MAX_CARDS)
def _card(facts: Facts, said: frozenset[str], is_chosen: bool, language: str | None) -> tuple[str, str]:
    """Return a card, before and after the facts that hold for one search."""
    texts = card_texts(facts, said, is_chosen=is_chosen)
    before, after = _card_for(tuple(map(bool, texts)), language)
    own = texts._asdict()
    return before.holding(own), after.holding(own)


@lru_cache(maxsize=MAX_SHAPES)
def _card_for(is_there: tuple[bool, ...], _language: str | None) -> tuple[Skeleton, Skeleton]:
    """Return the skeleton of all cards that show the same facts, whatever these say."""
    shown = {name: place_for(name) if there else "" for name, there in zip(CardTexts._fields, is_there, strict=True)}
    markup = render_to_string("services/search/card.html", {"card": shown, "own_facts": place_for("own_facts")})
    before, _own, after = markup.partition(place_for("own_facts"))
    return Skeleton(before), Skeleton(after)


@lru_cache
def _own_fact(name: str, _language: str | None) -> Skeleton:
    return Skeleton(render_to_string("services/search/own_fact.html", {name: place_for(name)}))


@register.simple_tag
def ways_to_reach(contact: Contact | None) -> SafeString:
    """Return the list of ways to reach a provider, as a card of a plan shows it."""
    return _ways_to_reach(contact, get_language())


@lru_cache(maxsize=MAX_CARDS)
def _ways_to_reach(contact: Contact | None, _language: str | None) -> SafeString:
    return render_to_string("ui/contact.html", {"contact": contact})


@register.simple_tag
def text_field(field: BoundField) -> SafeString:
    """Return a text field of the search form."""
    if field.errors:
        return _drawn(field)
    return _text_field(field.name, get_language()).holding({field.name: field.value() or ""})


@lru_cache
def _text_field(name: str, _language: str | None) -> Skeleton:
    return Skeleton(_drawn(SearchForm(initial={name: place_for(name)})[name]))


@register.simple_tag
def counted_field(field: BoundField, counts: Mapping[str, int]) -> SafeString:
    """Return a list of the search form, with behind each option how many providers it would give."""
    if field.errors:
        return _drawn(field)
    skeleton, codes = _counted_field(field.name, field.value() or "", get_language(), current_version())
    return skeleton.holding({_number_of(turn): str(counts[code]) for turn, code in enumerate(codes)})


@lru_cache(maxsize=MAX_FIELDS)
def _counted_field(
    name: str, value: str, _language: str | None, _lists: UUID | None
) -> tuple[Skeleton, tuple[str, ...]]:
    """Return a list, and the codes of its options in turn."""
    field = SearchForm(initial={name: value})[name]
    options = list(field.field.choices)
    numbers = [place_for(_number_of(turn)) for turn in range(len(options))]
    field.field.choices = [(code, f"{text} ({number})") for (code, text), number in zip(options, numbers, strict=True)]
    return Skeleton(_drawn(field)), tuple(code for code, _text in options)


def _number_of(turn: int) -> str:
    return f"number{turn}"


def _drawn(field: BoundField) -> SafeString:
    return render_to_string("ui/field.html", {"field": field, "all_optional": True})
