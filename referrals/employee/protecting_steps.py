"""What protects an employee, as typed data: where to ask, where we read it, and whether staff checked it.

What lives here: reading fixtures/employee/protecting_steps.toml once a process. What does not: the words
(sentences.py), the last step, which comes from the directory (nearest_help.py).
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from referrals.engine.case import Situation


@dataclass(frozen=True, slots=True)
class Channel:
    """Who answers questions about a step, and the page where they begin."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ProtectingStep:
    """One thing to do first. Until a member of staff checked it, the page tells people to ask the channel."""

    code: str
    situations: frozenset[Situation]
    channel: Channel
    source: str
    read_on: date
    checked_by_staff_on: date | None = None


def steps_in(situation: Situation) -> tuple[ProtectingStep, ...]:
    """Return what somebody in this situation does first, the most dangerous thing to miss in front."""
    return tuple(step for step in protecting_steps() if situation in step.situations)


@cache
def protecting_steps() -> tuple[ProtectingStep, ...]:
    """Return every step in the order of danger, read once a process."""
    path = settings.FIXTURES_DIR / "employee" / "protecting_steps.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    channels = {code: Channel(**row) for code, row in data["channels"].items()}
    return tuple(_step(row, channels) for row in data["step"])


def _step(row: dict[str, Any], channels: dict[str, Channel]) -> ProtectingStep:
    typed = {
        "situations": frozenset(Situation(one) for one in row["situations"]),
        "channel": channels[row["channel"]],
    }
    return ProtectingStep(**row | typed)
