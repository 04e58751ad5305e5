"""The days of a collective dismissal, counted back from its first end date: notice, waiting, notification.

What lives here: the counting, pure. What does not: whether there is a duty (duties.py), the words for a day
(advice/timeline.py). Source: R11, Wet melding collectief ontslag, art. 5a: notice may follow only after the waiting.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from referrals.engine.notice import NOTHING, Notice

# Where the notice periods are not known, every day that counts them says that it assumes this one.
ASSUMED_NOTICE_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Notification:
    """When to notify so that the work can end on `end`, and what a notification on `today` still allows.

    Where only the month of the end is known, `end` is its earliest day and `is_end_assumed` says so.
    """

    end: date
    today: date
    wait_months: int
    notice_months: int = ASSUMED_NOTICE_MONTHS
    is_end_assumed: bool = False

    @property
    def last_day(self) -> date:
        """Return the last day to notify; a day that the month lacks becomes its last."""
        return _back(self.end, self.wait_months + self.notice_months)

    @property
    def notice_by(self) -> date:
        """Return the last day to give notice."""
        return _back(self.end, self.notice_months)

    @property
    def is_over(self) -> bool:
        """Return whether a notification today comes too late for this end date."""
        return self.last_day < self.today

    @property
    def notice_from(self) -> date:
        """Return the first day to give notice after a notification today."""
        return _first_day_after(self.today, self.wait_months)

    @property
    def earliest_end(self) -> date:
        """Return the first end date that a notification today can still meet."""
        return _first_day_after(self.today, self.wait_months + self.notice_months)


@dataclass(frozen=True, slots=True)
class NotificationByService(Notification):
    """The same where it is known how long everybody has been employed: the longest notice decides.

    UWV decides on the permits while the waiting time runs; it takes `procedure`.
    """

    notices: tuple[Notice, ...] = ()
    procedure: timedelta = NOTHING

    @property
    def last_day(self) -> date:
        """Return the last day to notify, and to ask for the permits."""
        return min(_back(self.notice_by, self.wait_months), self.notice_by - self.procedure)

    @property
    def notice_by(self) -> date:
        """Return the last day to give notice to who has the longest."""
        return min(notice.last_day(self.end) for notice in self.notices)

    @property
    def notice_from(self) -> date:
        """Return the first day to give notice after a notification today."""
        return max(_first_day_after(self.today, self.wait_months), self.today + self.procedure)

    @property
    def earliest_end(self) -> date:
        """Return the first end date for all that a notification today can still meet."""
        return max(notice.earliest_end(self.notice_from) for notice in self.notices)


def _back(day: date, months: int) -> date:
    earlier: date = day - relativedelta(months=months)
    return earlier


def _first_day_after(day: date, months: int) -> date:
    """Return the first day from which counting back these months does not end before `day`."""
    later: date = day + relativedelta(months=months)
    # From 31 January the month ends on 28 February, and a month back from there is 28 January.
    return later if _back(later, months) >= day else later + timedelta(days=1)
