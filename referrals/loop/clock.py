"""Whose turn it is, and until when: the days by which a provider is reminded, and by which silence ends its waiting.

What lives here: those days, from what stands on a referral, and how long it can be brought back or called a mistake.
What does not: acting on them (followup.py), what puts the clock forward (pauses.py), counting working days
(working_days.py).

A provider's turn has a first day, from which its days are counted. That day lies ahead while it looks into a case up to
the day that it named, while the case is on hold, or while the employer has its questions to answer: until then nobody
reminds it, and its silence is none. So a pause needs nobody to end it, and one that ends early is a turn from today.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from referrals.models import AskedQuestion, Referral, ReferralEvent
from referrals.status import HELPING, REOPENINGS, WAITING, Actor, State
from referrals.working_days import add_working_days

# So long a no can be taken back before anybody hears of it, and what was sent by mistake after it was read.
AN_HOUR = timedelta(hours=1)
# What a provider that looks into a case may ask for, once and once more.
MOST_TO_LOOK = 15
# How long the employer has for a question, and when it is asked again.
TO_ANSWER_A_QUESTION, ASK_AGAIN_AFTER = 5, 2
# How long a provider has when its turn comes again.
TURN_AGAIN = 5
# In days: well within the time after which a case in which nothing happens is forgotten.
MOST_ON_HOLD = 90
# In days: after that it is another case.
REOPENED_WITHIN = 90


def first_turn(today: date) -> dict[str, Any]:
    """Return the columns of a referral that is sent on a day."""
    return {"turn_from": today, "answer_by": add_working_days(today, settings.SILENCE_WORKING_DAYS)}


def turn(referral: Referral, today: date, **becomes: Any) -> dict[str, Any]:
    """Return the columns of a referral that waits, those that become something else and when its turn is after that.

    Never sooner than it had to answer anyway, and with some days after what it was kept waiting for.
    """
    marks = {"promised_by": referral.promised_by, "on_hold_until": referral.on_hold_until} | becomes
    asked = open_questions(referral).values_list("answer_by", flat=True).first()
    turn_from = max(day for day in (today, asked, *marks.values()) if day)
    first = add_working_days(timezone.localdate(referral.sent_at), settings.SILENCE_WORKING_DAYS)
    return becomes | {"turn_from": turn_from, "answer_by": max(first, add_working_days(turn_from, TURN_AGAIN))}


def open_questions(referral: Referral) -> Any:
    """Return the questions of a referral that the employer has not answered."""
    return AskedQuestion.objects.filter(referral=referral, answer="")


def reminder_days(referral: Referral) -> list[date]:
    """Return the days on which a provider is reminded in its turn, past ones too; none before it got the referral, and
    none after the last day to answer.
    """
    if referral.turn_from is None or referral.answer_by is None:
        return []
    days = (add_working_days(referral.turn_from, number) for number in settings.REMINDER_WORKING_DAYS)
    return [day for day in days if day <= referral.answer_by]


def last_day_to_look(today: date) -> date:
    """Return the last day that a provider can name."""
    return add_working_days(today, MOST_TO_LOOK)


def last_day_on_hold(today: date) -> date:
    """Return the last day up to which a referral can be put on hold."""
    return today + timedelta(days=MOST_ON_HOLD)


def is_on_hold(referral: Referral, today: date) -> bool:
    """Return whether nothing is asked of a provider on this day, by its wish or that of the employer."""
    return referral.on_hold_until is not None and today <= referral.on_hold_until


def can_be_mistake(referral: Referral, at: datetime) -> bool:
    """Return whether the employer can still say that this was sent by mistake: unread, or read within the hour."""
    if referral.state not in {State.SENT, State.SEEN} or referral.sent_at is None:
        return False
    return at <= referral.sent_at + AN_HOUR or not was_read(referral)


def was_read(referral: Referral) -> bool:
    """Return whether the provider read what was sent, or answered; it may stand as unread again since."""
    return referral.events.filter(before=State.SENT, actor=Actor.PROVIDER).exists()


def can_wait_until(referral: Referral, day: date) -> bool:
    """Return whether a referral can be put on hold up to a day, and is not up to that day or longer already."""
    return holds_to(referral) and (referral.on_hold_until is None or referral.on_hold_until < day)


def can_be_reopened(referral: Referral, actor: Actor, at: datetime) -> bool:
    """Return whether somebody may bring this back now: a provider not what was taken back from it."""
    if referral.state not in REOPENINGS:
        return False
    ending = ending_of(referral)
    if ending is None or at > ending.at + timedelta(days=REOPENED_WITHIN) or referral.sent_at is None:
        return False
    return referral.state != State.WITHDRAWN or actor == ending.actor == Actor.STAFF


def ending_of(referral: Referral) -> ReferralEvent | None:
    """Return how a referral came into the state in which it ended; None where nothing tells."""
    return referral.events.filter(after=referral.state).last()


def holds_to(referral: Referral) -> bool:
    """Return whether a referral in this state has anything to be put on hold: somebody waits, or helps."""
    return referral.state in WAITING | HELPING
