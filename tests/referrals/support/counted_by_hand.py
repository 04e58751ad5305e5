"""The days of a dismissal counted once more, by trying day after day, without anything of the engine.

What lives here: the law in its plainest form: months on a calendar, and the first or last day that is good enough. What
does not: what it is held against (engine/test_days.py).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

A_DAY = timedelta(days=1)


class Law(NamedTuple):
    """The numbers that count: months of notice by band, weeks that UWV takes, months that stay, months of waiting."""

    notice: dict[str, int]
    weeks: int
    remaining: int
    wait: int


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def ends_against(given: date, months: int, law: Law) -> date:
    """Return the last day of the month in which the notice period is over."""
    day = max(months_later(given, months) - law.weeks * 7 * A_DAY, months_later(given, min(law.remaining, months)))
    while (day + A_DAY).month == day.month:
        day += A_DAY
    return day


def last_day_to_give_notice(end: date, months: int, law: Law) -> date:
    """Return the last day on which notice still leads to an end on this day or before."""
    day = end
    while ends_against(day, months, law) > end:
        day -= A_DAY
    return day


def first_notice(today: date, law: Law, *, must_notify: bool) -> date:
    """Return the first day on which notice may be given, for who asks UWV, and notifies, today."""
    decided = day = today + law.weeks * 7 * A_DAY
    if must_notify:
        day = today
        while months_later(day, -law.wait) < today:
            day += A_DAY
    return max(day, decided)


def days_by_hand(
    today: date, end: date | None, people: dict[str, int | None], law: Law, *, must_notify: bool
) -> Iterator[tuple[str, str, int | None, date]]:
    """Yield the days of some bands, each with its step, its band and how many people are in it."""
    start = first_notice(today, law, must_notify=must_notify)
    for band, number in people.items():
        earliest = ends_against(start, law.notice[band], law)
        if end is None or earliest > end:
            yield "earliest_end", band, number, earliest
            continue
        notice_by = last_day_to_give_notice(end, law.notice[band], law)
        yield "apply_for_permit", band, number, notice_by - law.weeks * 7 * A_DAY
        yield "give_notice", band, number, notice_by
