"""How little room an organisation has, as it said itself: who has room comes before who has not.

What lives here: the steps to order by, pure. What does not: what was said, and its words (practical/capacity.py).
"""

from datetime import date
from enum import IntEnum


class Shortage(IntEnum):
    """From room, or nobody knows, to none."""

    NONE = 0
    WAITING = 1
    FULL = 2


# What is short of each answer that says that there is little room; a database goes by the same (sql.py).
SAID = {"waiting": Shortage.WAITING, "full": Shortage.FULL}


def shortage_of(capacity: str, until: date | None, on: date) -> Shortage:
    """Return how little room an answer leaves on a day; nothing is known where nothing was said, or its day is over."""
    if until is None or until < on:
        return Shortage.NONE
    return SAID.get(capacity, Shortage.NONE)
