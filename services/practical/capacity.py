"""Whether an organisation has room, as it said itself, until a day: then nobody knows any more.

What lives here: the three answers, and what holds on a day in words. What does not: the fields (models/), the form
(desk/practical_form.py). Nobody guesses it: without an answer, or after its day, nothing is said.
"""

from datetime import date
from typing import Protocol

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import date_in_words

MOST_WEEKS = 104
# The columns that are one answer.
ROOM = ("capacity", "capacity_until", "waiting_weeks")


class Capacity(models.TextChoices):
    """What an organisation said of the room that it has."""

    OPEN = "open", gettext_lazy("er is plek")
    FULL = "full", gettext_lazy("vol")
    WAITING = "waiting", gettext_lazy("wachtlijst")


class Roomy(Protocol):
    """What says whether there is room: a provider, or some of its columns."""

    capacity: str
    capacity_until: date | None
    waiting_weeks: int | None


def capacity_in_words(one: Roomy, on: date) -> str:
    """Return what holds on a day; empty where nothing was said, or no longer holds."""
    if not one.capacity or one.capacity_until is None or one.capacity_until < on:
        return ""
    day = {"day": date_in_words(one.capacity_until)}
    match one.capacity:
        case Capacity.FULL:
            return _("Vol tot en met %(day)s.") % day
        case Capacity.WAITING:
            weeks = one.waiting_weeks or 0
            told = ngettext("Wachtlijst van ongeveer %(n)d week.", "Wachtlijst van ongeveer %(n)d weken.", weeks)
            return f"{told % {'n': weeks}} {_('Dit geldt tot en met %(day)s.') % day}"
    return _("Er is plek. Dit geldt tot en met %(day)s.") % day


def refuse_half_told(capacity: str, until: date | None, weeks: int | None) -> dict[str, str]:
    """Return what is wrong with an answer by field: each has a last day, and a waiting list its weeks."""
    wrong = {}
    if capacity and until is None:
        wrong["capacity_until"] = _("Vul in tot en met welke dag dit geldt.")
    if until is not None and not capacity:
        wrong["capacity"] = _("Kies of er plek is, of laat ook de dag leeg.")
    if capacity == Capacity.WAITING and not weeks:
        wrong["waiting_weeks"] = _("Vul in hoeveel weken de wachtlijst ongeveer is.")
    if weeks and capacity != Capacity.WAITING:
        wrong["waiting_weeks"] = _("Laat dit leeg: er is geen wachtlijst.")
    return wrong
