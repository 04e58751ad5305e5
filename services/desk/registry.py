"""What apps above this one put on the desk: reasons to look at a record, what depends on records, what a change
of one does, and pages.

What lives here: the lists, to which an app adds once, when the portal starts (AppConfig.ready). What does not: what the
desk knows by itself (reasons.py, harm.py, urls.py). The directory imports no app above it; those import this.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.urls import URLPattern

from services.desk.access import Action
from services.freshness import OldestChecks
from services.work_area.as_if import AsIf


class Reason(NamedTuple):
    """Why a record asks for attention, as a condition on providers: the higher its urgency, the sooner.

    `done_at` names the page of a record on which it is answered, where another press of its card does not do so.
    """

    code: str
    label: str
    urgency: int
    where: Callable[[OldestChecks], Q]
    done_at: str = ""


class Counter(NamedTuple):
    """Something that depends on records: how many of it on which record, by key, and that number in words.

    `count` finds all of it in one query; a record that it leaves out has none. `weight` is how much one of them counts
    beside one municipality.
    """

    weight: int
    count: Callable[[], Mapping[int, int]]
    in_words: Callable[[int], str]


class Page(NamedTuple):
    """A page of the desk: its address below /beheer/, who may open it, and its name in the menu (empty: not there)."""

    pattern: URLPattern
    action: Action
    label: str = ""


class Told(NamedTuple):
    """A consequence of a change of a record in one sentence, with what it says of each."""

    sentence: str
    details: Sequence[str] = ()


# What a change of a record does beyond the directory: from the record as it is (None: a new one) to what it becomes.
Consequence = Callable[[AsIf | None, AsIf, date], Iterable[Told]]


reasons: list[Reason] = []
counters: list[Counter] = []
pages: list[Page] = []
consequences: list[Consequence] = []
