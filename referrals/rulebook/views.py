"""The public pages of the rules: what each says, where it comes from, and examples.

What lives here: two pages. What does not: the rules (engine/rules.py), their sentences (engine/sentences.py).
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from referrals.engine.findings import title_of
from referrals.engine.parameter_codes import PARAMETERS_OF_RULES
from referrals.engine.rule_ids import RuleId
from referrals.engine.rules import RULES_VERSION
from referrals.engine.sentences import PARAMETERS, RULES, VALUES, Bilingual
from referrals.rulebook.examples import examples
from services.catalogue import catalogue
from services.language import reader_language
from services.parameters import DatedValue
from services.wording import months_in_words


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
        "sentences": [{"nl": _told(text, "nl"), "en": _told(text, "en")} for text in shown.sentences.values()],
        "values": [_value(code) for code in PARAMETERS_OF_RULES.get(shown.id, ())],
        "applies": [example for example in of_rule if example.applies],
        "applies_not": [example for example in of_rule if not example.applies],
        "today": timezone.localdate(),
    }
    return render(request, "referrals/rulebook/rule.html", context)


class Blank(str):
    """The name of a value, in brackets, where a sentence of a case has the value itself."""

    def __format__(self, forms: str) -> str:
        """Return the name, with the noun of a number behind it."""
        return (forms.rpartition("|")[2] or "#").replace("#", f"[{self!s}]")


def _told(sentence: Bilingual, language: str) -> str:
    """Return a sentence without a case: in the place of each value stands what it is."""
    return sentence[language].format_map({name: Blank(words[language]) for name, words in VALUES.items()})


def _value(code: str) -> dict[str, Any]:
    """Return a dated value: its name, and each period with its number in words."""
    periods = catalogue().parameters.periods(code)
    return {
        "name": PARAMETERS[code][reader_language()],
        "periods": [{"from": one.valid_from, "value": _in_words(one), "source": one.source} for one in periods],
    }


def _in_words(value: DatedValue) -> str:
    match value.unit:
        case "maanden":
            return months_in_words(value.value)
        case "dagen":
            return ngettext("%(n)d dag", "%(n)d dagen", value.value) % {"n": value.value}
        case "personen":
            return ngettext("%(n)d persoon", "%(n)d personen", value.value) % {"n": value.value}
    return str(value.value)


def _title(rule: RuleId) -> str:
    """Return the title of a rule as it is today, in the reader's language."""
    return title_of(rule, catalogue().parameters, timezone.localdate())[reader_language()]
