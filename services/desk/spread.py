"""On which day a record is next in the list: some days before its check is due, dealt out over working days.

What lives here: that day, for one record and as a condition on many. What does not: when a check is due and too late
(freshness.py), which is the same for all.

Records of one file have keys that follow each other, and were checked on one day: they would all be due on one day.
Each key has a place of 0 to 19, which is how many working days before that day its turn is: never later, at most four
weeks earlier. It follows from the key, so nothing is kept and nothing can go out of step.
"""

from datetime import date, timedelta

from django.db.models import Case, DateField, F, Q, Value, When
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from services.freshness import OldestChecks

# Working days in four weeks.
PLACES = 20
SATURDAY, WEEK, WORKING_DAYS = 5, timedelta(days=7), 5
A_DAY = timedelta(days=1)


def next_check_on(key: int, due: date) -> date:
    """Return the day on which a record is in the list again, of which the check is due on another."""
    weeks, days = divmod(key % PLACES, WORKING_DAYS)
    day = due - weeks * WEEK
    while day.weekday() >= SATURDAY:
        day -= A_DAY
    for _day in range(days):
        day -= A_DAY
        while day.weekday() >= SATURDAY:
            day -= A_DAY
    return day


def due_day(last_check: date, edges: OldestChecks) -> date:
    """Return the first day on which a check is no longer fresh."""
    return last_check + (edges.on - edges.fresh) + A_DAY


def has_its_turn(edges: OldestChecks) -> Q:
    """Return the condition on providers that their day has come: their last check was so long ago."""
    newest = (When(Exact(Mod(F("pk"), PLACES), place), then=Value(_newest(place, edges))) for place in range(PLACES))
    return Q(last_checked_on__lte=Case(*newest, output_field=DateField()))


def _newest(place: int, edges: OldestChecks) -> date:
    """Return the newest check of a record with this place that is in the list on the day."""
    last_check = edges.fresh - A_DAY
    while next_check_on(place, due_day(last_check + A_DAY, edges)) <= edges.on:
        last_check += A_DAY
    return last_check
