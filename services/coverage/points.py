"""Who has an address among those that serve a region, for a map that is open: asked by region, kept for good.

What lives here: that answer. What does not: who serves a region (by_region.py, page.py), the signs (services/map/).
"""

import json
from datetime import date
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from regions.grid import to_grid
from regions.versions import current_versions
from services import unchanging
from services.coverage.by_region import regions, served_region
from services.coverage.layers import DIGITS, version_of
from services.coverage.page import served_in_words
from services.coverage.status import Status

# Every region of a day, and some of the day before.
MOST_KEPT = 50


@login_not_required
@require_safe
def points(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """Return the addresses of today in a region; a version that is not that of today is not found."""
    on = timezone.localdate()
    if version != version_of(on, current_versions()) or not regions(on, code):
        raise Http404
    return unchanging.answer(request, _packed(code, version, on))


@lru_cache(maxsize=MOST_KEPT)
def _packed(code: str, version: str, on: date) -> unchanging.Unchanging:
    return unchanging.unchanging(points_as_json(code, on), "application/json")


def points_as_json(code: str, on: date) -> str:
    """Return slug, name, type, roles, digit and the spot on the grid of each that the map of the region shows."""
    placed = served_in_words(served_region(regions(on, code)[0], on), on).placed
    rows = [
        [
            facts.slug,
            facts.name,
            facts.type_code,
            sorted(facts.roles),
            DIGITS[Status.REFERABLE if is_checked else Status.KNOWN],
            *(round(number, 1) for number in to_grid(facts.latitude, facts.longitude)),
        ]
        for facts, is_checked in placed
        if facts.latitude is not None and facts.longitude is not None
    ]
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)
