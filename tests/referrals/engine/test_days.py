"""Each day of a plan is what counting by hand gives, from the dated values alone."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notation.dates import Month
from referrals.engine.case import Case, Contract, Group, Service, Situation, ends_of
from referrals.engine.days import Assumption, days_of
from referrals.engine.duties import duties_of, notification_of
from referrals.engine.facts import NOTICE_OF
from referrals.engine.parameter_codes import (
    COLLECTIVE_DISMISSAL_MINIMUM,
    COLLECTIVE_DISMISSAL_WINDOW_MONTHS,
    NOTICE_5_TO_10,
    NOTICE_REMAINING_MONTHS,
    NOTICE_UNDER_5,
    NOTIFICATION_WAIT_MONTHS,
    PERMIT_USE_WEEKS,
    SOCIAL_PLAN_MINIMUM,
    TEMPORARY_NOTICE_MONTHS,
    UWV_DECISION_WEEKS,
)
from regions.places import Location
from services.parameters import DatedValue, ParameterBook
from tests.referrals.support.counted_by_hand import Law, days_by_hand, months_later

TODAY = date(2026, 11, 26)
ARNHEM = Location("postcode", "6811 AB", "6811AB", "Arnhem", "GM0202", "Arnhem", 52, 5.9, {"wmco": ("b",)}, (), (), ())
GRONINGEN = Location("postcode", "9711 AA", "9711AA", "", "GM0014", "", 53.2, 6.6, {"wmco": ("a",)}, (), (), ())
BY_LAW = {"under_5": 1, "5_to_10": 2, "10_to_15": 3, "from_15": 4}
LAW = Law(BY_LAW, weeks=4, remaining=1, wait=1)
ALL_BANDS = {"under_5": 10, "5_to_10": 8, "10_to_15": 4, "from_15": 3}
UNKNOWN = dict.fromkeys(BY_LAW)


def book_of(law, *without):
    values = {
        **{NOTICE_OF[Service(band)]: months for band, months in law.notice.items()},
        NOTICE_REMAINING_MONTHS: law.remaining,
        UWV_DECISION_WEEKS: law.weeks,
        PERMIT_USE_WEEKS: 4,
        NOTIFICATION_WAIT_MONTHS: law.wait,
        COLLECTIVE_DISMISSAL_MINIMUM: 20,
        COLLECTIVE_DISMISSAL_WINDOW_MONTHS: 3,
        SOCIAL_PLAN_MINIMUM: 20,
        TEMPORARY_NOTICE_MONTHS: 1,
    }
    return ParameterBook(
        DatedValue(code, value, "", None, code, checked_on=TODAY)
        for code, value in values.items()
        if code not in without
    )


def people(headcount, end, service=None, *, contract="permanent", reason="redundancy", place=ARNHEM, today=TODAY):
    counted = tuple((band, service[band]) for band in Service if service and service.get(band))
    kind = Contract(contract), Situation(reason)
    return Group(place.label, place, headcount, *kind, service=counted, **ends_of(end, today))


def days_in(*groups, law=LAW, today=TODAY, without=()):
    case, book = Case(today, groups), book_of(law, *without)
    duties = duties_of(case, book)
    return days_of(case, [notification_of(group, duties) for group in groups], book)


def told(days):
    return {(str(day.step), day.service and str(day.service), day.people, day.day) for day in days.all}


def by_hand(end, counted, *, must_notify=False, law=LAW, today=TODAY):
    return set(days_by_hand(today, end, counted, law, must_notify=must_notify))


# --- The cases of the plan that people look at -------------------------------------------------------------------

SUMMER, SPRING, SOON = date(2027, 6, 30), date(2027, 4, 1), date(2027, 1, 15)
CASES = {
    "1 person": ([people(1, SPRING, {"5_to_10": 1})], by_hand(SPRING, {"5_to_10": 1})),
    "12": (
        [people(12, SUMMER, {"under_5": 5, "5_to_10": 4, "from_15": 3})],
        by_hand(SUMMER, {"under_5": 5, "5_to_10": 4, "from_15": 3}),
    ),
    "22 over two regions": (
        [people(12, SUMMER, {"under_5": 12}), people(10, SUMMER, {"from_15": 10}, place=GRONINGEN)],
        by_hand(SUMMER, {"under_5": 12, "from_15": 10}),
    ),
    "25 too late": ([people(25, SOON, ALL_BANDS)], by_hand(SOON, ALL_BANDS, must_notify=True)),
    "25 in time": ([people(25, SUMMER, ALL_BANDS)], by_hand(SUMMER, ALL_BANDS, must_notify=True)),
    "12 and 1 ill": (
        [people(12, SUMMER, {"under_5": 12}), people(1, None, reason="illness")],
        by_hand(SUMMER, {"under_5": 12}),
    ),
    "3 on call": (
        [people(3, date(2027, 3, 31), contract="temporary")],
        {("tell_temporary", None, 3, date(2027, 2, 28))},
    ),
    "on benefit": ([people(2, None, reason="on_benefit")], set()),
    "all unknown": ([people(4, None)], by_hand(None, UNKNOWN)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_days_of_each_case_are_those_that_are_counted_by_hand(case):
    groups, expected = CASES[case]
    assert told(days_in(*groups)) == expected


def test_what_is_counted_by_hand_are_the_days_that_one_expects():
    assert by_hand(SUMMER, {"under_5": 1}) == {
        ("apply_for_permit", "under_5", 1, date(2027, 5, 3)),
        ("give_notice", "under_5", 1, date(2027, 5, 31)),
    }
    # A month is left of the notice of four, less four weeks: 30 June and 28 days, four months back.
    assert ("give_notice", "from_15", 1, date(2027, 3, 28)) in by_hand(SUMMER, {"from_15": 1})
    assert by_hand(date(2026, 12, 31), {"under_5": 1}) == {("earliest_end", "under_5", 1, date(2027, 1, 31))}


# --- Any case ----------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
LAWS = st.builds(
    Law,
    st.fixed_dictionaries({band: st.integers(1, 6) for band in BY_LAW}),
    st.integers(1, 12),
    st.integers(1, 3),
    st.integers(1, 3),
)


@settings(max_examples=150, deadline=None)
@given(
    DAYS,
    st.none() | st.integers(0, 500),
    st.dictionaries(st.sampled_from(list(BY_LAW)), st.integers(1, 9), min_size=1),
    st.booleans(),
    LAWS,
)
def test_the_days_of_any_case_are_those_that_are_counted_by_hand(today, ahead, counted, are_many, law):
    end = None if ahead is None else today + timedelta(days=ahead)
    counted = {band: number + 20 * are_many for band, number in counted.items()}
    must_notify = sum(counted.values()) >= 20 and end is not None
    days = days_in(people(sum(counted.values()), end, counted, today=today), law=law, today=today)
    assert told(days) == by_hand(end, counted, must_notify=must_notify, law=law, today=today)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 500), LAWS)
def test_a_wished_end_is_met_from_the_earliest_end_on_and_no_step_lies_before_today(today, ahead, law):
    end = today + timedelta(days=ahead)
    days = days_in(people(20, end, {"under_5": 20}, today=today), law=law, today=today)
    (band,) = days.chains[0].bands
    assert band.is_met == (band.earliest_end.day <= end)
    assert all(day.day >= today for day in days.all)
    assert days.chains[0].notification.is_over != band.is_met
    assert days.chains[0].notification.earliest_end == band.earliest_end.day


@given(st.dates(date(2027, 1, 1), date(2029, 12, 31)))
def test_temporary_staff_hear_a_month_before_the_end_or_today(end):
    (day,) = days_in(people(3, end, contract="temporary"), today=date(2026, 12, 15)).telling
    by = months_later(end, -1)
    assert (day.step, day.day) == (
        ("tell_temporary", by) if by >= date(2026, 12, 15) else ("tell_temporary_now", date(2026, 12, 15))
    )


@given(DAYS)
def test_notice_is_given_against_the_end_of_a_month(today):
    for day in days_in(people(3, None), today=today).all:
        assert day.day.day == monthrange(day.day.year, day.day.month)[1]
        assert Assumption.BY_LAW in day.assumptions
        assert day.facts


# --- What is not known ---------------------------------------------------------------------------------------------


def test_of_whom_nobody_was_counted_the_days_of_the_longest_notice_are_kept_and_say_so():
    days = days_in(people(5, SUMMER))
    safest = by_hand(SUMMER, {"from_15": 5})
    assert {(str(day.step), day.day) for day in days.to_keep} == {(step, day) for step, _band, _people, day in safest}
    assert all(Assumption.LONGEST_NOTICE in day.assumptions and day.people is None for day in days.to_keep)


def test_of_whom_nobody_was_counted_no_day_is_kept_while_one_notice_is_not_checked_or_a_notification_has_its_own():
    assert not days_in(people(5, SUMMER), without=[NOTICE_5_TO_10]).to_keep
    assert not days_in(people(25, SUMMER)).to_keep


def test_who_was_not_counted_beside_others_has_every_band_and_no_day_to_keep():
    days = days_in(people(5, SUMMER, {"under_5": 2}))
    assert [(band.service, band.people) for band in days.chains[0].bands] == [
        ("under_5", 2),
        ("5_to_10", None),
        ("10_to_15", None),
        ("from_15", None),
    ]
    assert {day.service for day in days.to_keep} == {"under_5"}


def test_a_band_whose_notice_nobody_checked_has_no_days_and_the_others_have():
    days = days_in(people(5, SUMMER), without=[NOTICE_5_TO_10])
    assert days.missing == (NOTICE_5_TO_10,)
    assert {day.service for day in days.all} == {"under_5", "10_to_15", "from_15"}


def test_without_how_long_uwv_takes_there_is_a_day_for_notice_alone():
    days = days_in(people(5, SUMMER, {"5_to_10": 5}), without=[UWV_DECISION_WEEKS])
    assert told(days) == {("give_notice", "5_to_10", 5, date(2027, 4, 30))}
    assert Assumption.FULL_NOTICE in days.all[0].assumptions


@pytest.mark.parametrize("without", [UWV_DECISION_WEEKS, NOTICE_REMAINING_MONTHS])
@pytest.mark.parametrize("end", [TODAY + timedelta(days=1), SOON, date(2027, 2, 28)])
def test_no_day_of_notice_lies_before_today_whatever_nobody_checked(without, end):
    days = days_in(people(5, end, {"from_15": 5}), without=[without])
    assert all(day.day >= TODAY for day in days.all)
    assert days.chains[0].is_too_soon


def test_where_nobody_checked_that_time_goes_off_the_notice_counts_in_full():
    in_full = days_in(people(5, SUMMER, {"from_15": 5}), without=[NOTICE_REMAINING_MONTHS])
    less = days_in(people(5, SUMMER, {"from_15": 5}))
    assert [day.day for day in in_full.all if day.step == "give_notice"] == [date(2027, 2, 28)]
    assert [day.day for day in less.all if day.step == "give_notice"] == [date(2027, 3, 28)]


def days_with(*values):
    """Return the days of five people whose work ends in summer, with these values in the place of the law's."""
    codes = [value.code for value in values]
    book, case = book_of(LAW, *codes), Case(TODAY, (people(5, SUMMER, {"under_5": 5}),))
    for one in values:
        book = book.with_value(one)
    return days_of(case, [None], book)


