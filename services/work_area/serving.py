"""Lean rows of providers for routing: whom they serve, wholly or in part.

What lives here: which providers matter to a place. What does not: caching them (index.py), judging a case
(the room of referrals), what a page shows (search/results.py).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain, count
from typing import NamedTuple

from django.db.models import QuerySet

from regions.places import Location
from services.catalogue import catalogue
from services.models import Provider
from services.sql import RINGS
from services.work_area.as_if import AsIf
from services.work_area.facts import COLUMNS, ProviderFacts, facts_of, sectors_of
from services.work_area.holding import Coverage, Serves
from services.work_area.index import providers_holding

CHUNK = 50


class Serving(NamedTuple):
    """A provider, and for each location asked for how much of it is served."""

    facts: ProviderFacts
    serves: tuple[Serves, ...]


class InView(NamedTuple):
    """Which providers may matter to a case: those with one of the roles, and those of a type whatever their roles."""

    roles: Collection[str]
    types: Collection[str]
    private: bool

    def test(self) -> Callable[[str, frozenset[str]], bool]:
        """Return the test of a provider by the code of its type and its roles; thousands share a few of those."""
        allowed = {kind.code for kind in catalogue().types if self.private or not kind.is_private}

        @cache
        def is_in_view(type_code: str, roles: frozenset[str]) -> bool:
            return type_code in allowed and (type_code in self.types or not roles.isdisjoint(self.roles))

        return is_in_view


def serving(
    locations: Sequence[Location], on: date, view: InView | None = None, instead: AsIf | None = None
) -> Iterator[Serving]:
    """Yield the published providers whose work area holds (part of) a location: no query for what is in memory.

    One of which nobody knows where it works comes along, as "unknown" (R2). With a view only the providers that it
    holds, and those that staff marked as first contact (R19). `instead` takes the place of what is stored of one.
    """
    held, providers = providers_holding(locations)
    if instead is not None:
        key = instead.facts.id
        held = [part for part in held if part[0] != key] + [(key, part) for part in instead.parts]
        providers = providers | {key: instead.facts}
    coverages = [Coverage(location).of_each(held) for location in locations]
    is_in_view = view.test() if view else lambda _type, _roles: True
    for key in dict.fromkeys(chain.from_iterable(coverages)):
        facts = providers[key]
        if facts.retired_on is not None and facts.retired_on <= on:
            continue
        if facts.is_first_contact or is_in_view(facts.type_code, facts.roles):
            yield Serving(facts, tuple([coverage.get(key) for coverage in coverages]))


def nearest(role: str, sector: str | None, location: Location, on: date) -> Iterator[ProviderFacts]:
    """Yield the providers with the role (and for the sector) that do not serve the location, nearest to it first.

    Providers without a position are not among them.
    """
    point = (location.latitude, location.longitude)
    outside = Provider.objects.published(on).offering(role).not_covering(location)
    if sector is not None:
        outside = outside.in_sector(sector)
    for ring in RINGS:
        yield from _in_chunks(outside.in_ring(point, *ring).nearest_first(point))


def _in_chunks(providers: QuerySet[Provider]) -> Iterator[ProviderFacts]:
    for start in count(step=CHUNK):
        chunk = list(providers.values_list(*COLUMNS)[start : start + CHUNK])
        yield from facts_of(chunk, sectors_of([row[0] for row in chunk]))
        if len(chunk) < CHUNK:
            return
