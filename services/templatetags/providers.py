"""Fragments that are drawn once: what a card says in every list, how to reach a provider, fields.

What lives here: what each of these fragments depends on. What does not: keeping them (drawn_once.py), markup
(templates/services/search/, templates/ui/). What each fragment saves is in docs/decisions/drawn-once.md.
"""

from collections.abc import Container, Iterable, Mapping
from uuid import UUID

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from regions.versions import current_version
from services.contact import Contact
from services.drawn_once import Skeleton, drawn_once, place_for
from services.search.question import SearchForm
from services.search.results import CardTexts, Facts, Hit, card_texts

register = template.Library()

# A card is some 2 kB: all cards of a country of some thousands of providers, in two languages, take 20 MB.
MAX_CARDS = 10_000
MAX_SHAPES = 1_000
MAX_FIELDS = 1_000
# What holds for one search only, in the order of the card.
OWN_FACTS = ("works_in", "works_for", "distance", "open_now", "room", "reply_time")


@register.simple_tag
def cards(hits: Iterable[Hit], said: Iterable[str], chosen: Container[str]) -> SafeString:
    """Return the card of each hit as an item of a list, with what holds for this search only among its facts.

    A card leaves out what the list said already; those that were chosen to be compared are ticked.
    """
    said_once = frozenset(said)
    drawn = []
    for hit in hits:
        own = {name: text for name in OWN_FACTS if (text := getattr(hit, name))}
        drawn.append(_card(hit.facts, said_once, hit.facts.slug in chosen, *own).holding(own))
    return mark_safe("".join(drawn))  # noqa: S308  (markup of templates, or escaped)


@drawn_once(MAX_CARDS)
def _card(facts: Facts, said: frozenset[str], is_chosen: bool, *own_facts: str) -> Skeleton:
    """Return a card, with places for the facts of these names, which hold for one search."""
    texts = card_texts(facts)._replace(is_chosen=is_chosen, **dict.fromkeys(said, ""))
    return _card_for(tuple(map(bool, texts)), own_facts).with_texts(texts._asdict())


@drawn_once(MAX_SHAPES)
def _card_for(is_there: tuple[bool, ...], own_facts: Iterable[str]) -> Skeleton:
    """Return the skeleton of all cards that show the same facts, whatever these say."""
    shown = {name: place_for(name) if there else "" for name, there in zip(CardTexts._fields, is_there, strict=True)}
    own = {name: place_for(name) for name in own_facts}
    return Skeleton(render_to_string("services/search/card.html", {"card": shown, **own}))


@register.simple_tag
def ways_to_reach(contact: Contact | None) -> SafeString:
    """Return the list of ways to reach a provider, as a card of a plan shows it."""
    return _ways_to_reach(contact)


@drawn_once(MAX_CARDS)
def _ways_to_reach(contact: Contact | None) -> SafeString:
    return render_to_string("ui/contact.html", {"contact": contact})


@register.simple_tag
def text_field(field: BoundField) -> SafeString:
    """Return a text field of the search form."""
    if field.errors:
        return _drawn(field)
    return _text_field(field.name).holding({field.name: field.value() or ""})


@drawn_once(MAX_FIELDS)
def _text_field(name: str) -> Skeleton:
    return Skeleton(_drawn(SearchForm(initial={name: place_for(name)})[name]))


@register.simple_tag
def counted_field(field: BoundField, counts: Mapping[str, int] | None) -> SafeString:
    """Return a list of the search form, with behind each option how many providers it would give, if that is known."""
    if field.errors or counts is None:
        return _drawn(field)
    skeleton, codes = _counted_field(field.name, field.value() or "", current_version())
    return skeleton.holding({_number_of(turn): str(counts[code]) for turn, code in enumerate(codes)})


@drawn_once(MAX_FIELDS)
def _counted_field(name: str, value: str, _lists: UUID | None) -> tuple[Skeleton, tuple[str, ...]]:
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
