"""Dated values: which number from law, source or practice is in force on a day.

What lives here: looking one up, and what is wrong with a new one, without a database. What does not: the rows
(models/), the names that the routing rules use (referrals/engine/parameter_codes.py).

A book holds what staff checked, and nothing else: who looks in it cannot find, and so not show, what nobody checked
(docs/decisions/facts-are-checked.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# The least and the most that a value of each unit can be: outside them it is a slip of the finger, and many more months
# would leave the calendar.
BOUNDS = {
    "dagen": (1, 3_650),
    "weken": (1, 520),
    "maanden": (1, 120),
    "jaren": (1, 100),
    "personen": (1, 100_000),
    "euro": (1, 10_000_000),
    "deel: 1 op": (1, 100),
    "ja=1 nee=0": (0, 1),
}


class UnknownParameter(LookupError):
    """No value of this code is in force on the day asked for."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(f"Geen waarde voor '{code}' op {on:%Y-%m-%d}: voeg er een toe bij de gedateerde waarden.")
        self.code = code
        self.on = on


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from `valid_from` (None: from the beginning) until a later one of its code begins.

    One with a last day, `valid_until`, is over after it, whether a later one begins or not. `checked_on` is the day on
    which staff looked in its source; in a demo that is pretended (`is_example`).
    """

    code: str
    value: int
    unit: str
    valid_from: date | None
    source: str
    valid_until: date | None = None
    checked_on: date | None = None
    is_example: bool = False


class ParameterBook:
    """All dated values, ready to be asked for the one in force on a day."""

    def __init__(self, values: Iterable[DatedValue]) -> None:
        self._newest_first: dict[str, list[DatedValue]] = {}
        for value in sorted(values, key=_start, reverse=True):
            self._newest_first.setdefault(value.code, []).append(value)

    def find(self, on: date, code: str) -> DatedValue | None:
        """Return the value of `code` in force on the day; None where that is not known."""
        begun = (value for value in self._newest_first.get(code, []) if _start(value) <= on)
        newest = next(begun, None)
        return newest if newest and on <= _end(newest) else None

    def on(self, on: date, code: str) -> DatedValue:
        """Return the value of `code` in force on the day; raise UnknownParameter where there is none."""
        value = self.find(on, code)
        if value is None:
            raise UnknownParameter(code, on)
        return value

    def with_value(self, value: DatedValue) -> "ParameterBook":
        """Return a book with this value as well, in the place of one of the same code and date."""
        known = (other for values in self._newest_first.values() for other in values)
        others = [other for other in known if (other.code, other.valid_from) != (value.code, value.valid_from)]
        return ParameterBook([*others, value])

    def from_day(self, on: date, code: str) -> tuple[DatedValue, ...]:
        """Return the value of `code` in force on the day and those that begin later, the newest first."""
        later = (value for value in self._newest_first.get(code, ()) if _start(value) > on)
        return (*later, *filter(None, [self.find(on, code)]))


def mistakes(new: DatedValue, others: Iterable[DatedValue]) -> dict[str, str]:
    """Return what is wrong with a new value beside the others, by field; nothing where it can hold.

    A value holds until the next of its code begins, so two that begin on one day would both hold.
    """
    alike = [other for other in others if other.code == new.code]
    units = {other.unit for other in alike} or set(BOUNDS)
    found = {}
    if new.unit not in units & BOUNDS.keys():
        found["unit"] = f"Kies een van: {', '.join(sorted(units & BOUNDS.keys()))}."
    elif not BOUNDS[new.unit][0] <= new.value <= BOUNDS[new.unit][1]:
        least, most = BOUNDS[new.unit]
        found["value"] = f"Vul een getal in van {least} tot en met {most} ({new.unit})."
    if new.valid_from in {other.valid_from for other in alike}:
        found["valid_from"] = "Er is al een waarde die op deze dag begint. Kies een andere dag."
    if _end(new) < _start(new):
        found["valid_until"] = "Deze dag ligt vóór de eerste dag. Kies een latere."
    return found


def _start(value: DatedValue) -> date:
    return value.valid_from or date.min


def _end(value: DatedValue) -> date:
    return value.valid_until or date.max
