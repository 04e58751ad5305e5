"""The one way in which a referral changes its state: locked, checked against the table, and written down.

What lives here: locking and moving. What does not: what a move means and brings along (actions.py), the table
(status.py), why something is refused (refusals.py).

Only a verb locks, once, as the first thing in its transaction: the case, and then its referrals, so that two verbs on
one case wait for each other in one order. What it calls works on the rows that it locked.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from referrals.loop.refusals import CaseGone, LinkEnded, MoveRefused
from referrals.models import CaseDetails, Referral, ReferralEvent, ReferredCase, new_key
from referrals.status import ENDED, MOVES, Actor, State, may_move


def lock_case(key: UUID) -> ReferredCase:
    """Lock a case and return it as it stands now."""
    case = ReferredCase.objects.select_for_update().filter(pk=key).first()
    if case is None:
        raise CaseGone
    return case


def lock_details(key: UUID) -> CaseDetails:
    """Lock a case and return what is known of it; raise CaseGone once that is deleted."""
    details = details_of(lock_case(key))
    if details is None:
        raise CaseGone
    return details


def lock(key: UUID) -> Referral:
    """Lock the case of a referral, then the referral; return it as it stands now."""
    case = ReferredCase.objects.select_for_update(of=("self",)).filter(referrals=key).first()
    if case is None:
        raise CaseGone
    return lock_one_of(case, key)


def lock_one_of(case: ReferredCase, key: UUID) -> Referral:
    """Lock a referral of a locked case; return it as it stands now."""
    rows = case.referrals.select_for_update(of=("self",)).select_related("provider")
    referral = rows.filter(pk=key).first()
    if referral is None:
        raise CaseGone
    referral.case = case
    return referral


def lock_as_read(read: Referral) -> Referral:
    """Lock a referral that somebody read before, and decides on; return it as it stands now.

    A new key since then ended every link to it, so what was read by one counts no more: raise LinkEnded. Where the
    referral itself has ended the table refuses every move, and tells why.
    """
    referral = lock(read.pk)
    if referral.key != read.key and referral.state not in ENDED:
        raise LinkEnded
    return referral


def details_of(case: ReferredCase) -> CaseDetails | None:
    """Return the details of a locked case; None once they are gone."""
    details = CaseDetails.objects.filter(pk=case.pk).first()
    if details:
        details.case = case
    return details


def move(
    referral: Referral,
    to: State,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    table: Mapping[State, frozenset[State]] = MOVES,
    **changes: Any,
) -> None:
    """Move a locked referral, with other columns that change along, and write the event; or raise MoveRefused.

    `table` is REOPENINGS for who brings back what had ended.
    """
    before = State(referral.state)
    if not may_move(before, to, table):
        raise MoveRefused(referral, to)
    # The old state in the condition: even a caller that forgot to lock cannot make a move that is not in the table.
    if not Referral.objects.filter(pk=referral.pk, state=before).update(state=to, **changes):
        raise MoveRefused(referral, to)
    for column, value in {"state": to, **changes}.items():
        setattr(referral, column, value)
    ReferralEvent.objects.create(referral=referral, at=at, actor=actor, before=before, after=to, reason=reason)


def change(referral: Referral, **columns: Any) -> None:
    """Change columns of a locked referral that stays in its state."""
    for column, value in columns.items():
        setattr(referral, column, value)
    referral.save(update_fields=list(columns))


def renew_key(referral: Referral) -> None:
    """Give a locked referral a new key: every link to it ends."""
    change(referral, key=new_key())


def record(referral: Referral, what: ReferralEvent.What, *, actor: Actor, at: datetime) -> None:
    """Write down something that is no move."""
    ReferralEvent.objects.create(referral=referral, at=at, what=what, actor=actor)
