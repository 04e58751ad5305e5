"""The days that matter in a plan: as a line with a table, and as a calendar file.

What lives here: days that follow from a case and its route. What does not: the route (engine/routing.py), what to do
this week (tasks.py). Information, not legal advice: only what the rules and their sources say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from referrals.advice.advise import Advice
from referrals.engine.case import Case
from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS, NOTIFICATION_WAIT_MONTHS
from referrals.engine.route import Duty
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import REPORT
from services.catalogue import catalogue
from services.parameters import ParameterBook


@dataclass(frozen=True, slots=True)
class Moment:
    """One day of the plan, with what happens on it and the source of that."""

    day: date
    title: str
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days that matter, earliest first, and where each stands on the line."""

    moments: list[Moment]

    @property
    def points(self) -> list[dict[str, int]]:
        """Return where each day stands on the line, from 30 to 610; days close together are moved apart."""
        first, last = self.moments[0].day, self.moments[-1].day
        days = max((last - first).days, 1)
        points: list[dict[str, int]] = []
        for number, moment in enumerate(self.moments, start=1):
            x = 30 + round(580 * (moment.day - first).days / days)
            points.append({"number": number, "x": max(x, points[-1]["x"] + 30) if points else x})
        return points


def timeline_of(advice: Advice) -> Timeline:
    """Return the days that matter in this case; none where no end date is known."""
    parameters = catalogue().parameters
    moments = [
        *_notifications(advice, parameters),
        *_first_days_of_uwv(advice),
        *_ends(advice.case),
        *_drops(advice.case, parameters),
    ]
    return Timeline(sorted(moments, key=lambda moment: (moment.day, moment.title)))


def _notifications(advice: Advice, parameters: ParameterBook) -> Iterator[Moment]:
    for duty in advice.route.duties:
        last_day = last_day_to_notify(duty, parameters)
        if last_day:
            yield Moment(
                last_day,
                _("Uiterlijk nu: melden bij UWV en de vakbonden"),
                _("De opzegtermijn komt hier nog bij. Meld dus liefst eerder."),
                duty.finding.source,
            )


def last_day_to_notify(duty: Duty, parameters: ParameterBook) -> date | None:
    """R11: the last day to notify before the first end date, notice periods left out; None for other duties."""
    if duty.finding.rule is not RuleId.R11_COLLECTIVE or duty.starts is None:
        return None
    last_day: date = duty.starts - relativedelta(months=parameters.on(duty.starts, NOTIFICATION_WAIT_MONTHS).value)
    return last_day


def _first_days_of_uwv(advice: Advice) -> Iterator[Moment]:
    for key_date in advice.route.dates:
        yield Moment(
            key_date.day,
            _("UWV kan helpen vóór het werk eindigt"),
            _("Alleen als ander werk moeilijk te vinden is, bijvoorbeeld omdat een opleiding nodig is."),
            key_date.finding.source,
        )


def _ends(case: Case) -> Iterator[Moment]:
    for day in _end_dates(case):
        people = sum(group.headcount for group in case.groups if group.end_date == day)
        yield Moment(day, _("Laatste werkdag van %(people)s mensen") % {"people": people}, "", _("Uw antwoord"))


def _drops(case: Case, parameters: ParameterBook) -> Iterator[Moment]:
    months = parameters.on(case.today, LABOUR_MARKET_DROP_MONTHS).value
    for day in _end_dates(case):
        yield Moment(
            day + relativedelta(months=months),
            _("Na %(months)s maanden zonder werk") % {"months": months},
            _("Vanaf hier wordt ander werk vinden duidelijk moeilijker. Begin dus vóór het einde."),
            f"{REPORT}, 4.2",
        )


def _end_dates(case: Case) -> list[date]:
    return sorted({group.end_date for group in case.groups if group.end_date and group.end_date >= case.today})


def calendar_of(advice: Advice) -> bytes:
    """Return the days of the plan as an iCalendar file; it names no company and no people."""
    calendar = Calendar()
    calendar.add("prodid", "-//VWNW-portaal//NL")
    calendar.add("version", "2.0")
    for number, moment in enumerate(timeline_of(advice).moments):
        event = Event()
        event.add("uid", f"{advice.digest[:16]}-{number}@vwnw-portaal")
        event.add("dtstamp", datetime.combine(advice.case.today, datetime.min.time(), UTC))
        event.add("dtstart", moment.day)
        event.add("summary", moment.title)
        event.add("description", " ".join(filter(None, [moment.explanation, moment.source])))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
