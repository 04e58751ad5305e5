"""The states of a referral in one table: which move may follow which, and who can make it.

What lives here: the table and its words for the fixed lists. What does not: making a move (loop/actions.py), the rows
(models.py). Pure: no database, no clock. The database holds the same table in a trigger; a test compares the two.
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a referral of one case to one provider stands."""

    DRAFT = "draft"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class Actor(StrEnum):
    """Who made something happen. `time` is the daily command."""

    EMPLOYER = "employer"
    PROVIDER = "provider"
    STAFF = "staff"
    TIME = "time"


class DeclineReason(StrEnum):
    """Why a provider declines: a fixed list, so that no free text about a case is ever stored."""

    NO_CAPACITY = "no_capacity"
    OUTSIDE_AREA = "outside_area"
    OUTSIDE_SECTOR = "outside_sector"
    BELOW_MINIMUM = "below_minimum"
    WRONG_HELP = "wrong_help"
    OTHER = "other"


class Result(StrEnum):
    """What became of people, from best to unknown: outcomes are numbers of people a result."""

    NEW_WORK = "new_work"
    OWN_BUSINESS = "own_business"
    TRAINING = "training"
    KEPT_JOB = "kept_job"
    NO_WORK_YET = "no_work_yet"
    UNKNOWN = "unknown"


# A draft waits its turn in a case that goes to one provider after another. A late answer is still an answer:
# silence ends the waiting, not the provider's right to help. What a provider accepted it can still hand back.
MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.AWAITING_CONFIRMATION, State.SENT, State.WITHDRAWN}),
    State.AWAITING_CONFIRMATION: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset(
        {State.SEEN, State.ACCEPTED, State.DECLINED, State.FORWARDED, State.NO_ANSWER, State.WITHDRAWN}
    ),
    State.SEEN: frozenset({State.ACCEPTED, State.DECLINED, State.FORWARDED, State.NO_ANSWER, State.WITHDRAWN}),
    State.NO_ANSWER: frozenset({State.ACCEPTED, State.DECLINED, State.FORWARDED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.IN_PROGRESS, State.DECLINED, State.CLOSED, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.CLOSED, State.WITHDRAWN}),
    State.DECLINED: frozenset(),
    State.FORWARDED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.CLOSED: frozenset(),
}

# The provider has it and has yet to say yes, no or who else.
WAITING = frozenset({State.SENT, State.SEEN})
# The provider said that it helps.
HELPING = frozenset({State.ACCEPTED, State.IN_PROGRESS})
# It helps, or did: what it can report on.
SAID_YES = HELPING | {State.CLOSED}
# Nothing can follow.
ENDED = frozenset(state for state, after in MOVES.items() if not after)
# What a provider can answer to.
ANSWERABLE = frozenset(state for state, after in MOVES.items() if {State.ACCEPTED, State.FORWARDED} <= after)
# The provider still has the case, or can still come back to it.
HAS_IT = ANSWERABLE | HELPING


def may_move(before: State, after: State) -> bool:
    """Return whether a referral may go from one state to another."""
    return after in MOVES[before]
