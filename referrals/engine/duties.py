"""What follows from numbers and dates: collective dismissal (R11), the social plan (R12), telling flexible staff (R15).

What lives here: counting people over areas and months, and days back from an end. What does not: providers.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from referrals.engine.case import Case, Contract, Group
from referrals.engine.findings import Finding, fill, found
from referrals.engine.notification import Notification
from referrals.engine.parameter_codes import (
    COLLECTIVE_DISMISSAL_MINIMUM,
    COLLECTIVE_DISMISSAL_WINDOW_MONTHS,
    NOTIFICATION_WAIT_MONTHS,
    SOCIAL_PLAN_MINIMUM,
    TEMPORARY_NOTICE_MONTHS,
)
from referrals.engine.route import Duty
from referrals.engine.rule_ids import RuleId
from referrals.engine.sentences import TELL_TEMPORARY, Bilingual
from services.parameters import ParameterBook

WMCO = "wmco"


def duties_of(case: Case, parameters: ParameterBook) -> tuple[Duty, ...]:
    """Return the duties of a case: one for each WMCO area over the limit, then the social plan."""
    return (*collective_dismissals(case, parameters), *social_plan(case, parameters))


def collective_dismissals(case: Case, parameters: ParameterBook) -> Iterator[Duty]:
    """R11: in each WMCO area, the three months with most permanent dismissals, where these reach the limit."""
    dated = [(group.end_date, group) for group in case.groups if group.is_permanent_redundancy and group.end_date]
    areas = sorted({area for _, group in dated for area in group.location.areas.get(WMCO, ())})
    for area in areas:
        in_area = sorted(((day, group.headcount) for day, group in dated if area in group.location.areas.get(WMCO, ())))
        duty = _fullest_window(area, in_area, case.today, parameters)
        if duty:
            yield duty


def _fullest_window(
    area: str, dismissals: list[tuple[date, int]], today: date, parameters: ParameterBook
) -> Duty | None:
    """Return the duty for the window with most people, the earliest of equals; None when all stay under the limit.

    A window that starts on an end date reaches furthest, so no other starts are tried.
    """
    fullest = None
    for start in sorted({day for day, _ in dismissals}):
        duty = _window(area, start, dismissals, today, parameters)
        if duty and (fullest is None or duty.headcount > fullest.headcount):
            fullest = duty
    return fullest


def _window(
    area: str, start: date, dismissals: list[tuple[date, int]], today: date, parameters: ParameterBook
) -> Duty | None:
    """Return the duty for the window from `start`, judged by the values in force on that day."""
    months = parameters.on(start, COLLECTIVE_DISMISSAL_WINDOW_MONTHS).value
    minimum = parameters.on(start, COLLECTIVE_DISMISSAL_MINIMUM).value
    end = start + relativedelta(months=months)
    inside = [(day, people) for day, people in dismissals if start <= day < end]
    headcount = sum(people for _, people in inside)
    if headcount < minimum:
        return None
    notification = Notification(start, today, parameters.on(start, NOTIFICATION_WAIT_MONTHS).value)
    finding = found(
        RuleId.R11_COLLECTIVE,
        "duty_late" if notification.is_over else "duty",
        headcount=headcount,
        months=months,
        minimum=minimum,
        wait=notification.wait_months,
        end=notification.end,
        last_day=notification.last_day,
        earliest_end=notification.earliest_end,
        notice=notification.notice_months,
    )
    return Duty(finding, area, headcount, inside[0][0], inside[-1][0], notification)


def undated_dismissals(case: Case, parameters: ParameterBook) -> Finding | None:
    """R11 with R18: people without an end date may still make a collective dismissal; None when they cannot."""
    dismissed = [group for group in case.groups if group.is_permanent_redundancy]
    undated = sum(group.headcount for group in dismissed if group.end_date is None)
    minimum = parameters.on(case.today, COLLECTIVE_DISMISSAL_MINIMUM).value
    if not undated or max(_people_by_area(dismissed).values()) < minimum:
        return None
    months = parameters.on(case.today, COLLECTIVE_DISMISSAL_WINDOW_MONTHS).value
    return found(RuleId.R11_COLLECTIVE, "open", headcount=undated, months=months, minimum=minimum)


def _people_by_area(groups: list[Group]) -> dict[str, int]:
    people: dict[str, int] = {}
    for group in groups:
        for area in group.location.areas.get(WMCO, ()):
            people[area] = people.get(area, 0) + group.headcount
    return people


def social_plan(case: Case, parameters: ParameterBook) -> Iterator[Duty]:
    """R12: enough permanent dismissals in all, wherever and whenever, often mean a social plan."""
    days = sorted(group.end_date for group in case.groups if group.is_permanent_redundancy and group.end_date)
    first = days[0] if days else None
    minimum = parameters.on(first or case.today, SOCIAL_PLAN_MINIMUM).value
    headcount = case.permanent_redundancies
    if headcount >= minimum:
        finding = found(RuleId.R12_SOCIAL_PLAN, "duty", headcount=headcount, minimum=minimum)
        yield Duty(finding, None, headcount, first, days[-1] if days else None)


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
