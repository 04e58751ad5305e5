"""The answer to a case: everything the rules found, ready to be shown or written as JSON.

What lives here: plain data. What does not: finding it (routing.py), writing it down (advice/as_json.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from notation.dates import When, first_day, last_day
from referrals.engine.candidates import Candidate, Kind
from referrals.engine.case import Situation
from referrals.engine.cost import Cost
from referrals.engine.days import Days
from referrals.engine.findings import Finding, Level
from referrals.engine.notification import Notification
from referrals.engine.question_ref import QuestionRef
from referrals.engine.sentences import Bilingual
from services.roles import Role


class Recommendation(NamedTuple):
    """One provider for all the groups that it helps, at its best level: what the rules found, and how old its check is.

    A tuple, since a crowded region makes thousands of them for one answer.
    """

    candidate: Candidate
    roles: tuple[Role, ...]
    groups: tuple[int, ...]
    level: Level
    distance_km: float | None
    findings: tuple[Finding, ...]
    freshness: Finding

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Return every reason, the freshness of the record last."""
        return (*self.findings, self.freshness)

    @property
    def kind(self) -> Kind:
        """Return what the rules need of the provider's type."""
        return self.candidate.traits.kind


@dataclass(frozen=True, slots=True)
class Path:
    """The route of the people in one situation, in their own order; `role` is None for flexible staff (R15).

    A provider that helps people in two situations stands in both paths, in each at the level it has there.
    """

    role: Role | None
    situation: Situation
    groups: tuple[int, ...]
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A provider that serves the place in a needed role, and that a rule keeps out for every group."""

    candidate: Candidate
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What the employer must do. `area` is a WMCO work area, or None where the duty counts the whole case.

    `starts` and `ends` are months where no day was given. `notification` holds the days of a collective dismissal
    (R11).
    """

    finding: Finding
    area: str | None
    headcount: int
    starts: When | None
    ends: When | None
    notification: Notification | None = None

    def holds(self, when: When) -> bool:
        """Return whether the period of the duty holds the earliest day of this date."""
        return bool(self.starts and self.ends and first_day(self.starts) <= first_day(when) <= last_day(self.ends))


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day on which something becomes possible for some groups."""

    finding: Finding
    day: date
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A role that nobody serves at the place of a group, and the nearest provider that would close it."""

    finding: Finding
    role: Role
    group: int
    nearest: Candidate | None
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class FirstContact:
    """Whom to contact first for the people at one place (R19): marked by staff, or the general entry there."""

    candidate: Candidate
    place: Bilingual
    headcount: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unanswered question and how many providers depend on it."""

    question: QuestionRef
    providers: int


@dataclass(frozen=True, slots=True)
class Route:
    """The whole answer. `rules` is the version of the rules that gave it.

    `recommendations` is the one order for the whole case, `paths` the same help for each situation by itself.
    `first_contacts` has one for each place where there is one, the place with most people first. `cost` is None where
    no permanent staff is dismissed.
    """

    rules: str
    today: date
    roles: tuple[Role, ...]
    recommendations: tuple[Recommendation, ...]
    paths: tuple[Path, ...]
    duties: tuple[Duty, ...]
    dates: tuple[KeyDate, ...]
    notes: tuple[Finding, ...]
    excluded: tuple[Exclusion, ...]
    gaps: tuple[Gap, ...]
    open_questions: tuple[OpenQuestion, ...]
    first_contacts: tuple[FirstContact, ...]
    days: Days
    cost: Cost | None


def findings_of(route: Route) -> Iterator[Finding]:
    """Yield everything that the rules found."""
    for recommendation in route.recommendations:
        yield from recommendation.reasons
    for exclusion in route.excluded:
        yield from exclusion.reasons
    yield from (duty.finding for duty in route.duties)
    yield from (key_date.finding for key_date in route.dates)
    yield from (gap.finding for gap in route.gaps)
    yield from (first.finding for first in route.first_contacts)
    yield from route.notes
