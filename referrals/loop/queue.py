"""The providers of one case in their line: sending to one, and going on to the next when one does not help.

What lives here: what the verbs do with the line. What does not: the verbs (actions.py), who comes next when the line is
empty (next_provider.py). Everything happens inside the transaction of the verb, on rows that it locked.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from referrals.loop import letters
from referrals.loop.clock import first_turn
from referrals.loop.next_provider import next_best, reachable
from referrals.loop.parts import left_of, with_people
from referrals.loop.transitions import details_of, move, record
from referrals.models import CaseDetails, Referral, ReferralEvent, ReferredCase, TakenOn, new_key
from referrals.status import HELPING, WAITING, Actor, State


def send(referral: Referral, *, actor: Actor, at: datetime) -> bool:
    """Send a referral to its provider; return False when that cannot be reached any more: it is out of the line then.

    Days may lie between the choice and its turn: who stopped, was not checked in time (R17) or lost its mail address
    in the meantime gets nothing.
    """
    today = timezone.localdate(at)
    if not reachable(today).filter(pk=referral.provider_id).exists():
        remove(referral, actor=Actor.TIME, at=at)
        return False
    shared = with_people(referral.shared, left_of(referral.case))
    move(referral, State.SENT, actor=actor, at=at, sent_at=at, shared=shared, **first_turn(today))
    letters.invite(referral)
    return True


def remove(referral: Referral, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Withdraw a referral and end its links."""
    move(referral, State.WITHDRAWN, actor=actor, at=at, reason=reason, key=new_key())


def advance(case: ReferredCase, *, after: Referral, actor: Actor, at: datetime) -> None:
    """Go on after a provider that does not help: to the next in line, or else by offering the employer the next best.

    Nothing happens once the details are gone. Nobody is offered while another one follows: in line, or named by a
    provider and waiting for the employer's word. Nor where each of the people is helped.
    """
    details = details_of(case)
    if details is None or not any(left_of(case).values()) or send_following(details, after=after, actor=actor, at=at):
        return
    if case.referrals.filter(state=State.DRAFT).exists():
        letters.tell_employer_others_follow(details, after)
        return
    offer = next_best(case, timezone.localdate(at))
    letters.offer_next(details, after, offer)
    if offer:
        record(after, ReferralEvent.What.OFFERED_NEXT, actor=actor, at=at)


def send_following(details: CaseDetails, *, after: Referral, actor: Actor, at: datetime) -> bool:
    """Send to the next in line and tell the employer; return False where nobody stands in line.

    Nobody in line gets the case while another one has it or helps all people that there are.
    """
    case = details.case
    helps_all = Q(state__in=HELPING) & ~Exists(TakenOn.objects.filter(referral=OuterRef("pk")))
    if case.referrals.filter(Q(state__in=WAITING) | helps_all).exists() or not any(left_of(case).values()):
        return False
    for following in _in_line(case):
        if send(following, actor=actor, at=at):
            letters.tell_employer_moved_on(details, after, following)
            return True
    return False


def _in_line(case: ReferredCase) -> list[Referral]:
    """Return who waits for a turn with the employer's consent; a provider that another one named has none yet."""
    return [draft for draft in locked_referrals(case, State.DRAFT) if draft.forwarded_by_id is None]


def locked_referrals(case: ReferredCase, *states: State) -> list[Referral]:
    """Lock the referrals of a locked case that are in these states; return them in their order."""
    rows = case.referrals.filter(state__in=states).order_by("place").select_related("provider", "case")
    return list(rows.select_for_update(of=("self",)))
