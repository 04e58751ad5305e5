"""Whom to ask instead of an organisation that has no room: others with a role of it, where it is.

What lives here: finding them. What does not: what an organisation said of its room (practical/capacity.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.urls import reverse
from django.utils.http import urlencode

from regions.places import Found, Location, find_place
from regions.wording import label_of
from services.catalogue import catalogue
from services.freshness import oldest_checks
from services.models import Provider, Role
from services.practical.capacity import Capacity
from services.querysets import offers

MOST = 3


@dataclass(frozen=True, slots=True)
class Others:
    """The best known others at a place, and the address of the search that finds all of them."""

    place: str
    providers: Sequence[Provider]
    search: str


def others_than(provider: Provider, on: date) -> Others | None:
    """Return whom to ask instead of who is full, or has a waiting list, on a day; None of anyone else.

    So too where it is not known in which place that would be.
    """
    is_full = provider.capacity in (Capacity.FULL, Capacity.WAITING)
    if not is_full or provider.capacity_until is None or provider.capacity_until < on:
        return None
    roles = [role for role in Role if role in provider.roles]
    place = find_place(provider.postcode or provider.city, on)
    if not roles or not isinstance(place, Found):
        return None
    location = place.location
    return Others(label_of(location), _at(location, roles, provider, on), _search(location, roles))


def _at(location: Location, roles: Sequence[Role], provider: Provider, on: date) -> list[Provider]:
    known = catalogue()
    private = [kind.id for kind in known.types if kind.is_private]
    full = Provider.objects.filter(capacity=Capacity.FULL, capacity_until__gte=on)
    found = Provider.objects.published(on).covering(location).filter(reduce(or_, map(offers, roles)))
    found = found.exclude(pk=provider.pk).exclude(pk__in=full.values("pk"))
    point = (location.latitude, location.longitude)
    return list(found.best_first(point, oldest_checks(on, known.parameters), last=private)[:MOST])


def _search(location: Location, roles: Sequence[Role]) -> str:
    asked = {"locatie": location.label, **({"rol": roles[0].value} if len(roles) == 1 else {})}
    return f"{reverse('search')}?{urlencode(asked)}"
