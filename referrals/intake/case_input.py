"""From the employer's answers to the input of a case and to what is stored of it, and back to the questions.

What lives here: these ways. What does not: the questions (questions.py), judging the input
(case_reader.py).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from referrals.engine.question_ref import QuestionRef
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_reader import WAGE, YES_OR_NO_KEYS, InvalidCase, read_case
from referrals.intake.questions import NO, NONE_OF_THESE, UNKNOWN, YES, groups_of
from referrals.intake.steps import STEPS, Step, steps_for
from regions.once_a_request import once_a_request


def input_of(answers: Answers) -> dict[str, Any]:
    """Return the case input that the answers make; a step that is skipped or not answered is unknown (R18)."""
    given: dict[str, Any] = {}
    for step, form in _valid_forms(answers):
        given |= step.given_by(form)
    return {
        "sector": _known(given.get("sector")),
        "employees_total": given.get("employees_total"),
        "needs": _needs(given.get("needs")),
        **{key: _yes_or_no(given.get(key)) for key in YES_OR_NO_KEYS},
        "groups": groups_of(given.get("places", [])),
        WAGE: _known(given.get(WAGE)),
    }


def understood(answers: Answers) -> Answers:
    """Return what the forms of these answers understood: what is stored of a case, and nothing beside it.

    What was typed for another situation, is no answer any more, or was asked from the plan, has no part in it.
    """
    kept = ((step, form) for step, form in _valid_forms(answers) if not step.from_the_plan)
    return Answers({step.slug: step.understood(form) for step, form in kept}, answers.mark)


def _valid_forms(answers: Answers) -> Iterator[tuple[Step, Any]]:
    return ((step, form) for step, form in _forms(answers) if form.is_valid())


@once_a_request
def _forms(answers: Answers) -> tuple[tuple[Step, Any], ...]:
    """Return each step that applies and was answered, with its form: a plan asks for them twice, and changes none."""
    return tuple(
        (step, step.judge(answers, step.as_form_data(answers[step.slug])))
        for step in steps_for(answers)
        if step.slug in answers
    )


def _known(value: str | None) -> str | None:
    return None if value == UNKNOWN else value


def _needs(chosen: Sequence[str] | None) -> list[str] | None:
    if not chosen or UNKNOWN in chosen:
        return None
    return [need for need in chosen if need != NONE_OF_THESE]


def _yes_or_no(value: str | None) -> bool | None:
    return {YES: True, NO: False}.get(value or "")


def add_problems(step: Step, form: Any, answers: Answers, today: date) -> None:
    """Read the case so far, and put what is wrong with this step's answers beside their fields."""
    given = input_of(answers.with_step(step.slug, step.as_answer(answers, form.data)))
    if not given["groups"]:
        return
    try:
        read_case(given, today)
    except InvalidCase as invalid:
        step.add_problems(form, invalid.problems)


def problems_of(answers: Answers, today: date) -> list[tuple[Step, str]]:
    """Return what is wrong with kept answers, each with the step where it can be put right.

    First what a step refuses today: an older portal took the answer, or it fits another answer no more.
    """
    refused = [
        (step, message)
        for step, form in _forms(answers)
        if not form.is_valid()
        for message in dict.fromkeys(step.messages_of(form))
    ]
    try:
        read_case(input_of(answers), today)
    except InvalidCase as invalid:
        found = [(step_of(problem.where), problem.on_page) for problem in invalid.problems]
        return refused + [(step, message) for step, message in found if step not in dict(refused)]
    return refused


def step_of(where: QuestionRef) -> Step:
    """Return the step on which an answer can be given or put right; the first where no step asks for it."""
    return next((step for step in STEPS if step.asks(where)), STEPS[0])
