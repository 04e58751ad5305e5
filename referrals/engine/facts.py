"""Facts of law as a plan may name them: what staff checked, or not known.

What lives here: looking them up, keeping what was asked and not known. What does not: the values (dated values), the
words (facts_in_words.py). Source: docs/decisions/facts-are-checked.md.
"""

from collections.abc import Iterable
from datetime import date

from referrals.engine.case import Service
from referrals.engine.parameter_codes import (
    NOTICE_5_TO_10,
    NOTICE_10_TO_15,
    NOTICE_FROM_15,
    NOTICE_UNDER_5,
)
from services.parameters import DatedValue, ParameterBook

NOTICE_OF = {
    Service.UNDER_5: NOTICE_UNDER_5,
    Service.FROM_5: NOTICE_5_TO_10,
    Service.FROM_10: NOTICE_10_TO_15,
    Service.FROM_15: NOTICE_FROM_15,
}


class Facts:
    """What is known of the law on a day; `missing` gathers the codes that were asked and not known."""

    def __init__(self, parameters: ParameterBook) -> None:
        self._parameters = parameters
        self._missing: dict[str, None] = {}

    def find(self, code: str, on: date | None) -> DatedValue | None:
        """Return the value in force on the day; None where nobody checked it, or the day itself is not known."""
        value = self._parameters.find(on, code) if on else None
        if value is None:
            self._missing[code] = None
        return value

    def hold_on(self, on: date, facts: Iterable[DatedValue]) -> bool:
        """Return whether these facts say the same on that day; what has ended or changed by then is missing."""
        then = {fact: self._parameters.find(on, fact.code) for fact in facts}
        changed = [fact.code for fact, found in then.items() if found is None or found.value != fact.value]
        self._missing.update(dict.fromkeys(changed))
        return not changed

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the codes that were asked and not known, in the order of asking."""
        return tuple(self._missing)


def known(values: Iterable[DatedValue | None]) -> tuple[DatedValue, ...]:
    """Return those that are known."""
    return tuple(value for value in values if value)
