"""An advice as a page shows it: what to do, who helps, and what else to know.

What lives here: choosing what is shown. What does not: the answer (engine/routing.py), the parts of the page
(first_step.py, cards.py, phases.py, timeline.py, days.py, cost.py, tasks.py), their words (in_words.py), markup.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from django.urls import reverse

from notation.dates import date_in_words
from referrals.advice.advise import Advice
from referrals.advice.cards import Cards, organisation_url
from referrals.advice.cost import CostPage
from referrals.advice.days import DaysPage
from referrals.advice.first_step import FirstStep, first_step_of
from referrals.advice.in_words import InWords, NamedRule, Reason
from referrals.advice.phases import SHOWN_NEAR_MISSES, Block, Blocks, CutPath
from referrals.advice.tasks import Task, tasks_of
from referrals.advice.timeline import Moment, Timeline, timeline_of
from referrals.dismissal.texts import Road, Said, roads, steps_of, written_on
from referrals.engine import rules
from referrals.engine.route import Exclusion, OpenQuestion, findings_of
from referrals.engine.routing import gain_of, question_text
from referrals.engine.rule_ids import RuleId
from referrals.evidence.forms_of_support import FormOfSupport, forms_for, forms_of_support
from referrals.intake import case_input
from referrals.intake.steps import Step

# Forms of support of the report that keep people at work, or at work elsewhere for a while: training, lending, moving
# inside the firm and fewer hours. None of them asks for a scheme that has ended.
ALTERNATIVES = frozenset({"training", "secondment", "internal_pool", "staff_lending", "part_time"})
# How many days the first screen holds.
SHOWN_DAYS = 3


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A provider that a rule keeps out, and why."""

    name: str
    url: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Question:
    """An unanswered question, what its answer may bring, and the step on which it can be answered."""

    text: str
    gain: str
    step: Step


class AdvicePage:
    """Everything that the advice page shows, in the reader's language."""

    def __init__(self, advice: Advice, talks: frozenset[str] = frozenset()) -> None:
        self.case, self.route, self.digest = advice.case, advice.route, advice.digest
        self.tasks: list[Task] = tasks_of(advice, talks)
        self.timeline: Timeline = timeline_of(advice)
        self.days = DaysPage(self.route.days)
        self.cost = CostPage(self.route.cost) if self.route.cost else None
        self.forms_of_support: tuple[FormOfSupport, ...] = forms_for(self.case.needs or ())
        self._words = InWords(self.case)
        self._cut = [CutPath(path) for path in self.route.paths]
        first = [contact.candidate.slug for contact in self.route.first_contacts[:1]]
        self._cards = Cards(self._words, [*first, *chain.from_iterable(cut.may_be_shown() for cut in self._cut)])

    @property
    def examples(self) -> bool:
        """Return whether contact data of examples are on the page."""
        return self._cards.has_examples

    # --- What to do ---

    @property
    def next_days(self) -> list[Moment]:
        """Return the days that come first, for the first screen."""
        return self.timeline.moments[:SHOWN_DAYS]

    @property
    def has_employees(self) -> bool:
        """Return whether somebody still works for the employer, and may lose that work."""
        return self.case.has_employees

    @property
    def before_signing(self) -> tuple[Said, ...]:
        """Return what to do before anybody signs or hears of it, after calling the first contact."""
        return steps_of("before_signing")

    @property
    def written_on(self) -> date:
        """Return the day on which the steps before signing were written."""
        return written_on()

    @property
    def alternatives(self) -> list[FormOfSupport]:
        """Return what may keep people at work, in the order of the report."""
        return [form for form in forms_of_support() if form.code in ALTERNATIVES]

    @property
    def roads(self) -> tuple[Road, ...]:
        """Return the roads to dismissal, by name on the plan."""
        return roads().roads

    @property
    def municipalities(self) -> dict[str, str]:
        """Return where the people work: the code of each municipality with its name."""
        places = (group.location for group in self.case.groups)
        return {place.municipality_code: place.municipality or "" for place in places if place.municipality_code}

    @property
    def search_url(self) -> str:
        """Return where all who help the first of these people are found."""
        return self.blocks[0].search_url if self.blocks else reverse("search")

    @cached_property
    def first_step(self) -> FirstStep | None:
        """Return the one party to contact first (R19)."""
        return first_step_of(self.route.first_contacts, self.route.paths, self._words, self._cards)

    @cached_property
    def duties(self) -> list[dict[str, Any]]:
        """Return the duties, each with the place in the law and the period it counts."""
        return [
            {
                "title": self._words.title(duty.finding),
                "reason": self._words.reason(duty.finding),
                "area": self._words.collective_area(duty.area) if duty.area else "",
                "starts": date_in_words(duty.starts) if duty.starts else "",
                "ends": date_in_words(duty.ends) if duty.ends else "",
            }
            for duty in self.route.duties
        ]

    # --- Who helps ---

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the route, a block for the people in each situation."""
        blocks = Blocks(self.case, self._words, self._cards)
        return [blocks.block(cut) for cut in self._cut]

    @cached_property
    def near_misses(self) -> list[NearMiss]:
        """Return the first of those that one fact which can still change keeps out, with that fact."""
        return [
            NearMiss(miss.candidate.name, organisation_url(miss.candidate.slug), self._words.reasons(miss.reasons))
            for miss in self._all_near_misses[:SHOWN_NEAR_MISSES]
        ]

    @property
    def number_of_near_misses(self) -> int:
        """Return how many near misses there are, shown or not."""
        return len(self._all_near_misses)

    @property
    def more_near_misses(self) -> int:
        """Return how many near misses are not shown."""
        return self.number_of_near_misses - len(self.near_misses)

    @cached_property
    def _all_near_misses(self) -> list[Exclusion]:
        return [miss for miss in self.route.excluded if all(map(rules.may_change, miss.reasons))]

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
        """Return what else the employer should know, without what stands in the plan itself (R15, R18, R19)."""
        in_the_plan = {
            RuleId.R15_FLEX_FIRST,
            RuleId.R18_UNKNOWN,
            *([RuleId.R19_SMALL_FIRM] if self.first_step else []),
        }
        return self._words.reasons(note for note in self.route.notes if note.rule not in in_the_plan)

    @cached_property
    def rules(self) -> list[NamedRule]:
        """Return every rule that found something for this case, in their order."""
        found = {finding.rule for finding in findings_of(self.route)}
        return [self._words.rule(rule) for rule in RuleId if rule in found]

    @cached_property
    def questions(self) -> list[Question]:
        """Return the unanswered questions in words, the one that settles most first."""
        return [self._question(asked) for asked in self.route.open_questions]

    def _question(self, asked: OpenQuestion) -> Question:
        language = self._words.language
        return Question(
            text=question_text(self.case, asked.question)[language],
            gain=gain_of(asked)[language],
            step=case_input.step_of(asked.question),
        )
