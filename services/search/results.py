"""Which providers a search finds, in which order, and why each of them is shown.

What lives here: one page of hits. What does not: reading the question (question.py), the conditions themselves
(querysets.py), markup (templates/services/).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from regions.geo import distance_from
from regions.places import Location
from regions.wording import label_of
from services import wording
from services.catalogue import Catalogue, SectorEntry, TypeEntry, catalogue
from services.contact import Contact
from services.freshness import Freshness, OldestChecks, dates_of_checks, oldest_checks
from services.models import ROLES_TICKED, Provider, Role, roles_held
from services.practical import hours
from services.practical.capacity import capacity_in_words
from services.practical.visiting import cost_in_words
from services.querysets import ProviderQuerySet
from services.remembered import remembered
from services.reply_times import ReplyTime, reply_time_in_words, reply_times
from services.search.facets import Facets, count_facets
from services.search.question import Question
from services.sql import areas_and_sectors, with_nearest
from services.type_codes import TypeCode
from services.what_they_do import what_it_does
from services.work_area import in_words
from services.work_area.holding import Coverage, Serves
from services.work_area.parts import AreaPart

PAGE_SIZE = 20

# With fewer than this at the place, the nearest that do not serve it are shown too.
FEW = 5
NEAREST_SHOWN = 5
POSSIBLE_SHOWN = 10

# How much of the place a provider serves, and the names of the areas through which it does.
ServedBy = tuple[Serves, str]


class ProviderRow(NamedTuple):
    """The columns that a list shows of a provider."""

    id: int
    slug: str
    name: str
    type_id: int
    preventive: bool
    curative: bool
    reintegration: bool
    min_redundancies: int | None
    street: str
    postcode: str
    city: str
    email: str
    phone: str
    website: str
    hours: str
    cost: str
    capacity: str
    capacity_until: date | None
    waiting_weeks: int | None
    is_example: bool
    takes_redundant: bool | None
    last_checked_on: date | None
    existence_checked_on: date | None
    contact_checked_on: date | None
    area_checked_on: date | None
    roles_checked_on: date | None
    silent_since: date | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a provider in every list. Compared by value: equal facts may be shown by the same markup."""

    row: ProviderRow
    type: TypeEntry
    sectors: tuple[SectorEntry, ...]
    freshness: Freshness
    is_area_unknown: bool

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
    def roles(self) -> frozenset[Role]:
        """Return the roles that it has."""
        own = ROLES_TICKED[self.row.preventive, self.row.curative, self.row.reintegration]
        return roles_held(own, self.type.roles)

    @property
    def does(self) -> str:
        """Return what it does for who asks, in one sentence."""
        return what_it_does(self.type, self.roles)

    @property
    def situations(self) -> str:
        """Return the situations that it helps in."""
        return wording.situations_in_words(self.roles)

    @property
    def conditions(self) -> str:
        """Return its conditions: from how many redundancies it helps, and whether healthy people are welcome."""
        minimum = wording.minimum_in_words(self.row.min_redundancies)
        return "; ".join(filter(None, [minimum, self._healthy_people]))

    @property
    def _healthy_people(self) -> str:
        """Return whether healthy people are welcome where that is in doubt: at gatekeeper centres (R8)."""
        if self.type.code != TypeCode.GATEKEEPER_CENTRE:
            return ""
        return wording.welcomes_healthy_in_words(self.row.takes_redundant)

    @property
    def cost(self) -> str:
        """Return what it costs, as far as is known of itself or of its type; empty where nothing is."""
        return cost_in_words(self.row.cost) or self.type.cost

    @property
    def contact(self) -> Contact:
        """Return how to reach it."""
        return Contact(self.row.email, self.row.phone, self.row.website, self.row.is_example)

    @property
    def address(self) -> str:
        """Return where to walk in: the street with the town, or the town alone; empty where neither is known."""
        return ", ".join(filter(None, [self.row.street, self.row.city]))

    @property
    def check(self) -> str:
        """Return why not to go by this record at once; empty where all of it was checked in time."""
        checked = dates_of_checks(self.row)
        if self.freshness.is_up_to_date and None not in checked.values():
            return ""
        return wording.check_in_words(self.row.last_checked_on, self.freshness, checked)


