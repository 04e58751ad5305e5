"""The map: of the country, all regions, one area, and the rows of digits that the browser draws another choice from.

What lives here: validate, call one function, render. What does not: what the pages say (map_page.py), the digits
(layers.py). Nothing here stores anything or sets a cookie.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from regions.places import Found, find_place
from regions.versions import current_versions
from services import unchanging
from services.coverage import map_words
from services.coverage.ground import ground
from services.coverage.in_sight import in_sight
from services.coverage.layers import layers, version_of
from services.coverage.map_drawing import country_drawn, marks_drawn
from services.coverage.map_page import MapPage
from services.coverage.map_question import MapForm, PlaceForm, area_at, read_question
from services.models import Role

View = Callable[..., HttpResponse]


def _etag(request: HttpRequest, **_kwargs: Any) -> str | None:
    """Return what a page is made of: the data, the day, the page itself; a page about an area tells who is open now."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    on = timezone.localdate()
    data = version_of(on, current_versions())
    made_of = (data, get_language(), request.get_full_path(), unchanging.release(), _minute(request))
    return f'"{sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def _minute(request: HttpRequest) -> str:
    return f"{timezone.localtime():%H:%M}" if "gebied" in request.get_full_path() else ""


def asked_each_time(view: View) -> View:
    """Let browsers keep a page and ask each time whether it is still so: then it is not made again."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = condition(etag_func=_etag)(view)(request, **kwargs)
        patch_cache_control(response, no_cache=True)
        return response

    return answer


@login_not_required
@require_safe
@asked_each_time
def country(request: HttpRequest) -> HttpResponse:
    """Show the map for one situation, with the same in a table, and the area that was chosen."""
    return _map(request, _("Wie helpt waar?"), None)


@login_not_required
@require_safe
@asked_each_time
def all_regions(request: HttpRequest) -> HttpResponse:
    """Show the same with every situation in the table."""
    return _map(request, _("Alle regio's"), list(Role))


def _map(request: HttpRequest, heading: str, roles: Sequence[Role] | None) -> HttpResponse:
    on = timezone.localdate()
    question = read_question(request.GET, ground(on), on)
    going = PlaceForm(request.GET)
    if going.is_valid() and going.cleaned_data["locatie"]:
        match find_place(going.cleaned_data["locatie"], on):
            case Found(location):
                return redirect(request.path + question.address(gebied=area_at(location)))
    shown = MapPage(question, on, roles or [question.role])
    chosen = shown.area(question.place) if question.place else None
    context = {
        "heading": heading,
        "breadcrumb": [{"label": pgettext("menu", "Home"), "url": reverse("home")}, {"label": heading}],
        "page": shown,
        "form": MapForm(question),
        "going": going,
        "area": chosen,
        "drawing": country_drawn(shown, chosen),
        "found": in_sight(question, question.sight, shown.here, on) if question.sight else None,
        "words": map_words.parts(),
        "action": request.path,
        "all_roles": roles is not None,
        "without_work_areas": request.path + question.address(werkgebied=""),
        "views": [(view, request.path + question.address(beeld=view)) for view in ("kaart", "lijst")],
    }
    return render(request, "services/coverage/map.html", context)


@login_not_required
@require_safe
@asked_each_time
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show the panel of an area alone, for a map that is open; a code that no area of today has is not found."""
    on = timezone.localdate()
    here = ground(on)
    if code not in here.position and code not in {one.code for one in here.regions}:
        raise Http404
    shown = MapPage(read_question(request.GET, here, on), on, list(Role))
    area_ = shown.area(code)
    context = {"page": shown, "area": area_, "marks": marks_drawn(area_)}
    return render(request, "services/coverage/panel_alone.html", context)


@login_not_required
@require_safe
def rows(request: HttpRequest, version: str) -> HttpResponse:
    """Return all rows of digits of today; a version that is not that of today is not found."""
    found = layers(timezone.localdate())
    if version != found.version:
        raise Http404
    return unchanging.answer(request, found.packed)
