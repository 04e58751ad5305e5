"""From the employer's answers to the input of a case, and from what is wrong with it back to the questions.

What lives here: that way and its return. What does not: the questions (questions.py), judging the input
(case_reader.py).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from referrals.engine.question_ref import QuestionRef
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_reader import InvalidCase, Problem, read_case
from referrals.intake.questions import (
    NO,
    NONE_OF_THESE,
    UNKNOWN,
    YES,
    field_of_group,
    groups_of,
)
from referrals.intake.steps import STEPS, Step, as_answer, as_form_data, steps_for


def input_of(answers: Answers) -> dict[str, Any]:
    """Return the case input that the answers make; a step that is skipped or not answered is unknown (R18)."""
    given: dict[str, Any] = {}
    for step in steps_for(answers):
        form = step.judge(answers, as_form_data(step, answers[step.slug])) if step.slug in answers else None
        if form is not None and form.is_valid():
            given |= {"places": form.cleaned_data} if step.form is None else form.cleaned_data
    return {
        "sector": _known(given.get("sector")),
        "employees_total": given.get("employees_total"),
        "needs": _needs(given.get("needs")),
        **{key: _yes_or_no(given.get(key)) for key in ("stay_in_sector", "far_from_labour_market", "budget")},
        "groups": groups_of(given.get("places", [])),
    }


def _known(value: str | None) -> str | None:
    return None if value == UNKNOWN else value


def _needs(chosen: Sequence[str] | None) -> list[str] | None:
    if not chosen or UNKNOWN in chosen:
        return None
    return [one for one in chosen if one != NONE_OF_THESE]


def _yes_or_no(value: str | None) -> bool | None:
    return {YES: True, NO: False}.get(value or "")


def add_problems(step: Step, form: Any, answers: Answers, today: date) -> None:
    """Read the case so far, and put what is wrong with this step's answers beside their fields."""
    given = input_of(answers.with_step(step.slug, as_answer(step, form.data)))
    if not given["groups"]:
        return
    try:
        read_case(given, today)
    except InvalidCase as invalid:
        if step.form is None:
            _add_problems_to_places(form, invalid.problems)
        else:
            _add_problems_to_fields(form, invalid.problems)


def _add_problems_to_places(places: Any, problems: Sequence[Problem]) -> None:
    """Put each problem of a group beside the field of the place that the group came from, once."""
    typed = [dict(form.cleaned_data) for form in places.forms]
    for problem in problems:
        if problem.where.group is not None:
            number, count = field_of_group(typed, problem.where.group)
            form = places.forms[number]
            field = problem.where.field if problem.where.field in form.fields else count
            if problem.message not in form.errors.get(field, []):
                form.add_error(field, problem.message)


def _add_problems_to_fields(form: forms.Form, problems: Sequence[Problem]) -> None:
    """Put each problem beside its field, when that field is on this page."""
    for problem in problems:
        if problem.where.field in form.fields:
            form.add_error(problem.where.field, problem.message)


def step_of(where: QuestionRef) -> Step:
    """Return the step on which an answer can be given or put right."""
    if where.group is not None or where.field == "groups":
        return STEPS[1]
    return next((step for step in STEPS if step.form and where.field in step.form.base_fields), STEPS[0])
