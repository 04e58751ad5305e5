"""How many providers each option of a filter would give, with the other filters kept.

What lives here: counting the whole country, in one reading. What does not: counting at a place (at_place.py), the list
itself (results.py).

Counting costs as much as there are providers, so what was counted is remembered.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Value

from services.catalogue import TypeEntry, catalogue
from services.everyday_words import mentions
from services.models import ROLES_TICKED, Role, roles_held
from services.querysets import ProviderQuerySet
from services.remembered import remembered
from services.search.question import ANY, Question
from services.sql import numbers_alike

# In a group: the providers of all sectors together.
EVERY_SECTOR = 0

GROUPED_BY = ("type_id", *(role.value for role in Role), "mentions_words")


class Group(NamedTuple):
    """A number of providers that are alike.

    Under EVERY_SECTOR each provider stands once. The other groups hold the same providers by sector: once for each
    sector of theirs, or under None where they have none and so serve them all (R3).
    """

    type_id: int
    preventive: bool
    curative: bool
    reintegration: bool
    mentions_words: bool
    sector_id: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many providers fit all filters, and how many would with another option in one of them.

    Under ANY stands how many there would be without that filter. `at_place` counts without any filter, in all and by
    role and type.
    """

    total: int
    at_place: int
    without_words: int
    roles: Counter[str]
    types: Counter[str]
    sectors: Counter[str]
    roles_at_place: Counter[str]
    types_at_place: Counter[str]


def count_facets(question: Question) -> Facets:
    """Return the counts for the providers of the whole country, in at most one query."""
    return _add_up(_counted(question), question)


def count_sector_desks(question: Question) -> Counter[str]:
    """Return how many in the whole country help some sectors only (R3), in all under ANY and by sector."""
    known = catalogue()
    codes = {EVERY_SECTOR: ANY, None: ANY} | {sector.id: sector.code for sector in known.sectors}
    desks: Counter[str] = Counter()
    for group in _counted(question):
        kind = known.types_by_id[group.type_id]
        if not question.role or question.role in _in_codes(group, kind).roles:
            desks[codes[group.sector_id]] += -group.number if group.sector_id is None else group.number
    return desks


def _counted(question: Question) -> Sequence[Group]:
    depends_on = (question.on, question.words)
    return remembered("facets", depends_on, lambda: _groups(question.published, question.words))


def _groups(providers: ProviderQuerySet, words: str) -> list[Group]:
    said = ExpressionWrapper(mentions(words), BooleanField()) if words else Value(True)
    alike = numbers_alike(providers.annotate(mentions_words=said), GROUPED_BY, EVERY_SECTOR)
    return [Group._make(row) for row in alike.rows()]


class Alike(NamedTuple):
    """A group in the codes of the filters."""

    roles: Collection[str]
    type: str
    sector_id: int | None
    mentions_words: bool
    number: int


def _in_codes(group: Group, kind: TypeEntry) -> Alike:
    own = ROLES_TICKED[group.preventive, group.curative, group.reintegration]
    return Alike(roles_held(own, kind.roles), kind.code, group.sector_id, group.mentions_words, group.number)


def _add_up(groups: Sequence[Group], chosen: Question) -> Facets:
    """Count for each filter the groups that fit all the other ones."""
    known = catalogue()
    alike = [_in_codes(group, known.types_by_id[group.type_id]) for group in groups]
    every = {EVERY_SECTOR}
    in_sector = {None, known.sectors_by_code[chosen.sector].id} if chosen.sector else every

    def fitting(
        role: str = chosen.role,
        kind: str = chosen.type,
        sectors: Collection[int | None] = in_sector,
        words: bool = True,
    ) -> list[Alike]:
        return [
            group
            for group in alike
            if group.sector_id in sectors
            and (not role or role in group.roles)
            and (not kind or kind == group.type)
            and (group.mentions_words or not words)
        ]

    by_sector = {EVERY_SECTOR: [ANY], None: list(known.sectors_by_code)}
    by_sector |= {sector.id: [sector.code] for sector in known.sectors}
    at_place = fitting(ANY, ANY, every, words=False)
    return Facets(
        total=_number(fitting()),
        at_place=_number(at_place),
        without_words=_number(fitting(words=False)),
        roles=_tally((group, (ANY, *group.roles)) for group in fitting(role=ANY)),
        types=_tally((group, (ANY, group.type)) for group in fitting(kind=ANY)),
        sectors=_tally((group, by_sector[group.sector_id]) for group in fitting(sectors=by_sector)),
        roles_at_place=_tally((group, group.roles) for group in at_place),
        types_at_place=_tally((group, [group.type]) for group in at_place),
    )


def _number(groups: Iterable[Alike]) -> int:
    return sum(group.number for group in groups)


def _tally(groups: Iterable[tuple[Alike, Iterable[str]]]) -> Counter[str]:
    """Return how many providers there are for each option, from groups with the options that they count for."""
    tally: Counter[str] = Counter()
    for group, options in groups:
        for option in options:
            tally[option] += group.number
    return tally
