"""Which labour market region has help in which role, who gives it there, and where it is missing.

What lives here: the judgement for whole regions. What does not: the judgement for one place (work_area/holding.py), or
for one case with its sector, numbers and budget (the app of referrals), markup (templates/services/).

A gap is what R16 calls one: no provider of a specific kind. The general entry of employers never closes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Area
from regions.places import Location, atlas
from regions.validity import valid_on
from services import type_codes
from services.catalogue import TypeEntry, catalogue
from services.models import ROLES_TICKED, Provider, Role, roles_held
from services.work_area.holding import Coverage, Serves
from services.work_area.index import ProviderFacts, providers_holding
from services.work_area.parts import AreaPart, Named, names_holding
from services.work_area.serving import Serving, serving


class Status(Enum):
    """How much help there is in one role: for everyone everywhere, with limits, or none."""

    WHOLE = "whole"
    LIMITED = "limited"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Region:
    """A labour market region, and what the places in it have in common."""

    code: str
    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class RegionCoverage:
    """A region with the state of each role."""

    region: Region
    statuses: dict[Role, Status]

    @property
    def helped(self) -> int:
        """Return how many roles somebody has here, with or without limits."""
        return sum(status is not Status.GAP for status in self.statuses.values())


@dataclass(frozen=True, slots=True)
class ServedRegion:
    """A region with everyone who serves it: for each role the specific providers, and apart the general entry."""

    coverage: RegionCoverage
    by_role: dict[Role, list[Serving]]
    entries: list[Serving]


class Reach(NamedTuple):
    """Providers taken together: those with a role, or of them only those who help anyone who asks."""

    role: Role
    anyone: bool


# One part of a work area, with whom its provider counts for there.
ReachedPart = tuple[Reach, AreaPart]


class _Offer(NamedTuple):
    """What decides whom a provider helps, beside where it does. Equal offers at one place are read once."""

    type_id: int
    preventive: bool
    curative: bool
    reintegration: bool
    takes_redundant: bool | None
    min_redundancies: int | None
    has_sectors: bool


PART_COLUMNS = [f"service_areas__{column}" for column in AreaPart._fields]


def regions(on: date, code: str | None = None) -> list[Region]:
    """Return the labour market regions of a date by name, or the one with this code; none where there are none."""
    areas = Area.objects.filter(valid_on(on, "scheme__"), scheme__code=LABOUR_MARKET_REGION).select_related("scheme")
    if code is not None:
        areas = areas.filter(code=code)
    known = atlas()
    located = (
        (area, known.locate(f"{area.scheme.name_nl} {area.name}", on).matches) for area in areas.order_by("name")
    )
    return [
        Region(area.code, area.name, location)
        for area, matches in located
        for location in matches
        if (location.scheme, location.area_code) == (LABOUR_MARKET_REGION, area.code)
    ]


def coverage_of_regions(on: date) -> list[RegionCoverage]:
    """Return every region with the state of each role: two queries, however many regions and providers there are."""
    offers = _Offers(on)
    return [_judge(region, offers.in_region(region)) for region in regions(on)]


def served_region(region: Region, on: date) -> ServedRegion:
    """Return who serves a region in which role: no query for what is in memory."""
    kinds = catalogue().types_by_code
    found = sorted(serving([region.location], on), key=lambda server: _order(server, kinds[server.facts.type_code]))
    reaches = {server.facts.id: _reaches_of(server.facts, kinds[server.facts.type_code]) for server in found}
    parts, _providers = providers_holding([region.location])
    held = ((reach, part) for provider, part in parts for reach in reaches.get(provider, ()))
    return ServedRegion(
        coverage=_judge(region, held),
        by_role={role: [server for server in found if Reach(role, False) in reaches[server.facts.id]] for role in Role},
        entries=[server for server in found if server.facts.type_code == type_codes.TypeCode.EMPLOYER_SERVICE_POINT],
    )


def _judge(region: Region, held: Iterable[ReachedPart]) -> RegionCoverage:
    """Return the state of each role; what several providers hold counts together."""
    serves = Coverage(region.location).of_each(held)
    return RegionCoverage(region, {role: _status(serves, role) for role in Role})


def _status(serves: dict[Reach, Serves], role: Role) -> Status:
    if serves.get(Reach(role, anyone=True)) == "full":
        return Status.WHOLE
    return Status.LIMITED if Reach(role, anyone=False) in serves else Status.GAP


# --- Whom a provider helps -------------------------------------------------------------------------------


def _reaches(
    kind: TypeEntry, roles: Iterable[Role], takes_redundant: bool | None, minimum: int | None, has_sectors: bool
) -> Iterator[Reach]:
    """Yield what a provider counts for. Limits of its own (R3, R5, R14) leave it out where anyone must be helped."""
    for role in roles:
        if not _counts_for(kind, role, takes_redundant):
            continue
        yield Reach(role, anyone=False)
        has_minimum = role is Role.CURATIVE and (minimum or 0) > 1
        if not (has_sectors or kind.is_private or has_minimum):
            yield Reach(role, anyone=True)


def _counts_for(kind: TypeEntry, role: Role, takes_redundant: bool | None) -> bool:
    """R16 and R8: not the general entry, and for redundant people only who helps the healthy."""
    is_helping = role is not Role.CURATIVE or type_codes.helps_healthy_redundant(kind.code, takes_redundant)
    return is_helping and type_codes.is_specific(kind.code)


def _reaches_of(facts: ProviderFacts, kind: TypeEntry) -> frozenset[Reach]:
    return frozenset(_reaches(kind, facts.roles, facts.takes_redundant, facts.min_redundancies, bool(facts.sectors)))


def _reaches_of_offer(offer: _Offer, kind: TypeEntry) -> list[Reach]:
    roles = roles_held(ROLES_TICKED[offer.preventive, offer.curative, offer.reintegration], kind.roles)
    return list(_reaches(kind, roles, offer.takes_redundant, offer.min_redundancies, offer.has_sectors))


def _order(server: Serving, kind: TypeEntry) -> tuple:
    """Return the key by which the public network comes first, then who helps all sectors, then who serves it all."""
    return kind.is_private, bool(server.facts.sectors), server.serves != ("full",), server.facts.name, server.facts.slug


# --- All work areas of the country -----------------------------------------------------------------------


class _Offers:
    """Every offer in the country on a day, ready to be asked for the ones in a region."""

    def __init__(self, on: date) -> None:
        self._by_name: dict[Named, set[ReachedPart]] = defaultdict(set)
        kinds = catalogue().types_by_id
        for offer, part in _offers(on):
            reaches = _reaches_of_offer(offer, kinds[offer.type_id])
            self._by_name[part.named].update((reach, part) for reach in reaches)

    def in_region(self, region: Region) -> Iterator[ReachedPart]:
        """Yield the parts of work areas that may lie in the region, each with whom it counts for."""
        for name in names_holding(region.location):
            yield from self._by_name.get(name, ())


def _offers(on: date) -> Iterator[tuple[_Offer, AreaPart]]:
    listed = Provider.sectors.through.objects.filter(provider_id=OuterRef("pk"))
    rows = (
        Provider.objects.published(on)
        .filter(service_areas__isnull=False)
        .annotate(has_sectors=Exists(listed))
        .order_by()
        .values_list(*_Offer._fields, *PART_COLUMNS)
        .distinct()
    )
    own = len(_Offer._fields)
    return ((_Offer._make(row[:own]), AreaPart._make(row[own:])) for row in rows)
