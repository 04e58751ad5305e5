"""The one way in which a referral changes its state: locked, checked against the table, and written down.

What lives here: locking and moving. What does not: what a move means and brings along (actions.py), the table
(status.py). Everything happens inside the transaction of the verb that calls it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from referrals.models import CaseDetails, Referral, ReferralEvent, ReferredCase, new_key
from referrals.status import Actor, State, may_move


class MoveRefused(Exception):
    """What somebody wants is not possible any more: another was first, or it was done already.

    `referral` is as it stands now; None where the whole case is gone or was done.
    """

    def __init__(self, referral: Referral | None, wanted: State) -> None:
        super().__init__(f"{referral.state if referral else 'no referral'} > {wanted}")
        self.referral = referral
        self.wanted = wanted


def lock_case(pk: UUID, wanted: State) -> ReferredCase:
    """Lock a case and return it. Every verb begins here, so that two on one case wait for each other in one order."""
    case = ReferredCase.objects.select_for_update().filter(pk=pk).first()
    if case is None:
        raise MoveRefused(None, wanted)
    return case


def lock(referral: Referral, wanted: State) -> Referral:
    """Lock the case of a referral, then the referral; return it as it stands now."""
    case = lock_case(referral.case_id, wanted)
    locked = Referral.objects.select_for_update(of=("self",)).select_related("provider").filter(pk=referral.pk).first()
    if locked is None:
        raise MoveRefused(None, wanted)
    locked.case = case
    return locked


def details_of(case: ReferredCase) -> CaseDetails | None:
    """Return the details of a locked case; None once they are gone."""
    details = CaseDetails.objects.filter(pk=case.pk).first()
    if details:
        details.case = case
    return details


def move(referral: Referral, to: State, *, actor: Actor, at: datetime, reason: str = "", **changes: Any) -> None:
    """Move a locked referral, with other columns that change along, and write the event; or raise MoveRefused."""
    before = State(referral.state)
    if not may_move(before, to):
        raise MoveRefused(referral, to)
    # The old state in the condition: even a caller that forgot to lock cannot make a move that is not in the table.
    if not Referral.objects.filter(pk=referral.pk, state=before).update(state=to, **changes):
        raise MoveRefused(referral, to)
    for column, value in {"state": to, **changes}.items():
        setattr(referral, column, value)
    ReferralEvent.objects.create(referral=referral, at=at, actor=actor, before=before, after=to, reason=reason)


def renew_key(referral: Referral) -> None:
    """Give a locked referral a new key: every link to it ends."""
    referral.key = new_key()
    referral.save(update_fields=["key"])


def record(referral: Referral, what: ReferralEvent.What, *, actor: Actor, at: datetime) -> None:
    """Write down something that is no move."""
    ReferralEvent.objects.create(referral=referral, at=at, what=what, actor=actor)
