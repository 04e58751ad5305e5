"""Who helps in which role in every municipality: how many organisations, how sure that is, who is nearest where nobody.

What lives here: the judgement for municipalities. What does not: what one provider brings (status.py), regions as a
whole (by_region.py), what a page or a command says of it (gaps.py, the command `coverage_report`).

Each organisation counts once in a place, as a case there is judged: one that works in a part of it only, or of which
nobody knows where it works, may help (R2). What some hold only together is no whole for anyone who asks there.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from regions.geo import distance_from
from regions.places import Location
from services.catalogue import catalogue
from services.coverage.by_region import terms_of
from services.coverage.country import directory
from services.coverage.ground import Located, ground
from services.coverage.status import Offer, Status, Terms, offers_of, status_of
from services.freshness import oldest_checks
from services.models import Role
from services.type_codes import TypeCode
from services.work_area.as_if import AsIf
from services.work_area.facts import ProviderFacts
from services.work_area.holding import Coverage, Serves
from services.work_area.index import HeldPart, providers_holding
from services.work_area.parts import AreaPart, Named, names_holding
from services.work_area.serving import nearest


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
    works_in: Sequence[AreaPart]
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


class Helped(NamedTuple):
    """A municipality by its regions: who serves how much of it, who may help in each role, where nobody is known to."""

    regions: tuple[str, ...]
    serves: Mapping[int, Serves]
    roles: dict[Role, list[int]]
    gaps: frozenset[Role]


Offers = Mapping[int, Sequence[Offer]]


class Places:
    """Judges municipalities on a day by the organisations that may serve them, and by what those offer."""

    def __init__(
        self, on: date, providers: Mapping[int, ProviderFacts], terms: Mapping[int, Terms], offers: Offers
    ) -> None:
        self._on, self._providers, self._offers = on, providers, offers
        self._referable = {key for key, one in terms.items() if one.is_referable}

    def judge(self, places: Iterable[Located]) -> list[MunicipalityCoverage]:
        """Return these municipalities."""
        return [self._judge(one) for one in places]

    def _serving(self, place: Located) -> Mapping[int, Serves]:
        raise NotImplementedError

    def _nearest_to_gap(self, role: Role, location: Location) -> Near | None:
        raise NotImplementedError

    def _judge(self, place: Located) -> MunicipalityCoverage:
        serves, location = self._serving(place), place.location
        roles = {role: self._judge_role(role, serves, location) for role in Role}
        first = self._first_contact(serves, location)
        return MunicipalityCoverage(place.code, place.name, place.regions, roles, first)

    def _judge_role(self, role: Role, serves: Mapping[int, Serves], location: Location) -> RoleCoverage:
        tallies: dict[str, Counter[str]] = defaultdict(Counter)
        for_everyone = set()
        for key, how_much in serves.items():
            for offer in self._offers[key]:
                if offer.role is not role:
                    continue
                status = offer.status if how_much == "full" else Status.POSSIBLE
                tally = tallies[self._providers[key].type_code]
                tally[status] += 1
                tally["partly"] += how_much == "part" and not offer.status.is_gap
                if offer.anyone:
                    for_everyone.add(status)
        by_type = {code: Counts(*(tally[state] for state in Counts._fields)) for code, tally in sorted(tallies.items())}
        counts = Counts(*map(sum, zip(*by_type.values(), strict=True)))
        best = next((status for status in Status if status in for_everyone), Status.NOBODY)
        return RoleCoverage(counts, by_type, best, self._nearest_to_gap(role, location) if counts.is_gap else None)

    def _first_contact(self, serves: Mapping[int, Serves], location: Location) -> ProviderFacts | None:
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


class Country(Places):
    """Everyone in the directory on a day, to ask municipality by municipality.

    Three queries, however many organisations there are, and one for the municipalities where they are not in memory.
    """

    def __init__(self, on: date) -> None:
        known = directory(on)
        super().__init__(on, {facts.id: facts for facts in known.providers}, known.terms, known.offers)
        self._work_areas = known.work_areas
        self._ground = ground(on)
        self._serves: dict[str, dict[int, Serves]] = {code: {} for code in self._ground.codes}
        for key, parts in self._work_areas.items():
            for position, how_much in self._ground.held_by(parts).how_much():
                self._serves[self._ground.codes[position]][key] = how_much
        self._placed = {role: list(self._placed_for(role)) for role in Role}

    def municipalities(self, region: str | None = None) -> list[MunicipalityCoverage]:
        """Return the municipalities of the day by name, or those of one labour market region."""
        return self.judge(one for one in self._by_name() if region is None or region in one.regions)

    def helpers(self) -> Iterator[Helped]:
        """Yield each municipality of the day with who helps there; the gaps are those that `municipalities` finds."""
        for one in self._by_name():
            serves = self._serving(one)
            roles: dict[Role, list[int]] = defaultdict(list)
            gaps = set(Role)
            for key, how_much in serves.items():
                for offer in self._offers[key] if how_much != "unknown" else ():
                    roles[offer.role].append(key)
                    gaps -= {offer.role} if not offer.status.is_gap else set()
            yield Helped(one.regions, serves, roles, frozenset(gaps))

    def _by_name(self) -> Iterator[Located]:
        return (self._ground.places[position] for position in self._ground.by_name)

    def _serving(self, place: Located) -> Mapping[int, Serves]:
        return self._serves[place.code]

    def nearest(self, role: Role, location: Location) -> Near | None:
        """Return who with the role is nearest to a gap: whoever serves the place would have closed it."""
        latitude, longitude = location.latitude, location.longitude
        narrowing = math.cos(math.radians(latitude)) ** 2

        def how_far(facts: ProviderFacts) -> tuple[float, str]:
            north, east = facts.latitude - latitude, facts.longitude - longitude
            return north * north + east * east * narrowing, facts.slug

        found = min(self._placed[role], key=how_far, default=None)
        if found is None:
            return None
        kilometres = distance_from(latitude, longitude)(found.latitude, found.longitude)
        return Near(found, self._work_areas[found.id], kilometres)

    def _placed_for(self, role: Role) -> Iterator[ProviderFacts]:
        """Yield those with a position, and known to work somewhere, that would close a gap there."""
        for key, parts in self._work_areas.items():
            closes = any(offer.role is role and not offer.status.is_gap for offer in self._offers[key])
            is_somewhere = parts and not any(part.unknown for part in parts)
            if closes and is_somewhere and self._providers[key].latitude is not None:
                yield self._providers[key]

    def _nearest_to_gap(self, role: Role, location: Location) -> Near | None:
        return self.nearest(role, location)


class Around(Places):
    """Those who may serve some municipalities, with one record as if it were so (None: as all is stored).

    No query for what is in memory, so that it costs what a case there costs. Who is nearest to a gap it says when
    asked (`nearest`), and not of each gap that it judges.
    """

    def __init__(self, on: date, places: Sequence[Located], instead: AsIf | None) -> None:
        held, known = providers_holding([one.location for one in places])
        key = instead.facts.id if instead else None
        there = {part[0] for part in held} - {key}
        providers = {one: known[one] for one in there if is_published(known[one], on)}
        parts = [part for part in held if part[0] in providers]
        if instead and is_published(instead.facts, on):
            providers[instead.facts.id] = instead.facts
            parts += [(instead.facts.id, part) for part in instead.parts]
        self._instead = instead
        self._parts: dict[Named, list[HeldPart]] = defaultdict(list)
        for one in parts:
            self._parts[one[1].named].append(one)
        edges = oldest_checks(on, catalogue().parameters)
        terms = {one: terms_of(facts, edges) for one, facts in providers.items()}
        super().__init__(on, providers, terms, {one: list(offers_of(its)) for one, its in terms.items()})

    def _serving(self, place: Located) -> Mapping[int, Serves]:
        held = (part for named in names_holding(place.location) for part in self._parts.get(named, ()))
        return Coverage(place.location).of_each(held)

    def nearest(self, role: Role, location: Location) -> tuple[ProviderFacts, float] | None:
        """Return who is nearest to a gap and would close it, with the distance in kilometres."""
        edges, distance = oldest_checks(self._on, catalogue().parameters), distance_from(*_middle(location))
        own = self._instead
        others = (one for one in nearest(role.value, None, location, self._on) if own is None or one.id != own.facts.id)
        found = [next((one for one in others if not status_of(terms_of(one, edges), role).is_gap), None)]
        if own and is_published(own.facts, self._on) and not any(part.unknown for part in own.parts) and own.parts:
            found += [own.facts] if not status_of(terms_of(own.facts, edges), role).is_gap else []
        placed = [(one, distance(one.latitude, one.longitude)) for one in found if one and one.latitude is not None]
        return min(placed, key=lambda one: (one[1], one[0].slug), default=None)

    def _nearest_to_gap(self, role: Role, location: Location) -> None:
        return None


def is_published(facts: ProviderFacts, on: date) -> bool:
    """Return whether an organisation has not stopped on a day."""
    return facts.retired_on is None or facts.retired_on > on


def _middle(location: Location) -> tuple[float, float]:
    return location.latitude, location.longitude
