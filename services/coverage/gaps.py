"""What the page of gaps says: where nobody is known, who is nearest from there, and where nobody was checked.

What lives here: putting the judgement into words. What does not: the judgement (by_region.py, by_municipality.py),
markup (templates/services/coverage/).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from services import wording
from services.coverage.by_municipality import Country, MunicipalityCoverage, Near
from services.coverage.by_region import Help, RegionCoverage, coverage_of_regions
from services.coverage.page import HELP, State, state_in_words
from services.coverage.status import Status
from services.language import reader_language
from services.models import Role
from services.remembered import remembered
from services.work_area.in_words import area_in_words


@dataclass(frozen=True, slots=True)
class NearestLine:
    """The nearest that would close a gap, where it works, and its distance from the middle of the place, in words."""

    name: str
    url: str
    works_in: str
    distance: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A region, or one municipality of it, where nobody is known in a role."""

    place: str
    state: State
    nearest: NearestLine | None


@dataclass(frozen=True, slots=True)
class RegionLink:
    """A region with its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RegionGaps:
    """A region with its gaps: the region as a whole, or the municipalities of it."""

    region: RegionLink
    places: list[PlaceLine]


@dataclass(frozen=True, slots=True)
class RoleGaps:
    """One role: the regions where it lacks, and those where only records are known that were not checked in time."""

    code: str
    title: str
    help: str
    regions: list[RegionGaps]
    unchecked: list[RegionLink]


def gaps_by_role(on: date) -> list[RoleGaps]:
    """Return where each role lacks, in the reader's language: found anew after a change, and each day.

    A fixed number of queries, however many gaps there are.
    """
    return remembered("gaps", (on, reader_language()), lambda: _gaps_by_role(on))


def _gaps_by_role(on: date) -> list[RoleGaps]:
    regions = coverage_of_regions(on)
    if not regions:
        return []  # without reference facts no place is known, nor that one lacks something
    country = Country(on)
    municipalities = country.municipalities()
    return [_role_gaps(role, regions, municipalities, country) for role in Role]


def _role_gaps(
    role: Role, regions: Sequence[RegionCoverage], municipalities: Sequence[MunicipalityCoverage], country: Country
) -> RoleGaps:
    judged = ((one, _places(role, one, municipalities, country)) for one in regions)
    return RoleGaps(
        code=role.value,
        title=wording.role_explained(role),
        help=str(HELP[role]),
        regions=[RegionGaps(_link(one), places) for one, places in judged if places],
        unchecked=[_link(one) for one in regions if one.roles[role].best is Status.KNOWN],
    )


def _places(
    role: Role, region: RegionCoverage, municipalities: Iterable[MunicipalityCoverage], country: Country
) -> list[PlaceLine]:
    """Return the region where nobody is known in all of it, else the municipalities where nobody is."""
    code, best = region.region.code, region.roles[role].best
    if best.is_gap:
        near = country.nearest(role, region.region.location)
        return [PlaceLine(_("De hele regio"), _state(best), _nearest(near))]
    return [
        PlaceLine(one.name, _state(one.roles[role].counts.status), _nearest(one.roles[role].nearest))
        for one in municipalities
        if code in one.regions and one.roles[role].counts.is_gap
    ]


def _link(coverage: RegionCoverage) -> RegionLink:
    return RegionLink(coverage.region.name, reverse("region", args=[coverage.region.code]))


def _state(status: Status) -> State:
    return state_in_words(Help(status, status))


def _nearest(near: Near | None) -> NearestLine | None:
    if near is None:
        return None
    url = reverse("organisation", args=[near.facts.slug])
    works_in = wording.listed([area_in_words(part) for part in near.works_in])
    return NearestLine(near.facts.name, url, works_in, wording.distance_in_words(near.kilometres))
