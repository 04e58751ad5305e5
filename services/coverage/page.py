"""What the pages about regions say: lines, blocks and totals, in words.

What lives here: putting the judgement into words. What does not: the judgement (by_region.py, status.py), markup
(templates/services/coverage/).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.geo import distance_from
from services import wording
from services.catalogue import catalogue
from services.contact import Contact, contact_of
from services.coverage.by_region import Help, Helper, RegionCoverage, ServedRegion, is_everywhere
from services.coverage.status import Status
from services.freshness import OldestChecks, oldest_checks
from services.models import Provider, Role
from services.reach import Reach
from services.type_codes import TypeCode
from services.work_area.index import ProviderFacts
from services.work_area.serving import Serving

SHOWN_PER_LIST = 20

HELP = {
    Role.PREVENTIVE: gettext_lazy("preventieve hulp"),
    Role.CURATIVE: gettext_lazy("curatieve hulp"),
    Role.REINTEGRATION: gettext_lazy("hulp bij re-integratie"),
}
EXPLAINED = {
    Status.REFERABLE: gettext_lazy(
        "Er werkt hier een organisatie die wij hebben gecontroleerd, en niet te lang geleden."
    ),
    Status.KNOWN: gettext_lazy(
        "Er werkt hier een organisatie, maar wij hebben haar nog niet gecontroleerd, of te lang geleden."
    ),
    Status.POSSIBLE: gettext_lazy(
        "Wij weten van geen organisatie zeker dat zij hier werkt, of dat zij deze mensen helpt. Vraag het na."
    ),
    Status.NOBODY: gettext_lazy("Wij kennen hier niemand."),
}
GAPS = {
    Status.POSSIBLE: gettext_lazy("Van niemand weten wij zeker dat die hier %(help)s geeft."),
    Status.NOBODY: gettext_lazy("Voor %(help)s kennen wij hier niemand."),
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
class RegionLine:
    """A region in the table of all: its page, and each role by name with its state."""

    code: str
    name: str
    url: str
    states: list[tuple[str, State]]


@dataclass(frozen=True, slots=True)
class Total:
    """A state with what it means, and for each role by name how many regions are in it, and in how many not all are."""

    state: State
    meaning: str
    counts: list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class ServerLine:
    """A provider in a region's list, with what decides whom it helps there and how sure that is."""

    name: str
    url: str
    type: str
    is_private: bool
    where: str
    sectors: str
    minimum: str
    roles: str
    doubt: str
    check: str
    is_up_to_date: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """The first providers of a list, with how many more there are."""

    servers: list[ServerLine]
    more: int
    more_url: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest provider outside the region, with its distance from the middle of it, in words."""

    name: str
    url: str
    distance: str


@dataclass(frozen=True, slots=True)
class RoleBlock:
    """One role in a region: the state of help and who gives it; for a gap that there is one, and who is nearest."""

    code: str
    title: str
    help: str
    state: State
    gap: str
    in_short: str
    lines: Lines
    may_work_here: bool
    nearest: Nearest | None


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
    contact: Contact
    others: str


@dataclass(frozen=True, slots=True)
class RegionPage:
    """All that the page of a region says of who serves it."""

    name: str
    search_url: str
    first: FirstContact | None
    blocks: list[RoleBlock]
    entries: Lines
    area_unknown: Lines
    unknown_total: int


# --- All regions -----------------------------------------------------------------------------------------


def region_line(coverage: RegionCoverage) -> RegionLine:
    """Return a region as a line of the table."""
    region = coverage.region
    url = reverse("region", args=[region.code])
    return RegionLine(
        region.code, region.name, url, [(str(role.label), state_in_words(coverage.roles[role])) for role in Role]
    )


def totals(found: Sequence[RegionCoverage]) -> list[Total]:
    """Return for each state how many regions are in it, role by role: each region counts once in each role."""
    return [_total(status, {role: [one.roles[role] for one in found] for role in Role}) for status in Status]


def _total(status: Status, roles: Mapping[Role, Sequence[Help]]) -> Total:
    in_it = {role: [state for state in states if state.best is status] for role, states in roles.items()}
    counts = [
        (str(role.label), len(states), sum(not state.is_for_everyone for state in states))
        for role, states in in_it.items()
    ]
    return Total(state_in_words(Help(status, status)), str(EXPLAINED[status]), counts)


def state_in_words(state: Help) -> State:
    """Return the state of a role in words."""
    others = "" if state.is_for_everyone else str(state.for_everyone.label)
    return State(str(state.best.label), TAGS[state.best], others)


# --- One region ------------------------------------------------------------------------------------------


def region_page(served: ServedRegion, on: date) -> RegionPage:
    """Return what the page of a region says: one query, for whom to contact first."""
    edges = oldest_checks(on, catalogue().parameters)
    region = served.coverage.region
    search_url = _search_url(region.location.label)
    entries = [_server_line(one, region.name, edges) for one in served.entries]
    unknown = [_server_line(one, "", edges) for one in served.area_unknown]
    return RegionPage(
        name=region.name,
        search_url=search_url,
        first=_first_contact(served, edges),
        blocks=[_role_block(served, role, edges) for role in Role],
        entries=_lines(entries, search_url),
        area_unknown=_lines(unknown, search_url),
        unknown_total=len(unknown),
    )


def _role_block(served: ServedRegion, role: Role, edges: OldestChecks) -> RoleBlock:
    helpers, state = served.by_role[role], served.coverage.roles[role]
    region = served.coverage.region
    found = [_helper_line(one, region.name, edges) for one in helpers]
    best = [] if state.best is Status.NOBODY else [one for one in helpers if one.status is state.best]
    near = served.nearest.get(role)
    return RoleBlock(
        code=role.value,
        title=wording.role_explained(role),
        help=str(HELP[role]),
        state=state_in_words(state),
        gap=str(GAPS[state.best]) % {"help": HELP[role]} if state.best.is_gap else "",
        in_short=wording.listed([one.serving.facts.name for one in best]),
        lines=_lines(found, _search_url(region.location.label, rol=role.value)),
        may_work_here=any(role in one.facts.roles for one in served.area_unknown),
        nearest=_nearest(near, served) if near else None,
    )


def _lines(found: Sequence[ServerLine], more_url: str) -> Lines:
    return Lines(list(found[:SHOWN_PER_LIST]), max(0, len(found) - SHOWN_PER_LIST), more_url)


def _helper_line(one: Helper, region: str, edges: OldestChecks) -> ServerLine:
    """Return a provider under a role; one that may help says what that hangs on."""
    return _server_line(one.serving, region, edges, _doubt(one) if one.status is Status.POSSIBLE else "")


def _doubt(one: Helper) -> str:
    """Return why it is not certain that a provider helps people whose job goes (R6, R8)."""
    if one.serving.facts.type_code == TypeCode.UWV:
        return _("UWV helpt deze mensen alleen kort voor het einde van hun baan, als zij moeilijk ander werk vinden.")
    return _("Of zij gezonde mensen helpt van wie de baan verdwijnt, is niet bekend: vraag het na.")


def _server_line(one: Serving, region: str, edges: OldestChecks, doubt: str = "") -> ServerLine:
    """Return a provider; without the name of a region it is not known where it works, and its roles are told."""
    row = one.facts
    kind = catalogue().types_by_code[row.type_code]
    state = edges.state_of(row.last_checked_on, row.silent_since)
    return ServerLine(
        name=row.name,
        url=reverse("organisation", args=[row.slug]),
        type=kind.name,
        is_private=kind.is_private,
        where=_where(one, region) if region else "",
        sectors=_sectors_in_words(row.sectors),
        minimum=wording.minimum_in_words(row.min_redundancies),
        roles="" if region else wording.roles_in_words(row.roles),
        doubt=doubt,
        check=wording.check_in_words(row.last_checked_on, state),
        is_up_to_date=state.is_up_to_date,
    )


def _where(one: Serving, region: str) -> str:
    """Return how much of the region the provider's own work area holds, and that its address is not known."""
    how_much = _("werkt in heel %(name)s") if is_everywhere(one) else _("werkt in een deel van %(name)s")
    where = how_much % {"name": region}
    return where if one.facts.latitude is not None else _("%(where)s, adres niet bekend") % {"where": where}


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
        contact=contact_of(provider),
        others=wording.listed([one.facts.name for one in others]),
    )


def _nearest(facts: ProviderFacts, served: ServedRegion) -> Nearest:
    middle = served.coverage.region.location
    kilometres = distance_from(middle.latitude, middle.longitude)(facts.latitude, facts.longitude)
    return Nearest(facts.name, reverse("organisation", args=[facts.slug]), f"{kilometres:.0f} km")


def _sectors_in_words(codes: Iterable[str]) -> str:
    return ", ".join(sector.name for sector in catalogue().sectors if sector.code in codes)


def _search_url(place: str, **more: str) -> str:
    return f"{reverse('search')}?{urlencode({'locatie': place} | more)}"
