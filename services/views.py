"""The public pages about providers: searching them, and reading about one.

What lives here: validate, call one function, render. What does not: how an answer is found (search.py, profile.py).
Nothing here stores anything or sets a cookie.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regions.places import Found
from services.filters import ProviderFilter
from services.map import map_json
from services.models import Provider
from services.profile import profile_of
from services.search import PAGE_SIZE, SearchQuery, order_in_words, search_providers

# Longer numbers are no page of any list, and too long for a database.
MOST_PAGE_DIGITS = 6


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the providers that answer the question in the address; a page after the last leads to the last."""
    on = timezone.localdate()
    filters = ProviderFilter(request.GET, on)
    page = _page_number(request.GET)
    question = SearchQuery(filters.qs, filters.location, filters.sector_code, page or 1)
    result = search_providers(question, on)
    if result.page > result.pages:
        return redirect(f"{request.path}?{_with(request.GET, pagina=result.pages)}")
    context = {
        "form": filters.form,
        "result": result,
        "location": filters.location,
        "corrected": isinstance(filters.form.place, Found) and filters.form.place.corrected,
        "other_places": [(name, _with(request.GET, locatie=name)) for name in filters.other_places],
        "bad_page": "" if page else request.GET["pagina"],
        "order": order_in_words(filters.location),
        "page": Paginator(range(result.total), PAGE_SIZE).page(result.page),
        "map_json": map_json(result.hits, filters.location),
        "tile_url": settings.MAP_TILE_URL,
        "tile_attribution": settings.MAP_TILE_ATTRIBUTION,
        "examples": any(hit.facts.row.is_example for hit in result.hits),
    }
    return render(request, "services/search.html", context)


@login_not_required
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one provider. One that stopped keeps its page, which says so and leads on to its successor."""
    provider = get_object_or_404(Provider.objects.select_related("successor"), slug=slug)
    profile = profile_of(provider, timezone.localdate())
    breadcrumb = [
        {"label": _("Zoeken"), "url": reverse("search")},
        {"label": provider.name},
    ]
    context = {"profile": profile, "breadcrumb": breadcrumb, "examples": provider.is_example}
    return render(request, "services/organisation.html", context)


def _page_number(query: QueryDict) -> int | None:
    """Return the page asked for, the first where none is named, nothing where what is named is no page."""
    text = query.get("pagina") or "1"
    if not text.isdecimal() or len(text) > MOST_PAGE_DIGITS or int(text) == 0:
        return None
    return int(text)


def _with(query: QueryDict, **changes: object) -> str:
    """Return the question with these answers instead, from its first page on."""
    changed = query.copy()
    changed.pop("pagina", None)
    for key, value in changes.items():
        changed[key] = str(value)
    return changed.urlencode()
