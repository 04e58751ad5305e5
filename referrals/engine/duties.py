"""What follows from numbers and dates: collective dismissal (R11), the social plan (R12), telling flexible staff (R15).

What lives here: counting people over areas and months, and days back from an end. What does not: providers.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from notation.dates import When, first_day, last_day
from referrals.engine.case import Case, Contract, Group, Service
from referrals.engine.facts import NOTICE_OF
from referrals.engine.findings import Finding, fill, found
from referrals.engine.notice import notice_of, procedure_of
from referrals.engine.notification import Notification, NotificationByService
from referrals.engine.parameter_codes import (
    COLLECTIVE_DISMISSAL_MINIMUM,
    COLLECTIVE_DISMISSAL_WINDOW_MONTHS,
    NOTICE_REMAINING_MONTHS,
    NOTIFICATION_WAIT_MONTHS,
    SOCIAL_PLAN_MINIMUM,
    TEMPORARY_NOTICE_MONTHS,
    UWV_DECISION_WEEKS,
)
from referrals.engine.route import Duty
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import EARLIEST_END, TELL_TEMPORARY, Bilingual
from services.parameters import ParameterBook

WMCO = "wmco"


def duties_of(case: Case, parameters: ParameterBook) -> tuple[Duty, ...]:
    """Return the duties of a case: one for each WMCO area over the limit, then the social plan."""
    return (*collective_dismissals(case, parameters), *social_plan(case, parameters))


def collective_dismissals(case: Case, parameters: ParameterBook) -> Iterator[Duty]:
    """R11: in each WMCO area, the three months with most permanent dismissals, where these reach the limit."""
    dated = [group for group in case.groups if group.is_permanent_redundancy and group.end_date]
    for area in sorted({area for group in dated for area in _areas_of(group)}):
        duty = _fullest_window(area, [group for group in dated if area in _areas_of(group)], case.today, parameters)
        if duty:
            yield duty


def _areas_of(group: Group) -> Sequence[str]:
    return group.location.areas.get(WMCO, ())


def _fullest_window(area: str, dismissed: Sequence[Group], today: date, parameters: ParameterBook) -> Duty | None:
    """Return the duty for the window with most people, the earliest of equals; None when all stay under the limit.

    A window that starts on an end date reaches furthest, so no other starts are tried.
    """
    fullest = None
    for start in sorted({group.end_date for group in dismissed if group.end_date}):
        duty = _window(area, start, dismissed, today, parameters)
        if duty and (fullest is None or duty.headcount > fullest.headcount):
            fullest = duty
    return fullest


def _window(area: str, start: date, dismissed: Sequence[Group], today: date, parameters: ParameterBook) -> Duty | None:
    """Return the duty for the window from `start`, judged by the values in force on that day."""
    months = parameters.on(start, COLLECTIVE_DISMISSAL_WINDOW_MONTHS).value
    minimum = parameters.on(start, COLLECTIVE_DISMISSAL_MINIMUM).value
    end = start + relativedelta(months=months)
    inside = [group for group in dismissed if group.end_date and start <= group.end_date < end]
    headcount = sum(group.headcount for group in inside)
    if headcount < minimum:
        return None
    notification = _notification(start, inside, today, parameters)
    by_service = "_by_service" if isinstance(notification, NotificationByService) else ""
    finding = found(
        RuleId.R11_COLLECTIVE,
        ("duty_late" if notification.is_over else "duty") + by_service,
        headcount=headcount,
        months=months,
        minimum=minimum,
        wait=notification.wait_months,
        end=end_of(notification),
        last_day=notification.last_day,
        earliest_end=notification.earliest_end,
        notice=notification.notice_months,
    )
    return Duty(finding, area, headcount, *_first_and_last(inside), notification)


def _notification(start: date, inside: Sequence[Group], today: date, parameters: ParameterBook) -> Notification:
    """Return the days of the duty, by the notice of everybody in it where that is known."""
    wait = parameters.on(start, NOTIFICATION_WAIT_MONTHS).value
    is_end_assumed = all(group.end_month for group in inside if group.end_date == start)
    services = {service for group in inside for service, people in group.service if people}
    months = [parameters.find(today, NOTICE_OF[service]) for service in Service if service in services]
    decision = parameters.find(today, UWV_DECISION_WEEKS)
    remaining = parameters.find(today, NOTICE_REMAINING_MONTHS)
    notices = [notice_of(one, decision, remaining) for one in months if one]
    if any(group.of_unknown_service for group in inside) or len(notices) < len(services) or not decision:
        return Notification(start, today, wait, is_end_assumed=is_end_assumed)
    longest = max(notice.months for notice in notices)
    return NotificationByService(
        start, today, wait, longest, is_end_assumed, notices=tuple(notices), procedure=procedure_of(decision)
    )


def notification_of(group: Group, duties: Sequence[Duty]) -> Notification | None:
    """Return the notification that must come before these people get notice, the one that lets them go last."""
    theirs = [
        duty.notification
        for duty in duties
        if duty.notification and group.is_permanent_redundancy and duty.area in _areas_of(group)
        if group.end and duty.holds(group.end)
    ]
    return max(theirs, key=lambda one: one.notice_from, default=None)


def end_of(notification: Notification) -> date | Bilingual:
    """Return the end date that the days are counted from; where it was not given as a day, with those words."""
    return fill(EARLIEST_END, {"day": notification.end}) if notification.is_end_assumed else notification.end


def _first_and_last(groups: Sequence[Group]) -> tuple[When | None, When | None]:
    """Return the first and the last end as far as they are known: days, or months."""
    ends = [group.end for group in groups if group.end]
    return min(ends, key=first_day, default=None), max(ends, key=last_day, default=None)


def undated_dismissals(case: Case, parameters: ParameterBook) -> Finding | None:
    """R11 with R18: people without an end date may still make a collective dismissal; None when they cannot.

    So may people of whom only the month is known, where no duty counts them from its earliest day.
    """
    dismissed = [group for group in case.groups if group.is_permanent_redundancy]
    duties = list(collective_dismissals(case, parameters))
    undated = sum(group.headcount for group in dismissed if _may_end_elsewhen(group, duties))
    minimum = parameters.on(case.today, COLLECTIVE_DISMISSAL_MINIMUM).value
    if not undated or max(_people_by_area(dismissed).values(), default=0) < minimum:
        return None
    months = parameters.on(case.today, COLLECTIVE_DISMISSAL_WINDOW_MONTHS).value
    return found(RuleId.R11_COLLECTIVE, "open", headcount=undated, months=months, minimum=minimum)


def _may_end_elsewhen(group: Group, duties: Sequence[Duty]) -> bool:
    """Return whether the day of a group is not known and may yet count it among others than a duty does."""
    if group.end_month is None:
        return group.end_date is None
    return not any(duty.area in _areas_of(group) and duty.holds(group.end_month) for duty in duties)


def _people_by_area(groups: list[Group]) -> dict[str, int]:
    people: dict[str, int] = {}
    for group in groups:
        for area in _areas_of(group):
            people[area] = people.get(area, 0) + group.headcount
    return people


def social_plan(case: Case, parameters: ParameterBook) -> Iterator[Duty]:
    """R12: enough permanent dismissals in all, wherever and whenever, often mean a social plan."""
    dismissed = [group for group in case.groups if group.is_permanent_redundancy]
    first_date = min((group.end_date for group in dismissed if group.end_date), default=case.today)
    minimum = parameters.on(first_date, SOCIAL_PLAN_MINIMUM).value
    headcount = case.permanent_redundancies
    if headcount >= minimum:
        finding = found(RuleId.R12_SOCIAL_PLAN, "duty", headcount=headcount, minimum=minimum)
        yield Duty(finding, None, headcount, *_first_and_last(dismissed))


def flexible_staff(case: Case, groups: Sequence[Group], parameters: ParameterBook) -> Finding | None:
    """R15: what the employer can do for the agency and temporary staff among these groups; None without any."""
    flexible = [group for group in groups if group.is_flexible_redundancy]
    if not flexible:
        return None
    headcount, contracts = sum(group.headcount for group in flexible), {group.contract for group in flexible}
    if Contract.TEMPORARY not in contracts:
        return found(RuleId.R15_FLEX_FIRST, "note", headcount=headcount)
    sentence = "note_both" if Contract.AGENCY in contracts else "note_temporary"
    return found(
        RuleId.R15_FLEX_FIRST, sentence, headcount=headcount, tell=how_to_tell_temporary(case, flexible, parameters)
    )


def how_to_tell_temporary(case: Case, groups: Sequence[Group], parameters: ParameterBook) -> Bilingual:
    """R15: by when temporary staff hear in writing that their contract ends, counted back from the first end date."""
    days = [group.end_date for group in groups if group.contract is Contract.TEMPORARY and group.end_date]
    first = min(days, default=None)
    months = parameters.on(first or case.today, TEMPORARY_NOTICE_MONTHS).value
    if first is None:
        return fill(TELL_TEMPORARY["before"], {"months": months})
    last_day: date = first - relativedelta(months=months)
    return TELL_TEMPORARY["at_once"] if last_day <= case.today else fill(TELL_TEMPORARY["by"], {"date": last_day})
