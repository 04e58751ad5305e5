"""The directory of providers in the database, as the rules want to see it.

What lives here: from rows to candidates. What does not: the queries (services/work_area/serving.py), the rules.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

from referrals.engine.candidates import Candidate, Kind, NamedSector, Serves, Traits
from referrals.engine.case import Case
from referrals.engine.rules import kinds_in_view, roles_of
from referrals.engine.sentences import Bilingual
from regions.geo import distance_from
from services.catalogue import TypeEntry, catalogue
from services.freshness import oldest_checks
from services.parameters import ParameterBook
from services.roles import Role
from services.shortage import shortage_of
from services.work_area.as_if import AsIf
from services.work_area.facts import ProviderFacts
from services.work_area.serving import InView, nearest, serving

Distances = Callable[[float | None, float | None], tuple[float | None, ...]]


class DatabaseDirectory:
    """Reads candidates from the database: what it costs depends on the providers that serve the places.

    `instead` takes the place of what is stored of a record among those; who is nearest outside is as stored.
    """

    def __init__(self, on: date, parameters: ParameterBook, instead: AsIf | None = None) -> None:
        lists = catalogue()
        self.on, self._instead = on, instead
        self.edges = oldest_checks(on, parameters)
        self.kinds = {entry.code: _kind(entry) for entry in lists.types}
        self.sectors = {
            entry.code: NamedSector(entry.code, Bilingual(entry.name_nl, entry.name_en)) for entry in lists.sectors
        }
        # Thousands of providers share a few kinds of traits and some hundreds of days.
        self._traits = cache(self._new_traits)
        self._freshness = cache(self.edges.state_of)

    def serving(self, case: Case) -> Iterable[Candidate]:
        """Return the published providers that serve the place of at least one group, or may (R2)."""
        locations = [group.location for group in case.groups]
        view = InView(roles_of(case), kinds_in_view(case), private=case.budget is not False)
        distances = _distances_to(case)
        found = serving(locations, self.on, view, self._instead)
        return [self._candidate(facts, serves, distances) for facts, serves in found]

    def nearest_outside(self, case: Case, group: int, role: Role) -> Iterator[Candidate]:
        """Return, nearest first, providers with the role that do not serve the group's place, as if they did."""
        as_if_everywhere: tuple[Serves, ...] = tuple("full" for _group in case.groups)
        distances = _distances_to(case)
        for facts in nearest(role, case.sector, case.groups[group].location, self.on):
            yield self._candidate(facts, as_if_everywhere, distances)

    def _candidate(self, row: ProviderFacts, serves: tuple[Serves, ...], distances: Distances) -> Candidate:
        return Candidate(
            row.slug,
            row.name,
            self._traits(row.type_code, row.roles, row.sectors, row.min_redundancies, row.takes_redundant, serves),
            self._freshness(row.last_checked_on, row.silent_since),
            row.last_checked_on,
            # From nobody knows where there is no way to anywhere.
            distances(None, None) if "unknown" in serves else distances(row.latitude, row.longitude),
            row.is_first_contact,
            row.reach,
            shortage_of(row.capacity, row.capacity_until, self.on),
        )

    def _new_traits(
        self,
        type_code: str,
        roles: frozenset[Role],
        sectors: frozenset[str],
        min_redundancies: int | None,
        takes_redundant: bool | None,
        serves: tuple[Serves, ...],
    ) -> Traits:
        named = tuple(sector for code, sector in self.sectors.items() if code in sectors)
        return Traits(self.kinds[type_code], roles, named, min_redundancies, takes_redundant, serves)


def _kind(entry: TypeEntry) -> Kind:
    cost = Bilingual(entry.cost_nl, entry.cost_en) if entry.cost_nl else None
    return Kind(entry.code, entry.is_private, cost)


def _distances_to(case: Case) -> Distances:
    """Return how to measure the kilometres to each group, rounded as shown: the order can be checked on the page."""
    measures = [distance_from(group.location.latitude, group.location.longitude) for group in case.groups]
    nowhere = (None,) * len(measures)

    def distances(latitude: float | None, longitude: float | None) -> tuple[float | None, ...]:
        if latitude is None or longitude is None:
            return nowhere
        return tuple([round(measure(latitude, longitude), 1) for measure in measures])

    return distances
