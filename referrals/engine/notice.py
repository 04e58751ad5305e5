"""A notice period as the law counts it: against the end of a month, less the time that UWV took where that may be.

What lives here: counting forward from the day of notice and back from an end, pure. What does not: the numbers of
months and weeks (dated values), the steps before it (days.py, notification.py).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from services.parameters import DatedValue

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice period of some months. Of it goes `taken_off`, as long as `least_months` stay."""

    months: int
    least_months: int
    taken_off: timedelta = NOTHING

    def earliest_end(self, given: date) -> date:
        """Return the first end of a month against which notice can be given on this day."""
        in_full: date = given + relativedelta(months=self.months) - self.taken_off
        at_least: date = given + relativedelta(months=self.least_months)
        return end_of_month(max(in_full, at_least))

    def last_day(self, end: date) -> date:
        """Return the last day to give notice so that the work ends on this day or before."""
        limit = last_end_of_month(end)
        return min(_last_day(limit + self.taken_off, self.months), _last_day(limit, self.least_months))


def procedure_of(decision: DatedValue | None) -> timedelta:
    """Return how long UWV takes to decide; nothing where that is not known."""
    return timedelta(weeks=decision.value) if decision else NOTHING


def notice_of(months: DatedValue, decision: DatedValue | None, remaining: DatedValue | None) -> Notice:
    """Return the notice period; where it is not known that UWV's time may be taken off, in full."""
    if decision and remaining:
        return Notice(months.value, min(remaining.value, months.value), procedure_of(decision))
    return Notice(months.value, months.value)


def end_of_month(day: date) -> date:
    """Return the last day of the month that the day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def last_end_of_month(day: date) -> date:
    """Return the last end of a month that is not after the day."""
    return day if day == end_of_month(day) else day.replace(day=1) - timedelta(days=1)


def _last_day(limit: date, months: int) -> date:
    """Return the last day from which these months end no later than the limit; a month may lack the day."""
    period = relativedelta(months=months)
    day: date = limit - period
    while day + timedelta(days=1) + period <= limit:
        day += timedelta(days=1)
    return day
