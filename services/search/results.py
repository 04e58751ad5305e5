"""Which providers a search finds, in which order, and why each of them is shown.

What lives here: one page of hits. What does not: reading the question (question.py), finding who is on it
(at_place.py), the conditions themselves (querysets.py), markup (templates/services/).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
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
from services.distance import approximate
from services.drawn_once import drawn_once
from services.freshness import Freshness, OldestChecks, dates_of_checks, oldest_checks
from services.language import reader_language
from services.models import ROLES_TICKED, Role, roles_held
from services.practical import hours
from services.practical.capacity import capacity_in_words
from services.practical.visiting import cost_in_words
from services.reply_times import ReplyTime, reply_time_in_words, reply_times
from services.search.at_place import AtPlace, Ranked
from services.search.facets import Facets, count_facets, count_sector_desks
from services.search.question import ANY, Question
from services.sql import Statement, nearest_keys, rows_by_name, sectors_and_unknown
from services.type_codes import TypeCode
from services.what_they_do import what_it_does
from services.work_area import in_words
from services.work_area.facts import sectors_of
from services.work_area.holding import Coverage, Serves
from services.work_area.parts import AreaPart

PAGE_SIZE = 20

# With fewer than this at the place, the nearest that do not serve it are shown too.
FEW = 5
NEAREST_SHOWN = 5
POSSIBLE_SHOWN = 10

# The texts of a card are some hundred bytes beside what its row is already.
MOST_CARDS = 10_000

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


class CardTexts(NamedTuple):
    """All that the card of a provider shows, in the reader's language: texts, empty where there is nothing to say.

    templates/services/search/card.html asks of each only whether it is there, and shows it: whatever else the card
    should say is a text here too.
    """

    slug: str
    name: str
    type: str
    is_private: bool
    example: str
    is_area_unknown: bool
    does: str
    phone: str
    phone_link: str
    email: str
    website: str
    situations: str
    sectors: str
    conditions: str
    cost: str
    address: str
    has_street: bool
    check: str
    is_chosen: bool


@drawn_once(MOST_CARDS)
def card_texts(facts: Facts) -> CardTexts:
    """Return all that the card of a provider can show, where nobody chose to compare it."""
    contact = facts.contact
    return CardTexts(
        slug=facts.slug,
        name=facts.name,
        type=facts.type.name,
        is_private=facts.type.is_private,
        example=_("voorbeeld") if facts.row.is_example else "",
        is_area_unknown=facts.is_area_unknown,
        does=facts.does,
        phone=contact.phone_shown,
        phone_link=contact.phone_link,
        email=contact.email,
        website=contact.website,
        situations=facts.situations,
        sectors=", ".join(sector.name for sector in facts.sectors),
        conditions=facts.conditions,
        cost=facts.cost,
        address=facts.address,
        has_street=bool(facts.row.street),
        check=facts.check,
        is_chosen=False,
    )


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
    `sector_desks` is how many are folded as they help some sectors only, on every page the same: in all under ANY, and
    by sector.
    """

    hits: tuple[Hit, ...]
    possible: tuple[Hit, ...]
    more_possible: int
    outside: tuple[Hit, ...]
    facets: Facets
    sector_desks: Counter[str]
    possible_sector_desks: Counter[str]
    page: int

    @property
    def total(self) -> int:
        """Return how many providers answer the question, on all pages together."""
        return self.facets.total

    @property
    def listed(self) -> int:
        """Return how many of them stand in the list, on all pages together: those that are not folded."""
        return self.total - self.sector_desks[ANY]

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.listed // PAGE_SIZE))


def search_providers(question: Question, page: int = 1) -> SearchResult:
    """Return one page of providers. A page after the last one is empty, but knows the total.

    With a place, those come first whose record can be trusted most, then who has room, then the nearest; without one
    they stand by name, who has room first. Private providers always come after the public network, and are only among
    the nearest outside where their type was asked for. The first page for a place names those that may serve it too.
    """
    on_page = slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    edges = oldest_checks(question.on, catalogue().parameters)
    if question.location is None:
        return _in_the_country(question, edges, page, on_page)
    return _at_place(question, question.location, edges, page, on_page)


def _in_the_country(question: Question, edges: OldestChecks, page: int, on_page: slice) -> SearchResult:
    facets = count_facets(question)
    desks = count_sector_desks(question) if question.folds_sector_desks else Counter()
    found = question.listed.roomy_first(question.on, last=_private_types()).values_list(*ProviderRow._fields)
    rows = [ProviderRow._make(row) for row in found[on_page]] if on_page.start < facets.total - desks[ANY] else []
    facts = _facts_from_database(rows, edges)
    tell = partial(_hit, question, reader_language(), timezone.localtime(), reply_times(question.on))
    return SearchResult(
        hits=tuple(map(tell, facts)),
        possible=(),
        more_possible=0,
        outside=(),
        facets=facets,
        sector_desks=desks,
        possible_sector_desks=Counter(),
        page=page,
    )


