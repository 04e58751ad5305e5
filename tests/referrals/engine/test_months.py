"""Of a month without a day everything is counted from its earliest day: never too late, whatever the day turns out."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notation.dates import Month
from referrals.engine.case import Case, Contract, Group, Situation, ends_of
from referrals.engine.duties import collective_dismissals
from referrals.engine.rules import uwv_date
from regions.places import Found, find_place
from services.catalogue import catalogue

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def case_that_ends(when):
    found = find_place("6811 AB", TODAY)
    assert isinstance(found, Found)
    group = Group("6811 AB", found.location, 25, Contract.PERMANENT, Situation.REDUNDANCY, **ends_of(when, TODAY))
    return Case(today=TODAY, groups=(group,))


@given(st.integers(0, 3000))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_day_of_a_month_makes_a_day_of_the_plan_earlier(days_ahead):
    day = TODAY + timedelta(days=days_ahead)
    exact, by_month = case_that_ends(day), case_that_ends(Month(day.year, day.month))
    parameters = catalogue().parameters

    [duty], [duty_by_month] = (list(collective_dismissals(case, parameters)) for case in (exact, by_month))
    assert duty_by_month.notification.last_day <= duty.notification.last_day
    assert duty_by_month.notification.notice_by <= duty.notification.notice_by
    assert duty_by_month.notification.is_end_assumed
    assert duty_by_month.starts == Month(day.year, day.month)
    assert uwv_date(by_month.groups[0], parameters, TODAY) <= uwv_date(exact.groups[0], parameters, TODAY)


def test_a_month_that_has_begun_counts_from_today():
    assert case_that_ends(Month(2026, 11)).groups[0].end_date == TODAY
