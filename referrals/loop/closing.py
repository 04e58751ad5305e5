"""The end of a whole case before its time: withdrawn by the employer, or never confirmed.

What lives here: what goes at once. What does not: withdrawing one referral (actions.py), what goes later
(retention.py).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from referrals.loop import letters, queue
from referrals.loop.clock import was_read
from referrals.loop.transitions import details_of, lock_case, renew_key
from referrals.mail import outbox
from referrals.mail.purposes import MailPurpose
from referrals.models import AskedQuestion, CaseDetails, MailState, OutgoingMail, Referral, ReferredCase, SessionReply
from referrals.status import WITH_PROVIDER, Actor, State
from regions.writing import verb


def unconfirmed(now: datetime) -> QuerySet[CaseDetails]:
    """Return the details of the cases that nobody confirmed in the time for it; they were never sent."""
    until = now - timedelta(days=settings.UNCONFIRMED_CASE_DAYS)
    return CaseDetails.objects.filter(confirmed_at=None, case__sent_on=None, case__created_at__lte=until)


@verb
def end_unconfirmed(key: UUID, *, at: datetime) -> bool:
    """End a case that nobody confirmed; return False when somebody did in the meantime, or it has ended already."""
    details = details_of(lock_case(key))
    if details is None or details.confirmed_at:
        return False
    end(details, actor=Actor.TIME, at=at)
    return True


def end(details: CaseDetails, *, actor: Actor, at: datetime) -> None:
    """Withdraw what can be, end every link, and delete all that is known of a locked case beside its coarse facts."""
    case = details.case
    # 1. Mail that waits stays here, before it is asked who was notified: who got nothing is told nothing.
    outbox.cancel(case=case)
    # 2. What providers have is withdrawn while they have it, and the mail that says so needs the row as it was.
    for referral in queue.locked_referrals(case, State.DRAFT, State.AWAITING_CONFIRMATION, *WITH_PROVIDER):
        notified = was_notified(referral)
        queue.remove(referral, actor=actor, at=at)
        if notified:
            letters.tell_provider_withdrawn(referral)
    # 3. The links of what had ended before end too.
    for referral in case.referrals.all():
        renew_key(referral)
    forget_shared(case)
    # 4. Last what is known of the employer. A mail that is being handed over is its sender's: it goes after MAIL_DAYS.
    # The first mail to a provider says where how many people are: that goes too.
    mails = OutgoingMail.objects.filter(Q(to=details.email) | Q(purpose=MailPurpose.INVITE), case=case)
    mails.exclude(state=MailState.HANDING_OVER).delete()
    details.delete()


def forget_shared(case: ReferredCase) -> None:
    """Delete what providers of a locked case were told, what they asked, and what they said to a session."""
    case.referrals.update(shared={})
    AskedQuestion.objects.filter(referral__case=case).delete()
    SessionReply.objects.filter(referral__case=case).delete()


def was_notified(referral: Referral) -> bool:
    """Return whether a provider may know of a referral that it still has: it read it, or a mail may have arrived.

    Ask before a move, when what waits in the queue is cancelled. Of an invitation that was deleted since it arrived
    nobody knows more than that (MAIL_DAYS).
    """
    if referral.state not in WITH_PROVIDER:
        return False
    never_left = (MailState.WAITING, MailState.CANCELLED, MailState.FAILED)
    mails = referral.mails.filter(to__in=referral.provider.addresses).exclude(state__in=never_left)
    invited = referral.mails.filter(purpose=MailPurpose.INVITE)
    return was_read(referral) or mails.exists() or not invited.exists()
