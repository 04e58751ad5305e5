"""Opening hours: one text as OpenStreetMap writes them, seven days to fill in, and whether it is open now.

What lives here: reading and writing that text, and the question. What does not: notes in words (the field
`opening_hours`), the form (desk/practical_form.py).

Of that notation we use days and times alone: "Mo-Fr 09:00-17:00; Sa 09:00-12:00,13:00-16:00". A day that it does not
name is closed; an empty text says nothing. On a public holiday nobody knows.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import holidays
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_NAMES = {
    "Mo": gettext_lazy("maandag"),
    "Tu": gettext_lazy("dinsdag"),
    "We": gettext_lazy("woensdag"),
    "Th": gettext_lazy("donderdag"),
    "Fr": gettext_lazy("vrijdag"),
    "Sa": gettext_lazy("zaterdag"),
    "Su": gettext_lazy("zondag"),
}
LONGEST = 300
MOST_A_DAY = 3
# Times as people type them: 9, 9.00, 09:00, 9u30.
_TIME = re.compile(r"(\d{1,2})(?:[:.uU](\d{2})?)?")
_RANGE = re.compile(r"\s*(?:-|–|tot)\s*")
_RULE = re.compile(r"(?P<days>[A-Z][a-z](?:\s*[-,]\s*[A-Z][a-z])*)\s+(?P<times>[0-9:,\-\s]+)")


class Opening(NamedTuple):
    """From when until when it is open on a day."""

    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


# For each day of the week, from Monday, when it is open.
Week = tuple[tuple[Opening, ...], ...]


def read_hours(text: str) -> Week:
    """Return the week that a text in the notation tells; raise ValidationError where it tells none."""
    if len(text) > LONGEST:
        raise ValidationError(_("Dit is te lang. Er passen %(number)d tekens in.") % {"number": LONGEST})
    week: dict[str, tuple[Opening, ...]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        found = _RULE.fullmatch(rule)
        if found is None:
            raise ValidationError(_not_read(rule))
        openings = read_openings(found["times"])
        week |= dict.fromkeys(_days_in(found["days"]), openings)
    return tuple(week.get(day, ()) for day in DAYS)


def read_openings(text: str) -> tuple[Opening, ...]:
    """Return when it is open on one day, as somebody typed it: "9-12.30, 13-17"; empty for closed."""
    if len(text) > LONGEST:
        raise ValidationError(_not_read(text))
    found = tuple(_opening(part.strip()) for part in text.split(",") if part.strip())
    if len(found) > MOST_A_DAY:
        raise ValidationError(_("Vul ten hoogste %(number)d keer open in op een dag.") % {"number": MOST_A_DAY})
    if any(later.begins < earlier.ends for earlier, later in pairwise(found)):
        raise ValidationError(_("Deze tijden overlappen. Zet de vroegste voorop."))
    return found


def written(week: Week) -> str:
    """Return a week as a text: days in a row with the same times are one rule."""
    rules: list[list] = []
    for day, openings in zip(DAYS, week, strict=True):
        if rules and openings and rules[-1][2] == openings and DAYS.index(rules[-1][1]) + 1 == DAYS.index(day):
            rules[-1][1] = day
        elif openings:
            rules.append([day, day, openings])
    return "; ".join(f"{_days(first, last)} {_times(openings)}" for first, last, openings in rules)


def in_words(text: str) -> list[tuple[str, str]]:
    """Return each day of the week with its times in words; nothing where no hours are known."""
    if not text:
        return []
    closed = _("gesloten")
    return [
        (str(DAY_NAMES[day]), _(" en ").join(map(_in_words, openings)) or closed)
        for day, openings in zip(DAYS, read_hours(text), strict=True)
    ]


def is_open(text: str, at: datetime) -> bool | None:
    """Return whether it is open at a moment on the clock there; None where nobody knows: no hours, or a holiday."""
    if not text or at.date() in _holidays(at.year):
        return None
    return any(one.begins <= at.time() < one.ends for one in read_hours(text)[at.weekday()])


def open_until(text: str, at: datetime) -> time | None:
    """Return until when it is open, of a moment on the clock there at which it is; None at any other."""
    if not is_open(text, at):
        return None
    return next(one.ends for one in read_hours(text)[at.weekday()] if one.begins <= at.time() < one.ends)


def open_in_words(text: str, at: datetime) -> str:
    """Return whether it is open at a moment, and until when, in words; empty where nobody knows."""
    until = open_until(text, at)
    if until is not None:
        return _("nu open tot %(time)s uur") % {"time": f"{until:%H.%M}"}
    return "" if is_open(text, at) is None else _("nu gesloten")


def _opening(text: str) -> Opening:
    ends = _RANGE.split(text)
    if len(ends) != 2:
        raise ValidationError(_not_read(text))
    begins, until = map(_time, ends)
    if begins >= until:
        raise ValidationError(_("'%(text)s' eindigt voordat het begint.") % {"text": text[:40]})
    return Opening(begins, until)


def _time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValidationError(_not_read(text))
    return time(int(found[1]), int(found[2] or 0))


def _not_read(text: str) -> str:
    return _("'%(text)s' kunnen wij niet lezen als openingstijd. Schrijf het als 9.00-17.00.") % {"text": text[:40]}


def _days_in(text: str) -> Iterator[str]:
    for part in text.split(","):
        first, _to, last = (one.strip() for one in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS) or (last and DAYS.index(first) > DAYS.index(last)):
            raise ValidationError(_("'%(text)s' zijn geen dagen. Schrijf Mo-Fr.") % {"text": part.strip()[:40]})
        yield from DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]


def _days(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"


def _times(openings: Sequence[Opening]) -> str:
    return ",".join(map(str, openings))


def _in_words(one: Opening) -> str:
    return _("%(begins)s tot %(ends)s uur") % {"begins": f"{one.begins:%H.%M}", "ends": f"{one.ends:%H.%M}"}


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("NL", years=year)
