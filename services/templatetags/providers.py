"""Drawing providers in a list.

What lives here: keeping drawn cards. What does not: their markup (templates/services/card.html).
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from services.search import Facts

register = template.Library()

# A card is some 1.5 kB: all cards of a country of some thousands of providers, in two languages, take 15 MB.
KEPT_CARDS = 10_000


@register.simple_tag
def card(facts: Facts) -> SafeString:
    """Return the card of a provider, without what differs from search to search.

    It is kept by value: other facts, or another language, are another card, so nothing has to be thrown away.
    """
    return _drawn_card(facts, get_language())


@lru_cache(maxsize=KEPT_CARDS)
def _drawn_card(facts: Facts, _language: str | None) -> SafeString:
    return render_to_string("services/card.html", {"facts": facts})
