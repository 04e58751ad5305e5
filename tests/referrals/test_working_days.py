"""Dutch working days: weekends and public holidays do not count."""

from datetime import date

import pytest

from referrals.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 29), False),
        (date(2026, 12, 25), False),
        (date(2027, 1, 1), False),
        (date(2026, 4, 3), True),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), False),  # King's Day
        (date(2025, 4, 28), True),  # King's Day was a Saturday
        (date(2025, 5, 5), False),  # Liberation Day, once in five years
        (date(2026, 5, 5), True),
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 12, 24), True),
        (date(2026, 12, 31), True),
    ],
)
def test_which_days_are_worked(day, works):
    assert is_working_day(day) is works


def test_ten_working_days_after_a_monday_is_a_monday_two_weeks_later():
    assert add_working_days(date(2026, 11, 23), 10) == date(2026, 12, 7)


def test_christmas_and_new_year_stretch_the_wait():
    # 24, 28, 29, 30 and 31 December; 4 January and on.
    assert add_working_days(date(2026, 12, 23), 6) == date(2027, 1, 4)


def test_waiting_from_a_weekend_begins_on_monday():
    assert add_working_days(date(2026, 11, 28), 1) == date(2026, 11, 30)


def test_no_days_later_is_the_same_day():
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 28)


def test_counting_undoes_adding():
    first = date(2026, 12, 21)
    for number in range(1, 30):
        assert working_days_between(first, add_working_days(first, number)) == number


def test_an_answer_on_the_same_day_took_no_working_days():
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 23)) == 0
    assert working_days_between(date(2026, 11, 27), date(2026, 11, 29)) == 0
