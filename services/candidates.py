"""Lean rows of providers for routing: whom they serve, wholly or in part, read in a fixed number of queries.

What lives here: reading. What does not: judging a case (the room of referrals), what a page shows (search.py).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, reduce
from itertools import count, pairwise, product
from operator import or_
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from regions.places import Location
from services.catalogue import catalogue
from services.coverage import AreaRow, Coverage, Serves
from services.models import Provider, Role
from services.querysets import areas_holding

CHUNK = 50

# Nearest providers are looked for in ever wider rings, so that the whole country is seldom read. Radii in degrees
# of latitude (111 km): the first is a region, the last is wider than the country.
RING_RADII = (0.25, 1.25, 6.0)

OWN_ROLES = {
    flags: frozenset(role for role, has_it in zip(Role, flags, strict=True) if has_it)
    for flags in product((False, True), repeat=len(Role))
}

COLUMNS = (
    "id",
    "slug",
    "name",
    "type_id",
    "has_own_roles",
    "preventive",
    "curative",
    "reintegration",
    "min_redundancies",
    "takes_redundant",
    "last_checked_on",
    "latitude",
    "longitude",
)


class ServingRow(NamedTuple):
    """What routing needs of one provider. `serves` says for each location asked for how much of it is held."""

    id: int
    slug: str
    name: str
    type_code: str
    roles: frozenset[Role]
    sectors: frozenset[str]
    min_redundancies: int | None
    takes_redundant: bool | None
    last_checked_on: date | None
    latitude: float | None
    longitude: float | None
    serves: tuple[Serves, ...]


class InView(NamedTuple):
    """Which providers may matter to a case: those with one of the roles, and those of a type whatever their roles."""

    roles: Collection[str]
    types: Collection[str]
    private: bool

    def condition(self) -> Q:
        """Return this as a condition on providers; it needs no join, since the types are known."""
        kinds = [kind for kind in catalogue().types if self.private or not kind.is_private]
        always = Q(type_id__in=[kind.id for kind in kinds if kind.code in self.types])
        by_type = Q(type_id__in=[kind.id for kind in kinds if kind.roles.intersection(self.roles)])
        own = reduce(or_, (Q(**{role: True}) for role in self.roles), Q(pk__in=[]))
        allowed = Q(type_id__in=[kind.id for kind in kinds])
        return always | Q(has_own_roles=False) & by_type | Q(has_own_roles=True) & own & allowed


def serving_rows(locations: Sequence[Location], on: date, view: InView | None = None) -> list[ServingRow]:
    """Return the published providers whose work area holds (part of) a location: three queries for any number.

    With a view, only the providers that it holds.
    """
    held = areas_holding(locations, AreaRow._fields).rows()
    coverages = [Coverage(location).of_each(held) for location in locations]
    providers = Provider.objects.published(on).covering(*locations)
    if view:
        providers = providers.filter(view.condition())
    return _rows(
        _read_lean(providers),
        sectors=_sectors_of(areas_holding(locations).as_subquery()),
        serves=lambda key: tuple([coverage.get(key) for coverage in coverages]),
    )


def nearest_rows(role: str, sector: str | None, location: Location, on: date) -> Iterator[ServingRow]:
    """Give the providers with the role (and for the sector) that do not serve the location, nearest to it first.

    Providers without a position are not among them. `serves` is empty.
    """
    point = (location.latitude, location.longitude)
    outside = Provider.objects.published(on).offering(role).not_covering(location)
    if sector is not None:
        outside = outside.in_sector(sector)
    yield from _in_chunks(outside.within(point, RING_RADII[0]).nearest_first(point))
    for inner, outer in pairwise(RING_RADII):
        yield from _in_chunks(outside.within(point, outer).beyond(point, inner).nearest_first(point))


def _read_lean(providers: QuerySet[Provider]) -> Iterator[tuple]:
    """Give the columns of thousands of rows without Django's converters, which cost more than reading them.

    What SQLite leaves as it stores it is put right here: dates as text, and truth as 0 and 1.
    """
    sql, values = providers.values_list(*COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for *first, takes_redundant, checked_on, latitude, longitude in cursor.fetchall():
            takes = None if takes_redundant is None else bool(takes_redundant)
            yield *first, takes, _as_date(checked_on), latitude, longitude


@lru_cache(maxsize=4096)
def _as_date(stored: str | date | None) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _in_chunks(providers: QuerySet[Provider]) -> Iterator[ServingRow]:
    for start in count(step=CHUNK):
        chunk = list(providers.values_list(*COLUMNS)[start : start + CHUNK])
        yield from _rows(chunk, sectors=_sectors_of([row[0] for row in chunk]), serves=lambda _key: ())
        if len(chunk) < CHUNK:
            return


def _sectors_of(providers: Collection[int] | RawSQL) -> dict[int, frozenset[str]]:
    """Return the codes of the sectors of the providers that have any; no query for no providers."""
    known = catalogue().sectors_by_id
    codes: dict[int, set[str]] = defaultdict(set)
    links = Provider.sectors.through.objects.filter(provider_id__in=providers)
    for provider, sector in links.values_list("provider_id", "sector_id"):
        codes[provider].add(known[sector].code)
    return {provider: frozenset(found) for provider, found in codes.items()}


def _rows(
    providers: Iterable[tuple],
    sectors: dict[int, frozenset[str]],
    serves: Callable[[int], tuple[Serves, ...]],
) -> list[ServingRow]:
    types = catalogue().types_by_id
    all_sectors: frozenset[str] = frozenset()
    rows = []
    for key, slug, name, type_id, own, preventive, curative, reintegration, *others in providers:
        kind = types[type_id]
        roles = OWN_ROLES[preventive, curative, reintegration] if own else kind.roles
        rows.append(ServingRow(key, slug, name, kind.code, roles, sectors.get(key, all_sectors), *others, serves(key)))
    return rows
