"""Who helps in which role in every municipality: how many organisations, how sure that is, who is nearest where nobody.

What lives here: the judgement for municipalities. What does not: what one provider brings (status.py), regions as a
whole (by_region.py), what a page or a command says of it (gaps.py, the command `coverage_report`).

Each organisation counts once in a place, as a case there is judged: one that works in a part of it only, or of which
nobody knows where it works, may help (R2). What some hold only together is no whole for anyone who asks there.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from regions.divisions import LABOUR_MARKET_REGION
from regions.geo import distance_from
from regions.models import Municipality
from regions.places import Location, atlas
from regions.validity import valid_on
from services.catalogue import catalogue
from services.coverage.by_region import terms_of
from services.coverage.status import Status, Terms, helps_anyone, status_of
from services.freshness import oldest_checks
from services.models import Provider, Role, ServiceArea
from services.querysets import ProviderQuerySet
from services.type_codes import TypeCode
from services.work_area.as_if import AsIf
from services.work_area.holding import Coverage, Serves
from services.work_area.index import COLUMNS, HeldPart, ProviderFacts, facts_of, sectors_of
from services.work_area.parts import AreaPart, Named, names_holding


class Counts(NamedTuple):
    """How many organisations help in a role, by how sure that is; `partly` says who of the possible work in a part."""

    referable: int = 0
    known: int = 0
    possible: int = 0
    partly: int = 0

    @property
    def status(self) -> Status:
        """Return the state of whoever is best off."""
        return next((status for status in Status if getattr(self, status, 0)), Status.NOBODY)

    @property
    def is_gap(self) -> bool:
        """Return whether nobody is known to help (R16): who works in a part does so for the people there."""
        return self.status.is_gap and not self.partly


class Near(NamedTuple):
    """The nearest that would close a gap, where it works, and how far it is from the middle of the place."""

    facts: ProviderFacts
    works_in: list[AreaPart]
    kilometres: float


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """One role in a municipality. `for_everyone` is the state for people of any sector and in any number (R3, R5)."""

    counts: Counts
    by_type: dict[str, Counts]
    for_everyone: Status
    nearest: Near | None


@dataclass(frozen=True, slots=True)
class MunicipalityCoverage:
    """A municipality with the codes of its labour market regions, each role, and whom to contact first (R19)."""

    code: str
    name: str
    regions: tuple[str, ...]
    roles: dict[Role, RoleCoverage]
    first_contact: ProviderFacts | None


class _Offer(NamedTuple):
    """What a provider brings in one role where it works."""

    role: Role
    status: Status
    anyone: bool

    def where(self, serves: Serves) -> Status:
        """Return how sure its help is in a place of which it serves so much."""
        return self.status if serves == "full" else Status.POSSIBLE


class Country:
    """Everyone in the directory on a day, to ask municipality by municipality.

    Three queries, however many organisations there are. `instead` takes the place of what is stored of a record.
    """

    def __init__(self, on: date, instead: AsIf | None = None) -> None:
        self._on = on
        published = Provider.objects.published(on).order_by()
        edges = oldest_checks(on, catalogue().parameters)
        found = facts_of(list(published.values_list(*COLUMNS)), sectors_of(published.values("pk")))
        self._providers = {facts.id: facts for facts in found}
        parts = self._stored_parts(published)
        if instead is not None:
            self._put(instead, parts)
        terms = {key: terms_of(facts, edges) for key, facts in self._providers.items()}
        self._referable = {key for key, one in terms.items() if one.is_referable}
        self._offers = {key: list(_offers(one)) for key, one in terms.items()}
        self._parts: dict[Named, list[HeldPart]] = defaultdict(list)
        for key, held in parts.items():
            for part in held:
                self._parts[part.named].append((key, part))
        self._work_areas = parts
        self._placed = {role: list(self._placed_for(role)) for role in Role}

    @staticmethod
    def _stored_parts(published: ProviderQuerySet) -> dict[int, list[AreaPart]]:
        parts: dict[int, list[AreaPart]] = defaultdict(list)
        rows = ServiceArea.objects.filter(provider__in=published).order_by("pk")
        for key, *columns in rows.values_list("provider_id", *AreaPart._fields):
            parts[key].append(AreaPart._make(columns))
        return parts

    def _put(self, instead: AsIf, parts: dict[int, list[AreaPart]]) -> None:
        """Put a record in the place of what is stored of it; one that stopped is nowhere."""
        key = instead.facts.id
        self._providers.pop(key, None)
        parts.pop(key, None)
        if instead.is_published(self._on):
            self._providers[key] = instead.facts
            parts[key] = list(instead.parts)

    def municipalities(
        self, region: str | None = None, where: Callable[[Location], bool] | None = None
    ) -> list[MunicipalityCoverage]:
        """Return the municipalities of the day by name, or some: those of one labour market region; one query."""
        known = atlas()
        rows = Municipality.objects.filter(valid_on(self._on)).order_by("name", "code").values_list("code", "name")
        located = ((code, name, known.municipality_with(code, self._on)) for code, name in rows)
        return [
            self._judge(code, name, location)
            for code, name, location in located
            if location and (region is None or region in _regions_of(location)) and (where is None or where(location))
        ]

    def helpers(self) -> Iterator[tuple[dict[int, Serves], dict[Role, list[int]]]]:
        """Yield of each municipality of the day who serves how much of it, and who may help there in each role."""
        known = atlas()
        for code in Municipality.objects.filter(valid_on(self._on)).values_list("code", flat=True):
            location = known.municipality_with(code, self._on)
            if location is None:
                continue
            serves = self._serving(location)
            roles: dict[Role, list[int]] = defaultdict(list)
            for key, how_much in serves.items():
                for offer in self._offers[key] if how_much != "unknown" else ():
                    roles[offer.role].append(key)
            yield serves, roles

    def nearest(self, role: Role, location: Location) -> Near | None:
        """Return who with the role is nearest to a gap: whoever serves the place would have closed it."""
        latitude, longitude = location.latitude, location.longitude
        narrowing = math.cos(math.radians(latitude)) ** 2

        def how_far(facts: ProviderFacts) -> tuple[float, str]:
            north, east = facts.latitude - latitude, facts.longitude - longitude
            return north * north + east * east * narrowing, facts.slug

        nearest = min(self._placed[role], key=how_far, default=None)
        if nearest is None:
            return None
        return Near(
            nearest,
            self._work_areas[nearest.id],
            distance_from(latitude, longitude)(nearest.latitude, nearest.longitude),
        )

    def _placed_for(self, role: Role) -> Iterator[ProviderFacts]:
        """Yield those with a position, and known to work somewhere, that would close a gap there."""
        for key, parts in self._work_areas.items():
            closes = any(offer.role is role and not offer.status.is_gap for offer in self._offers[key])
            if closes and self._providers[key].latitude is not None and not any(part.unknown for part in parts):
                yield self._providers[key]

    def _judge(self, code: str, name: str, location: Location) -> MunicipalityCoverage:
        serves = self._serving(location)
        roles = {role: self._judge_role(role, serves, location) for role in Role}
        return MunicipalityCoverage(code, name, _regions_of(location), roles, self._first_contact(serves, location))

    def _serving(self, location: Location) -> dict[int, Serves]:
        held = (part for named in names_holding(location) for part in self._parts.get(named, ()))
        return Coverage(location).of_each(held)

    def _judge_role(self, role: Role, serves: dict[int, Serves], location: Location) -> RoleCoverage:
        tallies: dict[str, Counter[str]] = defaultdict(Counter)
        for_everyone = set()
        for key, how_much in serves.items():
            for offer in self._offers[key]:
                if offer.role is not role:
                    continue
                status = offer.where(how_much)
                tally = tallies[self._providers[key].type_code]
                tally[status] += 1
                tally["partly"] += how_much == "part" and not offer.status.is_gap
                if offer.anyone:
                    for_everyone.add(status)
        by_type = {code: Counts(*(tally[state] for state in Counts._fields)) for code, tally in sorted(tallies.items())}
        counts = Counts(*map(sum, zip(*by_type.values(), strict=True)))
        best = next((status for status in Status if status in for_everyone), Status.NOBODY)
        return RoleCoverage(counts, by_type, best, self.nearest(role, location) if counts.is_gap else None)

    def _first_contact(self, serves: dict[int, Serves], location: Location) -> ProviderFacts | None:
        """Return whom a plan names first for people here (R19): who is marked, else the general entry."""
        here = [self._providers[key] for key, how_much in serves.items() if how_much != "unknown"]
        marked = [facts for facts in here if facts.is_first_contact]
        entries = [facts for facts in here if facts.type_code == TypeCode.EMPLOYER_SERVICE_POINT]
        distance = distance_from(location.latitude, location.longitude)

        def order(facts: ProviderFacts) -> tuple[bool, float, str]:
            is_placed = facts.latitude is not None
            far = distance(facts.latitude, facts.longitude) if is_placed else math.inf
            return facts.id not in self._referable, far, facts.slug

        return min(marked or entries, key=order, default=None)


def _offers(terms: Terms) -> Iterator[_Offer]:
    """Yield the roles in which a provider helps, or may help."""
    for role in terms.roles:
        status = status_of(terms, role)
        if status is not Status.NOBODY:
            yield _Offer(role, status, helps_anyone(terms, role))


def _regions_of(location: Location) -> tuple[str, ...]:
    return location.areas.get(LABOUR_MARKET_REGION, ())
