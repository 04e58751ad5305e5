"""What a new dated value would change: every worked example, before and after.

What lives here: comparing. What does not: the examples (examples.py), the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from referrals.advice.advise import Advice, find_route
from referrals.advice.as_json import as_data
from referrals.intake.case_reader import read_case
from referrals.rulebook.examples import Example, examples
from services.catalogue import catalogue
from services.parameters import DatedValue


@dataclass(frozen=True, slots=True)
class Change:
    """One example that a new value changes: which parts of its answer are different."""

    example: Example
    parts: tuple[str, ...]


def changed_examples(value: DatedValue) -> list[Change]:
    """Return the examples whose answer a new value changes, by the providers in the database of today."""
    return list(_changes(value))


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
