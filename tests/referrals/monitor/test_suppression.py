"""No hidden row of figures can be worked out: a test tries, by trying everything."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.monitor.suppression import FEWEST, Numbers, hidden_rows


def row(number: int, median: float | None = 2) -> Numbers:
    median = median if number else None
    return Numbers(number, number, number, number, median, median)


def page(rows):
    """Return what a reader sees of a table: its total, and the rows that are not hidden."""
    hidden = hidden_rows(rows)
    total = tuple(sum(column) for column in zip(*(numbers[:4] for numbers in rows.values()), strict=True))
    return total, tuple(None if code in hidden else numbers for code, numbers in rows.items())


# --- Examples --------------------------------------------------------------------------------------------


def test_a_table_without_small_numbers_is_shown_whole():
    assert hidden_rows({"a": row(5), "b": row(12)}) == set()


def test_no_case_at_all_is_a_small_number_too():
    assert "a" in hidden_rows({"a": row(0), "b": row(9), "c": row(40)})


def test_a_row_that_would_be_hidden_alone_takes_the_next_smallest_with_it():
    assert hidden_rows({"a": row(40), "b": row(3), "c": row(9, median=4)}) == {"b", "c"}


def test_two_small_rows_that_differ_need_no_other():
    assert hidden_rows({"a": row(4), "b": row(2, median=3), "c": row(9)}) == {"a", "b"}


def test_rows_with_nobody_take_another_row_along_or_the_total_would_tell_that_they_are_empty():
    assert hidden_rows({"a": row(0), "b": row(0), "c": row(8), "d": row(90)}) == {"a", "b", "c"}


@pytest.mark.parametrize("column", ["cases", "employers", "people", "answered"])
def test_one_small_number_hides_the_whole_row(column):
    almost = row(50)._replace(**{column: FEWEST - 1})

    assert "a" in hidden_rows({"a": almost, "b": row(60), "c": row(70)})


# --- Everything tried ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "most", "medians"), [(2, 14, (1, 2, 3)), (3, 10, (1, 2)), (4, 7, (1,)), (5, 6, (1,))]
)
def test_every_hidden_number_could_be_another_one(places, most, medians):
    """Make every small table; of those that look the same, each hidden number must take two values at least."""
    cells = [row(0), *(row(number, median) for number in range(1, most + 1) for median in medians)]
    seen = defaultdict(list)
    for numbers in product(cells, repeat=places):
        total, visible = page(dict(enumerate(numbers)))
        if total[0] >= FEWEST:  # below it nothing of the year is shown
            seen[total, visible].append(numbers)

    for (_total, visible), tables in seen.items():
        for place in (place for place, cell in enumerate(visible) if cell is None):
            assert len({table[place].cases for table in tables}) > 1, tables


# --- Larger tables ---------------------------------------------------------------------------------------


@st.composite
def any_row(draw):
    cases = draw(st.integers(0, 14))
    employers = draw(st.integers(min(cases, 1), cases))
    answered = draw(st.integers(0, cases))
    people = cases and cases + draw(st.integers(0, 9))
    days = st.sampled_from([1, 2, 2.5, 7])
    answer = draw(days) if answered else None
    return Numbers(cases, employers, people, answered, answer, draw(days) if answered else None)


@settings(deadline=None, max_examples=400)
@given(st.lists(any_row(), min_size=2, max_size=40))
def test_rows_that_trade_their_labels_give_the_same_page_with_other_hidden_numbers(rows):
    """The argument of the module, tried: a hidden number could be that of another hidden row."""
    rows = dict(enumerate(rows))
    before = page(rows)
    hidden = hidden_rows(rows)
    if len(hidden) == len(rows):
        return  # without one row to see there is nothing to subtract; the test above tries all of those

    for code in hidden:
        for column in range(len(Numbers._fields)):
            other = next(one for one in hidden if rows[one][column] != rows[code][column])
            traded = rows | {code: rows[other], other: rows[code]}
            assert page(traded) == before
            assert traded[code][column] != rows[code][column]


@given(st.lists(any_row(), min_size=1, max_size=40))
def test_no_small_number_is_ever_shown(rows):
    _total, visible = page(dict(enumerate(rows)))

    assert all(min(numbers[:4]) >= FEWEST for numbers in visible if numbers)