def _at_place(question: Question, location: Location, edges: OldestChecks, page: int, on_page: slice) -> SearchResult:
    """Return a page for a place: the database is asked for the rows that are shown, in the order of their names."""
    place = AtPlace(question, location)
    facets = place.facets()
    ranked = place.ranked(edges, on_page) or _ranked_by_database(question, location, edges, on_page)
    possible = place.possible() if page == 1 else []
    shown = [one.id for one in possible[:POSSIBLE_SHOWN]]
    few = page == 1 and facets.total < FEW
    facts = _facts(place, _rows([*ranked.ranks, *shown], _nearest_outside(question, location) if few else None), edges)
    distances = _distances(location, facts.values())
    hits = sorted((key for key in facts if key in ranked.ranks), key=ranked.ranks.__getitem__)
    hits = hits[ranked.before : ranked.before + PAGE_SIZE]
    outside = sorted(facts.keys() - ranked.ranks.keys() - set(shown), key=lambda key: (distances[key], key))
    areas = _served_by(location, place.areas_of(frozenset(hits)))
    tell = partial(_hit, question, reader_language(), timezone.localtime(), reply_times(question.on))
    return SearchResult(
        hits=tuple(tell(facts[key], areas.get(key), distances[key]) for key in hits),
        possible=tuple(tell(facts[key]) for key in shown if key in facts),
        more_possible=max(0, len(possible) - POSSIBLE_SHOWN),
        outside=tuple(tell(facts[key], kilometres=distances[key]) for key in outside),
        facets=facets,
        sector_desks=place.sector_desks(),
        possible_sector_desks=place.possible_sector_desks() if page == 1 else Counter(),
        page=page,
    )


def order_in_words(location: Location | None) -> str:
    """Return the order of the list as its readers are told."""
    if location is None:
        return _(
            "Volgorde: op naam. Wie vol is of een wachtlijst heeft, staat lager. Particuliere organisaties staan "
            "achteraan."
        )
    return _(
        "Volgorde: eerst wie op tijd is gecontroleerd, dan wie te laat is gecontroleerd, dan de rest. Wie vol "
        "is of een wachtlijst heeft, staat lager. Daarbinnen staat de kortste afstand vooraan, daarna gaat het op "
        "naam. Particuliere organisaties staan achteraan."
    )


def _ranked_by_database(question: Question, location: Location, edges: OldestChecks, on_page: slice) -> Ranked:
    """Return who is on a page where so many are equally near that only their names tell who comes first."""
    point = (location.latitude, location.longitude)
    keys = question.listed.best_first(point, edges, last=_private_types()).values_list("pk", flat=True)[on_page]
    return Ranked({key: (number, 0.0) for number, key in enumerate(keys)}, 0)


def _nearest_outside(question: Question, location: Location) -> Statement:
    """Return the look-up of the nearest who do not serve the place; a private one only where its type was asked for."""
    hidden = [] if question.type else _private_types()
    outside = question.listed_anywhere.not_covering(location).exclude(type_id__in=hidden)
    return nearest_keys(outside, (location.latitude, location.longitude), NEAREST_SHOWN)


def _rows(keys: Sequence[int], more: Statement | None) -> list[ProviderRow]:
    """Return the rows of these providers and of those that a look-up finds."""
    if not keys and more is None:
        return []
    return [ProviderRow._make(row) for row in rows_by_name(ProviderRow._fields, keys, more).rows()]


def _private_types() -> list[int]:
    return [kind.id for kind in catalogue().types if kind.is_private]


def _served_by(location: Location, areas: Mapping[int, list[AreaPart]]) -> dict[int, ServedBy]:
    """Return for each provider how much of the location it serves, and through which parts of its work area."""
    serves = Coverage(location).of_each((provider, part) for provider, parts in areas.items() for part in parts)
    told = cache(in_words.area_in_words)  # many work in the same few areas
    return {
        provider: (serves[provider], wording.listed([told(part) for part in parts]))
        for provider, parts in areas.items()
    }


def _facts(place: AtPlace, rows: Sequence[ProviderRow], edges: OldestChecks) -> dict[int, Facts]:
    """Return what is true of each provider: what the process does not hold of it (outside the place) it asks for."""
    held = place.providers
    elsewhere = [row.id for row in rows if row.id not in held]
    sectors = sectors_of(elsewhere) if elsewhere else {}
    known = catalogue()
    return {
        row.id: _facts_of(
            row,
            held[row.id].sectors if row.id in held else sectors.get(row.id, ()),
            edges,
            known,
            is_area_unknown=place.is_unknown(row.id),
        )
        for row in rows
    }


def _facts_from_database(rows: Sequence[ProviderRow], edges: OldestChecks) -> list[Facts]:
    """Return what is true of each provider, wherever it is."""
    codes: dict[int, set[str]] = defaultdict(set)
    unknown: set[int] = set()
    known = catalogue()
    for provider, sector in sectors_and_unknown([row.id for row in rows]).rows() if rows else ():
        if sector:
            codes[provider].add(known.sectors_by_id[sector].code)
        else:
            unknown.add(provider)
    return [_facts_of(row, codes.get(row.id, ()), edges, known, is_area_unknown=row.id in unknown) for row in rows]


def _facts_of(
    row: ProviderRow, sectors: Collection[str], edges: OldestChecks, known: Catalogue, *, is_area_unknown: bool
) -> Facts:
    return Facts(
        row=row,
        type=known.types_by_id[row.type_id],
        sectors=tuple(entry for entry in known.sectors if entry.code in sectors) if sectors else (),
        freshness=edges.state_of(row.last_checked_on, row.silent_since),
        is_area_unknown=is_area_unknown,
    )


def _distances(location: Location, providers: Iterable[Facts]) -> dict[int, float]:
    """Return how many kilometres each provider is from the location; infinitely many where that is not known."""
    distance = distance_from(location.latitude, location.longitude)
    return {facts.row.id: distance(*facts.position) if facts.position else inf for facts in providers}


def _hit(
    question: Question,
    language: str,
    now: datetime,
    replies: Mapping[int, ReplyTime],
    facts: Facts,
    served_by: ServedBy | None = None,
    kilometres: float = inf,
) -> Hit:
    return Hit(
        facts=facts,
        works_in=_works_in(question, served_by),
        works_for=_works_for(facts) if question.sector else "",
        distance="" if kilometres == inf else approximate(kilometres, language),
        open_now=hours.open_in_words(facts.row.hours, now),
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
