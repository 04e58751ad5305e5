"""What is said of who serves a place, a region or a municipality: whom to contact first, and a row an organisation.

What lives here: putting the judgement into words. What does not: the judgement (by_region.py, layers.py), the map
(map_page.py), markup (templates/services/coverage/).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.geo import distance_from
from services import wording
from services.catalogue import catalogue
from services.contact import Contact, contact_of
from services.coverage.by_region import Help, Helper, ServedRegion, is_everywhere, terms_of
from services.coverage.status import Status, status_of
from services.freshness import OldestChecks, oldest_checks
from services.models import Provider, Role
from services.practical.hours import open_in_words
from services.reach import Reach
from services.type_codes import TypeCode
from services.what_they_do import what_it_does
from services.work_area.facts import ProviderFacts
from services.work_area.serving import Serving

SHOWN_AT_MOST = 20

HELP = {
    Role.PREVENTIVE: gettext_lazy("preventieve hulp"),
    Role.CURATIVE: gettext_lazy("curatieve hulp"),
    Role.REINTEGRATION: gettext_lazy("hulp bij re-integratie"),
}
# What an organisation does for people in one situation, by how sure that is.
DOES = {
    Status.REFERABLE: gettext_lazy("ja, nagekeken"),
    Status.KNOWN: gettext_lazy("ja, nog niet nagekeken"),
    Status.POSSIBLE: gettext_lazy("misschien: vraag het na"),
}
# A colour beside the words, never instead of them.
TAGS = {Status.REFERABLE: "ok", Status.KNOWN: "", Status.POSSIBLE: "warning", Status.NOBODY: "error"}
FIRST_STEPS = {
    Reach.PHONE: gettext_lazy("Bel eerst:"),
    Reach.MAIL: gettext_lazy("Mail eerst:"),
    Reach.WEBSITE: gettext_lazy("Ga eerst naar:"),
    Reach.NONE: gettext_lazy("Ga eerst naar:"),
}


@dataclass(frozen=True, slots=True)
class State:
    """The state of one role in words, with the colour that goes with them.

    `others` is the state for whom the best help is not meant; empty where all are as well off.
    """

    label: str
    tag: str
    others: str


@dataclass(frozen=True, slots=True)
class Does:
    """What an organisation does for people in one situation, in words; empty where it does nothing for them."""

    situation: str
    words: str
    tag: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ServerRow:
    """An organisation that serves a place: what it is, does and asks, what is wrong with its check, and its help."""

    name: str
    url: str
    type: str
    what: str
    is_private: bool
    where: str
    minimum: str
    check: str
    does: Sequence[Does]


@dataclass(frozen=True, slots=True)
class SectorDesks:
    """A sector with the organisations that help it alone: for each its name, its page, and whether it works here."""

    sector: str
    desks: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest provider outside a place, with its distance from the middle of it, in words."""

    name: str
    url: str
    distance: str


@dataclass(frozen=True, slots=True)
class FirstContact:
    """Whom to contact first (R19): how, what is known of it, and who else is a first contact here."""

    step: str
    name: str
    url: str
    is_marked: bool
    where: str
    check: str
    is_up_to_date: bool
    run_by: str
    opening_hours: str
    open_now: str
    contact: Contact
    others: str


@dataclass(frozen=True, slots=True)
class Served:
    """All that is said of who serves a place: rows, the desks of sectors, and of whom nobody knows where they work.

    `no_address` are those of the rows whose address is not known; `placed` are all others, each with whether its record
    is up to date. `more` is how many rows there would be besides.
    """

    first: FirstContact | None
    rows: Sequence[ServerRow]
    more: int
    search_url: str
    sector_desks: Sequence[SectorDesks]
    area_unknown: Sequence[ServerRow]
    no_address: Sequence[ServerRow]
    placed: Sequence[tuple[ProviderFacts, bool]]
    nearest: Mapping[Role, Nearest]


def state_in_words(state: Help) -> State:
    """Return the state of a role in words."""
    others = "" if state.is_for_everyone else str(state.for_everyone.label)
    return State(str(state.best.label), TAGS[state.best], others)


