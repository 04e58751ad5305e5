"""The page with the forms of support, and what the research found.

What lives here: arranging for the page what forms_of_support.py and survey_results.py know. What does not: the data
(fixtures/evidence), how a figure looks (templates/referrals/evidence/figure.html).
"""

from dataclasses import dataclass
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
from referrals.evidence.forms_of_support import HOW_OFTEN, FormKind, FormOfSupport, forms_of_support
from referrals.evidence.survey_results import survey_results
from services.catalogue import catalogue
from services.wording import months_in_words

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
    results = survey_results()
    context = {
        "breadcrumb": [{"label": pgettext("menu", "Home"), "url": reverse("home")}, {"label": _("Vormen van hulp")}],
        "months": months_in_words(catalogue().parameters.on(timezone.localdate(), LABOUR_MARKET_DROP_MONTHS).value),
        "kinds": [_kind(kind) for kind in FormKind],
        "report": REPORT,
        "results": results,
        "compared": [results[code] for code in HOW_OFTEN],
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
            _("Geld en minder uren"),
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
        (_("Cijfers"), " ".join(form.how_often)),
    ]
    return {
        "id": form.code,
        "title": form.name,
        "tags": [] if form.is_vwnw else [{"text": _("niet van werk naar werk"), "kind": "warning"}],
        "text": form.what,
        "facts": [(label, text) for label, text in facts if text],
        "source": form.source,
    }
