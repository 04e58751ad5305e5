"""The mail queue: a mail is a row, written in the transaction that needs it, so it leaves after commit or not at all.

What lives here: putting mail in the queue, sending what is due, taking it out again; and that no mailbox gets more than
its share of a day, whatever it is about. What does not: the words of a mail (loop/letters.py), the conversation with
the mail server (transport.py), mail that comes back (bounces.py).

No mail goes twice: a sender marks a mail HANDING_OVER, and commits, just before the message leaves. A sender that dies
then leaves that mark, and the next run turns it into UNSURE for staff to judge. Any number of senders may run at once.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from referrals import rate_limits
from referrals.mail.purposes import NOT_KEPT, MailPurpose
from referrals.mail.transport import Reply, Transport, Verdict
from referrals.models import MailState, OutgoingMail, Referral, ReferredCase
from referrals.rate_limits import Thing, TooOften
from services.mail_addresses import can_be_mailed

# A sender that is alive is done with a message in three answers of the mail server (transport.SECONDS_TO_ANSWER each)
# and a write to the database. No setting: shorter would call a busy sender dead, longer only keeps staff waiting.
DEAD_AFTER = timedelta(minutes=10)
# The wait after a first failure; it doubles with each next one, up to the longest.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
# What is to go, or was handed over, further in the future than this was written down while the clock was ahead.
CLOCK_WAS_AHEAD = 2 * LONGEST_WAIT

# What the sender has yet to finish, and what no reader will ever get.
UNDER_WAY = (MailState.WAITING, MailState.HANDING_OVER)
NEVER_ARRIVED = (MailState.FAILED, MailState.BOUNCED)
# What staff may send again: nothing or nobody knows whether it arrived. Mail that came back has no address to go to.
CAN_GO_AGAIN = (MailState.FAILED, MailState.UNSURE)


class Sent(NamedTuple):
    """How many mails of a run became what."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    unsure: int = 0


def put(
    *,
    purpose: MailPurpose,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    language: str = "nl",
    case: ReferredCase | None = None,
    referral: Referral | None = None,
) -> OutgoingMail:
    """Put a mail in the queue. Call it inside the transaction that the mail is about.

    A mail to nobody (the record lost its address) has failed at once: staff see it, and the follow-up acts on it.
    """
    why_not = _why_not_to(to)
    return OutgoingMail.objects.create(
        state=MailState.FAILED if why_not else MailState.WAITING,
        error=why_not,
        purpose=purpose,
        to=to,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        language=language,
        case=case,
        referral=referral,
    )


def _why_not_to(address: str) -> str:
    if not address:
        return "Er is geen e-mailadres bekend."
    return "" if can_be_mailed(address) else "Naar dit adres stuurt het portaal geen mail."


def cancel(*, referral: Referral | None = None, case: ReferredCase | None = None) -> int:
    """Withdraw what still waits about a referral or a case; return how many mails that were."""
    if referral is None and case is None:
        raise ValueError("Say whose mail: of a referral or of a case.")
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING)
    if referral is not None:
        waiting = waiting.filter(referral=referral)
    if case is not None:
        waiting = waiting.filter(case=case)
    return waiting.update(state=MailState.CANCELLED)


def requeue(mails: QuerySet[OutgoingMail], *, at: datetime) -> int:
    """Let mails that failed or are unsure wait for their turn again; return how many that were."""
    return mails.filter(state__in=CAN_GO_AGAIN).update(state=MailState.WAITING, due_at=at, attempts=0)


def never_stop() -> bool:
    """Return False: a run goes on until it is done."""
    return False


def send_due(*, now: datetime, limit: int = 100, should_stop: Callable[[], bool] = never_stop) -> Sent:
    """Send the mails whose time has come, the longest waiting first; return what became of how many.

    When the mail server cannot be reached, the run ends: the next one tries again. `should_stop` is asked before each
    mail.
    """
    started = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    became: Counter[str] = Counter({MailState.UNSURE: _find_abandoned(now)})
    has_come = Q(due_at__lte=now) | Q(due_at__gt=now + CLOCK_WAS_AHEAD)
    due = OutgoingMail.objects.filter(has_come, state=MailState.WAITING).order_by("due_at", "created_at", "pk")
    with Transport() as transport:
        for key in list(due.values_list("pk", flat=True)[:limit]):
            if should_stop():
                break
            verdict = _send(key, transport, clock, became)
            if verdict is Verdict.UNREACHABLE:
                break
    _forget()
    return Sent(
        sent=became[MailState.SENT],
        postponed=became[MailState.WAITING],
        failed=became[MailState.FAILED],
        unsure=became[MailState.UNSURE],
    )


def _forget() -> None:
    """Delete what is not kept and that the sender is done with, whatever became of it."""
    OutgoingMail.objects.filter(purpose__in=NOT_KEPT).exclude(state__in=UNDER_WAY).delete()


