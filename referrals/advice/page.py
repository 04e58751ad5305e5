"""An advice as a page shows it: the plan, the route in phases, and words for every code.

What lives here: choosing and naming what is shown. What does not: the answer (engine/routing.py), days and tasks
(plan.py), markup (templates).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from referrals.advice.advise import Advice
from referrals.advice.plan import Moment, Task, tasks_of, timeline_of
from referrals.engine import rules
from referrals.engine.findings import Finding, Level, Outcome
from referrals.engine.route import Recommendation
from referrals.engine.routing import question_text
from referrals.engine.sentences import RULES
from referrals.evidence.forms_of_support import FormOfSupport, forms_for
from referrals.intake import case_input
from referrals.intake.in_words import people_at
from referrals.intake.steps import Step
from services.catalogue import catalogue
from services.contact import Contact, contacts_of
from services.language import reader_language
from services.roles import Role
from services.type_codes import TypeCode

SHOWN_PER_PHASE = 3
# Of those that we do not refer to: one is enough to know that there are.
SHOWN_NOT_REFERABLE = 1
SHOWN_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with the rule behind it."""

    rule: str
    title: str
    text: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One recommended provider, with how to reach it."""

    rank: int
    name: str
    url: str
    type: str
    referable: bool
    distance_km: float | None
    people: str
    reasons: list[Reason]
    conditions: list[Reason]
    freshness: str
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the route: the first providers in full, and how many others there are."""

    title: str
    cards: list[Card]
    more: int


