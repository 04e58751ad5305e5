"""Every day of a plan has a place of its own on the line that is drawn of them, however close they lie together."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from referrals.advice.timeline import DAY_APART, RIM, Moment, Timeline

TODAY = date(2026, 11, 27)


@given(st.lists(st.integers(0, 400) | st.integers(398, 400), min_size=1, max_size=40))
def test_the_days_stand_in_their_order_apart_and_within_the_line(days):
    line = Timeline([Moment("end", TODAY + timedelta(days=day), "", "", "") for day in sorted(days)])
    places = [point["x"] for point in line.points]
    assert [point["number"] for point in line.points] == list(range(1, len(days) + 1))
    assert all(RIM <= place <= line.width - RIM for place in places)
    assert all(after - before >= DAY_APART for before, after in pairwise(places))
