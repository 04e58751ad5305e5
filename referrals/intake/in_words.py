"""The employer's answers in words, to read them back before anything is done with them.

What lives here: lines for people. What does not: the questions (questions.py), what a provider gets to know
(loop/consent.py).
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.intake import steps
from referrals.intake.answer_cookie import Answers
from referrals.intake.questions import (
    COUNTS,
    PlaceForm,
)
from referrals.intake.steps import (
    Step,
)


def answer_in_words(step: Step, answers: Answers) -> list[str]:
    """Return a kept answer as lines for people; none when the step was not answered."""
    if step.slug not in answers:
        return []
    if step.form is None:
        return [_place_in_words(place) for place in answers[step.slug].get("places", [])]
    form = step.form(initial=dict(answers[step.slug]))
    return [line for name in form.fields for line in _choice_in_words(form[name])]


def _place_in_words(place: Mapping[str, str]) -> str:
    labels = PlaceForm.base_fields
    counts = [f"{labels[name].label}: {place[name]}" for name, *_rest in COUNTS if place.get(name)]
    end_date = [f"{labels['end_date'].label}: {place['end_date']}"] if place.get("end_date") else []
    return "; ".join([place.get("location", ""), *counts, *end_date])


def _choice_in_words(field: forms.BoundField) -> list[str]:
    """Return the labels of what was chosen, or the text that was typed; "I don't know" for an empty field."""
    value = field.initial
    choices = dict(getattr(field.field, "choices", []))
    if choices:
        chosen = value if isinstance(value, list) else [value]
        return [str(label) for code, label in choices.items() if code in chosen]
    return [str(value or _("Weet ik niet"))]


def summary_of(answers: Answers) -> list[dict[str, Any]]:
    """Return every step that applies with its answer in words, for the check of the answers."""
    return [
        {"step": step, "lines": answer_in_words(step, answers), "answered": step.slug in answers}
        for step in steps.steps_for(answers)
    ]


def people_at(number: int, place: str) -> str:
    """Return people in words: "12 mensen in 6811 AB Arnhem"."""
    sentence = ngettext("%(count)s mens in %(place)s", "%(count)s mensen in %(place)s", number)
    return sentence % {"count": number, "place": place}