def served_in_words(served: ServedRegion, on: date) -> Served:
    """Return who serves a place in words: one query, for whom to contact first."""
    edges = oldest_checks(on, catalogue().parameters)
    region = served.coverage.region
    row_of = _Rows(region.name, edges)
    here = _by_surest(served)
    for_all = [one for one in here if not one.facts.sectors]
    unknown = [one for one in served.area_unknown if not one.facts.sectors]
    return Served(
        first=_first_contact(served, edges),
        rows=[row_of.known(one) for one in for_all[:SHOWN_AT_MOST]],
        more=max(0, len(for_all) - SHOWN_AT_MOST),
        search_url=f"{reverse('search')}?{urlencode({'locatie': region.location.label})}",
        sector_desks=_sector_desks([*here, *served.area_unknown], edges),
        area_unknown=[row_of.unknown(one) for one in unknown[:SHOWN_AT_MOST]],
        no_address=[row_of.known(one) for one in for_all if one.facts.latitude is None],
        placed=[(one.facts, _is_checked(one, edges)) for one in here if one.facts.latitude is not None],
        nearest={role: _nearest(facts, served) for role, facts in served.nearest.items()},
    )


def _is_checked(one: Serving, edges: OldestChecks) -> bool:
    return edges.state_of(one.facts.last_checked_on, one.facts.silent_since).is_referable


def helpers_by_role(served: ServedRegion) -> Mapping[Role, Sequence[Helper]]:
    """Return who helps people of every sector in each role, surest first; private ones are not among them."""
    return {
        role: [one for one in helpers if not one.serving.facts.sectors and one.status is not Status.NOBODY]
        for role, helpers in served.by_role.items()
    }


def _by_surest(served: ServedRegion) -> list[Serving]:
    """Return everyone who is known to work here once: the general entry, who helps in most situations, private last."""
    helpers = [one.serving for role in Role for one in served.by_role[role]]
    once = {one.facts.id: one for one in (*served.entries, *helpers)}
    private = {key for key, one in once.items() if catalogue().types_by_code[one.facts.type_code].is_private}
    entries = {one.facts.id for one in served.entries}
    number = {key: sum(key == one.facts.id for one in helpers) for key in once}
    return sorted(once.values(), key=lambda one: _rank(one.facts.id, private, entries, number))


def _rank(key: int, private: set[int], entries: set[int], number: Mapping[int, int]) -> tuple[bool, bool, int]:
    return key in private, key in entries, -number[key]


class _Rows:
    """Makes rows of organisations at one place."""

    def __init__(self, place: str, edges: OldestChecks) -> None:
        self._place, self._edges = place, edges

    def known(self, one: Serving) -> ServerRow:
        """Return one that is known to work here; where it works is said only where that is not all of the place."""
        part = _("werkt in een deel van %(name)s") % {"name": self._place}
        return self._row(one, "" if is_everywhere(one) else part, is_area_known=True)

    def unknown(self, one: Serving) -> ServerRow:
        """Return one of which nobody knows where it works."""
        return self._row(one, "", is_area_known=False)

    def _row(self, one: Serving, where: str, is_area_known: bool) -> ServerRow:
        facts, kind = one.facts, catalogue().types_by_code[one.facts.type_code]
        does = [_does(facts, role, self._edges, is_area_known) for role in Role]
        return ServerRow(
            name=facts.name,
            url=reverse("organisation", args=[facts.slug]),
            type=kind.name,
            what=what_it_does(kind, facts.roles),
            is_private=kind.is_private,
            where=where,
            minimum=wording.minimum_in_words(facts.min_redundancies),
            check=self._check(facts, does),
            does=does,
        )

    def _check(self, facts: ProviderFacts, does: Sequence[Does]) -> str:
        """Return what is wrong with the last check, where the words for the situations do not say it already."""
        state = self._edges.state_of(facts.last_checked_on, facts.silent_since)
        if state.is_up_to_date:
            return ""
        if facts.last_checked_on is None and not facts.silent_since:
            is_told = any(one.words == str(DOES[Status.KNOWN]) for one in does)
            return "" if is_told else _("nog niet nagekeken")
        return wording.check_in_words(facts.last_checked_on, state)


