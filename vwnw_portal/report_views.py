"""The pages on which a reader reports a mistake in a record: a form without an account or address, and the thanks.

What lives here: requests and responses, and how often somebody may. What does not: the form and the report itself
(services/public_reports.py). It stands above the apps because it joins a record with the one limiter of the portal.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals import rate_limits
from referrals.decorators import anonymous, read_or_send
from referrals.networks import network_of
from referrals.rate_limits import Thing, TooOften
from services import public_reports
from services.models import Provider
from services.public_reports import ReportForm


@anonymous
@read_or_send
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what is wrong in a record, and keep the answer for staff."""
    provider = get_object_or_404(Provider, slug=slug).stands
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_kept(request, provider, form):
        return redirect("mistake_reported", slug)
    breadcrumb = [
        {"label": _("Zoeken"), "url": reverse("search")},
        {"label": provider.name, "url": reverse("organisation", args=[slug])},
        {"label": _("Fout gezien?")},
    ]
    return render(request, "portal/report.html", {"provider": provider, "form": form, "breadcrumb": breadcrumb})


@login_not_required
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens with a report."""
    context = {"provider": get_object_or_404(Provider, slug=slug).stands, "days": settings.PROPOSAL_DAYS}
    return render(request, "portal/report_thanks.html", context)


def _is_kept(request: HttpRequest, provider: Provider, form: ReportForm) -> bool:
    """Keep what the form says, unless it is kept already; say so on the form where the network sent too many today."""
    said = {"provider": provider, **form.cleaned_data, "on": timezone.localdate()}
    if public_reports.is_reported(**said):
        return True
    try:
        rate_limits.count(Thing.REPORT, network=network_of(request), at=timezone.now())
    except TooOften as too_often:
        form.add_error(None, too_often.sentence)
        return False
    public_reports.report(**said)
    return True
