"""The verbs that put the clock of a referral forward: looking into it, asking the employer, and waiting on purpose.

What lives here: those verbs, one transaction each, with the mail that goes along. What does not: the days (clock.py),
yes and no (actions.py), what time does when a pause is over (followup.py).
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils import timezone

from referrals.loop import letters, queue
from referrals.loop.clock import (
    TO_ANSWER_A_QUESTION,
    can_wait_until,
    holds_to,
    is_on_hold,
    last_day_on_hold,
    last_day_to_look,
    open_questions,
    turn,
)
from referrals.loop.closing import was_notified
from referrals.loop.refusals import CaseGone, DayRefused, MoveRefused
from referrals.loop.transitions import change, details_of, lock, lock_as_read, lock_details, move, record
from referrals.models import AskedQuestion, CaseDetails, Referral, ReferralEvent
from referrals.status import HELPING, READ, WAITING, Actor, State
from referrals.working_days import add_working_days
from regions.writing import verb

What = ReferralEvent.What


@verb
def consider(*, referral: Referral, until: date, at: datetime) -> None:
    """Say that an answer comes by a day; that day can be moved once. The same day a second time changes nothing.

    A day too late raises DayRefused, a third day MoveRefused.
    """
    referral, today = lock_as_read(referral), timezone.localdate(at)
    if referral.state == State.CONSIDERING and referral.promised_by == until:
        return
    _refuse_day(until, today, last_day_to_look(today))
    if referral.state != State.CONSIDERING:
        days = turn(referral, today, promised_by=until)
        move(referral, State.CONSIDERING, actor=Actor.PROVIDER, at=at, **days)
    else:
        if was_extended(referral):
            raise MoveRefused(referral, State.CONSIDERING)
        change(referral, **turn(referral, today, promised_by=until))
        record(referral, What.EXTENDED, actor=Actor.PROVIDER, at=at)
    letters.tell_employer_considering(referral)


def was_extended(referral: Referral) -> bool:
    """Return whether the provider asked for more time before."""
    return referral.events.filter(what=What.EXTENDED).exists()


@verb
def ask(*, referral: Referral, codes: Collection[str], at: datetime) -> None:
    """Ask the employer something before a yes or no, once; while it has the time to answer, the provider has too."""
    referral, today = lock_as_read(referral), timezone.localdate(at)
    if asked := set(referral.questions.values_list("code", flat=True)):
        if asked == set(codes):
            return
        raise MoveRefused(referral, State(referral.state))
    if referral.state not in READ:
        raise MoveRefused(referral, State.SEEN)
    answer_by = add_working_days(today, TO_ANSWER_A_QUESTION)
    AskedQuestion.objects.bulk_create(
        AskedQuestion(referral=referral, code=code, answer_by=answer_by) for code in codes
    )
    change(referral, **turn(referral, today))
    record(referral, What.QUESTION, actor=Actor.PROVIDER, at=at)
    letters.ask_employer_question(referral)


@verb
def answer(*, referral: Referral, answers: Mapping[str, str], at: datetime) -> None:
    """Answer what a provider asked; a late answer is of use while it can say yes.

    It is the employer's: `referral` was found on its own page. Answered so before, nothing is done; answered otherwise
    raises MoveRefused, for the provider goes by what it heard.
    """
    referral, today = lock(referral.pk), timezone.localdate(at)
    if details_of(referral.case) is None:
        raise CaseGone
    asked = list(open_questions(referral))
    if not asked and answers == dict(referral.questions.values_list("code", "answer")):
        return
    if not asked or referral.state not in WAITING | {State.NO_ANSWER}:
        raise MoveRefused(referral, State(referral.state))
    for question in asked:
        question.answer = answers[question.code]
    AskedQuestion.objects.bulk_update(asked, ["answer"])
    if referral.state in WAITING:
        change(referral, **turn(referral, today))
    record(referral, What.ANSWERED, actor=Actor.EMPLOYER, at=at)
    letters.tell_provider_answered(referral)


@verb
def hold(*, referral: Referral, until: date, actor: Actor, at: datetime) -> None:
    """Ask and remind nothing up to and with a day: the employer of who waits or helps, a provider of its own help.

    The other side hears it. The same day a second time changes nothing; one too late raises DayRefused.
    """
    read = referral.state
    referral, today = _lock_for(actor, referral), timezone.localdate(at)
    if referral.on_hold_until == until:
        return
    if not holds_to(referral) or (actor == Actor.PROVIDER and referral.state in WAITING):
        raise MoveRefused(referral, State(read))
    _refuse_day(until, today, last_day_on_hold(today))
    _hold(referral, until, actor=actor, at=at)


@verb
def hold_case(*, details: CaseDetails, until: date, at: datetime) -> None:
    """Ask and remind nobody who has the case up to and with a day; a day too late raises DayRefused.

    Each of them hears it, but for who is on hold up to that day or longer already: so pressed twice is once.
    """
    case, today = lock_details(details.pk).case, timezone.localdate(at)
    _refuse_day(until, today, last_day_on_hold(today))
    for referral in queue.locked_referrals(case, *WAITING, *HELPING):
        if can_wait_until(referral, until):
            _hold(referral, until, actor=Actor.EMPLOYER, at=at)


@verb
def resume(*, referral: Referral, actor: Actor, at: datetime) -> None:
    """End a time on hold before its day, as whoever may begin one; ended before, nothing is done."""
    referral, today = _lock_for(actor, referral), timezone.localdate(at)
    if is_on_hold(referral, today):
        _resume(referral, actor=actor, at=at)


@verb
def resume_case(*, details: CaseDetails, at: datetime) -> None:
    """Go on with everybody who has the case before the day; with nobody on hold any more, nothing is done."""
    case, today = lock_details(details.pk).case, timezone.localdate(at)
    for referral in queue.locked_referrals(case, *WAITING, *HELPING):
        if is_on_hold(referral, today):
            _resume(referral, actor=Actor.EMPLOYER, at=at)


# --- Parts -----------------------------------------------------------------------------------------------


def _refuse_day(day: date, today: date, last: date) -> None:
    if not today < day <= last:
        raise DayRefused(last)


def _lock_for(actor: Actor, referral: Referral) -> Referral:
    """Lock a referral: a provider comes by a link, which may have ended; the employer by the page of its case."""
    referral = lock_as_read(referral) if actor == Actor.PROVIDER else lock(referral.pk)
    if details_of(referral.case) is None:
        raise CaseGone
    return referral


def _hold(referral: Referral, until: date, *, actor: Actor, at: datetime) -> None:
    _put_on_hold(referral, until, timezone.localdate(at))
    record(referral, What.HELD, actor=actor, at=at)
    _tell_the_other(referral, actor)


def _resume(referral: Referral, *, actor: Actor, at: datetime) -> None:
    _put_on_hold(referral, None, timezone.localdate(at))
    record(referral, What.RESUMED, actor=actor, at=at)
    _tell_the_other(referral, actor)


def _put_on_hold(referral: Referral, until: date | None, today: date) -> None:
    waits = referral.state in WAITING
    change(referral, **(turn(referral, today, on_hold_until=until) if waits else {"on_hold_until": until}))


def _tell_the_other(referral: Referral, actor: Actor) -> None:
    if actor == Actor.PROVIDER:
        letters.tell_employer_hold(referral)
    elif was_notified(referral):
        letters.tell_provider_hold(referral)
