"""Which labour market region has help in which role, who gives it there, and where it is missing.

What lives here: the judgement for whole regions. What does not: what one provider brings (status.py), the judgement
for one place (work_area/holding.py), or for one case with its sector, numbers and budget (the app of referrals),
markup (templates/services/).

Only what is known to work in a region counts there (R2). A gap is what R16 calls one: no provider of a specific kind.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Area
from regions.places import Location, atlas
from regions.validity import valid_on
from services.catalogue import catalogue
from services.coverage.status import Helpers, Status, Terms, helpers_among, status_of
from services.freshness import OldestChecks, oldest_checks
from services.models import ROLES_TICKED, Provider, Role, roles_held
from services.type_codes import TypeCode
from services.work_area.facts import ProviderFacts
from services.work_area.holding import Coverage
from services.work_area.index import providers_holding
from services.work_area.parts import AreaPart, Named, names_holding
from services.work_area.serving import Serving, nearest, serving


@dataclass(frozen=True, slots=True)
class Region:
    """A labour market region, and what the places in it have in common."""

    code: str
    name: str
    location: Location


class Help(NamedTuple):
    """The state of one role in a region: for whoever is best off, and for everyone everywhere in it."""

    best: Status
    for_everyone: Status

    @property
    def is_for_everyone(self) -> bool:
        """Return whether all are as well off as the best."""
        return self.best is self.for_everyone


@dataclass(frozen=True, slots=True)
class RegionCoverage:
    """A region with the state of each role."""

    region: Region
    roles: dict[Role, Help]


class Helper(NamedTuple):
    """A provider that is known to work in a region, and how sure it is that it helps there in one role.

    A private one is Status.NOBODY: it closes no gap, and helps who pays (R14).
    """

    serving: Serving
    status: Status


@dataclass(frozen=True, slots=True)
class ServedRegion:
    """A region with everyone who serves it.

    For each role who is known to work there, and for each gap the nearest outside of whom it is known where they are.
    Apart stand the general entry, whom to contact first (R19), and of whom nobody knows where they work (R2).
    """

    coverage: RegionCoverage
    by_role: dict[Role, list[Helper]]
    entries: list[Serving]
    first_contacts: list[Serving]
    area_unknown: list[Serving]
    nearest: dict[Role, ProviderFacts]


# One part of a work area, with whom its provider is taken together with there.
HelpersPart = tuple[Helpers, AreaPart]

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
    """Return who serves a region in which role: no query for what is in memory, and a few for each gap."""
    edges = oldest_checks(on, catalogue().parameters)
    found = list(serving([region.location], on))
    terms = {one.facts.id: terms_of(one.facts, edges) for one in found}
    ordered = sorted(found, key=lambda one: _order(one, terms[one.facts.id]))
    known = [one for one in ordered if _is_area_known(one)]
    parts, _providers = providers_holding([region.location])
    coverage = _judge(region, _held(parts, terms))
    entries = [one for one in known if one.facts.type_code == TypeCode.EMPLOYER_SERVICE_POINT]
    return ServedRegion(
        coverage=coverage,
        by_role={role: _helpers(known, terms, role) for role in Role},
        entries=entries,
        first_contacts=_first_contacts(known, entries),
        area_unknown=[one for one in ordered if not _is_area_known(one)],
        nearest=_nearest_outside(coverage, on, edges),
    )


def _judge(region: Region, held: Iterable[HelpersPart]) -> RegionCoverage:
    """Return the state of each role; what several providers hold counts together."""
    parts, may_work_here = [], set()
    for helpers, part in held:
        if part.unknown:
            may_work_here.add(helpers)
        else:
            parts.append((helpers, part))
    serves = Coverage(region.location).of_each(parts)
    somewhere = may_work_here | serves.keys()
    everywhere = may_work_here | {helpers for helpers, how_much in serves.items() if how_much == "full"}
    return RegionCoverage(
        region, {role: Help(_best(somewhere, role, False), _best(everywhere, role, True)) for role in Role}
    )


def _best(found: Collection[Helpers], role: Role, anyone: bool) -> Status:
    return next((status for status in Status if Helpers(role, status, anyone) in found), Status.NOBODY)


# --- One region ------------------------------------------------------------------------------------------


def terms_of(facts: ProviderFacts, edges: OldestChecks) -> Terms:
    """Return what decides whom a provider helps and how sure that is."""
    kind = catalogue().types_by_code[facts.type_code]
    is_referable = edges.state_of(facts.last_checked_on, facts.silent_since).is_referable
    return Terms(kind, facts.roles, facts.takes_redundant, facts.min_redundancies, bool(facts.sectors), is_referable)


def _held(parts: Iterable[tuple[int, AreaPart]], terms: dict[int, Terms]) -> Iterator[HelpersPart]:
    """Yield the parts of work areas, each with all that its provider counts for there."""
    for provider, part in parts:
        if provider in terms:
            yield from ((helpers, part) for helpers in helpers_among(terms[provider], not part.unknown))


def _order(one: Serving, terms: Terms) -> tuple:
    """Return the key of the order: who can be referred to, who helps all sectors, who serves it all, by name."""
    return not terms.is_referable, terms.has_sectors, not is_everywhere(one), one.facts.name, one.facts.slug


def is_everywhere(one: Serving) -> bool:
    """Return whether the provider's own work area holds all of the region."""
    return one.serves == ("full",)


