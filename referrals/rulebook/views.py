"""The public pages of the rules: what each says, where it comes from, and examples.

What lives here: two pages. What does not: the rules (engine/rules.py), their sentences (engine/sentences.py).
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.engine.findings import title_of
from referrals.engine.parameter_codes import PARAMETERS_OF_RULES
from referrals.engine.rule_ids import RuleId
from referrals.engine.rules import RULES_VERSION
from referrals.engine.sentences import RULES
from referrals.rulebook.examples import examples
from services.catalogue import catalogue
from services.language import reader_language


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule by title."""
    rows = [{"id": rule.id, "title": _title(rule.id), "source": rule.source} for rule in RULES.values()]
    return render(request, "referrals/rulebook/rules.html", {"rules": rows, "version": RULES_VERSION})


@login_not_required
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Show one rule: its sentences in both languages, its values with their periods, its examples."""
    shown = RULES.get(rule_id)
    if shown is None:
        raise Http404
    of_rule = [example for example in examples() if example.rule == shown.id]
    context = {
        "rule": shown,
        "title": _title(shown.id),
        "sentences": [{"nl": text.nl, "en": text.en} for text in shown.sentences.values()],
        "values": [
            {"code": code, "periods": catalogue().parameters.periods(code)}
            for code in PARAMETERS_OF_RULES.get(shown.id, ())
        ],
        "applies": [example for example in of_rule if example.applies],
        "applies_not": [example for example in of_rule if not example.applies],
        "today": timezone.localdate(),
    }
    return render(request, "referrals/rulebook/rule.html", context)


def _title(rule: RuleId) -> str:
    """Return the title of a rule as it is today, in the reader's language."""
    return title_of(rule, catalogue().parameters, timezone.localdate())[reader_language()]
