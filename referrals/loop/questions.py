"""What a provider can ask before it says yes or no: a fixed list, so that no words about people are ever stored.

What lives here: the questions, which answers they have, and both in words. What does not: asking and answering
(pauses.py), the form (employer/forms.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notation.dates import date_in_words
from referrals.models import AskedQuestion

# Said of every question: then the provider knows that too.
UNKNOWN = "unknown"


class Kind(Enum):
    """What an answer is."""

    NUMBER = auto()
    DAY = auto()
    CHOICE = auto()


@dataclass(frozen=True, slots=True)
class Question:
    """One question, what its answer is, and for a choice the answers by their code."""

    words: str
    kind: Kind
    choices: Mapping[str, str] = field(default_factory=dict)


YES_OR_NO = {"yes": gettext_lazy("Ja"), "no": gettext_lazy("Nee")}
HOW_MANY = {
    "all": gettext_lazy("Ja, allemaal"),
    "some": gettext_lazy("Een deel"),
    "none": gettext_lazy("Nee, niemand"),
}

QUESTIONS: Mapping[str, Question] = {
    "told": Question(gettext_lazy("Weten de mensen het al?"), Kind.CHOICE, HOW_MANY),
    "certain": Question(gettext_lazy("Staat vast dat het werk stopt?"), Kind.CHOICE, YES_OR_NO),
    "people_now": Question(gettext_lazy("Om hoeveel mensen gaat het op dit moment?"), Kind.NUMBER),
    "start_by": Question(gettext_lazy("Op welke dag moet de hulp uiterlijk beginnen?"), Kind.DAY),
    "hours": Question(gettext_lazy("Hoeveel uur per week mogen de mensen er in werktijd aan besteden?"), Kind.NUMBER),
    "on_site": Question(gettext_lazy("Kunnen wij bij u op het werk langskomen?"), Kind.CHOICE, YES_OR_NO),
    "dutch": Question(gettext_lazy("Spreken de mensen genoeg Nederlands voor een gesprek?"), Kind.CHOICE, HOW_MANY),
    "paid": Question(gettext_lazy("Betaalt u zelf mee aan begeleiding of scholing?"), Kind.CHOICE, YES_OR_NO),
}


def choices_of() -> list[tuple[str, str]]:
    """Return every question by its code, in words."""
    return [(code, question.words) for code, question in QUESTIONS.items()]


def question_in_words(asked: AskedQuestion) -> str:
    """Return a question that was asked."""
    return str(QUESTIONS[asked.code].words)


def answer_in_words(asked: AskedQuestion) -> str:
    """Return what the employer answered; empty while it did not."""
    question = QUESTIONS[asked.code]
    if asked.answer == UNKNOWN:
        return _("Dat weet de werkgever niet")
    if question.kind is Kind.DAY and asked.answer:
        return date_in_words(date.fromisoformat(asked.answer))
    return str(question.choices.get(asked.answer, asked.answer))
