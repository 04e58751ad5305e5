"""An advice as a page shows it: what to do, who helps, and what else to know.

What lives here: choosing what is shown. What does not: the answer (engine/routing.py), the parts of the page (cards.py,
phases.py, timeline.py, tasks.py), their words (in_words.py), markup (templates).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from referrals.advice.advise import Advice
from referrals.advice.cards import Card, Cards, Listing, Ranked, organisation_url
from referrals.advice.in_words import InWords, Reason
from referrals.advice.phases import Block, Blocks, cut_in_phases
from referrals.advice.tasks import Task, tasks_of
from referrals.advice.timeline import Timeline, timeline_of
from referrals.engine.findings import Level
from referrals.engine.route import OpenQuestion, Recommendation
from referrals.engine.routing import question_text
from referrals.evidence.forms_of_support import FormOfSupport, forms_for
from referrals.intake import case_input
from referrals.intake.steps import Step
from services.type_codes import TypeCode

SHOWN_OTHERS = 5


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A provider that a rule keeps out, and why."""

    name: str
    url: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Question:
    """An unanswered question that providers depend on, and the step on which it can be answered."""

    text: str
    providers: int
    step: Step


class AdvicePage:
    """Everything that the advice page shows, in the reader's language."""

    def __init__(self, advice: Advice, talks: frozenset[str] = frozenset()) -> None:
        self.case, self.route, self.digest = advice.case, advice.route, advice.digest
        self.tasks: list[Task] = tasks_of(advice, talks)
        self.timeline: Timeline = timeline_of(advice)
        self.forms_of_support: tuple[FormOfSupport, ...] = forms_for(self.case.needs or ())
        self._words = InWords(self.case)
        self._ranked = list(map(Ranked._make, enumerate(self.route.recommendations, start=1)))
        self._phases = cut_in_phases(self._ranked)
        self._cards = Cards(self._words, _first_of_each(self._phases))

    @property
    def examples(self) -> bool:
        """Return whether contact data of examples are on the page."""
        return self._cards.has_examples

    # --- What to do ---

    @cached_property
    def guide(self) -> Card | None:
        """Return the one party to call first (R19): the general entry, else the first that helps in full."""
        entries = (each for each in self._ranked if each.recommendation.kind.code == TypeCode.EMPLOYER_SERVICE_POINT)
        helping = (each for each in self._ranked if each.recommendation.level is Level.FULL)
        first = next(chain(entries, helping), None)
        return self._cards.card(first) if first else None

    @cached_property
    def duties(self) -> list[dict[str, Any]]:
        """Return the duties, each with the place in the law and the period it counts."""
        return [
            {
                "title": self._words.title(duty.finding),
                "reason": self._words.reason(duty.finding),
                "area": duty.area,
                "starts": duty.starts,
                "ends": duty.ends,
            }
            for duty in self.route.duties
        ]

    # --- Who helps ---

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the route of full help, a block for each role."""
        return list(Blocks(self.case, self._words, self._cards).of(self._phases))

    @cached_property
    def possible(self) -> Listing:
        """Return the first providers that depend on an unanswered question."""
        return self._at_level(Level.POSSIBLE)

    @cached_property
    def informing(self) -> Listing:
        """Return the first providers that only inform (R5)."""
        return self._at_level(Level.INFORMATION)

    @cached_property
    def near_misses(self) -> list[NearMiss]:
        """Return the first near misses with their reasons."""
        return [
            NearMiss(miss.candidate.name, organisation_url(miss.candidate.slug), self._words.reasons(miss.reasons))
            for miss in self.route.excluded[:SHOWN_OTHERS]
        ]

    @property
    def more_near_misses(self) -> int:
        """Return how many near misses are not shown."""
        return max(0, len(self.route.excluded) - SHOWN_OTHERS)

    @cached_property
    def gaps(self) -> list[dict[str, Any]]:
        """Return the gaps, each with a link to the nearest provider that would close it."""
        return [
            {
                "reason": self._words.reason(gap.finding),
                "url": organisation_url(gap.nearest.slug) if gap.nearest else "",
            }
            for gap in self.route.gaps
        ]

    # --- What else ---

    @cached_property
    def notes(self) -> list[Reason]:
        """Return what else the employer should know."""
        return self._words.reasons(self.route.notes)

    @cached_property
    def questions(self) -> list[Question]:
        """Return the unanswered questions in words, the one that settles most first."""
        return [self._question(asked) for asked in self.route.open_questions]

    def _question(self, asked: OpenQuestion) -> Question:
        text = question_text(asked.question)[self._words.language]
        return Question(text, asked.providers, case_input.step_of(asked.question))

    def _at_level(self, level: Level) -> Listing:
        return self._cards.first([each for each in self._ranked if each.recommendation.level is level], SHOWN_OTHERS)


def _first_of_each(phases: Sequence[Sequence[Ranked]]) -> Iterator[Recommendation]:
    """Yield all that the page may show: no list of it reaches further into a phase."""
    for phase in phases:
        yield from (each.recommendation for each in phase[:SHOWN_OTHERS])
