"""Fragments that are drawn once: what a card says in every list, how to reach a provider, fields, the frame of the map.

What lives here: caching a fragment by all that it was drawn from, so that nothing cached can be out of date. What does
not: markup (templates/services/search/, templates/ui/). What each fragment saves is in
docs/decisions/drawn-once.md. What somebody typed is never cached.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from regions.versions import current_version
from services.contact import Contact
from services.search.question import SearchForm
from services.search.results import Facts, Hit

register = template.Library()

# A card is some 2 kB: all cards of a country of some thousands of providers, in two languages, take 20 MB.
MAX_CARDS = 10_000
MAX_FIELDS = 1_000
# What holds for one search only, in the order of the card.
OWN_FACTS = ("works_in", "works_for", "distance")


class Card(NamedTuple):
    """The fragments of a card around and between which stands what holds for one search only."""

    head: SafeString
    facts: SafeString
    foot: SafeString


@register.filter
def with_cards(hits: Iterable[Hit]) -> Iterator[tuple[Hit, Card]]:
    """Yield each hit with its card, in which its own facts stand first."""
    language = get_language()
    for hit in hits:
        card = _card(hit.facts, language)
        yield hit, card._replace(facts=_own_facts(hit, language) + card.facts)


def _own_facts(hit: Hit, language: str | None) -> SafeString:
    own = ((name, getattr(hit, name)) for name in OWN_FACTS)
    return mark_safe(  # noqa: S308  (each fragment is rendered template text)
        "".join(_own_fact(name, words, language) for name, words in own if words)
    )


@lru_cache(maxsize=MAX_CARDS)
def _own_fact(name: str, words: str, _language: str | None) -> SafeString:
    return render_to_string("services/search/own_fact.html", {name: words})


@lru_cache(maxsize=MAX_CARDS)
def _card(facts: Facts, _language: str | None) -> Card:
    return Card._make(
        render_to_string(f"services/search/card_{fragment}.html", {"facts": facts}) for fragment in Card._fields
    )


@register.simple_tag
def ways_to_reach(contact: Contact | None) -> SafeString:
    """Return the list of ways to reach a provider, as a card of a plan shows it."""
    return _ways_to_reach(contact, get_language())


@lru_cache(maxsize=MAX_CARDS)
def _ways_to_reach(contact: Contact | None, _language: str | None) -> SafeString:
    return render_to_string("ui/contact.html", {"contact": contact})


@register.simple_tag
def list_map(tile_url: str, tile_attribution: str) -> SafeString:
    """Return the frame of the map beside a list."""
    return _list_map(tile_url, tile_attribution, get_language())


@lru_cache
def _list_map(tile_url: str, tile_attribution: str, _language: str | None) -> SafeString:
    return render_to_string(
        "services/search/list_map.html", {"tile_url": tile_url, "tile_attribution": tile_attribution}
    )


@register.simple_tag
def text_field(field: BoundField) -> SafeString:
    """Return a text field of the search form."""
    if field.errors or field.value():
        return _drawn(field)
    return _empty_field(field.name, get_language())


@lru_cache(maxsize=MAX_FIELDS)
def _empty_field(name: str, _language: str | None) -> SafeString:
    return _drawn(SearchForm()[name])


@register.simple_tag
def counted_field(field: BoundField, counts: Mapping[str, int]) -> SafeString:
    """Return a list of the search form, with behind each option how many providers it would give."""
    if field.errors:
        return _drawn(field)
    return _counted_field(field.name, field.value() or "", frozenset(counts.items()), get_language(), current_version())


@lru_cache(maxsize=MAX_FIELDS)
def _counted_field(
    name: str, value: str, counts: frozenset[tuple[str, int]], _language: str | None, _lists: UUID | None
) -> SafeString:
    field = SearchForm(initial={name: value})[name]
    numbers = Counter(dict(counts))
    field.field.choices = [(code, f"{label} ({numbers[code]})") for code, label in field.field.choices]
    return _drawn(field)


def _drawn(field: BoundField) -> SafeString:
    return render_to_string("ui/field.html", {"field": field, "all_optional": True})
