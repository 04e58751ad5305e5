"""Dutch working days: the clock by which an answer is waited for.

What lives here: counting them, and when a day begins. What does not: how many are waited (settings).

The days off are those of the Algemene termijnenwet, article 3, as the library `holidays` gives them (category `public`,
which has Liberation Day once in five years only), without Good Friday: that law puts it on a par with a holiday for
periods in law alone (article 3, second paragraph), and most organisations work.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone

GOOD_FRIDAY = "Goede vrijdag"
FIRST_DAY_OF_WEEKEND = 5
A_DAY = timedelta(days=1)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins in the Netherlands."""
    return timezone.make_aware(datetime.combine(day, time.min))


def is_working_day(day: date) -> bool:
    """Return whether organisations work on this day: no Saturday, no Sunday, no public holiday."""
    return day.weekday() < FIRST_DAY_OF_WEEKEND and day not in _holidays(day.year)


def add_working_days(day: date, number: int) -> date:
    """Return the day that is so many working days after `day`, which does not count itself."""
    while number > 0:
        day += A_DAY
        number -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days come after `first`, up to and with `last`; 0 for the same day or an earlier one."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


@cache
def _holidays(year: int) -> frozenset[date]:
    days = holidays.country_holidays("NL", years=year, language="nl")
    return frozenset(day for day, name in days.items() if name != GOOD_FRIDAY)