@dataclass(frozen=True, slots=True)
class Block:
    """The route for one role, step by step."""

    role: Role | None
    title: str
    people: str
    phases: list[Phase]
    search_url: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A provider that a rule keeps out, and why."""

    name: str
    url: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Question:
    """An unanswered question that providers hang on, and the step on which it can be answered."""

    text: str
    providers: int
    step: Step


class AdvicePage:
    """Everything that the advice page shows, in the reader's language."""

    def __init__(self, advice: Advice, talks: frozenset[str] = frozenset()) -> None:
        self.advice, self.talks = advice, talks
        self.case, self.route, self.digest = advice.case, advice.route, advice.digest
        self.language = reader_language()
        self.type_names = {entry.code: entry.name for entry in catalogue().types}

    # --- What to do, and when ---

    @cached_property
    def tasks(self) -> list[Task]:
        """Return what to do this week."""
        return tasks_of(self.advice, self.talks)

    @cached_property
    def timeline(self) -> list[Moment]:
        """Return the days that matter."""
        return timeline_of(self.advice)

    @cached_property
    def timeline_points(self) -> list[dict[str, int]]:
        """Return where each day stands on the line, from 30 to 610; days close together are moved apart."""
        first, last = self.timeline[0].day, self.timeline[-1].day
        days = max((last - first).days, 1)
        points: list[dict[str, int]] = []
        for number, moment in enumerate(self.timeline, start=1):
            x = 30 + round(580 * (moment.day - first).days / days)
            points.append({"number": number, "x": max(x, points[-1]["x"] + 30) if points else x})
        return points

    @cached_property
    def guide(self) -> Card | None:
        """Return the one party to call first (R19): the general entry, else the first that helps in full."""
        entry = (one for one in self._ranked if one[1].kind.code == TypeCode.EMPLOYER_SERVICE_POINT)
        full = (one for one in self._ranked if one[1].level is Level.FULL)
        first = next(entry, None) or next(full, None)
        return self._card(*first) if first else None

    @cached_property
    def duties(self) -> list[dict[str, Any]]:
        """Return the duties, each with the place in the law and the period it counts."""
        return [
            {"reason": self.reason(one.finding), "area": one.area, "starts": one.starts, "ends": one.ends}
            for one in self.route.duties
        ]

    @cached_property
    def forms_of_support(self) -> tuple[FormOfSupport, ...]:
        """Return the forms of support that fit what the employer thinks would help."""
        return forms_for(self.case.needs or ())

    # --- Who helps ---

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the route of full help, a block for each needed role and one for help of none (R15)."""
        full = [ranked for ranked in self._phases if ranked[0][1].level is Level.FULL]
        by_role = {role: [ranked for ranked in full if _first_role(ranked[0][1]) == role] for role in self.route.roles}
        loose = [ranked for ranked in full if not ranked[0][1].roles]
        return [self._block(role, phases) for role, phases in [*by_role.items(), *([(None, loose)] if loose else [])]]

    @cached_property
    def possible(self) -> list[Card]:
        """Return the first providers that hang on an unanswered question."""
        return self._cards_at(Level.POSSIBLE)

    @cached_property
    def more_possible(self) -> int:
        """Return how many possible providers are not shown."""
        return self._more_at(Level.POSSIBLE)

    @cached_property
    def informing(self) -> list[Card]:
        """Return the first providers that only inform (R5)."""
        return self._cards_at(Level.INFORMATION)

    @cached_property
    def more_informing(self) -> int:
        """Return how many informing providers are not shown."""
        return self._more_at(Level.INFORMATION)

    @cached_property
    def near_misses(self) -> list[NearMiss]:
        """Return the first near misses with their reasons."""
        return [
            NearMiss(one.candidate.name, _url(one.candidate.slug), self.reasons(one.reasons))
            for one in self.route.excluded[:SHOWN_OTHERS]
        ]

    @cached_property
    def more_near_misses(self) -> int:
        """Return how many near misses are not shown."""
        return max(0, len(self.route.excluded) - SHOWN_OTHERS)

    @cached_property
    def gaps(self) -> list[dict[str, Any]]:
        """Return the gaps, each with a link to the nearest provider that would close it."""
        return [
            {"reason": self.reason(one.finding), "url": _url(one.nearest.slug) if one.nearest else ""}
            for one in self.route.gaps
        ]

    # --- What else ---

    @cached_property
    def notes(self) -> list[Reason]:
        """Return what else the employer should know."""
        return self.reasons(self.route.notes)

    @cached_property
    def questions(self) -> list[Question]:
        """Return the unanswered questions in words, the one that settles most first."""
        return [
            Question(question_text(one.question)[self.language], one.providers, case_input.step_of(one.question))
            for one in self.route.open_questions
        ]

    @cached_property
    def examples(self) -> bool:
        """Return whether contact data of examples are on the page."""
        return any(contact.is_example for contact in self._contacts.values())

    def reason(self, finding: Finding) -> Reason:
        """Return one finding in words."""
        rule = RULES[finding.rule]
        return Reason(
            rule.id, rule.title[self.language], finding.text(self.language), finding.source, self._urls[rule.id]
        )

    def reasons(self, findings: Iterable[Finding]) -> list[Reason]:
        """Return the findings in words."""
        return [self.reason(finding) for finding in findings]

    def people(self, groups: Sequence[int]) -> str:
        """Return the groups in words: "12 mensen in 6811 AB Arnhem"."""
        return ", ".join(self._people(index) for index in groups)

    # --- Parts ---

    @cached_property
    def _urls(self) -> dict[str, str]:
        """Return the address of each rule's page."""
        return {rule: reverse("rule", args=[rule]) for rule in RULES}

    @cached_property
    def _ranked(self) -> list[tuple[int, Recommendation]]:
        return list(enumerate(self.route.recommendations, start=1))

    @cached_property
    def _contacts(self) -> dict[str, Contact]:
        """Return the contact data of the providers that are shown, in one query."""
        return contacts_of(one.candidate.slug for one in self._shown())

    @cached_property
    def _phases(self) -> list[list[tuple[int, Recommendation]]]:
        """Return the route cut where its level, role or step changes."""
        return [list(ranked) for _key, ranked in groupby(self._ranked, key=lambda one: _phase_key(one[1]))]

    def _shown(self) -> Iterable[Recommendation]:
        for ranked in self._phases:
            yield from (one for _rank, one in ranked[:SHOWN_OTHERS])

    def _people(self, index: int) -> str:
        group = self.case.groups[index]
        return people_at(group.headcount, group.location.label)

    def _block(self, role: Role | None, ranked: Sequence[Sequence[tuple[int, Recommendation]]]) -> Block:
        phases = [self._phase(of_phase) for of_phase in ranked]
        groups = [index for index, group in enumerate(self.case.groups) if rules.role_of(group) is role]
        place = self.case.groups[groups[0] if groups else 0].location_text
        query = urlencode({"locatie": place, "rol": role} if role else {"locatie": place})
        return Block(role, _role_title(role), self.people(groups), phases, f"{reverse('search')}?{query}")

    def _phase(self, ranked: Sequence[tuple[int, Recommendation]]) -> Phase:
        referable = ranked[0][1].candidate.is_referable
        shown = ranked[: SHOWN_PER_PHASE if referable else SHOWN_NOT_REFERABLE]
        return Phase(_phase_title(ranked[0][1]), [self._card(*one) for one in shown], len(ranked) - len(shown))

    def _cards_at(self, level: Level) -> list[Card]:
        at_level = (one for one in self._ranked if one[1].level is level)
        return [self._card(*one) for one in islice(at_level, SHOWN_OTHERS)]

    def _more_at(self, level: Level) -> int:
        return max(0, sum(one.level is level for one in self.route.recommendations) - SHOWN_OTHERS)

    def _card(self, rank: int, one: Recommendation) -> Card:
        conditions = [finding for finding in one.reasons if finding.outcome is not Outcome.MET]
        return Card(
            rank=rank,
            name=one.candidate.name,
            url=_url(one.candidate.slug),
            type=self.type_names[one.kind.code],
            referable=one.candidate.is_referable,
            distance_km=one.distance_km,
            people=self.people(one.groups),
            reasons=self.reasons(finding for finding in one.reasons if finding.outcome is Outcome.MET),
            conditions=self.reasons(conditions),
            freshness=one.freshness.text(self.language),
            contact=self._contacts.get(one.candidate.slug),
        )


