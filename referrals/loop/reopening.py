"""Bringing back what had ended: a no that was not meant, help that was not over, what staff took back.

What lives here: doing that, and to which state. What does not: who may, and for how long (clock.py), the table
(status.py), staff's page (desk/board.py). Counted once: a referral that is reopened is the one that it was.
"""

from datetime import datetime

from django.utils import timezone

from referrals.loop import letters
from referrals.loop.clock import can_be_reopened, ending_of, turn
from referrals.loop.parts import is_left
from referrals.loop.refusals import CaseGone, MoveRefused
from referrals.loop.session import write_reply
from referrals.loop.transitions import details_of, lock_as_read, move
from referrals.models import Referral, ReferralEvent
from referrals.status import ENDED, HELPING, REOPENINGS, Actor, State
from regions.writing import verb


@verb
def reopen(*, referral: Referral, actor: Actor, at: datetime) -> None:
    """Bring back what the provider ended itself, or for staff also what staff took back, within its time.

    Who said no before it helped can answer again; who helped, helps again, unless somebody else took on its people.
    Within the hour of a no nobody heard of it, so nobody hears that it is taken back. Reopened before, nothing is done.
    """
    referral = lock_as_read(referral)
    if referral.state not in ENDED:
        return
    ending = ending_of(referral)
    if not can_be_reopened(referral, actor, at):
        raise MoveRefused(referral, State.SENT)
    if details_of(referral.case) is None:
        raise CaseGone
    to, was_told = _back_to(referral, ending), referral.goes_on_at is None
    days = {}
    if to == State.SENT:
        referral.taken_on.all().delete()
        write_reply(referral, None)
        days = turn(referral, timezone.localdate(at), promised_by=None)
    move(referral, to, actor=actor, at=at, table=REOPENINGS, goes_on_at=None, **days)
    if was_told:
        letters.tell_employer_reopened(referral)
    if actor == Actor.STAFF:
        letters.tell_provider_reopened(referral)


def _back_to(referral: Referral, ending: ReferralEvent | None) -> State:
    if referral.state == State.CLOSED:
        return State.IN_PROGRESS
    helped = ending is not None and ending.before in HELPING
    return State.ACCEPTED if helped and is_left(referral, ending) else State.SENT
