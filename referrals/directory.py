"""The directory of providers in the database, as the rules want to see it.

What lives here: from rows to candidates. What does not: the queries (services/candidates.py), the rules.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from referrals.candidates import Candidate, Kind, NamedSector, Serves, Traits
from referrals.case import Case
from referrals.sentences import Bilingual
from regions.geo import distance_km
from services.candidates import ServingRow, nearest_rows, serving_rows
from services.catalogue import TypeEntry, catalogue
from services.freshness import oldest_checks
from services.parameters import ParameterBook


class DatabaseDirectory:
    """Reads candidates from the database: what it costs depends on the providers that serve the places."""

    def __init__(self, on: date, parameters: ParameterBook) -> None:
        lists = catalogue()
        self.on = on
        self.edges = oldest_checks(on, parameters)
        self.kinds = {entry.code: _kind(entry) for entry in lists.types}
        self.sectors = {
            entry.code: NamedSector(entry.code, Bilingual(entry.name_nl, entry.name_en)) for entry in lists.sectors
        }

    def serving(self, case: Case) -> Iterable[Candidate]:
        """Return the published providers whose work area holds the place of at least one group."""
        rows = serving_rows([group.location for group in case.groups], self.on)
        return [self._candidate(row, case, row.serves) for row in rows]

    def nearest_outside(self, case: Case, group: int, role: str) -> Iterator[Candidate]:
        """Return, nearest first, providers with the role that do not serve the group's place, as if they did."""
        as_if_everywhere: tuple[Serves, ...] = ("full",) * len(case.groups)
        for row in nearest_rows(role, case.sector, case.groups[group].location, self.on):
            yield self._candidate(row, case, as_if_everywhere)

    def _candidate(self, row: ServingRow, case: Case, serves: tuple[Serves, ...]) -> Candidate:
        traits = Traits(
            kind=self.kinds[row.type_code],
            roles=row.roles,
            sectors=tuple(named for code, named in self.sectors.items() if code in row.sectors),
            min_redundancies=row.min_redundancies,
            takes_redundant=row.takes_redundant,
            serves=serves,
        )
        return Candidate(
            slug=row.slug,
            name=row.name,
            traits=traits,
            freshness=self.edges.state_of(row.last_checked_on).value,
            last_checked_on=row.last_checked_on,
            distances=_distances(row, case),
        )


def _kind(entry: TypeEntry) -> Kind:
    cost = Bilingual(entry.cost_nl, entry.cost_en) if entry.cost_nl else None
    return Kind(entry.code, entry.is_private, cost)


def _distances(row: ServingRow, case: Case) -> tuple[float | None, ...]:
    """Return the kilometres to each group, rounded as they are shown: the order can be checked on the page."""
    if row.latitude is None or row.longitude is None:
        return (None,) * len(case.groups)
    return tuple(
        round(distance_km(row.latitude, row.longitude, group.location.latitude, group.location.longitude), 1)
        for group in case.groups
    )
