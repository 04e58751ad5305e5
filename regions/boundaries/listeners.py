"""Who else holds municipalities, and has to follow a change: apps above this one register themselves.

What lives here: the registry, and what a listener is told. What does not: any listener (the app of services has one).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from regions.boundaries.change import Change
from regions.facts import Facts

# What a listener would change: plain values that JSON keeps, one for each thing.
Effect = dict[str, Any]


class Move(NamedTuple):
    """The postcodes of every municipality in a change: before it, and of those that go on, after it.

    `by` is who makes it or takes it back, for a listener that keeps history; None: a command.
    """

    change: Change
    before: Mapping[str, frozenset[str]]
    after: Mapping[str, frozenset[str]]
    by: Any = None


class Listener(NamedTuple):
    """What follows a change. `plan` says what it would do, `apply` does it, `undo` takes it back; all in one
    transaction, `apply` after the places and areas have changed and `undo` before they change back.
    """

    name: str
    plan: Callable[[Move], list[Effect]]
    apply: Callable[[Move, list[Effect]], None]
    undo: Callable[[Move, list[Effect]], None]
    tell: Callable[[Effect], str]


listeners: list[Listener] = []


def move_of(change: Change, before: Facts, after: Facts) -> Move:
    """Return which postcodes a change moves."""
    going_on = [one.code for one in change.successors]
    existing = [code for code in (*change.predecessors, *going_on) if before.postcodes_of(code)]
    return Move(
        change,
        {code: frozenset(before.postcodes_of(code)) for code in existing},
        {code: frozenset(after.postcodes_of(code)) for code in going_on},
    )
