"""The days of a collective dismissal, counted back from its end and forward from today."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from referrals.engine.notification import Notification

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_the_chain_counts_back_notice_then_waiting():
    chain = Notification(end=date(2027, 6, 1), today=date(2026, 11, 23), wait_months=1, notice_months=1)
    assert (chain.notice_by, chain.last_day, chain.is_over) == (date(2027, 5, 1), date(2027, 4, 1), False)


def test_the_last_day_itself_is_not_over_and_the_day_after_is():
    assert not Notification(date(2027, 6, 1), date(2027, 4, 1), 1, 1).is_over
    assert Notification(date(2027, 6, 1), date(2027, 4, 2), 1, 1).is_over


@given(days, st.integers(0, 800), st.integers(0, 2), st.integers(0, 6))
def test_the_earliest_end_is_the_first_that_is_not_over(today, ahead, wait, notice):
    chain = Notification(today + timedelta(ahead), today, wait, notice)
    assert chain.is_over == (chain.end < chain.earliest_end)
    assert today <= chain.notice_from <= chain.earliest_end
    assert not Notification(chain.earliest_end, today, wait, notice).is_over
    assert Notification(chain.earliest_end - timedelta(1), today, wait, notice).is_over
