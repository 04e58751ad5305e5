"""Finding records at the desk: one box for a name, a place, a region, a phone number or a mail address.

What lives here: what a text may mean, as a condition on providers. What does not: the page (records.py), how a place is
read (regions/places.py).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.text import slugify

from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Area
from regions.places import Ambiguous, Found, Guessed, Location, find_place
from services import stewards
from services.models import Provider, ServiceArea
from services.querysets import MAX_WORDS, ProviderQuerySet
from services.stewards import kept_by, without_owner
from services.words import words_in

LONGEST = 100
# Fewer digits are a house number, or a postcode.
LEAST_DIGITS = 6
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_OF_A_NUMBER = re.compile(r"[0-9 +()./-]+")
# What stands before a number without its area code's 0.
_BEFORE_A_NUMBER = re.compile(r"^(?:0031|31|0)")


class Sought(NamedTuple):
    """What a text found, the best first, and the places that it may mean where that is not certain."""

    providers: ProviderQuerySet
    place: str = ""
    meant: Sequence[Location] = ()


def find(text: str, on: date) -> Sought:
    """Return the records that a text may mean; without a text all of them, by name."""
    if not text:
        return Sought(Provider.objects.order_by("name", "slug"))
    named = _is_called(text)
    anywhere = named | _can_be_reached_by(text) | _is_of_region(text)
    match find_place(text, on):
        case Found(location):
            return Sought(_in_order(named, anywhere | _is_at([location])), place=location.label)
        case Ambiguous(candidates):
            return Sought(_in_order(named, anywhere | _is_at(candidates)), meant=candidates)
        case Guessed(candidates):
            return Sought(_in_order(named, anywhere), meant=candidates)
    return Sought(_in_order(named, anywhere))


def _in_order(named: Q, anywhere: Q) -> ProviderQuerySet:
    """Return the records, those that are called so first."""
    first = Case(When(named, then=Value(0)), default=Value(1))
    return Provider.objects.filter(anywhere).order_by(first, "name", "slug")


def _is_called(text: str) -> Q:
    condition = Q(name__icontains=text)
    if slug := slugify(text):
        condition |= Q(slug__contains=slug)
    if words := words_in(text)[:MAX_WORDS]:
        condition |= Q(*(Q(words__contains=f" {word}") for word in words))
    return condition


def _can_be_reached_by(text: str) -> Q:
    if "@" in text:
        return Q(email__icontains=text)
    digits = _NOT_A_DIGIT.sub("", text)
    if len(digits) < LEAST_DIGITS or not _OF_A_NUMBER.fullmatch(text):
        return Q(pk__in=[])
    return Q(phone__contains=_BEFORE_A_NUMBER.sub("", digits, count=1))


def _is_of_region(code: str) -> Q:
    area = Area.objects.filter(scheme__code=LABOUR_MARKET_REGION, code__iexact=code).first()
    if area is None:
        return Q(pk__in=[])
    return kept_by([area.pk]) | Q(Exists(ServiceArea.objects.filter(provider=OuterRef("pk"), area=area)))


def _is_at(locations: Sequence[Location]) -> Q:
    """Return the condition that a record works in one of these places, stands there, or is kept there."""
    towns = [location.place for location in locations if location.place]
    regions = [
        key
        for location in locations
        if location.kind == "area" and location.scheme == LABOUR_MARKET_REGION
        for key in location.area_ids
    ]
    works = Q(pk__in=Provider.objects.covering(*locations).values("pk"))
    return works | Q(city__in=towns) | (kept_by(regions) if regions else Q(pk__in=[]))


def kept_as_chosen(providers: ProviderQuerySet, chosen: Mapping[str, str]) -> ProviderQuerySet:
    """Return the records that the chosen region keeps, of the chosen type and owner; all where nothing is chosen."""
    if region := chosen.get("regio"):
        providers = providers.filter(kept_by([area.pk for area in stewards.regions() if area.code == region]))
    if kind := chosen.get("soort"):
        providers = providers.filter(type__code=kind)
    if owner := chosen.get("eigenaar"):
        is_theirs = Q(stewardship__owner=owner) if owner.isdigit() else without_owner()
        providers = providers.filter(is_theirs)
    return providers
