"""In which order an employee is asked, what is kept of the answers, and which question is next.

What lives here: the questions one by one, and the answers as they travel in a signed cookie. What does not: the
fields (forms.py), requests and responses (views.py). Nothing is stored on our side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from notation.dates import date_in_words
from referrals.employee.forms import NEEDS, SITUATIONS, WITH_END_DATE, EmployeeForm, sector_choices
from referrals.employee.sentences import say
from referrals.engine.case import Case
from referrals.intake.understood import as_understood
from referrals.signed_cookie import SignedCookie, are_texts
from regions.places import Found, find_place
from regions.wording import label_of

ANSWERS = SignedCookie("vwnw_werknemer", "referrals.employee_answers")
# Where a question was opened to change one answer: it leads back to the whole.
TO_THE_ANSWER = "antwoord"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the field that asks it, and its name in an address. The first has none: it asks for the place."""

    field: str
    slug: str = ""

    def url(self, code: str) -> str:
        """Return where it is asked of somebody in the municipality with this code."""
        return reverse("employee_question", args=[code, self.slug]) if self.slug else reverse("employee")


PLACE = Question("location")
QUESTIONS = (
    PLACE,
    Question("situation", "situatie"),
    Question("end_date", "laatste-dag"),
    Question("needs", "hulp"),
    Question("sector", "sector"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it is read back, and where it can be changed."""

    question: str
    answer: str
    url: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered so far, by field, as it can be typed again."""

    typed: Mapping[str, Sequence[str]]
    today: date

    @classmethod
    def of(cls, request: HttpRequest, today: date) -> "Answers":
        """Return the answers that are in this browser; what is no answer of ours counts as none."""
        kept = ANSWERS.read(request)
        if not isinstance(kept, dict) or not all(map(are_texts, kept.values())):
            return cls({}, today)
        return cls({each.field: kept[each.field] for each in QUESTIONS if each.field in kept}, today)

    def save(self, response: HttpResponse) -> None:
        """Put them in the browser for two hours from now."""
        ANSWERS.write(response, dict(self.typed))

    def with_answer(self, form: EmployeeForm) -> "Answers":
        """Return them with the valid answer to one question; what was left open is taken out."""
        rest = {name: texts for name, texts in self.typed.items() if name not in form.fields}
        given = {name: text if isinstance(text, list) else [text] for name, text in as_understood(form).items()}
        return Answers(rest | given, self.today)

    @property
    def form(self) -> EmployeeForm:
        """Return all of them in the form; it is valid once an answer can be given."""
        return EmployeeForm(MultiValueDict(self.typed), today=self.today)

    def case(self) -> Case:
        """Return the valid answers as the case of one person."""
        form = self.form
        form.full_clean()
        return form.case()

    @property
    def initial(self) -> dict[str, Any]:
        """Return what the fields of the questions begin with."""
        return {name: texts if name == "needs" else next(iter(texts), "") for name, texts in self.typed.items()}

    @property
    def code(self) -> str | None:
        """Return the code of the municipality that was answered; None where no place was, or none that holds today."""
        form = EmployeeForm(MultiValueDict(self.typed), today=self.today, only=PLACE.field)
        place = find_place(form.cleaned_data[PLACE.field], self.today) if form.is_valid() else None
        return place.location.municipality_code if isinstance(place, Found) else None

    @property
    def applying(self) -> list[Question]:
        """Return the questions that are asked of this person: who keeps their work has no last day."""
        (situation,) = self.typed.get("situation", [None])[:1] or [None]
        has_end = situation is None or situation in WITH_END_DATE
        return [each for each in QUESTIONS if has_end or each.field != "end_date"]

    def next_page(self, after: Question | None = None) -> str:
        """Return where to go after a question; without one, to what is still open or wrong, else to the answer."""
        code = self.code
        if code is None:
            return PLACE.url("")
        coming = self.applying[self.applying.index(after) + 1 :] if after in self.applying else []
        form = self.form
        wrong = [] if form.is_valid() else [each for each in self.applying if each.field in form.errors]
        for question in coming or wrong:
            return question.url(code)
        return reverse("employee_answer", args=[code])

    def read_back(self) -> list[Given]:
        """Return every answer in words, with where it can be changed."""
        return [
            Given(
                say(f"questions.{each.field}.short"),
                self._in_words(each.field) or say("answer.not_filled_in"),
                f"{each.url(self.code or '')}?naar={TO_THE_ANSWER}",
            )
            for each in self.applying
        ]

    def _in_words(self, field: str) -> str:
        form = self.form
        value = form.cleaned_data.get(field) if form.is_valid() else None
        if not value:
            return ""
        if field == "location":
            return label_of(form.case().groups[0].location)
        if field == "end_date":
            return date_in_words(value)
        choices = {"situation": SITUATIONS, "needs": NEEDS, "sector": sector_choices()}[field]
        words = {str(code): str(label) for code, label in choices}
        return ", ".join(words[str(one)] for one in (value if isinstance(value, list) else [value]))
