"""The employer's case as a list of steps, each with one topic.

What lives here: the steps, which of them apply, and the case input that the answers make. What does not: fields
(questions.py), keeping answers (answers.py), pages (views.py).
A step that no longer applies is skipped; its answer is kept, and not used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from referrals.answers import Answers
from referrals.engine.case import Situation
from referrals.questions import (
    COUNTS,
    NO,
    NONE_OF_THESE,
    UNKNOWN,
    YES,
    BudgetForm,
    DistanceForm,
    NeedsForm,
    PlaceForm,
    PlaceFormSet,
    SectorForm,
    SituationForm,
    SizeForm,
    StayForm,
    TalksForm,
    field_of_group,
    groups_of,
)
from referrals.reading import InvalidCase, Problem, read_case

PLACES = "plaatsen"


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the case: its address, its title, its form, and the situations in which it is asked."""

    slug: str
    title: Any
    form: type[forms.Form] | None
    applies: Callable[[Answers], bool] = lambda _answers: True

    def judge(self, answers: Answers, data: Mapping[str, Any]) -> Any:
        """Return this step's form, or formset of places, over submitted or kept data."""
        if self.form is None:
            return PlaceFormSet(data, **_for_places(answers))
        return self.form(data)

    def show(self, answers: Answers) -> Any:
        """Return this step's form or formset with the answer that was kept, not judged anew."""
        kept = answers.get(self.slug, {})
        if self.form is None:
            return show_places(answers, kept.get("places", []))
        return self.form(initial=dict(kept))


def situations_of(answers: Answers) -> list[str]:
    """Return the situations that the employer named; redundancy as long as nothing was answered."""
    known = [one.value for one in Situation]
    chosen = [one for one in answers.get("situatie", {}).get("situations", []) if one in known]
    return chosen or [Situation.REDUNDANCY.value]


def _dismisses(answers: Answers) -> bool:
    return Situation.REDUNDANCY.value in situations_of(answers)


def _someone_still_works(answers: Answers) -> bool:
    return bool({Situation.REDUNDANCY.value, Situation.ILLNESS.value} & set(situations_of(answers)))


STEPS = (
    Step("situatie", _("Wat er aan de hand is"), SituationForm),
    Step(PLACES, _("Waar en hoeveel mensen"), None),
    Step("sector", _("Uw sector"), SectorForm),
    Step("omvang", _("Uw bedrijf"), SizeForm),
    Step("hulp", _("Wat helpt"), NeedsForm),
    Step("blijven", _("In de sector blijven"), StayForm, _dismisses),
    Step("afstand", _("Kans op ander werk"), DistanceForm, _someone_still_works),
    Step("budget", _("Budget"), BudgetForm),
    Step("overleg", _("Overleg"), TalksForm, _dismisses),
)


def steps_for(answers: Answers) -> list[Step]:
    """Return the steps that apply to these answers, in order."""
    return [step for step in STEPS if step.applies(answers)]


def find_step(slug: str) -> Step | None:
    """Return the step at this address, whether it applies or not."""
    return next((step for step in STEPS if step.slug == slug), None)


def first_unanswered(answers: Answers) -> Step | None:
    """Return the first step that applies and has no answer; None when the case is complete."""
    return next((step for step in steps_for(answers) if step.slug not in answers), None)


def neighbours(step: Step, answers: Answers) -> tuple[Step | None, Step | None]:
    """Return the steps before and after this one, of those that apply."""
    applying = steps_for(answers)
    place = STEPS.index(step)
    before = [one for one in applying if STEPS.index(one) < place]
    after = [one for one in applying if STEPS.index(one) > place]
    return (before[-1] if before else None), (after[0] if after else None)


# --- Places ----------------------------------------------------------------------------------------------


def show_places(answers: Answers, places: Sequence[Mapping[str, Any]]) -> Any:
    """Return the formset with these places as they were typed, not judged."""
    return PlaceFormSet(initial=[dict(place) for place in places][: PlaceFormSet.max_num], **_for_places(answers))


def _for_places(answers: Answers) -> dict[str, Any]:
    """Return what makes a formset of places ask only for the counts that fit the situations."""
    return {"prefix": "p", "form_kwargs": {"situations": situations_of(answers)}}


def typed_places(data: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each place on the visitor's screen as it was typed, to show it again without judging it."""
    total = data.get("p-TOTAL_FORMS", "")
    shown = min(int(total), PlaceFormSet.max_num) if total.isdecimal() and len(total) < 5 else 1
    fields = ["location", "end_date", *(name for name, *_rest in COUNTS)]
    return [{field: data.get(f"p-{index}-{field}", "") for field in fields} for index in range(shown)]


def as_answer(step: Step, data: QueryDict) -> dict[str, Any]:
    """Return what was submitted for a step, in the form in which it is kept: as it was typed."""
    if step.form is None:
        return {"places": typed_places(data)}
    fields = step.form.base_fields.items()
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields}


def as_form_data(step: Step, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept answer as form data, the way back from `as_answer`."""
    if step.form is not None:
        return dict(answer)
    places = answer.get("places", [])
    rows = {f"p-{index}-{field}": value for index, place in enumerate(places) for field, value in place.items()}
    return {"p-TOTAL_FORMS": str(len(places)), "p-INITIAL_FORMS": "0", **rows}


# --- From answers to a case ------------------------------------------------------------------------------


def case_input(answers: Answers) -> dict[str, Any]:
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


def talks_of(answers: Answers) -> frozenset[str]:
    """Return with whom the employer spoke already; empty when that was not asked or not known."""
    return frozenset(answers.get("overleg", {}).get("talks", [])) - {UNKNOWN}


def add_problems(step: Step, form: Any, answers: Answers, today: date) -> None:
    """Read the case so far, and put what is wrong with this step's answers beside their fields."""
    given = case_input(answers.with_step(step.slug, as_answer(step, form.data)))
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
        if problem.path.startswith("groups["):
            index, _dot, key = problem.path.removeprefix("groups[").partition("].")
            number, count = field_of_group(typed, int(index))
            form = places.forms[number]
            field = key if key in form.fields else count
            if problem.message not in form.errors.get(field, []):
                form.add_error(field, problem.message)


def _add_problems_to_fields(form: forms.Form, problems: Sequence[Problem]) -> None:
    """Put each problem beside its field, when that field is on this page."""
    for problem in problems:
        if problem.path in form.fields:
            form.add_error(problem.path, problem.message)


def step_of(problem: Problem) -> Step:
    """Return the step on which a problem can be put right."""
    if problem.path.startswith("groups"):
        return STEPS[1]
    return next((step for step in STEPS if step.form and problem.path in step.form.base_fields), STEPS[0])


def step_of_question(question: str) -> Step:
    """Return the step that answers an open question of the route (`sector`, `groups[0].end_date`, ...)."""
    return step_of(Problem(question, ""))


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
