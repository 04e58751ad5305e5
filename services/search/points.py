"""Where all that a search finds is, for the map beside one page of its list: asked by the browser once it has drawn.

What lives here: that answer. What does not: the list and its pages, which say the same in words (views.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from regions.grid import to_grid
from services.catalogue import catalogue
from services.search.question import PLACE, ProviderFilter, Question

# More would be heavy, and no easier to see through.
MOST = 300

Point = tuple[str, str, str, float, float]


@login_not_required
@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """Return who answers the question in the address and has a position; nobody where the place is not certain."""
    asked = ProviderFilter(request.GET, timezone.localdate())
    question = asked.question()
    return JsonResponse({"points": [] if PLACE in asked.form.errors else points_of(question)})


def points_of(question: Question) -> list[Point]:
    """Return slug, words, address and the spot on the grid of each, the nearest first: one query."""
    kinds = {kind.id: kind.name for kind in catalogue().types}
    found = question.fitting.filter(latitude__isnull=False, longitude__isnull=False)
    if question.location:
        found = found.nearest_first((question.location.latitude, question.location.longitude))
    else:
        found = found.by_name()
    rows = found.values_list("slug", "name", "type_id", "latitude", "longitude")[:MOST]
    return [
        (slug, f"{name}, {kinds[kind]}", reverse("organisation", args=[slug]), *_spot(latitude, longitude))
        for slug, name, kind, latitude, longitude in rows
    ]


def _spot(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = to_grid(latitude, longitude)
    return round(x, 1), round(y, 1)