@dataclass(frozen=True, slots=True)
class Hit:
    """One provider in a list, with what is true of it here and now.

    That is where it works and for whom, as far as was asked, how far away it is, whether it is open, whether it has
    room, and how soon it answers.
    """

    facts: Facts
    works_in: str
    works_for: str
    distance: str
    open_now: str
    room: str
    reply_time: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of what was found, the nearest outside where that is little, and how much there is in all.

    `possible` are the first of those that may serve the place: nobody knows where they work (R2). No total counts them.
    """

    hits: tuple[Hit, ...]
    possible: tuple[Hit, ...]
    more_possible: int
    outside: tuple[Hit, ...]
    facets: Facets
    page: int

    @property
    def total(self) -> int:
        """Return how many providers answer the question, on all pages together."""
        return self.facets.total

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def search_providers(question: Question, page: int = 1) -> SearchResult:
    """Return one page of providers. A page after the last one is empty, but knows the total.

    With a place, those come first whose record can be trusted most, then the nearest; without one they stand by
    name. Private providers always come after the public network, and are only among the nearest outside where their
    type was asked for. The first page for a place names those that may serve it too.
    """
    location = question.location
    facets = count_facets(question)
    edges = oldest_checks(question.on, catalogue().parameters)
    rows = _rows(question, edges, facets.total, page)
    facts, areas = _facts_and_areas(location, rows, edges)
    distances = _distances(location, facts)
    replies = reply_times(question.on)
    hits = {fact.row.id: _hit(fact, question, areas, distances, replies) for fact in facts}
    outside = sorted(hits.keys() - areas.keys(), key=distances.__getitem__) if location else []
    possible = _possible(question, edges) if location and page == 1 else Possible((), 0)
    return SearchResult(
        hits=tuple(hit for key, hit in hits.items() if key not in outside),
        possible=tuple(_hit(fact, question, {}, {}, replies) for fact in possible.first),
        more_possible=possible.more,
        outside=tuple(hits[key] for key in outside),
        facets=facets,
        page=page,
    )


class Possible(NamedTuple):
    """The first providers that may serve a place, and how many more there are."""

    first: tuple[Facts, ...]
    more: int


def _possible(question: Question, edges: OldestChecks) -> Possible:
    """Return the providers that may serve any place, and answer the rest of the question (R2).

    They are the same at every place, and so remembered.
    """
    depends_on = (question.on, question.role, question.type, question.sector, question.words)
    return remembered("possible", depends_on, lambda: _find_possible(question, edges))


def _find_possible(question: Question, edges: OldestChecks) -> Possible:
    facts, _areas = _facts_and_areas(None, _read(question.possible), edges)
    facts.sort(key=_by_name)
    return Possible(tuple(facts[:POSSIBLE_SHOWN]), max(0, len(facts) - POSSIBLE_SHOWN))


def _by_name(facts: Facts) -> tuple[bool, str, str]:
    """Return the key to order by where no distance is known: private providers last, then name."""
    return facts.type.is_private, facts.name.casefold(), facts.slug


def order_in_words(location: Location | None) -> str:
    """Return the order of the list as its readers are told."""
    if location is None:
        return _("Volgorde: op naam. Particuliere organisaties staan achteraan.")
    return _(
        "Volgorde: eerst wie op tijd is gecontroleerd, dan wie te laat is gecontroleerd, dan de rest. Daarbinnen "
        "staat de kortste afstand vooraan, daarna gaat het op naam. Particuliere organisaties staan achteraan."
    )


def _rows(question: Question, edges: OldestChecks, total: int, page: int) -> list[ProviderRow]:
    """Return the rows of a page; on the first for a place where few work, the nearest outside as well."""
    on_page = slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    location, private = question.location, _private_types()
    if location is None:
        return _read(question.fitting.by_name(last=private)[on_page]) if on_page.start < total else []

    def best_first(providers: ProviderQuerySet) -> ProviderQuerySet:
        return providers.best_first((location.latitude, location.longitude), edges, last=private)

    if page == 1 and total < FEW:
        return _read(best_first(_with_nearest(question, location)))
    return _read(best_first(question.fitting)[on_page]) if on_page.start < total else []


def _read(providers: ProviderQuerySet) -> list[ProviderRow]:
    return [ProviderRow._make(row) for row in providers.values_list(*ProviderRow._fields)]


def _with_nearest(question: Question, location: Location) -> ProviderQuerySet:
    """Return who serves the location, and the nearest who do not; a private one only where its type was asked for."""
    hidden = [] if question.type else _private_types()
    outside = question.fitting_anywhere.not_covering(location).exclude(type_id__in=hidden)
    point = (location.latitude, location.longitude)
    return Provider.objects.filter(pk__in=with_nearest(question.fitting, outside, point, NEAREST_SHOWN).as_subquery())


def _private_types() -> list[int]:
    return [kind.id for kind in catalogue().types if kind.is_private]


def _areas_and_sectors(
    location: Location | None, providers: Sequence[int]
) -> tuple[dict[int, ServedBy], dict[int, set[int]]]:
    """Return in one query how each provider serves the location, and the sectors it is for.

    A provider that does not serve the location, or that serves all sectors, is not among them. That nobody knows
    where a provider works is told without a location too.
    """
    if not providers:
        return {}, {}
    parts: dict[int, list[AreaPart]] = defaultdict(list)
    sectors: dict[int, set[int]] = defaultdict(set)
    for provider, sector, *part in areas_and_sectors(providers, location, AreaPart._fields).rows():
        if sector:
            sectors[provider].add(sector)
        else:
            parts[provider].append(AreaPart._make(part))
    return _served_by(location, parts), sectors


def _served_by(location: Location | None, parts: dict[int, list[AreaPart]]) -> dict[int, ServedBy]:
    """Return for each provider how much of the location it serves, and through which parts of its work area."""
    held = ((provider, part) for provider, areas in parts.items() for part in areas)
    serves: dict[int, Serves] = Coverage(location).of_each(held) if location else dict.fromkeys(parts, "unknown")
    return {
        provider: (serves[provider], wording.listed([in_words.area_in_words(part) for part in areas]))
        for provider, areas in parts.items()
    }


def _facts_and_areas(
    location: Location | None, rows: Sequence[ProviderRow], edges: OldestChecks
) -> tuple[list[Facts], dict[int, ServedBy]]:
    """Return what is true of each provider, and how it serves the location."""
    areas, sectors = _areas_and_sectors(location, [row.id for row in rows])
    known = catalogue()
    unknown = {key for key, (serves, _names) in areas.items() if serves == "unknown"}
    facts = [_facts(row, sectors.get(row.id, ()), edges, known, is_area_unknown=row.id in unknown) for row in rows]
    return facts, areas


def _facts(
    row: ProviderRow, sectors: Collection[int], edges: OldestChecks, known: Catalogue, *, is_area_unknown: bool
) -> Facts:
    return Facts(
        row=row,
        type=known.types_by_id[row.type_id],
        sectors=tuple(entry for entry in known.sectors if entry.id in sectors) if sectors else (),
        freshness=edges.state_of(row.last_checked_on, row.silent_since),
        is_area_unknown=is_area_unknown,
    )


def _distances(location: Location | None, providers: Iterable[Facts]) -> dict[int, float]:
    """Return how many kilometres each provider is from the location; infinitely many where that is not known."""
    if location is None:
        return {}
    distance = distance_from(location.latitude, location.longitude)
    known = {facts.row.id: facts.position for facts in providers if not facts.is_area_unknown}
    return {key: distance(*position) if position else inf for key, position in known.items()}


def _hit(
    facts: Facts,
    question: Question,
    areas: Mapping[int, ServedBy],
    distances: Mapping[int, float],
    replies: Mapping[int, ReplyTime],
) -> Hit:
    kilometres = distances.get(facts.row.id, inf)
    return Hit(
        facts=facts,
        works_in=_works_in(question, areas.get(facts.row.id)),
        works_for=_works_for(facts) if question.sector else "",
        distance="" if kilometres == inf else wording.distance_in_words(kilometres),
        open_now=hours.open_in_words(facts.row.hours, timezone.localtime()),
        room=capacity_in_words(facts.row, question.on),
        reply_time=reply_time_in_words(replies.get(facts.row.id)),
    )


def _works_in(question: Question, served_by: ServedBy | None) -> str:
    """Return through which areas a provider serves the place asked for; empty where nobody knows, or none was asked."""
    serves, names = served_by or ("unknown", "")
    if not question.location or serves == "unknown":
        return ""
    if serves == "full":
        return names
    return _("een deel van %(place)s: %(names)s") % {"place": label_of(question.location), "names": names}


def _works_for(facts: Facts) -> str:
    return _("uw sector") if facts.sectors else _("alle sectoren")
