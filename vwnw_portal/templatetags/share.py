"""What a page tells of itself elsewhere: beside a link that people share, and to search engines.

What lives here: that for any page, from its own title, description and breadcrumb. What does not: what the page of one
organisation tells (services/organisation/linked_data.py), addresses in other languages (ui.py), the pictures
(scripts/build_pictures.mjs).
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from services.drawn_once import Skeleton, drawn_once, place_for
from services.organisation.linked_data import Facts, in_script
from vwnw_portal.templatetags.sender import current_sender

register = template.Library()

# Pages with a picture of their own, by url name; all others have that of the site.
PICTURES = {
    "organisation": "organisation",
    "map": "regions",
    "regions": "regions",
    "region": "regions",
    "gaps": "regions",
}
# What is drawn once is drawn for a few kinds of pages.
KEPT = 100
LOCALES = {"nl": "nl_NL", "en": "en_GB"}


@register.simple_block_tag
def kept(content: str) -> SafeString:
    """Keep a piece of a page for more than one place: `{% kept as page_title %}...{% endkept %}`.

    It is one line, and fits in an attribute.
    """
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))  # noqa: S308  (the page escaped it already)


@register.simple_tag(takes_context=True)
def shared_as(context: template.Context, title: str, description: str) -> SafeString:
    """Say what stands beside a link to this page; nothing of a page that is an answer to a mistake."""
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return SafeString()
    kind = PICTURES.get(request.resolver_match.url_name, "site")
    breadcrumb = _breadcrumb(request, context.get("breadcrumb", ()))
    own = {
        "title": title,
        "description": description,
        "address": request.build_absolute_uri(),
        "site": request.build_absolute_uri("/").removesuffix("/"),
        "breadcrumb": breadcrumb or "",
    }
    return _shared(kind, has_breadcrumb=breadcrumb is not None).holding(own)


@drawn_once(KEPT)
def _shared(kind: str, *, has_breadcrumb: bool) -> Skeleton:
    """Return what pages of a kind say, with places for what is true of one of them."""
    language = str(get_language())
    places = {name: place_for(name) for name in ("title", "description", "address", "site", "breadcrumb")}
    words = {
        **places,
        "has_breadcrumb": has_breadcrumb,
        "picture": f"share-{kind}-{language}.png",
        "locale": LOCALES[language],
        "other_locales": [locale for code, locale in LOCALES.items() if code != language],
    }
    return Skeleton(render_to_string("portal/share.html", words))


def _breadcrumb(request: HttpRequest, items: Iterable[dict[str, Any]]) -> SafeString | None:
    """Return where a page stands in the site, as JSON-LD; None for a page without a breadcrumb."""
    steps = [
        {
            "@type": "ListItem",
            "position": position,
            "name": str(item["label"]),
            "item": request.build_absolute_uri(item.get("url") or request.path),
        }
        for position, item in enumerate(items, start=1)
    ]
    return in_script({"@type": "BreadcrumbList", "itemListElement": steps}) if steps else None


@register.simple_tag(takes_context=True)
def site_data(context: template.Context) -> SafeString:
    """Return what the site is, who runs it and how to search it, as JSON-LD."""
    request = context["request"]
    home, search = (request.build_absolute_uri(reverse(name)) for name in ("home", "search"))
    facts: Facts = {
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": gettext("VWNW-portaal"),
        "alternateName": gettext("Van werk naar werk"),
        "inLanguage": get_language(),
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{words}}"},
            "query-input": "required name=words",
        },
    }
    return in_script(facts)


def _publisher() -> Facts | None:
    """Return who runs the portal, as far as the settings name it."""
    if not settings.OWNER_NAME:
        return None
    sender = current_sender()
    facts = {"@type": "Organization", "name": sender.owner, "email": sender.contact_email}
    return {name: fact for name, fact in facts.items() if fact}
