"""The employer's case as a list of steps, each with one topic.

What lives here: the steps, which of them apply, and the case input that the answers make. What does not: fields
(questions.py), keeping answers (answer_cookie.py), pages (views.py).
A step that no longer applies is skipped; its answer is kept, and not used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from referrals.engine.case import Situation
from referrals.intake.answer_cookie import Answers
from referrals.intake.questions import (
    COUNTS,
    UNKNOWN,
    BudgetForm,
    DistanceForm,
    NeedsForm,
    PlaceFormSet,
    SectorForm,
    SituationForm,
    SizeForm,
    StayForm,
    TalksForm,
)

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


def talks_of(answers: Answers) -> frozenset[str]:
    """Return with whom the employer spoke already; empty when that was not asked or not known."""
    return frozenset(answers.get("overleg", {}).get("talks", [])) - {UNKNOWN}
