"""The public page with the figures of all referred cases of a year, and the same as a file.

What lives here: requests and responses, and the file. What does not: what the page shows (page.py), counting and hiding
(counts.py, suppression.py).
"""

import csv
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.monitor.counts import figures, years_with_figures
from referrals.monitor.page import MonitorPage, labels_of
from referrals.monitor.suppression import Numbers
from services.spreadsheet_cells import guarded

HIDDEN_IN_A_FILE = "hidden"
# Staff who may see the cases themselves may see the figures of a year that is not final.
MAY_SEE_PROVISIONAL = "referrals.view_referredcase"


@login_not_required
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """Show the figures of the year that is asked for, or of the last year that is final (to staff: the last year)."""
    today = timezone.localdate()
    page = MonitorPage(_years(request, today), request.GET.get("jaar", ""), today)
    return render(request, "referrals/monitor/monitor.html", {"page": page, "breadcrumb": page.breadcrumb})


@login_not_required
@require_safe
def monitor_csv(request: HttpRequest) -> HttpResponse:
    """Give the same figures as a file: a line for each row of each table, hidden where the page hides."""
    today, asked = timezone.localdate(), request.GET.get("jaar", "")
    year = next((year for year in _years(request, today) if str(year) == asked), None)
    found = figures(year, today) if year else None
    if found is None:
        raise Http404
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="vwnw-{year}.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(["year", "table", "row", "label", *Numbers._fields])
    writer.writerow([year, "total", "", _("Alle casussen"), *_in_a_file(found.total)])
    for by, rows in found.tables.items():
        labels = labels_of(by)
        writer.writerows(
            [year, by, guarded(row.code), guarded(labels[row.code]), *_in_a_file(row.numbers)] for row in rows
        )
    return response


def _years(request: HttpRequest, today: date) -> list[int]:
    return years_with_figures(today, provisional=request.user.has_perm(MAY_SEE_PROVISIONAL))


def _in_a_file(numbers: Numbers | None) -> Iterable[object]:
    if numbers is None:
        return [HIDDEN_IN_A_FILE] * len(Numbers._fields)
    *counts, answer, sign = numbers
    return [*counts, *("" if days is None else f"{days:g}" for days in (answer, sign))]
