"""A provider as search engines read it: schema.org in JSON-LD.

What lives here: what our page says, in their words. What does not: anything that the page does not say. Invented
contact data (of examples) are for people who can read that they are invented, so machines do not get them.
"""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from services.organisation.profile import Profile


def linked_data(profile: Profile, url: str) -> SafeString:
    """Return the provider as JSON-LD that can stand inside a script element; what is not known is left out."""
    provider = profile.provider
    facts = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "name": provider.name,
        "description": profile.description or profile.type.description,
        "keywords": [profile.type.name, *(sector.name for sector in profile.sectors)],
        "areaServed": [{"@type": "AdministrativeArea", "name": area} for area in profile.work_area],
        "dissolutionDate": profile.stopped_on and f"{provider.retired_on:%Y-%m-%d}",
        **({} if provider.is_example else _contact(profile)),
    }
    return mark_safe(dump({name: fact for name, fact in facts.items() if fact}))  # noqa: S308  (dump leaves no markup)


def _contact(profile: Profile) -> dict[str, Any]:
    provider = profile.provider
    address = {
        "@type": "PostalAddress",
        "streetAddress": provider.street,
        "postalCode": provider.postcode,
        "addressLocality": provider.city,
        "addressCountry": "NL",
    }
    return {
        "url": provider.website,
        "email": provider.email,
        "telephone": provider.phone,
        "address": {name: part for name, part in address.items() if part} if profile.address or provider.city else None,
    }


def dump(value: dict[str, Any]) -> str:
    """Return JSON without the characters that could end a script element."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
