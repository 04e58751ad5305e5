"""Fragments that are drawn once: what a card says in every list, how to reach a provider, fields.

What lives here: caching a fragment by all that it was drawn from, so that nothing cached can be out of date. What does
not: markup (templates/services/search/, templates/ui/). What each fragment saves is in
docs/decisions/drawn-once.md. What somebody typed is never cached.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import escape
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
# Stands in a template for what differs from search to search. Nothing else there can hold it: no form takes it.
HERE = mark_safe("\0")
# What holds for one search only, in the order of the card.
OWN_FACTS = ("works_in", "works_for", "distance", "open_now", "room", "reply_time")


class Drawn(NamedTuple):
    """Drawn markup, before and after the place where something differs from search to search."""

    before: str
    after: str

    def holding(self, markup: str) -> SafeString:
        """Return the markup with this in its place."""
        return mark_safe(self.before + markup + self.after)  # noqa: S308  (all of it is markup of templates, or escaped)


def _draw(template_name: str, context: dict[str, Any]) -> Drawn:
    before, _here, after = render_to_string(template_name, context).partition(HERE)
    return Drawn(before, after)


@register.simple_tag
def cards(hits: Iterable[Hit], said: Iterable[str], chosen: Container[str]) -> list[SafeString]:
    """Return the card of each hit, with what holds for this search only among its facts.

    A card leaves out what the list said already; those that were chosen to be compared are ticked.
    """
    language, said_once = get_language(), frozenset(said)
    drawn = []
    for hit in hits:
        own = ((name, getattr(hit, name)) for name in OWN_FACTS)
        facts = "".join(_own_fact(name, words, language) for name, words in own if words)
        drawn.append(_card(hit.facts, said_once, hit.facts.slug in chosen, language).holding(facts))
    return drawn


@lru_cache(maxsize=MAX_CARDS)
def _card(facts: Facts, said: frozenset[str], is_chosen: bool, _language: str | None) -> Drawn:
    context = {"facts": facts, "own_facts": HERE, "said": said, "is_chosen": is_chosen}
    return _draw("services/search/card.html", context)


@lru_cache(maxsize=MAX_CARDS)
def _own_fact(name: str, words: str, _language: str | None) -> SafeString:
    return render_to_string("services/search/own_fact.html", {name: words})


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
    return _text_field(field.name, get_language()).holding(escape(field.value() or ""))


@lru_cache(maxsize=MAX_FIELDS)
def _text_field(name: str, _language: str | None) -> Drawn:
    return _draw("ui/field.html", {"field": SearchForm(initial={name: HERE})[name], "all_optional": True})


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
