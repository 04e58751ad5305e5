"""The cost of a dismissal is a range in thousands of euros that holds what anybody in the bands can get."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.engine.case import Case, Contract, Group, Service, Situation, Wage
from referrals.engine.cost import cost_of
from referrals.engine.days import days_of
from referrals.engine.parameter_codes import (
    NOTICE_FROM_15,
    NOTICE_UNDER_5,
    TRANSITION_DEDUCTION,
    TRANSITION_MAXIMUM,
    TRANSITION_YEAR_PART,
    UWV_DECISION_WEEKS,
    WW_FULL_YEARS,
    WW_LATER_PART,
    WW_LEAST_MONTHS,
    WW_MOST_MONTHS,
)
from services.parameters import DatedValue, ParameterBook
from tests.referrals.engine.test_days import ARNHEM

TODAY, THIS_YEAR, NEXT_YEAR = date(2026, 5, 1), date(2026, 12, 31), date(2027, 3, 31)
WW = {WW_FULL_YEARS: 10, WW_LATER_PART: 2, WW_LEAST_MONTHS: 3, WW_MOST_MONTHS: 24}
# What somebody can earn and how long somebody can have been employed, in each band.
WAGES = {Wage.UNDER_2000: (1, 1999), Wage.FROM_2000: (2000, 2999), Wage.FROM_3000: (3000, 3999)}
WAGES |= {Wage.FROM_4000: (4000, 5999), Wage.FROM_6000: (6000, 20_000)}
YEARS = {Service.UNDER_5: (0, 4), Service.FROM_5: (5, 9), Service.FROM_10: (10, 14), Service.FROM_15: (15, 45)}


def value(code, number, first=None, last=None):
    return DatedValue(code, number, "", first, code, last, checked_on=TODAY)


VALUES = [
    value(TRANSITION_YEAR_PART, 3),
    value(TRANSITION_DEDUCTION, 1),
    value(TRANSITION_MAXIMUM, 98_000, date(2025, 1, 1), date(2025, 12, 31)),
    value(TRANSITION_MAXIMUM, 102_000, date(2026, 1, 1), THIS_YEAR),
    value(NOTICE_UNDER_5, 1),
    value(NOTICE_FROM_15, 4),
    value(UWV_DECISION_WEEKS, 4),
    *(value(code, number, last=THIS_YEAR) for code, number in WW.items()),
]


def cost(wage, service, end=THIS_YEAR, without=(), more_people=0):
    people = sum(service.values()) + more_people
    group = Group("6811 AB", ARNHEM, people, Contract.PERMANENT, Situation.REDUNDANCY, end)
    case = Case(TODAY, (replace(group, service=tuple(service.items())),), month_wage=wage)
    book = ParameterBook(value for value in VALUES if value.code not in without)
    return cost_of(case, days_of(case, [None], book), book)


@given(st.sampled_from(list(WAGES)), st.sampled_from(list(YEARS)), st.integers(1, 500), st.data())
def test_what_anybody_in_the_bands_gets_lies_within_the_range(wage, service, people, data):
    told = cost(wage, {service: people}).payment
    earned, years = data.draw(st.integers(*WAGES[wage])), data.draw(st.integers(*YEARS[service]))
    paid = people * min(earned * years / 3, max(102_000, 12 * earned))
    assert told.low <= paid
    assert told.high is None or paid <= told.high


@pytest.mark.parametrize(
    ("wage", "service", "low", "high"),
    [
        (Wage.FROM_3000, {Service.FROM_5: 1}, 5_000, 14_000),
        (Wage.FROM_3000, {Service.FROM_5: 3, Service.FROM_10: 2}, 35_000, 80_000),
        (Wage.UNDER_2000, {Service.UNDER_5: 4}, 0, 14_000),
        (Wage.FROM_4000, {Service.FROM_15: 1}, 20_000, 90_000),
        (Wage.FROM_6000, {Service.FROM_15: 1}, 30_000, None),
    ],
)
def test_a_range_is_in_thousands(wage, service, low, high):
    payment = cost(wage, service).payment
    assert (payment.low, payment.high) == (low, high)


def with_numbers(numbers):
    return [replace(one, value=numbers.get(one.code, one.value)) for one in VALUES]


def payment_after_15_years(wage, numbers):
    group = Group("6811 AB", ARNHEM, 1, Contract.PERMANENT, Situation.REDUNDANCY, THIS_YEAR)
    case = Case(TODAY, (replace(group, service=((Service.FROM_15, 1),)),), month_wage=wage)
    book = ParameterBook(with_numbers(numbers))
    return cost_of(case, days_of(case, [None], book), book).payment


def test_the_maximum_bounds_the_range_and_a_years_wage_goes_above_it():
    assert cost(Wage.FROM_4000, {Service.FROM_15: 1}).maxima[0].value == 102_000
    assert payment_after_15_years(Wage.FROM_4000, {TRANSITION_MAXIMUM: 50_000}).high == 72_000


def test_the_maximum_bounds_the_low_end_too():
    told = payment_after_15_years(Wage.FROM_4000, {TRANSITION_MAXIMUM: 10_000, TRANSITION_YEAR_PART: 1})
    assert (told.low, told.high) == (48_000, 72_000)
    assert payment_after_15_years(Wage.FROM_6000, {TRANSITION_MAXIMUM: 10_000, TRANSITION_YEAR_PART: 1}).low == 72_000


def test_without_a_wage_or_bands_there_is_no_range_and_the_rule_is_told():
    for told in (cost(None, {Service.FROM_5: 1}), cost(Wage.FROM_3000, {}, more_people=2)):
        assert told.payment is None
        assert told.year_part.value == 3
    assert cost(Wage.FROM_3000, {Service.FROM_5: 1}, more_people=2).uncounted == 2


def test_a_year_of_which_nobody_checked_the_maximum_has_none_and_says_to_ask():
    told = cost(Wage.FROM_3000, {Service.UNDER_5: 1}, end=NEXT_YEAR)
    assert (told.maxima, told.unemployment) == ((), ())
    assert set(told.missing) == {TRANSITION_MAXIMUM, *WW}


def test_the_maximum_is_that_of_the_year_in_which_the_work_can_end_and_not_of_the_wished_one():
    # Four months of notice and UWV's time from May: the work cannot end in this year's June.
    within_the_year = cost(Wage.FROM_3000, {Service.FROM_15: 1}, end=date(2026, 6, 30))
    assert [one.value for one in within_the_year.maxima] == [102_000]
    without_end = cost(Wage.FROM_3000, {Service.FROM_15: 1}, end=None)
    assert [one.value for one in without_end.maxima] == [102_000]


def test_benefit_is_told_where_every_number_of_it_is_checked_on_the_day_of_the_end():
    assert [one.value for one in cost(None, {Service.UNDER_5: 1}).unemployment] == [10, 2, 3, 24]
    for code in WW:
        told = cost(None, {Service.UNDER_5: 1}, without=[code])
        assert (told.unemployment, told.missing) == ((), (code,))


def test_a_payment_whose_share_nobody_checked_is_not_counted():
    told = cost(Wage.FROM_3000, {Service.FROM_5: 1}, without=[TRANSITION_YEAR_PART, TRANSITION_DEDUCTION])
    assert (told.payment, told.deduction) == (None, None)
    assert {TRANSITION_YEAR_PART, TRANSITION_DEDUCTION} <= set(told.missing)


def test_who_dismisses_no_permanent_staff_has_no_cost():
    group = Group("6811 AB", ARNHEM, 3, Contract.TEMPORARY, Situation.REDUNDANCY, None)
    case = Case(TODAY, (group,))
    book = ParameterBook([*VALUES, value("temporary_notice_months", 1)])
    assert cost_of(case, days_of(case, [None], book), book) is None