def _find_abandoned(now: datetime) -> int:
    """Say of mails whose sender died while handing them over that nobody knows; return how many."""
    long_ago = Q(handled_at__lt=now - DEAD_AFTER) | Q(handled_at__gt=now + CLOCK_WAS_AHEAD)
    abandoned = OutgoingMail.objects.filter(long_ago, state=MailState.HANDING_OVER)
    return abandoned.update(
        state=MailState.UNSURE,
        attempts=F("attempts") + 1,
        error="Het versturen brak af voordat de mailserver antwoordde.",
    )


def _send(key: UUID, transport: Transport, clock: Callable[[], datetime], became: Counter[str]) -> Verdict:
    """Offer one mail to the mail server and write down what became of it."""
    mail = OutgoingMail.objects.filter(pk=key, state=MailState.WAITING).first()
    if mail is None:
        return Verdict.NOT_OURS
    at = clock()
    try:
        counted = rate_limits.count(Thing.MAIL, mailbox=mail.to, at=at)
    except TooOften as too_often:
        return _let_wait(mail, at + min(timedelta(seconds=too_often.seconds), LONGEST_WAIT), became)
    reply = transport.hand_over(_message(mail), lambda: _claim(mail, at))
    if reply.verdict in DID_NOT_LEAVE:
        rate_limits.take_back(counted)
    if reply.verdict is not Verdict.NOT_OURS:
        became[_write_down(mail, reply, at, clock())] += 1
    return reply.verdict


def _let_wait(mail: OutgoingMail, until: datetime, became: Counter[str]) -> Verdict:
    """Let a mail wait of which the mailbox had its share for a day, as if the mail server had said so."""
    waiting = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    became[MailState.WAITING] += waiting.update(due_at=until, error="Dit adres kreeg vandaag al genoeg mail.")
    return Verdict.LATER


def _claim(mail: OutgoingMail, at: datetime) -> bool:
    """Note, for good, that this sender hands the mail over; return False when it is no longer waiting."""
    with transaction.atomic(durable=True):
        waiting = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
        return waiting.update(state=MailState.HANDING_OVER, handled_at=at) == 1


STATE_AFTER = {
    Verdict.ACCEPTED: MailState.SENT,
    Verdict.LATER: MailState.WAITING,
    Verdict.UNREACHABLE: MailState.WAITING,
    Verdict.NEVER: MailState.FAILED,
    Verdict.UNKNOWN: MailState.UNSURE,
}
# These can only be known after the claim; the others may come before it.
AFTER_CLAIM = (Verdict.ACCEPTED, Verdict.UNKNOWN)
DID_NOT_LEAVE = set(Verdict) - set(AFTER_CLAIM)


def _write_down(mail: OutgoingMail, reply: Reply, claimed_at: datetime, now: datetime) -> str:
    """Store what became of a mail, and return its state.

    The time of the claim says that it is still this sender's: by now it may have been called dead, and staff may have
    put the mail back. What the server answered is then still true. A mail that came back already stays so.
    """
    state = STATE_AFTER[reply.verdict]
    ours = OutgoingMail.objects.filter(pk=mail.pk, handled_at=claimed_at).exclude(state=MailState.BOUNCED)
    if reply.verdict not in AFTER_CLAIM:
        ours |= OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    ours.update(
        state=state,
        error=reply.words,
        handled_at=now,
        attempts=F("attempts") + 1,
        due_at=now + _wait(mail.attempts) if state == MailState.WAITING else F("due_at"),
    )
    return state


def _wait(attempts: int) -> timedelta:
    """Return how long a mail waits after a failure that came after so many others."""
    return min(FIRST_WAIT * 2 ** min(attempts, 10), LONGEST_WAIT)


def _message(mail: OutgoingMail) -> EmailMessage:
    """Return the mail as it leaves: the same number each time, so that a returned one can be found."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        # The envelope's sender gets what cannot be delivered; readers see the other one.
        from_email=settings.BOUNCE_EMAIL or settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{mail.pk}@{_domain()}>",
            "Content-Language": mail.language,
            # No out-of-office replies, please (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


class QueueBackend(BaseEmailBackend):
    """Django's own mail, such as a forgotten password, goes through the queue as well: one row a recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put messages in the queue; return how many."""
        for message in email_messages:
            if message.attachments:
                raise ValueError("The queue carries no attachments.")
            html = [content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
            for recipient in message.recipients():
                put(
                    purpose=MailPurpose.ACCOUNT,
                    to=parseaddr(recipient)[1],
                    subject=message.subject,
                    text=message.body,
                    html=html[0] if html else "",
                    language=(get_language() or settings.LANGUAGE_CODE)[:2],
                )
        return len(email_messages)
