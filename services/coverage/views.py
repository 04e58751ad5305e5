"""The public pages about regions: all of them, and who serves one of them.

What lives here: naming what is shown, and rendering. What does not: the judgement (by_region.py).
Nothing here stores anything or sets a cookie.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from services import wording
from services.catalogue import catalogue
from services.coverage import by_region
from services.coverage.by_region import RegionCoverage, ServedRegion, Status
from services.freshness import OldestChecks, oldest_checks
from services.models import Provider, Role
from services.work_area.names import municipality_names
from services.work_area.outlines import map_data, outline_json, outlines
from services.work_area.serving import Serving

SHOWN_PER_ROLE = 20

HELP = {
    Role.PREVENTIVE: gettext_lazy("preventieve hulp"),
    Role.CURATIVE: gettext_lazy("curatieve hulp"),
    Role.REINTEGRATION: gettext_lazy("hulp bij re-integratie"),
}


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region in the list of all: its page, and what is missing or limited there."""

    code: str
    name: str
    url: str
    helped: int
    gaps: list[str]
    limited: list[str]


@dataclass(frozen=True, slots=True)
class ServerLine:
    """A provider in a region's list, with what decides whom it helps there and how sure that is."""

    name: str
    url: str
    type: str
    is_private: bool
    reach: str
    sectors: str
    minimum: str
    check: str
    is_up_to_date: bool


@dataclass(frozen=True, slots=True)
class RoleBlock:
    """One role in a region: the state of help, and the first providers with how many more there are."""

    code: str
    title: str
    help: str
    status: str
    servers: list[ServerLine]
    more: int
    more_url: str


@login_not_required
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show all labour market regions, with what is missing in each."""
    found = by_region.coverage_of_regions(timezone.localdate())
    lines = [_region_line(coverage) for coverage in found]
    context = {
        "breadcrumb": [_home(), {"label": _("Alle regio's")}],
        "lines": lines,
        "roles": [wording.role_explained(role) for role in Role],
        "complete": sum(not (line.gaps or line.limited) for line in lines),
        "map_json": regions_json(line.code for line in lines),
        "tile_url": settings.MAP_TILE_URL,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
        "examples": Provider.objects.filter(is_example=True).exists(),
    }
    return render(request, "services/coverage/regions.html", context)


@login_not_required
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show who serves a region, role by role; a code that no region of today has is not found."""
    on = timezone.localdate()
    found = by_region.regions(on, code)
    if not found:
        raise Http404
    served = by_region.served_region(found[0], on)
    edges = oldest_checks(on, catalogue().parameters)
    name, location = served.coverage.region.name, served.coverage.region.location
    context = {
        "breadcrumb": [_home(), {"label": _("Alle regio's"), "url": reverse("regions")}, {"label": name}],
        "name": name,
        "municipalities": sorted(municipality_names()[key] for key in location.municipality_ids),
        "search_url": _search_url(location.label),
        "blocks": [_role_block(served, role, edges) for role in Role],
        "entries": [_server_line(server, edges) for server in served.entries[:SHOWN_PER_ROLE]],
        "examples": _has_examples(served),
    }
    return render(request, "services/coverage/region.html", context)


def _region_line(coverage: RegionCoverage) -> RegionLine:
    def with_(status: Status) -> list[str]:
        return [str(HELP[role]) for role in Role if coverage.statuses[role] is status]

    region_ = coverage.region
    url = reverse("region", args=[region_.code])
    return RegionLine(region_.code, region_.name, url, coverage.helped, with_(Status.GAP), with_(Status.LIMITED))


def _role_block(served: ServedRegion, role: Role, edges: OldestChecks) -> RoleBlock:
    found = served.by_role[role]
    return RoleBlock(
        code=role.value,
        title=wording.role_explained(role),
        help=str(HELP[role]),
        status=served.coverage.statuses[role].value,
        servers=[_server_line(server, edges) for server in found[:SHOWN_PER_ROLE]],
        more=max(0, len(found) - SHOWN_PER_ROLE),
        more_url=_search_url(served.coverage.region.location.label, rol=role.value),
    )


def _server_line(server: Serving, edges: OldestChecks) -> ServerLine:
    row, serves = server
    kind = catalogue().types_by_code[row.type_code]
    state = edges.state_of(row.last_checked_on, row.silent_since)
    return ServerLine(
        name=row.name,
        url=reverse("organisation", args=[row.slug]),
        type=kind.name,
        is_private=kind.is_private,
        reach=_("werkt in de hele regio") if serves == ("full",) else _("werkt in een deel van de regio"),
        sectors=_sectors_in_words(row.sectors),
        minimum=wording.minimum_in_words(row.min_redundancies),
        check=wording.check_in_words(row.last_checked_on, state),
        is_up_to_date=state.is_up_to_date,
    )


def _sectors_in_words(codes: Iterable[str]) -> str:
    return ", ".join(sector.name for sector in catalogue().sectors if sector.code in codes)


def _has_examples(served: ServedRegion) -> bool:
    lists = [*served.by_role.values(), served.entries]
    keys = {server.facts.id for found in lists for server in found[:SHOWN_PER_ROLE]}
    return Provider.objects.filter(pk__in=keys, is_example=True).exists()


def _search_url(place: str, **more: str) -> str:
    return f"{reverse('search')}?{urlencode({'locatie': place} | more)}"


def _home() -> dict[str, str]:
    return {"label": pgettext("menu", "Home"), "url": reverse("home")}


def regions_json(codes: Iterable[str]) -> SafeString:
    """Return the outlines of regions, each to become a link to where the list's link of that region leads."""
    return map_data(outline_json(code, "region") for code in codes if code in outlines())