def held(code, value, first=None, last=None):
    return DatedValue(code, value, "", first, code, last, checked_on=TODAY)


@pytest.mark.parametrize("code", [NOTICE_UNDER_5, UWV_DECISION_WEEKS, NOTICE_REMAINING_MONTHS])
def test_a_fact_that_has_ended_by_the_day_of_notice_is_not_counted_with(code):
    number = {UWV_DECISION_WEEKS: 4}.get(code, 1)
    until_winter = days_with(held(code, number, last=date(2027, 1, 31)))
    assert not until_winter.all or {day.step for day in until_winter.all} == {"earliest_end"}
    assert until_winter.missing == (code,)
    begins_again = held(code, number, date(2027, 2, 1))
    assert told(days_with(held(code, number, last=date(2027, 1, 31)), begins_again)) == by_hand(SUMMER, {"under_5": 5})


def test_a_law_that_changes_before_notice_is_asked_of_uwv():
    days = days_with(held(NOTICE_UNDER_5, 1), held(NOTICE_UNDER_5, 2, date(2027, 2, 1)))
    assert days.missing == (NOTICE_UNDER_5,)
    assert "give_notice" not in {day.step for day in days.all}


def test_of_a_month_the_days_are_counted_from_its_first_and_say_so():
    days = days_in(people(5, Month(2027, 6), {"under_5": 5}))
    assert told(days) == by_hand(date(2027, 6, 1), {"under_5": 5})
    assert all(Assumption.FIRST_OF_MONTH in day.assumptions for day in days.all)


def test_of_who_is_ill_the_plan_says_that_it_has_no_days():
    days = days_in(people(1, SUMMER, reason="illness"))
    assert (days.all, days.leaves_out_the_ill) == ((), True)
    assert not days_in(people(1, SUMMER)).leaves_out_the_ill
