"""The public pages about one region, and about where help is missing.

What lives here: validate, call one function, render. What does not: the judgement (by_region.py, by_municipality.py),
what the pages say of it (map_page.py, gaps.py), the map (map_views.py). Nothing here stores anything or sets a cookie.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from services.coverage.gaps import gaps_by_role
from services.coverage.ground import ground
from services.coverage.map_drawing import neighbours_of, region_drawn
from services.coverage.map_page import MapPage
from services.coverage.map_question import read_question
from services.models import Role


@login_not_required
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show who serves a region, role by role; a code that no region of today has is not found."""
    on = timezone.localdate()
    here = ground(on)
    if code not in {one.code for one in here.regions}:
        raise Http404
    shown = MapPage(read_question(request.GET, here, on), on, list(Role))
    area = shown.area(code)
    context = {
        "breadcrumb": [_home(), {"label": _("Alle regio's"), "url": reverse("regions")}, {"label": area.name}],
        "page": shown,
        "area": area,
        "drawing": region_drawn(shown, area),
        "neighbours": neighbours_of(shown, code),
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
