"""The portal's own pages: home, content and style.

What lives here: pages without data of the other apps. What does not: search (services), cases (referrals), what
machines ask (health.py), what readers see when the database does not answer (outages.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from referrals.retention import PERIODS
from vwnw_portal.ui import COLOURS, COMPONENTS


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
    context = {"components": COMPONENTS, "colours": COLOURS}
    return render(request, "portal/style.html", context)
