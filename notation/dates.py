"""A date as people write it: "1-4-2027", "01042027", "1 april 2027", "2027-04-01", and a month: "april 2027".

What lives here: text to a day or a month, the days that are far too early or late, and dates in words. What does not:
form fields (fields.py). The day comes before the month, unless the year comes first. Month names are read in both
languages of the site. A text is read as the day that was meant, or refused with what would be right.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date, get_month_names
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from notation.characters import plain

MAX_LENGTH = 40
EARLIEST = date(1990, 1, 1)
YEARS_AHEAD = 10
LANGUAGES = ("nl", "en")
NO_DATE = gettext_lazy("Deze datum klopt niet. Vul dag, maand en jaar in, bijvoorbeeld 1-4-2027.")
SHORTEST_NAME = 3


class Month(NamedTuple):
    """A month of which the day is not known."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return date(self.year, self.month, _days_in(self.year, self.month))

    def isoformat(self) -> str:
        """Return the month as programs write it: "2027-04"."""
        return f"{self.year:04}-{self.month:02}"


When = date | Month


def read_date(text: str) -> When | None:
    """Return the day or month that a text means, None for an empty one; raise ValidationError where it means none."""
    if len(text) > MAX_LENGTH:
        raise _wrong()
    written = plain(text).casefold().rstrip(" .")
    if not written:
        return None
    match = next((match for pattern in _PATTERNS if (match := pattern.fullmatch(written))), None)
    if match is None:
        raise _wrong()
    day, month, year = (match.groupdict().get(part) for part in ("day", "month", "year"))
    return _when(int(day) if day else None, _number_of_month(month or ""), year or "")


def read_day(text: str) -> date | None:
    """Return the day that a text means, None for an empty one; raise ValidationError where it means none."""
    when = read_date(text)
    if isinstance(when, Month):
        raise _wrong()
    return when


def read_iso(text: str) -> When | None:
    """Return the day or month that a program wrote, "2027-04-01" or "2027-04"; None where it is neither."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year or not month or month > 12:
        return None
    if day is None:
        return Month(year, month)
    return date(year, month, day) if 1 <= day <= _days_in(year, month) else None


def refuse_far_dates(when: When, today: date) -> None:
    """Raise ValidationError for a date before 1990, or more than ten years after today."""
    latest = today + relativedelta(years=YEARS_AHEAD)
    if not EARLIEST <= first_day(when) <= latest:
        bounds = {"first": date_in_words(EARLIEST), "last": date_in_words(latest)}
        raise ValidationError(_("Vul een datum in van %(first)s tot en met %(last)s.") % bounds)


def is_over(when: When, today: date) -> bool:
    """Return whether a day, or the whole of a month, lies before today."""
    return last_day(when) < today


def first_day(when: When) -> date:
    """Return a day itself, or the first day of a month."""
    return when.first if isinstance(when, Month) else when


def last_day(when: When) -> date:
    """Return a day itself, or the last day of a month."""
    return when.last if isinstance(when, Month) else when


def date_in_words(when: When, language: str | None = None) -> str:
    """Return a day as "1 april 2027" or a month as "april 2027", in a language or in the reader's."""
    return _in_words(when, language or (get_language() or LANGUAGES[0])[:2])


# Babel reads its pattern and its locale anew each time, and a plan names some twenty days.
@lru_cache(maxsize=4_000)
def _in_words(when: When, locale: str) -> str:
    if isinstance(when, Month):
        return format_date(when.first, "MMMM y", locale=locale)
    return format_date(when, "d MMMM y", locale=locale)


# --- Patterns --------------------------------------------------------------------------------------------

_DAY = "(?P<day>[0-9]{1,2})"
_MONTH = "(?P<month>[0-9]{1,2})"
_NAME = r"(?P<month>[a-z]+)\.?"
_YEAR = "(?P<year>[0-9]{4})"
_ANY_YEAR = "'?(?P<year>[0-9]{4}|[0-9]{2})"
_ORDINAL = "(?:(?:st|nd|rd|th|e|ste|de)(?![a-z]))?"
_BETWEEN = r"(?: ?[-/.] ?| )"
_LOOSELY = r"[ .,/-]*"

_PATTERNS = tuple(
    map(
        re.compile,
        (
            f"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_ANY_YEAR}",
            f"{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}",
            "(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})",
            f"{_DAY}{_ORDINAL}{_LOOSELY}{_NAME}{_LOOSELY}{_ANY_YEAR}",
            f"{_NAME}{_LOOSELY}{_DAY}{_ORDINAL}[ ,]+{_YEAR}",
            f"{_MONTH}{_BETWEEN}{_YEAR}",
            f"{_YEAR}{_BETWEEN}{_MONTH}",
            f"{_NAME}{_LOOSELY}{_YEAR}",
        ),
    )
)
_ISO = re.compile("([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")


def _month_names() -> dict[str, int]:
    """Return the number of each month by its full and its short names, in both languages."""
    return {
        name.casefold().rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


_MONTHS = _month_names()


def _number_of_month(written: str) -> int:
    """Return the number of a month by its number, its name or the beginning of that; 0 where it is none."""
    if written.isdecimal():
        return int(written)
    if written in _MONTHS:
        return _MONTHS[written]
    begun = {number for name, number in _MONTHS.items() if name.startswith(written)}
    return begun.pop() if len(written) >= SHORTEST_NAME and len(begun) == 1 else 0


# --- What they mean --------------------------------------------------------------------------------------


def _when(day: int | None, month: int, year: str) -> When:
    """Return the date that these parts make, or raise ValidationError with what would be right."""
    is_swapped = day is not None and 1 <= day <= 12 < month
    if day is not None and is_swapped:
        day, month = month, day
    in_full = int(year) if len(year) == 4 else 2000 + int(year)
    if not in_full or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        raise _wrong()
    if day is None:
        return Month(in_full, month)
    nearest = date(in_full, month, min(day, _days_in(in_full, month)))
    if len(year) < 4:
        written = f"{nearest.day}-{nearest.month}-{nearest.year}"
        raise ValidationError(_("Schrijf het jaar met vier cijfers: %(date)s.") % {"date": written})
    if is_swapped or nearest.day != day:
        raise ValidationError(_("Deze dag bestaat niet. Bedoelt u %(day)s?") % {"day": date_in_words(nearest)})
    return nearest


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _wrong() -> ValidationError:
    return ValidationError(NO_DATE)
