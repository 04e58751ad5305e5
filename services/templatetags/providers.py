"""Drawing what is the same on many pages once: the cards of providers, and fields of the form.

What lives here: keeping markup by all that it was drawn from, so that nothing kept can be out of date, and putting
what differs from search to search into it. What does not: the markup itself (templates/services/search/card.html,
templates/ui/).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from regions.versions import current_version
from services.search.question import SearchForm
from services.search.results import Facts, Hit

register = template.Library()

# A card is some 2 kB: all cards of a country of some thousands of providers, in two languages, take 20 MB.
KEPT_CARDS = 10_000
KEPT_FIELDS = 100

# Stands in drawn markup where something that differs from search to search goes. No other text there can hold this:
# all of it is escaped.
OPEN_PLACE = mark_safe("<here>")


@register.simple_tag
def hit_list(hits: Iterable[Hit], why: str, distance: str) -> SafeString:
    """Return the cards of providers; under the words `why` and `distance` stands what holds for this search only."""
    language, why, distance = get_language(), escape(why), escape(distance)
    items = []
    for hit in hits:
        facts = ""
        if hit.reasons:
            facts += f"<dt>{why}</dt><dd>{escape('; '.join(hit.reasons))}</dd>"
        if hit.distance:
            facts += f"<dt>{distance}</dt><dd>{escape(hit.distance)}</dd>"
        items.append(_drawn_card(hit.facts, language).replace(OPEN_PLACE, facts, 1))
    return mark_safe("".join(items))  # noqa: S308  (cards come from a template, what is put into them is escaped)


@lru_cache(maxsize=KEPT_CARDS)
def _drawn_card(facts: Facts, _language: str | None) -> str:
    return render_to_string("services/search/card.html", {"facts": facts, "open_place": OPEN_PLACE})


@register.simple_tag
def list_map(tile_url: str, tile_attribution: str) -> SafeString:
    """Return the frame of the map beside a list."""
    return _drawn_map(tile_url, tile_attribution, get_language())


@lru_cache(maxsize=KEPT_FIELDS)
def _drawn_map(tile_url: str, tile_attribution: str, _language: str | None) -> SafeString:
    return render_to_string(
        "services/search/list_map.html", {"tile_url": tile_url, "tile_attribution": tile_attribution}
    )


@register.simple_tag
def text_field(field: BoundField) -> SafeString:
    """Return a text field of the search form, as ui/field.html draws it."""
    if field.errors:
        return _drawn(field)
    before, _place, after = _frame(field.name, get_language(), current_version()).partition(OPEN_PLACE)
    return mark_safe(before + escape(field.value() or "") + after)  # noqa: S308  (the value is escaped)


@register.simple_tag
def counted_field(field: BoundField, counts: Mapping[str, int]) -> SafeString:
    """Return a list of the search form, with behind each option how many providers it would give."""
    if field.errors:
        return _drawn(field)
    value, drawn_for = field.value() or "", (field.name, get_language(), current_version())
    options = "".join(
        f'<option value="{code}"{" selected" if code == value else ""}>{label} ({counts[code]})</option>'
        for code, label in _options(*drawn_for)
    )
    before, end, after = _frame(*drawn_for).rpartition("</select>")
    return mark_safe(before + options + end + after)  # noqa: S308  (the options are escaped)


@lru_cache(maxsize=KEPT_FIELDS)
def _frame(name: str, _language: str | None, _lists: UUID | None) -> str:
    """Return a field without what differs from search to search: its value, or its options."""
    form = SearchForm(initial={name: OPEN_PLACE})
    if hasattr(form.fields[name], "choices"):
        form.fields[name].choices = []
    return _drawn(form[name])


def _drawn(field: BoundField) -> SafeString:
    return render_to_string("ui/field.html", {"field": field, "all_optional": True})


@lru_cache(maxsize=KEPT_FIELDS)
def _options(name: str, _language: str | None, _lists: UUID | None) -> list[tuple[str, str]]:
    """Return the codes and names of a list, escaped."""
    return [(escape(code), escape(label)) for code, label in SearchForm.base_fields[name].choices]
