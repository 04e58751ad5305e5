"""How soon organisations answer who asks them for help: measured by an app above this one, read here.

What lives here: the figure, in words, and the place where that app says how it is measured, once, when the portal
starts (AppConfig.ready). What does not: measuring. The directory imports no app above it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from math import ceil
from typing import NamedTuple

from django.utils.translation import ngettext

from services.remembered import remembered


class ReplyTime(NamedTuple):
    """The middle of the working days that an organisation took to answer, and of how many answers."""

    median_working_days: float
    answers: int


# How the reply times of all organisations are measured, by their keys: of one that is left out nothing can be said.
Measure = Callable[[], Mapping[int, ReplyTime]]
measures: list[Measure] = []


def reply_times(on: date) -> Mapping[int, ReplyTime]:
    """Return what was measured of each organisation: once a day, and anew when the directory changes."""
    return remembered("reply-times", (on,), _measured)


def _measured() -> Mapping[int, ReplyTime]:
    return {key: time for measure in measures for key, time in measure().items()}


def reply_time_in_words(time: ReplyTime | None) -> str:
    """Return the reply time with what it is based on; empty where none was measured."""
    if time is None:
        return ""
    days = max(ceil(time.median_working_days), 1)
    told = ngettext(
        "de helft van %(answers)d antwoorden kwam binnen %(days)d werkdag",
        "de helft van %(answers)d antwoorden kwam binnen %(days)d werkdagen",
        days,
    )
    return told % {"answers": time.answers, "days": days}
