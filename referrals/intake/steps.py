"""The employer's case as a list of steps, each with one topic.

What lives here: the steps, which of them apply, and how each reads, shows and keeps its answer. What does not: fields
(questions.py), keeping answers (answer_cookie.py), the case that they make (case_input.py), pages (views.py).
A step that no longer applies is skipped; its answer stays in the browser, and is neither used nor stored.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.engine.case import Situation
from referrals.engine.question_ref import QuestionRef
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_reader import Problem
from referrals.intake.in_words import form_in_words, place_in_words
from referrals.intake.questions import (
    COUNTS,
    EXPECTED,
    UNKNOWN,
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
    WageForm,
    field_of_group,
)
from referrals.intake.understood import as_understood


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the case: its address, its title, its form, and the situations in which it is asked.

    One that is asked `from_the_plan` stands in nobody's way, helps the plan on the screen, and is never stored.
    """

    slug: str
    title: Any
    form: type[forms.Form]
    applies: Callable[[Answers], bool] = lambda _answers: True
    from_the_plan: bool = False

    template: ClassVar[str] = "referrals/intake/step.html"
    fits_on_other_pages: ClassVar[bool] = True

    @property
    def question(self) -> Any:
        """Return what the page asks: the label of its one field."""
        (field,) = self.form.base_fields.values()
        return field.label

    def judge(self, answers: Answers, data: Mapping[str, Any]) -> Any:
        """Return this step's form over submitted or kept data."""
        return self.form(data)

    def show(self, answers: Answers) -> Any:
        """Return this step's form with the answer that was kept, not judged anew."""
        return self.form(initial=dict(answers.get(self.slug, {})))

    def as_answer(self, answers: Answers, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was submitted, in the form in which it is kept: as it was typed."""
        fields = self.form.base_fields.items()
        return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields}

    def as_form_data(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Return a kept answer as form data, the way back from `as_answer`."""
        return dict(answer)

    def given_by(self, form: Any) -> dict[str, Any]:
        """Return what a valid form says, by the name of each field."""
        return dict(form.cleaned_data)

    def understood(self, form: Any) -> dict[str, Any]:
        """Return what a valid form says, as a kept answer."""
        return as_understood(form)

    def asks(self, where: QuestionRef) -> bool:
        """Return whether this step asks a question of the case."""
        return where.group is None and where.field in self.form.base_fields

    def add_problems(self, form: Any, problems: Iterable[Problem]) -> None:
        """Put each problem of the case that this step asks about beside its field."""
        for problem in problems:
            if self.asks(problem.where):
                form.add_error(problem.where.field, problem.on_page)

    def messages_of(self, form: Any) -> Iterator[str]:
        """Yield what is wrong with a form, in its own words."""
        for errors in form.errors.values():
            yield from errors

    def in_words(self, answer: Mapping[str, Any]) -> list[str]:
        """Return a kept answer as lines for people."""
        return form_in_words(self.form(initial=dict(answer)))


@dataclass(frozen=True, slots=True)
class PlacesStep(Step):
    """The step with a form for each place where people work; each place makes some groups of the case."""

    template: ClassVar[str] = "referrals/intake/step_places.html"
    fits_on_other_pages: ClassVar[bool] = False

    @property
    def question(self) -> Any:
        """Return what the fields of all places ask together."""
        return _("Waar werken de mensen, en om hoeveel mensen gaat het?")

    def judge(self, answers: Answers, data: Mapping[str, Any]) -> Any:
        """Return the formset of places over submitted or kept data."""
        return PlaceFormSet(data, **_for_places(answers, {name.rpartition("-")[2] for name in data}))

    def show(self, answers: Answers) -> Any:
        """Return the formset with the places that were kept, not judged anew."""
        return self.show_places(answers, answers.get(self.slug, {}).get("places", []))

    def show_places(self, answers: Answers, places: Sequence[Mapping[str, Any]]) -> Any:
        """Return the formset with these places as they were typed, not judged."""
        shown = [dict(place) for place in places][: PlaceFormSet.max_num]
        return PlaceFormSet(initial=shown, **_for_places(answers, {name for place in shown for name in place}))

    def typed_places(self, answers: Answers, data: Mapping[str, Any]) -> list[dict[str, str]]:
        """Return each place on the visitor's screen as it was typed, not judged."""
        return [{name: form[name].data or "" for name in form.fields} for form in self.judge(answers, data).forms]

    def as_answer(self, answers: Answers, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the submitted places, as they were typed."""
        return {"places": self.typed_places(answers, data)}

    def as_form_data(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Return the kept places as the data of a formset."""
        places = answer.get("places", [])
        rows = {f"p-{index}-{field}": value for index, place in enumerate(places) for field, value in place.items()}
        return {"p-TOTAL_FORMS": str(len(places)), "p-INITIAL_FORMS": "0", **rows}

    def given_by(self, form: Any) -> dict[str, Any]:
        """Return the valid places."""
        return {"places": form.cleaned_data}

    def understood(self, form: Any) -> dict[str, Any]:
        """Return the valid places, as a kept answer."""
        return {"places": [as_understood(place) for place in form.forms if place.cleaned_data]}

    def asks(self, where: QuestionRef) -> bool:
        """Return whether a question is about a group, or about the groups together."""
        return where.group is not None or where.field == "groups"

    def add_problems(self, form: Any, problems: Iterable[Problem]) -> None:
        """Put each problem of a group beside the field of the place that the group came from, once."""
        typed = [dict(place.cleaned_data) for place in form.forms]
        for problem in problems:
            if problem.where.group is not None:
                number, field = field_of_group(typed, problem.where.group, problem.where.field)
                place = form.forms[number]
                if problem.on_page not in place.errors.get(field, []):
                    place.add_error(field, problem.on_page)

    def messages_of(self, form: Any) -> Iterator[str]:
        """Yield what is wrong with the places, and with each of them."""
        yield from form.non_form_errors()
        for place in form.forms:
            for errors in place.errors.values():
                yield from errors

    def in_words(self, answer: Mapping[str, Any]) -> list[str]:
        """Return a line for each place that was kept."""
        return [place_in_words(place) for place in answer.get("places", [])]


def _for_places(answers: Answers, filled_in: Container[str]) -> dict[str, Any]:
    """Return what makes a formset of places ask only for the counts that fit the situations.

    Where those are not known (any more), these are the situations whose counts were filled in: nothing typed is lost.
    """
    filled = list(dict.fromkeys(situation.value for name, situation, _contract in COUNTS if name in filled_in))
    unknown = "situatie" not in answers and filled
    return {"prefix": "p", "form_kwargs": {"situations": filled if unknown else situations_of(answers)}}


def situations_of(answers: Answers) -> list[str]:
    """Return the situations that the employer named; redundancy where it is expected or nothing was answered."""
    known = {situation.value: situation.value for situation in Situation} | {EXPECTED: Situation.REDUNDANCY.value}
    chosen = [known[code] for code in answers.get("situatie", {}).get("situations", []) if code in known]
    return list(dict.fromkeys(chosen)) or [Situation.REDUNDANCY.value]


def _dismisses(answers: Answers) -> bool:
    return Situation.REDUNDANCY.value in situations_of(answers)


def _someone_still_works(answers: Answers) -> bool:
    return bool({Situation.REDUNDANCY.value, Situation.ILLNESS.value} & set(situations_of(answers)))


PLACES = PlacesStep("plaatsen", _("Waar en hoeveel mensen"), PlaceForm)
STEPS = (
    Step("situatie", _("Wat er aan de hand is"), SituationForm),
    PLACES,
    Step("sector", _("Uw sector"), SectorForm),
    Step("omvang", _("Uw bedrijf"), SizeForm),
    Step("hulp", _("Wat helpt"), NeedsForm),
    Step("blijven", _("In de sector blijven"), StayForm, _dismisses),
    Step("afstand", _("Kans op ander werk"), DistanceForm, _someone_still_works),
    Step("budget", _("Geld voor particuliere hulp"), BudgetForm),
    Step("overleg", _("Overleg"), TalksForm, _dismisses),
    Step("loon", _("Gemiddeld maandloon"), WageForm, _dismisses, from_the_plan=True),
)
ASKED_FIRST = tuple(step for step in STEPS if not step.from_the_plan)


def steps_for(answers: Answers) -> list[Step]:
    """Return the steps that apply to these answers, in order; of those from the plan the ones that were answered."""
    return [step for step in STEPS if step.applies(answers) and (step in ASKED_FIRST or step.slug in answers)]


def read_back(answers: Answers) -> list[dict[str, Any]]:
    """Return every step that applies with its answer in words; no lines when it was not answered."""
    return [
        {
            "step": step,
            "lines": step.in_words(answers[step.slug]) if step.slug in answers else [],
            "answered": step.slug in answers,
        }
        for step in steps_for(answers)
    ]


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
    before = [other for other in applying if STEPS.index(other) < place]
    after = [other for other in applying if STEPS.index(other) > place]
    return (before[-1] if before else None), (after[0] if after else None)


def talks_of(answers: Answers) -> frozenset[str]:
    """Return with whom the employer spoke already; empty when that was not asked or not known."""
    return frozenset(answers.get("overleg", {}).get("talks", [])) - {UNKNOWN}
