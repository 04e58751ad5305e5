"""The file with the outlines of all areas, at an address that tells which outlines they are: it may be kept for good.

What lives here: that answer. What does not: what is in the file (fragments.py), the rows of digits (coverage/).
"""

from datetime import date
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from regions.outlines import outline_set
from services import unchanging
from services.map.fragments import outlines_file


def outlines_url(on: date) -> str:
    """Return the address of the outlines of a day; empty where none were ever loaded."""
    known = outline_set(on)
    return reverse("map_outlines", args=[known.digest]) if known else ""


@login_not_required
@require_safe
def outline_file(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the outlines of today; those of another day are not found."""
    on = timezone.localdate()
    known = outline_set(on)
    if known is None or digest != known.digest:
        raise Http404
    return unchanging.answer(request, _packed(digest, on))


@lru_cache(maxsize=2)
def _packed(_digest: str, on: date) -> unchanging.Unchanging:
    return unchanging.unchanging(outlines_file(on), "image/svg+xml")
