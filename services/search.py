"""Which providers a search finds, in which order, and why each of them is shown.

What lives here: one page of hits. What does not: reading the question (filters.py), the conditions themselves
(querysets.py), markup (templates/services/).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Window
from django.utils.translation import gettext as _

from regions.geo import distance_km
from regions.places import Location
from services import wording
from services.catalogue import SectorEntry, TypeEntry, catalogue
from services.coverage import AreaRow, Coverage, Serves
from services.freshness import Freshness, OldestChecks, oldest_checks
from services.models import Provider, Role
from services.querysets import ProviderQuerySet, areas_holding

PAGE_SIZE = 20


@dataclass(frozen=True)
class SearchQuery:
    """A question: which providers are left after the filters, and from where and for what they are seen."""

    providers: ProviderQuerySet
    location: Location | None = None
    sector: str = ""
    page: int = 1


class ProviderRow(NamedTuple):
    """The columns that a list shows of a provider."""

    id: int
    slug: str
    name: str
    type_id: int
    has_own_roles: bool
    preventive: bool
    curative: bool
    reintegration: bool
    min_redundancies: int | None
    city: str
    is_example: bool
    last_checked_on: date | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a provider in every list. Compared by value: equal facts may be shown by the same markup."""

    row: ProviderRow
    type: TypeEntry
    sectors: tuple[SectorEntry, ...]
    freshness: Freshness

    @property
    def slug(self) -> str:
        """Return the key in the provider's address."""
        return self.row.slug

    @property
    def name(self) -> str:
        """Return the provider's name."""
        return self.row.name

    @property
    def position(self) -> tuple[float, float] | None:
        """Return latitude and longitude, where they are known."""
        if self.row.latitude is None or self.row.longitude is None:
            return None
        return self.row.latitude, self.row.longitude

    @property
    def roles(self) -> str:
        """Return the roles in words: its own, else its type's."""
        own = {role for role in Role if getattr(self.row, role)}
        return wording.roles_in_words(own if self.row.has_own_roles else self.type.roles)

    @property
    def minimum(self) -> str:
        """Return the minimum number of redundancies in words."""
        return wording.minimum_in_words(self.row.min_redundancies)

    @property
    def check(self) -> str:
        """Return when the record was last checked, in words."""
        return wording.check_in_words(self.row.last_checked_on, self.freshness)

    @property
    def is_up_to_date(self) -> bool:
        """Return whether the last check is recent enough to go by."""
        return self.freshness in (Freshness.FRESH, Freshness.DUE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One provider in a list, with why it is shown there and how far away it is; both in words."""

    facts: Facts
    reasons: tuple[str, ...]
    distance: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of what was found, and how much there is in all."""

    hits: tuple[Hit, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def search_providers(query: SearchQuery, on: date) -> SearchResult:
    """Return one page of providers. A page after the last one is empty, but knows the total.

    With a place, those come first whose record can be trusted most, then the nearest; without one they stand by
    name. Private providers always come after the public network.
    """
    edges = oldest_checks(on, catalogue().parameters)
    rows, total = _rows_and_total(query, edges)
    if not rows:
        return SearchResult(hits=(), total=total, page=query.page)
    keys = [row.id for row in rows]
    sectors = _sectors_of(keys)
    areas = _areas_for(query.location, keys) if query.location else {}
    facts = (_facts(row, sectors[row.id], edges) for row in rows)
    hits = tuple(_hit(fact, query, areas.get(fact.row.id)) for fact in facts)
    return SearchResult(hits=hits, total=total, page=query.page)


def order_in_words(location: Location | None) -> str:
    """Return the order of the list as its readers are told."""
    if location is None:
        return _("Volgorde: op naam. Particuliere organisaties staan achteraan.")
    return _(
        "Volgorde: eerst wie op tijd is gecontroleerd, dan wie te laat is gecontroleerd, dan de rest. Daarbinnen "
        "staat de kortste afstand vooraan, daarna gaat het op naam. Particuliere organisaties staan achteraan."
    )


def _rows_and_total(query: SearchQuery, edges: OldestChecks) -> tuple[list[ProviderRow], int]:
    start = (query.page - 1) * PAGE_SIZE
    page = slice(start, start + PAGE_SIZE)
    if query.location is None:
        # By name the index gives a page at once; counting along would read every provider for it.
        rows = query.providers.public_first().values_list(*ProviderRow._fields)[page]
        return [ProviderRow._make(row) for row in rows], query.providers.count()
    ordered = query.providers.best_first((query.location.latitude, query.location.longitude), edges)
    found = list(ordered.annotate(total=Window(Count("*"))).values_list(*ProviderRow._fields, "total")[page])
    total = found[0][-1] if found else query.providers.count()
    return [ProviderRow._make(row[:-1]) for row in found], total


def _sectors_of(providers: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    links = Provider.sectors.through.objects.filter(provider_id__in=providers)
    for provider, sector in links.values_list("provider_id", "sector_id"):
        found[provider].add(sector)
    return found


def _areas_for(location: Location, providers: Sequence[int]) -> dict[int, tuple[Serves, str]]:
    """Return for each provider how much of the location it serves, and through which part of its work area."""
    rows = areas_holding([location], AreaRow._fields, among=providers).rows()
    serves = Coverage(location).of_each(rows)
    areas: dict[int, list[AreaRow]] = defaultdict(list)
    for row in rows:
        areas[row[0]].append(AreaRow._make(row))
    return {
        provider: (serves[provider], wording.listed([wording.area_in_words(area) for area in found]))
        for provider, found in areas.items()
    }


def _facts(row: ProviderRow, sectors: Collection[int], edges: OldestChecks) -> Facts:
    known = catalogue()
    return Facts(
        row=row,
        type=known.types_by_id[row.type_id],
        sectors=tuple(entry for entry in known.sectors if entry.id in sectors) if sectors else (),
        freshness=edges.state_of(row.last_checked_on),
    )


def _hit(facts: Facts, query: SearchQuery, area: tuple[Serves, str] | None) -> Hit:
    return Hit(
        facts=facts,
        reasons=tuple(_reasons(facts, query, area)),
        distance=wording.distance_in_words(_distance(query.location, facts.position)),
    )


def _reasons(facts: Facts, query: SearchQuery, area: tuple[Serves, str] | None) -> Iterable[str]:
    if query.location and area:
        serves, names = area
        if serves == "full":
            yield _("Werkgebied: %(names)s") % {"names": names}
        else:
            yield _("Werkt in een deel van %(place)s: %(names)s") % {"place": query.location.label, "names": names}
    if query.sector:
        yield _("Werkt voor uw sector") if facts.sectors else _("Werkt voor alle sectoren")


def _distance(location: Location | None, position: tuple[float, float] | None) -> float | None:
    if location is None or position is None:
        return None
    return distance_km(location.latitude, location.longitude, *position)