def _is_area_known(one: Serving) -> bool:
    return one.serves != ("unknown",)


def _helpers(known: Iterable[Serving], terms: dict[int, Terms], role: Role) -> list[Helper]:
    """Return who helps, or may help, in the role: the surest first, private ones last (R14)."""
    states = list(Status)
    helpers = [Helper(one, status_of(terms[one.facts.id], role)) for one in known if role in one.facts.roles]
    found = [one for one in helpers if one.status is not Status.NOBODY or terms[one.serving.facts.id].kind.is_private]
    return sorted(found, key=lambda one: states.index(one.status))


def _first_contacts(known: Iterable[Serving], entries: Iterable[Serving]) -> list[Serving]:
    """Return who staff marked as first contact, else the general entry (R19); who serves the whole region first."""
    marked = [one for one in known if one.facts.is_first_contact]
    return sorted(marked or entries, key=lambda one: not is_everywhere(one))


def _nearest_outside(coverage: RegionCoverage, on: date, edges: OldestChecks) -> dict[Role, ProviderFacts]:
    """Return for each gap the nearest provider that would close it (R16), where one of those has a position."""
    found = {}
    for role in (role for role, state in coverage.roles.items() if state.best.is_gap):
        outside = nearest(role.value, None, coverage.region.location, on)
        if facts := next((one for one in outside if not status_of(terms_of(one, edges), role).is_gap), None):
            found[role] = facts
    return found


# --- All work areas of the country -----------------------------------------------------------------------


class _Offer(NamedTuple):
    """What decides on the terms of a provider, as columns. Equal offers at one place are read once."""

    type_id: int
    preventive: bool
    curative: bool
    reintegration: bool
    takes_redundant: bool | None
    min_redundancies: int | None
    has_sectors: bool
    is_referable: bool | None

    def helpers(self, is_area_known: bool) -> Sequence[Helpers]:
        """Return all that a provider with this offer counts for."""
        kind = catalogue().types_by_id[self.type_id]
        roles = roles_held(ROLES_TICKED[self.preventive, self.curative, self.reintegration], kind.roles)
        return list(helpers_among(Terms(kind, roles, *self[4:7], bool(self.is_referable)), is_area_known))


class _Offers:
    """Every offer in the country on a day, ready to be asked for the ones in a region."""

    def __init__(self, on: date) -> None:
        self._by_name: dict[Named, set[HelpersPart]] = defaultdict(set)
        helpers_of = cache(_Offer.helpers)
        for offer, part in _offers(on):
            helpers = helpers_of(offer, not part.unknown)
            self._by_name[part.named].update((each, part) for each in helpers)

    def in_region(self, region: Region) -> Iterator[HelpersPart]:
        """Yield the parts of work areas that may lie in the region, each with whom it counts for."""
        for name in names_holding(region.location):
            yield from self._by_name.get(name, ())


def _offers(on: date) -> Iterator[tuple[_Offer, AreaPart]]:
    listed = Provider.sectors.through.objects.filter(provider_id=OuterRef("pk"))
    edges = oldest_checks(on, catalogue().parameters)
    rows = (
        Provider.objects.published(on)
        .filter(service_areas__isnull=False)
        .annotate(has_sectors=Exists(listed), is_referable=Q(last_checked_on__gte=edges.referable))
        .order_by()
        .values_list(*_Offer._fields, *PART_COLUMNS)
        .distinct()
    )
    own = len(_Offer._fields)
    return ((_Offer._make(row[:own]), AreaPart._make(row[own:])) for row in rows)
