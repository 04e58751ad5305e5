"""A provider as search engines read it: schema.org in JSON-LD.

What lives here: what our page says, in their words. What does not: anything that the page does not say. Invented
contact data (of examples) are for people who can read that they are invented, so machines do not get them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from services import phone_numbers
from services.models import Provider
from services.organisation.profile import Profile
from services.practical.hours import Opening, read_hours
from services.practical.languages import LANGUAGES

Facts = dict[str, Any]

DAYS_OF_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_script(facts: Facts) -> SafeString:
    """Return facts in the words of schema.org as JSON-LD that can stand inside a script element.

    What is not known is left out.
    """
    return mark_safe(dump({"@context": "https://schema.org", **_known(facts)}))  # noqa: S308  (dump leaves no markup)


def _known(facts: Facts) -> Facts:
    return {name: fact for name, fact in facts.items() if fact}


def linked_data(profile: Profile, url: str) -> SafeString:
    """Return the provider as JSON-LD for the page at this address."""
    provider = profile.provider
    facts = {
        "@type": "Organization",
        "@id": url,
        "mainEntityOfPage": url,
        "name": provider.name,
        "alternateName": list(profile.also_known_as),
        "description": profile.description or profile.type.description,
        "keywords": [profile.type.name, *(sector.name for sector in profile.sectors)],
        "areaServed": [{"@type": "Place", "name": area} for area in profile.work_area],
        "dissolutionDate": profile.stopped_on and f"{provider.retired_on:%Y-%m-%d}",
    }
    return in_script(facts if provider.is_example else facts | _contact(profile))


def _contact(profile: Profile) -> Facts:
    provider = profile.provider
    address = {
        "streetAddress": provider.street,
        "postalCode": provider.postcode,
        "addressLocality": provider.city,
    }
    return {
        "url": provider.website,
        "email": provider.email,
        "telephone": _number(provider.phone),
        "address": any(address.values()) and {"@type": "PostalAddress", **_known(address), "addressCountry": "NL"},
        "contactPoint": None if profile.stopped_on else _contact_point(provider),
    }


def _contact_point(provider: Provider) -> Facts | None:
    """Return how to reach people there, when and in which languages; None where none of it is known."""
    facts = _known(
        {
            "telephone": _number(provider.phone),
            "email": provider.email,
            "availableLanguage": [code for code in provider.languages.split() if code in LANGUAGES],
            "hoursAvailable": list(_hours(provider.hours)),
        }
    )
    return facts and {"@type": "ContactPoint", **facts}


def _hours(text: str) -> Iterable[Facts]:
    """Return when it is open: each pair of times once, with all its days."""
    days: dict[Opening, list[str]] = defaultdict(list)
    for day, openings in zip(DAYS_OF_WEEK, read_hours(text), strict=True):
        for opening in openings:
            days[opening].append(f"https://schema.org/{day}")
    for opening, named in days.items():
        opens, closes = f"{opening.begins:%H:%M}", f"{opening.ends:%H:%M}"
        yield {"@type": "OpeningHoursSpecification", "dayOfWeek": named, "opens": opens, "closes": closes}


def _number(phone: str) -> str:
    """Return a number as it can be dialled from anywhere, or as it is stored where it is none."""
    return phone_numbers.link_of(phone).removeprefix("tel:") or phone


def dump(value: dict[str, Any]) -> str:
    """Return JSON without the characters that could end a script element."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
