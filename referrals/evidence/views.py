"""The page with the forms of support, and the evidence as figures.

What lives here: arranging what forms_of_support.py knows for the page. What does not: the data (fixtures/evidence).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS
from referrals.engine.sentences import REPORT
from referrals.evidence.forms_of_support import FormKind, FormOfSupport, SurveyResult, forms_of_support, survey_results
from services.catalogue import catalogue

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """The forms of one kind, under a heading."""

    code: str
    title: str
    explanation: str
    cards: list[Parameters]


@login_not_required
@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Show what an employer can do for people who lose their work, and what is known of how it works out."""
    results = {code: _result_figure(result) for code, result in survey_results().items()}
    context = {
        "breadcrumb": [{"label": pgettext("menu", "Home"), "url": reverse("home")}, {"label": _("Vormen van hulp")}],
        "mismatch": _mismatch_figure(),
        "received": _received_figure(),
        "months": catalogue().parameters.on(timezone.localdate(), LABOUR_MARKET_DROP_MONTHS).value,
        "kinds": [_kind(kind) for kind in FormKind],
        **results,
    }
    return render(request, "referrals/evidence/support.html", context)


# --- The forms -------------------------------------------------------------------------------------------


def _kind(kind: FormKind) -> Kind:
    title, explanation = {
        FormKind.ACTIVITY: (
            _("Hulp bij het vinden van ander werk"),
            _("In het onderzoek heten dit activiteiten van werk naar werk (VWNW)."),
        ),
        FormKind.ARRANGEMENT: (
            _("Regelingen die helpen bij ander werk"),
            _("Met deze regelingen vindt iemand makkelijker een nieuwe baan, of neemt die sneller aan."),
        ),
        FormKind.FINANCIAL: (
            _("Geld en minder uren: geen VWNW"),
            _("Deze regelingen gelden ook zonder nieuwe baan. Zij horen daarom niet bij van werk naar werk (VWNW)."),
        ),
    }[kind]
    return Kind(kind.value, title, explanation, [_card(form) for form in forms_of_support() if form.kind is kind])


def _card(form: FormOfSupport) -> Parameters:
    """Return the parameters of a card: what it is, when it fits, what it asks, and what is known about it."""
    facts = [
        (_("Wanneer"), form.fits),
        (_("Vraagt van u"), form.asks),
        (_("Werkt het?"), form.verdict),
        (_("Cijfers"), _figures_in_words(form)),
    ]
    return {
        "id": form.code,
        "title": form.name,
        "tags": [] if form.is_vwnw else [{"text": _("geen VWNW"), "kind": "warning"}],
        "text": form.what,
        "facts": [(label, text) for label, text in facts if text],
        "source": form.source,
    }


def _figures_in_words(form: FormOfSupport) -> str:
    """Return what the surveys say of a form, each figure with its number of answers."""
    known = [
        (form.offered, _("Geboden: %(percentage)d%% (%(answers)d werkgevers).")),
        (form.wanted, _("Gewenst: %(percentage)d%% (%(answers)d werknemers zonder hulp).")),
        (form.received, _("Gekregen: %(percentage)d%% (%(answers)d werknemers met hulp).")),
    ]
    return " ".join(sentence % asdict(figure) for figure, sentence in known if figure)


# --- The figures -----------------------------------------------------------------------------------------


def _mismatch_figure() -> Parameters:
    """Return what employers offer beside what employees want, most offered first."""
    known = [form for form in forms_of_support() if form.offered and form.wanted]
    offered, wanted = known[0].offered, known[0].wanted
    return {
        "caption": _("Wat werkgevers boden en wat werknemers wilden"),
        "series": [_("Geboden"), _("Gewenst")],
        "rows": _ordered(
            {"label": _label(form), "values": [form.offered.percentage, form.wanted.percentage]} for form in known
        ),
        "source": _(
            "%(report)s, tabel %(offered)s (%(firms)d werkgevers die hielpen) en "
            "tabel %(wanted)s (%(employees)d werknemers zonder hulp)"
        )
        % {
            "report": REPORT,
            "offered": offered.table,
            "firms": offered.answers,
            "wanted": wanted.table,
            "employees": wanted.answers,
        },
    }


def _received_figure() -> Parameters:
    """Return what employees with support say that they got, most received first."""
    known = [form for form in forms_of_support() if form.received]
    return {
        "caption": _("Welke hulp werknemers kregen"),
        "series": [_("Gekregen")],
        "rows": _ordered({"label": _label(form), "values": [form.received.percentage]} for form in known),
        "source": _("%(report)s, tabel %(table)s") % {"report": REPORT, "table": known[0].received.table},
        "answers": known[0].received.answers,
    }


def _label(form: FormOfSupport) -> str:
    """Return the form as the tables call it: of guidance they only count what a centre or an agency gave."""
    return _("Mobiliteitscentrum of outplacement") if form.code == "guidance" else form.name


def _ordered(rows: Iterable[Parameters]) -> list[Parameters]:
    return sorted(rows, key=lambda row: -row["values"][0])


def _result_figure(result: SurveyResult) -> Parameters:
    return {
        "caption": result.title,
        "series": [_("Aandeel")],
        "rows": [{"label": answer.label, "values": [answer.percentage]} for answer in result.rows],
        "source": result.source,
        "answers": result.answers,
    }
