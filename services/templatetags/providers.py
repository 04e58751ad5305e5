"""Drawing what is the same on many pages once: the cards of providers, and fields of the form.

What lives here: keeping markup by all that it was drawn from, so that nothing kept can be out of date. What does
not: the markup itself (templates/services/card.html, templates/ui/).
"""

from functools import lru_cache
from uuid import UUID

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from regions.versions import current_version
from services.filters import SearchForm
from services.search import Facts

register = template.Library()

# A card is some 1.5 kB: all cards of a country of some thousands of providers, in two languages, take 15 MB.
KEPT_CARDS = 10_000
KEPT_FIELDS = 500


@register.simple_tag
def card(facts: Facts) -> SafeString:
    """Return the card of a provider, without what differs from search to search."""
    return _drawn_card(facts, get_language())


@lru_cache(maxsize=KEPT_CARDS)
def _drawn_card(facts: Facts, _language: str | None) -> SafeString:
    return render_to_string("services/card.html", {"facts": facts})


@register.simple_tag
def kept_field(field: BoundField) -> SafeString:
    """Return a field of the search form as ui/field.html draws it. Its markup follows from its value and the lists."""
    return _drawn_field(field.name, field.value() or "", get_language(), current_version())


@lru_cache(maxsize=KEPT_FIELDS)
def _drawn_field(name: str, value: str, _language: str | None, _lists: UUID | None) -> SafeString:
    return render_to_string("ui/field.html", {"field": SearchForm({name: value})[name], "all_optional": True})
