"""The days from today to the last working day, for each band of service: asking UWV, giving notice, the end.

What lives here: counting back from the wished end and forward from today, pure. What does not: counting a notice period
(notice.py), the duty to notify (duties.py), the words for a day (advice/days.py). The road is that of a permit of UWV.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from notation.dates import Month
from referrals.engine.case import Case, Contract, Service, Situation
from referrals.engine.facts import NOTICE_OF, Facts, known
from referrals.engine.notice import notice_of, procedure_of
from referrals.engine.notification import Notification
from referrals.engine.parameter_codes import (
    NOTICE_REMAINING_MONTHS,
    PERMIT_USE_WEEKS,
    TEMPORARY_NOTICE_MONTHS,
    UWV_DECISION_WEEKS,
)
from services.parameters import DatedValue, ParameterBook


class Assumption(StrEnum):
    """What a day takes for granted."""

    # The road is that of a permit of UWV, notice is given against the end of a month, no agreement says otherwise.
    BY_LAW = "by_law"
    FULL_NOTICE = "full_notice"  # it is not known that UWV's time may be taken off
    WHILE_WAITING = "while_waiting"  # UWV decides while the waiting time after a notification runs
    FIRST_OF_MONTH = "first_of_month"  # only the month of the end was given
    FROM_TODAY = "from_today"  # the first step is taken today
    HALF_A_YEAR = "half_a_year"  # the temporary contract was for six months or longer
    LONGEST_NOTICE = "longest_notice"  # it was not told how long anybody has been employed


class Step(StrEnum):
    """What is done or reached on a day."""

    APPLY = "apply_for_permit"
    GIVE_NOTICE = "give_notice"
    EARLIEST_END = "earliest_end"
    TELL_TEMPORARY = "tell_temporary"
    TELL_TEMPORARY_NOW = "tell_temporary_now"


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what it takes for granted and the dated values that it was counted with."""

    step: Step
    day: date
    service: Service | None
    people: int | None
    groups: tuple[int, ...]
    assumptions: tuple[Assumption, ...]
    facts: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class BandDays:
    """The days of who has been employed for so long; `people` is None where it is not known whether there are any.

    A day that hangs on a fact that nobody checked, or that has ended before notice is given, is None. `is_met` tells
    whether the wished end can be met.
    """

    service: Service
    people: int | None
    months: DatedValue | None
    apply_by: Day | None
    notice_by: Day | None
    earliest_end: Day | None
    is_met: bool | None

    @property
    def days(self) -> tuple[Day, ...]:
        """Return the days to keep: back from the wished end where it can be met, else the earliest end that can."""
        back = () if self.is_met is False else (self.apply_by, self.notice_by)
        forward = () if self.is_met else (self.earliest_end,)
        return tuple(day for day in (*back, *forward) if day)


