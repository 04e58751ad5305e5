"""The public pages of the rules: what each says, where it comes from, and examples.

What lives here: two pages. What does not: the rules (engine/rules.py), their sentences (engine/sentences.py).
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.engine.findings import title_of
from referrals.engine.parameter_codes import PARAMETERS_OF_RULES
from referrals.engine.rule_ids import RuleId
from referrals.engine.rules import RULES_VERSION
from referrals.engine.sentences import PARAMETERS, RULES, VALUES, Bilingual
from referrals.facts_in_words import ask_uwv, checked_in_words, value_in_words
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
    """Return a dated value: its name, and from today each period with its number in words; none where not known."""
    periods = catalogue().parameters.from_day(timezone.localdate(), code)
    return {
        "name": PARAMETERS[code][reader_language()],
        "periods": [{"fact": one, "value": value_in_words(one), "checked": checked_in_words(one)} for one in periods],
        "not_known": "" if periods else ask_uwv(code),
    }


def _title(rule: RuleId) -> str:
    """Return the title of a rule as it is today, in the reader's language."""
    return title_of(rule, catalogue().parameters, timezone.localdate())[reader_language()]
