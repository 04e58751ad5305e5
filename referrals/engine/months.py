"""Months on the calendar: the one thing about dates that Python leaves to us."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (earlier when negative); a day that month lacks becomes its last.

    31 March plus one month is 30 April; 30 June minus four months is 28 (or 29) February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
