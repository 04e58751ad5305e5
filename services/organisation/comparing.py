"""The page that compares organisations: a shortlist in its address, to share, print and mail.

What lives here: validate, call one function, render. What does not: what is told of each (comparison.py), mailing it
(vwnw_portal/comparison_mail.py). Nothing here stores anything or sets a cookie.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from services import compared
from services.organisation.comparison import comparison_of


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show the organisations that the address names side by side, the first few of too many.

    The address is written one way: what a form sent is led there, so that a shared one is short.
    """
    named, kept = compared.slugs_in(request.GET), compared.search_in(request.GET)
    if len(request.GET.getlist(compared.KEY)) > 1:
        return redirect(request.path + compared.address(named, **kept))
    found = comparison_of(named[: compared.MOST], timezone.localdate())
    slugs = [one.slug for one in found]
    context = {
        "compared": found,
        "less": [(one, compared.address([slug for slug in slugs if slug != one.slug], **kept)) for one in found],
        "too_many": max(0, len(named) - compared.MOST),
        "most": compared.MOST,
        "unknown": len(named[: compared.MOST]) - len(found),
        "room": max(0, compared.MOST - len(found)),
        "back": reverse("search") + compared.address(slugs, **kept),
        "query": compared.address(slugs),
        "page_url": request.build_absolute_uri(request.path + compared.address(slugs)),
        "breadcrumb": [{"label": _("Zoeken"), "url": reverse("search")}, {"label": _("Vergelijken")}],
    }
    return render(request, "services/organisation/compare.html", context)
