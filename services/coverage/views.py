"""The public pages about regions: all of them, where help is missing, and who serves one of them.

What lives here: validate, call one function, render. What does not: the judgement (by_region.py, by_municipality.py),
what the pages say of it (page.py, gaps.py). Nothing here stores anything or sets a cookie.
"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from services import wording
from services.coverage import by_region, page
from services.coverage.gaps import gaps_by_role
from services.models import Role
from services.work_area.names import municipality_names
from services.work_area.outlines import map_data, outline_json, outlines


@login_not_required
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show all labour market regions, with how sure help is in each role, and how many regions that is true of."""
    found = by_region.coverage_of_regions(timezone.localdate())
    context = {
        "breadcrumb": [_home(), {"label": _("Alle regio's")}],
        "lines": [page.region_line(coverage) for coverage in found],
        "roles": list(Role),
        "roles_explained": [wording.role_explained(role) for role in Role],
        "totals": page.totals(found),
        "map_json": regions_json(coverage.region.code for coverage in found),
        "tile_url": settings.MAP_TILE_URL,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
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
    shown = page.region_page(by_region.served_region(found[0], on), on)
    names = municipality_names()
    context = {
        "breadcrumb": [_home(), {"label": _("Alle regio's"), "url": reverse("regions")}, {"label": shown.name}],
        "page": shown,
        "municipalities": sorted(names[key] for key in found[0].location.municipality_ids),
    }
    return render(request, "services/coverage/region.html", context)


@login_not_required
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Show where help is missing, as far as the directory knows, and where nobody who helps was checked."""
    context = {
        "breadcrumb": [
            _home(),
            {"label": _("Alle regio's"), "url": reverse("regions")},
            {"label": _("Waar ontbreekt hulp?")},
        ],
        "roles": gaps_by_role(timezone.localdate()),
    }
    return render(request, "services/coverage/gaps.html", context)


def _home() -> dict[str, str]:
    return {"label": pgettext("menu", "Home"), "url": reverse("home")}


def regions_json(codes: Iterable[str]) -> SafeString:
    """Return the outlines of regions, each to become a link to where the list's link of that region leads."""
    return map_data(outline_json(code, "region") for code in codes if code in outlines())
