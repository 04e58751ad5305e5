"""What a rule found: one sentence with its values, and what it means for the outcome.

What lives here: findings and how they are put into words. What does not: when there is one (rules.py), the
words themselves (sentences.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from notation.dates import Month, date_in_words
from referrals.engine.parameter_codes import NAMED_IN_TITLES
from referrals.engine.question_ref import QuestionRef
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import RULES, Bilingual
from services.distance import approximate
from services.parameters import ParameterBook

Value = str | int | float | date | Month | Bilingual | tuple[Bilingual, ...] | tuple[str, ...]


class Outcome(Enum):
    """What a finding does to a provider for a group."""

    MET = "met"
    OPEN = "open"
    BELOW = "below"
    FAILED = "failed"


class Level(IntEnum):
    """How fully a provider can help; the lower, the fuller."""

    FULL = 0
    POSSIBLE = 1
    INFORMATION = 2

    @property
    def code(self) -> str:
        """Return the level's name in output."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's word on one subject. `question` is the unanswered question that an OPEN finding depends on."""

    rule: RuleId
    sentence: str
    outcome: Outcome = Outcome.MET
    question: QuestionRef | None = None
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def source(self) -> str:
        """Return where the rule comes from."""
        return RULES[self.rule].source

    def text(self, language: str) -> str:
        """Return the sentence in `nl` or `en`, with its values written out."""
        return _fill(RULES[self.rule].sentences[self.sentence][language], dict(self.values), language)


def found(
    rule: RuleId, sentence: str, outcome: Outcome = Outcome.MET, question: QuestionRef | None = None, **values: Value
) -> Finding:
    """Return a finding; the values are the ones the sentence names."""
    return Finding(rule, sentence, outcome, question, tuple(values.items()))


def level_of(findings: Sequence[Finding]) -> Level:
    """Return the level that these findings leave: below a minimum wins over an open question (R5)."""
    outcomes = {finding.outcome for finding in findings}
    if Outcome.BELOW in outcomes:
        return Level.INFORMATION
    return Level.POSSIBLE if Outcome.OPEN in outcomes else Level.FULL


def write(value: Value, language: str) -> str:
    """Return a value as a reader of this language writes it: dates with the month in words, lists with commas.

    A number with a fraction is a distance in kilometres: no other value has one.
    """
    match value:
        case date() | Month():
            return date_in_words(value, language)
        case Bilingual():
            return value[language]
        case tuple():
            return ", ".join(write(part, language) for part in value)
        case float():
            return approximate(value, language)
        case _:
            return str(value)


def fill(text: Bilingual, values: Mapping[str, Value]) -> Bilingual:
    """Return the bilingual text with the values written into both languages."""
    return Bilingual(_fill(text.nl, values, "nl"), _fill(text.en, values, "en"))


def _fill(sentence: str, values: Mapping[str, Value], language: str) -> str:
    return sentence.format_map(
        {name: Count(value) if isinstance(value, int) else write(value, language) for name, value in values.items()}
    )


class Count(int):
    """A number that a sentence writes with its noun: `{months:# maand|# maanden}`, or bare."""

    def __format__(self, forms: str) -> str:
        """Return the form that fits the number, with the number in it."""
        one, _bar, more = (forms or "#|#").partition("|")
        return (one if self == 1 else more).replace("#", str(int(self)))


def title_of(rule: RuleId, parameters: ParameterBook, on: date) -> Bilingual:
    """Return the title of a rule, with the dated values that it names as they are in force on the day."""
    codes = NAMED_IN_TITLES.get(rule, {})
    return fill(RULES[rule].title, {name: parameters.on(on, code).value for name, code in codes.items()})
