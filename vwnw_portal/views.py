"""The portal's own pages: home, content, style, error and health.

What lives here: pages without data of the other apps. What does not: search (services), cases (referrals).
"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from referrals.retention import PERIODS
from regions.models import Postcode
from vwnw_portal.ui import COLOURS, COMPONENTS, EXAMPLE_MAP


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead employers, employees and people who look around to their task in one step."""
    return render(request, "portal/home.html")


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the portal is and where to report a barrier."""
    return render(request, "portal/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the portal stores, and what it does not."""
    return render(request, "portal/privacy.html", {"periods": PERIODS})


@require_safe
@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    """Say who runs the portal and where to write, or what will stand there."""
    return render(request, "portal/contact.html")


@require_safe
@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """Show every component with its purpose, parameters and examples."""
    context = {"components": COMPONENTS, "colours": COLOURS, "example_map": EXAMPLE_MAP}
    return render(request, "portal/style.html", context)


@require_safe
@never_cache
@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    """Tell machines whether the portal can answer: 200, or 503 without a database or its reference facts."""
    database, reference = _database_state()
    healthy = database and reference
    return JsonResponse(
        {
            "status": "ok" if healthy else "unavailable",
            "database": "ok" if database else "unavailable",
            "reference": reference,
        },
        status=200 if healthy else 503,
    )


def _database_state() -> tuple[bool, bool]:
    """Return whether the database answers, and whether the reference facts are in it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False, False
    try:
        return True, Postcode.objects.exists()
    except DatabaseError:
        return True, False
