"""What a new dated value would change: every worked example, before and after.

What lives here: comparing, and telling whether the same is shown again. What does not: the examples (examples.py), the
rules, approving (approval.py).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from referrals.advice.advise import Advice, find_route
from referrals.advice.as_json import as_data
from referrals.intake.case_reader import read_case
from referrals.rulebook.examples import Example, examples
from services.catalogue import catalogue
from services.models import DatedParameter
from services.parameters import DatedValue, mistakes


@dataclass(frozen=True, slots=True)
class Change:
    """One example that a new value changes: which parts of its answer are different."""

    example: Example
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What staff see of a value before it holds: the value, what is wrong with it, and the examples that it changes."""

    row: DatedParameter
    mistakes: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def digest(self) -> str:
        """Return a digest of all that is shown: another one means that something else is shown."""
        changes = [(change.example.name, change.parts) for change in self.changes]
        return _digest([fingerprint_of(self.row), self.mistakes, changes])


def fingerprint_of(row: DatedParameter) -> str:
    """Return a digest of the value itself: what somebody checks in its source."""
    return _digest([row.pk, row.entered_by_id, row.checked_by_id, asdict(row.dated_value)])


def _digest(shown: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()


def preview_of(row: DatedParameter) -> Preview:
    """Return what a value that waits would change, by the providers in the database of today."""
    value = row.dated_value
    others = [other.dated_value for other in DatedParameter.objects.exclude(pk=row.pk)]
    return Preview(row, tuple(mistakes(value, others).values()), tuple(_changes(value)))


def _changes(value: DatedValue) -> Iterator[Change]:
    before = catalogue().parameters
    after = before.with_value(value)
    for example in examples():
        case = read_case(example.case, timezone.localdate())
        old, new = (as_data(Advice(case, find_route(case, book), ""), "nl") for book in (before, after))
        parts = tuple(part for part in old if part != "receipt" and _essence(old[part]) != _essence(new[part]))
        if parts:
            yield Change(example, parts)


def _essence(part: Any) -> Any:
    """Return a part of an answer without its sentences: those quote the value itself."""
    if isinstance(part, list):
        return [_essence(row) for row in part]
    if isinstance(part, dict):
        return {key: _essence(value) for key, value in part.items() if key != "text"}
    return part