def _does(facts: ProviderFacts, role: Role, edges: OldestChecks, is_area_known: bool) -> Does:
    """Return what an organisation does in a role; one that may help says what that hangs on (R6, R8)."""
    situation, terms = wording.situation(role), terms_of(facts, edges)
    status = status_of(terms, role, is_area_known)
    if status is not Status.NOBODY:
        doubt = _doubt(facts) if is_area_known and status is Status.POSSIBLE else ""
        return Does(situation, str(DOES[status]), TAGS[status], doubt)
    if role not in facts.roles:
        return Does(situation, "")
    if terms.kind.is_private:
        return Does(situation, _("ja, tegen betaling"))
    is_entry = facts.type_code == TypeCode.EMPLOYER_SERVICE_POINT
    return Does(situation, _("ja, als algemene ingang") if is_entry else "")


def _doubt(facts: ProviderFacts) -> str:
    """Return why it is not certain that a provider helps people whose job goes (R6, R8)."""
    if facts.type_code == TypeCode.UWV:
        return _("UWV helpt deze mensen alleen kort voor het einde van hun baan, als zij moeilijk ander werk vinden.")
    return _("Of zij gezonde mensen helpt van wie de baan verdwijnt, is niet bekend: vraag het na.")


def _sector_desks(those: Sequence[Serving], edges: OldestChecks) -> list[SectorDesks]:
    """Return by sector who helps it alone."""
    found = []
    for sector in catalogue().sectors:
        own = [one for one in those if sector.code in one.facts.sectors]
        desks = [(one.facts.name, reverse("organisation", args=[one.facts.slug]), _in_short(one, edges)) for one in own]
        found += [SectorDesks(sector.name, desks)] if desks else []
    return found


def _in_short(one: Serving, edges: OldestChecks) -> str:
    """Return whether a desk works here for sure, and whether that was checked."""
    if one.serves == ("unknown",):
        return _("niet bekend of zij hier werkt")
    return str(DOES[Status.REFERABLE if _is_checked(one, edges) else Status.KNOWN])


def _first_contact(served: ServedRegion, edges: OldestChecks) -> FirstContact | None:
    """Return the first contact with what its record holds: one query; None where nobody is one."""
    if not served.first_contacts:
        return None
    first, *others = served.first_contacts
    provider = Provider.objects.get(pk=first.facts.id)
    state = edges.freshness_of(provider)
    return FirstContact(
        step=str(FIRST_STEPS[first.facts.reach]),
        name=provider.name,
        url=reverse("organisation", args=[provider.slug]),
        is_marked=provider.first_contact,
        where=_where(first, served.coverage.region.name),
        check=wording.check_in_words(provider.last_checked_on, state),
        is_up_to_date=state.is_up_to_date,
        run_by=provider.get_run_by_display(),
        opening_hours=provider.opening_hours,
        open_now=open_in_words(provider.hours, timezone.localtime()),
        contact=contact_of(provider),
        others=wording.listed([one.facts.name for one in others]),
    )


def _where(one: Serving, place: str) -> str:
    """Return how much of the place the provider's own work area holds, and that its address is not known."""
    how_much = _("werkt in heel %(name)s") if is_everywhere(one) else _("werkt in een deel van %(name)s")
    where = how_much % {"name": place}
    return where if one.facts.latitude is not None else _("%(where)s, adres niet bekend") % {"where": where}


def _nearest(facts: ProviderFacts, served: ServedRegion) -> Nearest:
    middle = served.coverage.region.location
    kilometres = distance_from(middle.latitude, middle.longitude)(facts.latitude, facts.longitude)
    return Nearest(facts.name, reverse("organisation", args=[facts.slug]), wording.distance_in_words(kilometres))


def names_in_words(those: Iterable[Helper]) -> str:
    """Return who helps by name; of many only the first."""
    return wording.listed([one.serving.facts.name for one in those])
