"""The public page with the figures of all referred cases of a year, and the same as a file.

What lives here: words for what counts.py counts, and rendering. What does not: counting and hiding.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from referrals.monitor.counts import (
    GAP,
    NO_GAP,
    NONE,
    NOT_REPORTED,
    By,
    Figures,
    figures,
    final_on,
    is_final,
    region_names,
    years_with_figures,
)
from referrals.monitor.suppression import FEWEST, Numbers
from referrals.status import Result
from services.catalogue import catalogue
from services.models import Role

HIDDEN_IN_A_FILE = "hidden"
# Staff who may see the cases themselves may see the figures of a year that is not final.
MAY_SEE_PROVISIONAL = "referrals.view_referredcase"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table in words; without cells it is hidden."""

    label: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table in words, and what its rows are."""

    code: str
    caption: str
    meaning: str
    lines: list[Line]

    @property
    def all_hidden(self) -> bool:
        """Return whether the table has no row to show."""
        return not any(line.cells for line in self.lines)


@login_not_required
@require_safe
def monitor(request: HttpRequest) -> HttpResponse:
    """Show the figures of the year that is asked for, or of the last year that is final (to staff: the last year)."""
    today = timezone.localdate()
    years = _years(request, today)
    asked = request.GET.get("jaar", "")
    year = next((year for year in years if str(year) == asked), years[0] if years else None)
    found = figures(year, today) if year else None
    total = _cells(found.total) if found else []
    next_year = _first_year_to_come(today)
    context = {
        "breadcrumb": [{"label": pgettext("menu", "Home"), "url": reverse("home")}, {"label": _("Cijfers")}],
        "years": years,
        "year": year,
        "is_provisional": bool(year) and not is_final(year, today),
        "is_other_year": bool(asked) and asked != str(year),
        "next_year": next_year,
        "next_on": date_format(final_on(next_year), "j F Y"),
        "final_on": date_format(final_on(year), "j F Y") if year else "",
        "columns": _columns(),
        "definitions": _definitions(),
        "total": total,
        "total_in_words": list(zip(_columns(), total, strict=False)),
        "tables": _tables(found) if found else [],
        "fewest": FEWEST,
        "digest_key_days": settings.DIGEST_KEY_DAYS,
    }
    return render(request, "referrals/monitor/monitor.html", context)


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
        labels = _labels(by)
        writer.writerows([year, by, row.code, labels[row.code], *_in_a_file(row.numbers)] for row in rows)
    return response


def _years(request: HttpRequest, today: date) -> list[int]:
    return years_with_figures(today, provisional=request.user.has_perm(MAY_SEE_PROVISIONAL))


def _in_a_file(numbers: Numbers | None) -> Iterable[object]:
    if numbers is None:
        return [HIDDEN_IN_A_FILE] * len(Numbers._fields)
    *counts, days = numbers
    return [*counts, f"{days:g}"]


def _first_year_to_come(today: date) -> int:
    """Return the first year whose figures are not final yet."""
    return today.year if final_on(today.year - 1) <= today else today.year - 1


# --- Words -----------------------------------------------------------------------------------------------


def _tables(found: Figures) -> list[FiguresTable]:
    words = _tables_in_words()
    tables = []
    for by, rows in found.tables.items():
        labels = _labels(by)
        lines = [Line(labels[row.code], _cells(row.numbers) if row.numbers else []) for row in rows]
        tables.append(FiguresTable(by.value, *words[by], lines))
    return tables


def _cells(numbers: Numbers) -> list[str]:
    *counts, days = numbers
    return [
        *(number_format(one, force_grouping=True) for one in counts),
        number_format(int(days) if days == int(days) else days),
    ]


def _columns() -> list[str]:
    return [_("Casussen"), _("Werkgevers"), _("Mensen"), _("Met antwoord"), _("Werkdagen tot antwoord")]


def _definitions() -> list[tuple[str, str]]:
    """Return what each column counts."""
    meanings = [
        _(
            "Een casus is een verzoek om hulp van een werkgever die zijn e-mailadres bevestigde. "
            "Hij telt in het jaar van versturen. Ging hij naar drie organisaties? Dan telt hij toch maar een keer. "
            "Een casus die later is ingetrokken, telt ook mee."
        ),
        _(
            "Een werkgever met meer casussen in een jaar telt een keer. Wij herkennen hem aan een code van wat in zijn "
            "e-mailadres na het apenstaartje staat. Delen veel mensen dat deel? Dan nemen wij het hele adres. "
            "Met een ander adres is hij voor ons een andere werkgever."
        ),
        _(
            "Het aantal mensen dat de werkgever invulde. Zij tellen een keer, "
            "ook als meer organisaties hetzelfde verzoek kregen."
        ),
        _("Casussen waarin ten minste een organisatie ja of nee zei, of doorverwees."),
        _(
            "De werkdagen tussen versturen en het eerste antwoord van een casus. Wij tonen de mediaan: "
            "de helft van de casussen had sneller antwoord. Casussen zonder antwoord tellen hier niet mee."
        ),
    ]
    return list(zip(_columns(), meanings, strict=True))


def _tables_in_words() -> dict[By, tuple[str, str]]:
    """Return the caption of each table, and what its rows mean."""
    return {
        By.QUARTER: (_("Per kwartaal"), _("Het kwartaal waarin de casus is verstuurd.")),
        By.REGION: (
            _("Per arbeidsmarktregio"),
            _(
                "De regio waar de mensen werken. Een casus met mensen in twee regio's telt in beide. "
                "De mensen tellen alleen in hun eigen regio."
            ),
        ),
        By.ROLE: (
            _("Per soort hulp"),
            _(
                "De soort hulp die bij de situatie past. Een casus met twee situaties telt in beide rijen. "
                "De mensen tellen alleen in hun eigen rij."
            ),
        ),
        By.SECTOR: (_("Per sector"), _("De sector die de werkgever koos.")),
        By.RESULT: (
            _("Per uitkomst"),
            _(
                "Wat er van de mensen werd, en hoeveel casussen zulke mensen hebben. De werkgever gaat voor: "
                "wat hij meldt, telt. Melden alleen organisaties iets? Dan telt per uitkomst het hoogste aantal van "
                "een van hen, en nooit meer mensen dan de casus heeft."
            ),
        ),
        By.GAP: (
            _("Waar hulp ontbreekt"),
            _(
                "Was er op de dag van versturen een organisatie met de hulp die bij de mensen past? "
                "Het werkgeversservicepunt telt niet mee: dat is de algemene ingang."
            ),
        ),
    }


def _labels(by: By) -> dict[str, str]:
    """Return the words for the rows of a table by their code."""
    match by:
        case By.QUARTER:
            return {
                "1": _("Januari tot en met maart"),
                "2": _("April tot en met juni"),
                "3": _("Juli tot en met september"),
                "4": _("Oktober tot en met december"),
            }
        case By.REGION:
            return {**region_names(), NONE: _("In meer regio's, of niet bekend")}
        case By.ROLE:
            return {**{role.value: str(role.label) for role in Role}, NONE: _("Flexibel personeel, zonder eigen soort")}
        case By.SECTOR:
            return {**{sector.code: sector.name for sector in catalogue().sectors}, NONE: _("Niet bekend")}
        case By.RESULT:
            return {**{result.value: str(result.label) for result in Result}, NOT_REPORTED: _("nog niets gemeld")}
        case By.GAP:
            return {NO_GAP: _("Er was zo'n organisatie"), GAP: _("Er was geen organisatie")}