@dataclass(frozen=True, slots=True)
class Chain:
    """The days of all permanent staff whose work should end on one day, by band."""

    groups: tuple[int, ...]
    end: date | None
    end_month: Month | None
    notification: Notification | None
    bands: tuple[BandDays, ...]

    @property
    def is_too_soon(self) -> bool:
        """Return whether the wished end cannot be met for all."""
        return any(band.is_met is False for band in self.bands)

    @property
    def to_keep(self) -> tuple[Day, ...]:
        """Return the days to keep of people who were counted; where nobody was, those of the longest notice, which are
        the safest, unless a notification has days of its own.
        """
        counted = tuple(day for band in self.bands if band.people for day in band.days)
        if counted or self.notification or not all(band.months for band in self.bands):
            return counted
        longest = max(self.bands, key=lambda band: band.months.value if band.months else 0)
        return tuple(replace(day, assumptions=(*day.assumptions, Assumption.LONGEST_NOTICE)) for day in longest.days)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a case. `permit_use` is how soon a permit must be used; `missing` the facts that nobody checked.

    Of who is ill other days count, which the plan does not know.
    """

    chains: tuple[Chain, ...]
    telling: tuple[Day, ...]
    permit_use: DatedValue | None
    missing: tuple[str, ...]
    leaves_out_the_ill: bool

    @property
    def facts(self) -> tuple[DatedValue, ...]:
        """Return every fact that a day was counted with, and how soon a permit must be used, once."""
        return tuple(dict.fromkeys([*(fact for day in self.all for fact in day.facts), *known([self.permit_use])]))

    @property
    def all(self) -> tuple[Day, ...]:
        """Return every day, also of a band of which it is not known whether anybody is in it, earliest first."""
        return self._earliest_first(day for chain in self.chains for band in chain.bands for day in band.days)

    @property
    def to_keep(self) -> tuple[Day, ...]:
        """Return every day to keep, earliest first."""
        return self._earliest_first(day for chain in self.chains for day in chain.to_keep)

    def _earliest_first(self, days: Iterable[Day]) -> tuple[Day, ...]:
        return tuple(sorted((*self.telling, *days), key=lambda day: (day.day, day.step)))


def days_of(case: Case, notifications: Sequence[Notification | None], parameters: ParameterBook) -> Days:
    """Return the days of a case; `notifications` has for each group the one that must come first."""
    facts = Facts(parameters)
    chains = tuple(_chains(case, notifications, facts))
    return Days(
        chains=chains,
        telling=tuple(_telling(case, parameters)),
        permit_use=facts.find(PERMIT_USE_WEEKS, case.today) if chains else None,
        missing=facts.missing,
        leaves_out_the_ill=any(group.situation is Situation.ILLNESS for group in case.groups),
    )


# --- Permanent staff -------------------------------------------------------------------------------------


def _chains(case: Case, notifications: Sequence[Notification | None], facts: Facts) -> Iterator[Chain]:
    """Yield the chain of each end, the earliest first, and that of who has none last."""
    together: dict[tuple[date | None, Month | None, Notification | None], list[int]] = {}
    for index, group in enumerate(case.groups):
        if group.is_permanent_redundancy:
            key = (group.end_date, group.end_month, notifications[index])
            together.setdefault(key, []).append(index)
    for end, month, notification in sorted(together, key=lambda key: (key[0] or date.max, key[1] is None)):
        groups = tuple(together[end, month, notification])
        bands = _Bands(case, groups, end, month, notification, facts)
        yield Chain(groups, end, month, notification, tuple(map(bands.band, bands.shown)))


class _Bands:
    """Counts the days of one chain, band by band."""

    def __init__(
        self,
        case: Case,
        groups: tuple[int, ...],
        end: date | None,
        month: Month | None,
        notification: Notification | None,
        facts: Facts,
    ) -> None:
        self._case, self._groups, self._end, self._facts = case, groups, end, facts
        self._month, self._notification = month, notification
        self._decision = facts.find(UWV_DECISION_WEEKS, case.today)
        self._remaining = facts.find(NOTICE_REMAINING_MONTHS, case.today)

    @property
    def shown(self) -> list[Service]:
        """Return the bands with people, or all of them where of some it is not known."""
        of_unknown = any(self._case.groups[index].of_unknown_service for index in self._groups)
        return [service for service in Service if of_unknown or self._people(service)]

    def _people(self, service: Service) -> int:
        return sum(dict(self._case.groups[index].service).get(service, 0) for index in self._groups)

    def band(self, service: Service) -> BandDays:
        """Return the days of one band."""
        months = self._facts.find(NOTICE_OF[service], self._case.today)
        people = self._people(service) or None
        if months is None:
            return BandDays(service, people, None, None, None, None, None)
        notice = notice_of(months, self._decision, self._remaining)
        procedure = procedure_of(self._decision)
        facts = known([months, self._decision, self._remaining])
        notice_by = notice.last_day(self._end) if self._end else None
        if notice_by and not self._facts.hold_on(max(notice_by, self._case.today), facts):
            notice_by = None
        first_notice = self._first_notice(procedure)
        can_be_told = self._decision and self._facts.hold_on(first_notice, facts)
        earliest = notice.earliest_end(first_notice) if can_be_told else None

        def day(step: Step, on: date | None, *more: Assumption) -> Day | None:
            return self._day(step, on, service, people, facts, more) if on else None

        return BandDays(
            service=service,
            people=people,
            months=months,
            apply_by=day(Step.APPLY, notice_by - procedure) if notice_by and self._decision else None,
            notice_by=day(Step.GIVE_NOTICE, notice_by),
            earliest_end=day(Step.EARLIEST_END, earliest, Assumption.FROM_TODAY),
            is_met=self._is_met(notice_by, earliest),
        )

    def _is_met(self, notice_by: date | None, earliest: date | None) -> bool | None:
        """Return whether the wished end can be met. After the day to give notice it cannot."""
        if notice_by and notice_by < self._case.today:
            return False
        return earliest <= self._end if earliest and self._end else None

    def _first_notice(self, procedure: timedelta) -> date:
        decided = self._case.today + procedure
        return max(decided, self._notification.notice_from) if self._notification else decided

    def _day(
        self,
        step: Step,
        on: date,
        service: Service,
        people: int | None,
        facts: tuple[DatedValue, ...],
        more: tuple[Assumption, ...],
    ) -> Day:
        assumptions = [Assumption.BY_LAW]
        if not (self._decision and self._remaining):
            assumptions.append(Assumption.FULL_NOTICE)
        if self._notification:
            assumptions.append(Assumption.WHILE_WAITING)
        if self._month and step is not Step.EARLIEST_END:
            assumptions.append(Assumption.FIRST_OF_MONTH)
        return Day(step, on, service, people, self._groups, (*assumptions, *more), facts)


# --- Temporary staff -------------------------------------------------------------------------------------


def _telling(case: Case, parameters: ParameterBook) -> Iterator[Day]:
    """Yield by when temporary staff hear in writing that their contract ends, for each end."""
    together: dict[tuple[date, Month | None], list[int]] = {}
    for index, group in enumerate(case.groups):
        if group.is_flexible_redundancy and group.contract is Contract.TEMPORARY and group.end_date:
            together.setdefault((group.end_date, group.end_month), []).append(index)
    for (end, month), groups in together.items():
        months = parameters.on(end, TEMPORARY_NOTICE_MONTHS)
        by: date = end - relativedelta(months=months.value)
        is_late = by < case.today
        yield Day(
            step=Step.TELL_TEMPORARY_NOW if is_late else Step.TELL_TEMPORARY,
            day=case.today if is_late else by,
            service=None,
            people=sum(case.groups[index].headcount for index in groups),
            groups=tuple(groups),
            assumptions=(Assumption.HALF_A_YEAR, *([Assumption.FIRST_OF_MONTH] if month else [])),
            facts=(months,),
        )
