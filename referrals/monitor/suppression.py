"""Which rows of a table of figures are hidden, so that no small number can be read or worked out.

What lives here: the numbers of a row, and the choice. What does not: counting (counts.py). Pure: no database or clock.

A row with a number under FEWEST is hidden whole, and 0 is such a number. What is hidden could be worked out from the
total if one row were hidden alone, or if all hidden rows held the same. So the next smallest rows go too, until every
column of the hidden rows holds at least two different values. Rows as large as the last that goes, go with it.

The choice looks at numbers alone, never at what a row is called. Two hidden rows that traded their labels would
therefore give the very same page, whatever else is on it: each hidden number could just as well be another.
See docs/decisions/one-way-figures.md.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

FEWEST = 5


class Numbers(NamedTuple):
    """What is counted of the cases in a row; `median_days` is of the `answered` cases, and None without any.

    `median_sign_days` is of the cases in which a provider let hear of it, which are no fewer; None where that was not
    measured yet.
    """

    cases: int
    employers: int
    people: int
    answered: int
    median_days: float | None
    median_sign_days: float | None = None

    @property
    def smallest(self) -> int:
        """Return the smallest number of cases, employers, people or answers in the row."""
        return min(self.cases, self.employers, self.people, self.answered)

    @property
    def may_be_shown(self) -> bool:
        """Return whether no number in the row is small."""
        return self.smallest >= FEWEST


def hidden_rows(rows: Mapping[str, Numbers]) -> frozenset[str]:
    """Return the codes of the rows that are hidden, out of all rows of one table."""

    def size(code: str) -> tuple[float, ...]:
        return _size(rows[code])

    hidden: list[str] = []
    for (smallest, *_numbers), equals in groupby(sorted(rows, key=size), size):
        if smallest >= FEWEST and (not hidden or _could_be_each_other([rows[code] for code in hidden])):
            break
        hidden += equals
    return frozenset(hidden)


def _size(numbers: Numbers) -> tuple[float, ...]:
    """Return what rows are ordered by: the smallest number, then the others; rows that are equal in all are equal."""
    *counts, answer, sign = numbers
    return (numbers.smallest, *counts, *(-1 if median is None else median for median in (answer, sign)))


def _could_be_each_other(hidden: list[Numbers]) -> bool:
    return all(len(set(column)) > 1 for column in zip(*hidden, strict=True))