def _first_role(one: Recommendation) -> Role | None:
    return one.roles[0] if one.roles else None


def _phase_key(one: Recommendation) -> tuple[Level, bool, Role | None, str]:
    kind = one.kind
    place = "private" if kind.is_private else _PHASES.get(kind.code, "other")
    return one.level, one.candidate.is_referable, _first_role(one), place


_PHASES = {
    TypeCode.BRANCH_SERVICE_POINT: "own_sector",
    TypeCode.MOBILITY_CENTRE: "across",
    TypeCode.GATEKEEPER_CENTRE: "across",
    TypeCode.EMPLOYER_SERVICE_POINT: "entry",
    TypeCode.LEARNING_WORK_DESK: "training",
    TypeCode.UWV: "uwv",
}


def _phase_title(one: Recommendation) -> str:
    _level, referable, _role, place = _phase_key(one)
    title = {
        "own_sector": _("Binnen de eigen sector"),
        "across": _("Over sectoren heen"),
        "entry": _("Het algemene loket voor werkgevers"),
        "training": _("Scholing"),
        "uwv": _("UWV"),
        "other": _("Andere organisaties"),
        "private": _("Particuliere hulp"),
    }[place]
    return title if referable else _("%(title)s, niet recent gecontroleerd") % {"title": title}


def _url(slug: str) -> str:
    return reverse("organisation", args=[slug])


def _role_title(role: Role | None) -> str:
    return {
        Role.PREVENTIVE: _("Inzetbaar blijven, vóór er ontslag dreigt"),
        Role.CURATIVE: _("Van werk naar werk, vóór het ontslag"),
        Role.REINTEGRATION: _("Terug aan het werk, na ziekte of vanuit een uitkering"),
        None: _("Voor uitzendkrachten en tijdelijke krachten"),
    }[role]
