"""R17: a record's state follows the age of its last check, to the day."""

from datetime import date, timedelta

import pytest

from services.freshness import Freshness, oldest_checks
from services.parameters import DatedValue, ParameterBook, UnknownParameter

TODAY = date(2026, 11, 23)


def value(code: str, number: int, valid_from: date | None = None) -> DatedValue:
    return DatedValue(code, number, "dagen", valid_from, "proef")


BOOK = ParameterBook(
    [value("check_due_days", 180), value("check_overdue_days", 270), value("check_not_referable_days", 365)]
)


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (0, Freshness.FRESH),
        (180, Freshness.FRESH),
        (181, Freshness.DUE),
        (270, Freshness.DUE),
        (271, Freshness.OVERDUE),
        (365, Freshness.OVERDUE),
        (366, Freshness.NOT_REFERABLE),
    ],
)
def test_a_state_begins_the_day_after_its_limit(age, state):
    assert oldest_checks(TODAY, BOOK).state_of(TODAY - timedelta(days=age)) == state


def test_a_record_that_was_never_checked_is_not_referable():
    assert oldest_checks(TODAY, BOOK).state_of(None) == Freshness.NOT_REFERABLE


def test_a_record_whose_checks_were_taken_back_is_silent_until_the_next_check():
    assert oldest_checks(TODAY, BOOK).state_of(None, TODAY) == Freshness.SILENT
    assert oldest_checks(TODAY, BOOK).state_of(TODAY, TODAY) == Freshness.FRESH


def test_the_edges_for_the_database_are_the_last_days_of_each_state():
    edges = oldest_checks(TODAY, BOOK)

    for state, edge in (("fresh", edges.fresh), ("due", edges.due), ("overdue", edges.referable)):
        assert oldest_checks(TODAY, BOOK).state_of(edge) == state
        assert oldest_checks(TODAY, BOOK).state_of(edge - timedelta(days=1)) != state


def test_a_value_that_staff_add_holds_from_its_date_on():
    book = ParameterBook([value("a", 1), value("a", 3, date(2026, 12, 1)), value("a", 2, date(2026, 6, 1))])

    assert [book.on(day, "a").value for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 1))] == [1, 2, 3]


def test_a_value_that_is_missing_is_named():
    book = ParameterBook([value("a", 1, date(2026, 6, 1))])

    with pytest.raises(UnknownParameter, match="'a' op 2026-05-31"):
        book.on(date(2026, 5, 31), "a")
