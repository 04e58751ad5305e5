"""Who answers a question about a place, from the sets that the process holds: how many, and who comes first.

What lives here: combining and counting sets, and the order of a page. What does not: the sets themselves
(work_area/index.py, work_area/sets.py), what is shown of each provider (results.py), the whole country (facets.py).

What is found is what the queries of querysets.py find, in the same order; tests hold the two to each other.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from regions.places import Location
from services.catalogue import catalogue
from services.everyday_words import mentions
from services.freshness import OldestChecks
from services.models import AreaKind, Provider
from services.search.facets import Facets
from services.search.question import ANY, Question
from services.shortage import shortage_of
from services.work_area.facts import ProviderFacts
from services.work_area.index import Part, parts_holding
from services.work_area.parts import NOT_KNOWN, AreaPart, Named
from services.work_area.sets import NOBODY, Sets

# More than so many providers beside those of a page, as far away as its last one, are not put in order here.
MOST_ALIKE = 500


class Group(NamedTuple):
    """Some providers of one part of the country, as a set; no provider is in two groups."""

    sets: Sets
    those: int


class Choice(NamedTuple):
    """What is chosen in each filter, empty for nothing: `said` are the keys of those whom the words mean."""

    role: str
    type: str
    sector: str
    said: Collection[int] | None

    def of(self, group: Group) -> int:
        """Return the set of those in a group who fit."""
        sets, those = group
        if self.role:
            those &= sets.by_role.get(self.role, NOBODY)
        if self.type:
            those &= sets.by_type.get(self.type, NOBODY)
        if self.sector:
            those &= sets.in_sector(self.sector)
        if self.said is not None:
            those &= sets.with_keys(self.said)
        return those


class Ranked(NamedTuple):
    """The keys among which those of a page are, each with its rank, and how many of the first are on pages before it.

    Whoever has the same rank stands by name.
    """

    ranks: dict[int, tuple[int, float]]
    before: int


class AtPlace:
    """The providers at the place of a question, and those of which nobody knows where they work."""

    def __init__(self, question: Question, location: Location) -> None:
        self._location, self._on = location, question.on
        parts, self.providers = parts_holding(location)
        unknown = parts.pop(NOT_KNOWN).sets if NOT_KNOWN in parts else Sets([])
        self._unknown = Group(unknown, unknown.published(question.on))
        self._parts = parts
        self._groups = list(_apart(self._parts, location, question))
        said = _said(question) if question.words else None
        self._choice = Choice(question.role, question.type, question.sector, said)
        self._folds_sector_desks = question.folds_sector_desks

    def facets(self) -> Facets:
        """Return how many fit all filters, and how many would with another option in one of them."""
        choice = self._choice
        any_role, any_type = choice._replace(role=ANY), choice._replace(type=ANY)
        any_sector, any_words = choice._replace(sector=ANY), choice._replace(said=None)
        everybody = Choice(ANY, ANY, ANY, None)
        return Facets(
            total=self._number(choice),
            at_place=self._number(everybody),
            without_words=self._number(any_words),
            roles=self._tally(any_role, _by_role),
            types=self._tally(any_type, _by_type),
            sectors=self._tally(any_sector, _by_sector),
            roles_at_place=self._tally(everybody, _by_role, with_any=False),
            types_at_place=self._tally(everybody, _by_type, with_any=False),
        )

    def ranked(self, edges: OldestChecks, page: slice) -> Ranked | None:
        """Return who may be on a page in the order of `best_first`; None where too many are alike to say so."""
        point = (self._location.latitude, self._location.longitude)
        ranks: dict[int, tuple[int, float]] = {}
        before = number = 0
        fitting = [Group(group.sets, self._listed(group)) for group in self._groups]
        for tier, groups in enumerate(_tiers(fitting, edges)):
            first, number = number, number + sum(those.bit_count() for _sets, those in groups)
            if first >= page.stop:
                break
            if number == first or number <= page.start:
                continue
            wanted = slice(max(page.start - first, 0), min(page.stop, number) - first)
            near = _nearest(groups, point, wanted, is_placed=tier % 2 == 0)
            if len(near.ranks) > wanted.stop - wanted.start + MOST_ALIKE:
                return None
            before += near.before
            ranks |= {key: (tier, distance) for key, (_, distance) in near.ranks.items()}
        return Ranked(ranks, before)

    def possible(self) -> list[ProviderFacts]:
        """Return those that may serve any place, and fit (R2): who has room first, private ones last."""
        private = {kind.code for kind in catalogue().types if kind.is_private}
        keys = self._unknown.sets.keys_in(self._listed(self._unknown))
        return sorted(
            (self.providers[key] for key in keys),
            key=lambda one: (
                one.type_code in private,
                shortage_of(one.capacity, one.capacity_until, self._on),
                one.name.casefold(),
                one.slug,
            ),
        )

    def sector_desks(self) -> Counter[str]:
        """Return how many are folded as they help some sectors only, in all under ANY and by sector."""
        return self._folded(self._groups)

    def possible_sector_desks(self) -> Counter[str]:
        """Return the same of those that may serve any place."""
        return self._folded([self._unknown])

    def is_unknown(self, key: int) -> bool:
        """Return whether nobody knows where a provider works."""
        return key in self._unknown.sets.numbers

    def areas_of(self, keys: Collection[int]) -> dict[int, list[AreaPart]]:
        """Return through which parts of their work areas these providers serve the place."""
        areas: dict[int, list[AreaPart]] = defaultdict(list)
        for name, part in self._parts.items():
            for key, area in part.rows_of(keys):
                if _holds(name, area, self._location):
                    areas[key].append(area)
        return areas

    def _listed(self, group: Group) -> int:
        """Return the set of those in a group who fit and stand in the list: not folded."""
        those = self._choice.of(group)
        return those & group.sets.for_every_sector if self._folds_sector_desks else those

    def _folded(self, groups: Iterable[Group]) -> Counter[str]:
        desks: Counter[str] = Counter()
        for group in groups if self._folds_sector_desks else ():
            those = self._choice.of(group) & ~group.sets.for_every_sector
            if those:
                desks[ANY] += those.bit_count()
                for code, own in group.sets.by_sector.items():
                    desks[code] += (those & own).bit_count()
        return desks

    def _number(self, choice: Choice) -> int:
        return sum(choice.of(group).bit_count() for group in self._groups)

    def _tally(
        self, choice: Choice, options: "Callable[[Sets], Iterable[tuple[str, int]]]", *, with_any: bool = True
    ) -> Counter[str]:
        """Return how many providers there are for each option, of those that fit all else that is chosen."""
        tally: Counter[str] = Counter()
        for group in self._groups:
            fitting = choice.of(group)
            if with_any:
                tally[ANY] += fitting.bit_count()
            for option, those in options(group.sets):
                tally[option] += (fitting & those).bit_count()
        return tally


def _by_role(sets: Sets) -> Iterable[tuple[str, int]]:
    return sets.by_role.items()


def _by_type(sets: Sets) -> Iterable[tuple[str, int]]:
    return sets.by_type.items()


def _by_sector(sets: Sets) -> Iterable[tuple[str, int]]:
    return ((sector.code, sets.in_sector(sector.code)) for sector in catalogue().sectors)


def _said(question: Question) -> frozenset[int]:
    """Return the keys of those at the place, or that may work there, whom the words mean."""
    there = Provider.objects.maybe_covering(question.location).filter(mentions(question.words))
    return frozenset(there.values_list("pk", flat=True))


def _apart(parts: dict[Named, Part], location: Location, question: Question) -> Iterator[Group]:
    """Yield the published providers that serve the location, each of them once: the biggest part goes first."""
    biggest: Collection[int] = ()
    others: set[int] = set()  # so that the keys of the biggest part, often nearly all, need no copy
    for name, part in sorted(parts.items(), key=lambda item: -len(item[1].rows)):
        sets = part.sets
        holding = _holding(name, part, location)
        keys = sets.numbers.keys() if holding == sets.everybody else set(sets.keys_in(holding))
        those = holding & sets.published(question.on)
        if biggest:
            those &= ~sets.with_keys([key for key in keys if key in biggest or key in others])
            others.update(keys)
        else:
            biggest = keys
        if those:
            yield Group(sets, those)


def _holding(name: Named, part: Part, location: Location) -> int:
    """Return the set of those in a part whose work area holds (part of) a location: of a postcode its letters count."""
    if name[0] is not AreaKind.POSTCODE or not location.is_exact:
        return part.sets.everybody
    return part.sets.with_keys({key for key, area in part.rows if _holds(name, area, location)})


def _holds(name: Named, area: AreaPart, location: Location) -> bool:
    is_by_letters = name[0] is AreaKind.POSTCODE and location.is_exact
    return not is_by_letters or area.letters_from <= location.letters <= area.letters_to


def _tiers(groups: Sequence[Group], edges: OldestChecks) -> Iterator[list[Group]]:
    """Yield the providers by what their order begins with: private ones last, trust, room, then having a position."""
    private = {kind.code for kind in catalogue().types if kind.is_private}
    is_private = [_union(sets.by_type.get(code, NOBODY) for code in private) for sets, _those in groups]
    trusted = [sets.trusted(edges) for sets, _those in groups]
    rooms = [sets.by_room(edges.on) for sets, _those in groups]
    shortages = sorted(set().union(*rooms))
    for last, trust, shortage, is_placed in product((False, True), range(3), shortages, (True, False)):
        yield [
            Group(
                sets,
                those
                & (paid if last else ~paid)
                & _of_trust(trust, *known)
                & by_room.get(shortage, NOBODY)
                & _where(sets, is_placed),
            )
            for (sets, those), paid, known, by_room in zip(groups, is_private, trusted, rooms, strict=True)
        ]


def _of_trust(trust: int, on_time: int, late: int) -> int:
    return (on_time, late, ~(on_time | late))[trust]


def _where(sets: Sets, is_placed: bool) -> int:
    return sets.placed if is_placed else ~sets.placed


def _union(sets: Iterable[int]) -> int:
    union = NOBODY
    for those in sets:
        union |= those
    return union


def _nearest(groups: Iterable[Group], point: tuple[float, float], wanted: slice, *, is_placed: bool) -> Ranked:
    """Return who may be among the wanted when the nearest come first, with their distances; nobody else as near.

    The distance is the very number of `squared_distance` (sql.py): a database orders by the same.
    """
    keys = [key for sets, those in groups for key in sets.keys_in(those)]
    if not is_placed:
        return Ranked(dict.fromkeys(keys, (0, math.inf)), wanted.start)
    latitude, longitude = point
    narrowing = math.cos(math.radians(latitude)) ** 2
    distances = [
        (y - latitude) * (y - latitude) + (x - longitude) * (x - longitude) * narrowing
        for sets, those in groups
        for y, x in sets.positions_in(those)
    ]
    in_order = sorted(distances)
    nearest, furthest = in_order[wanted.start], in_order[wanted.stop - 1]
    ranks = {
        key: (0, distance) for key, distance in zip(keys, distances, strict=True) if nearest <= distance <= furthest
    }
    return Ranked(ranks, wanted.start - bisect_left(in_order, nearest))
