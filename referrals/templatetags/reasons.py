"""Where a reason comes from, as every part of a plan shows it.

What lives here: drawing it once for each rule: a plan has a hundred reasons of some twenty rules. What does
not: its markup (templates/referrals/advice/source.html).
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from referrals.advice.in_words import Reason

register = template.Library()


@register.simple_tag
def source_of(reason: Reason) -> SafeString:
    """Return where a reason comes from, with a way to its rule."""
    return _source(reason.source, reason.url, get_language())


@lru_cache(maxsize=1_000)
def _source(source: str, url: str, _language: str | None) -> SafeString:
    return render_to_string("referrals/advice/source.html", {"source": source, "url": url})
