"""What time does to referrals: reminding, ending silence, dropping what was not confirmed, asking how it went.

What lives here: finding what is due, doing it one by one, and asking and reminding. What does not: what silence and
withdrawing mean (actions.py, closing.py), the words of mail (letters.py), deleting what is past its period
(retention.py).

Safe to run twice, at once or after being killed halfway: each thing is done in a transaction of its own, on a row that
is read anew under its lock, and leaves an event or a state by which the next run knows that it was done.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from referrals.advice import afterwards
from referrals.at_once import refuse_too_much
from referrals.loop import actions, letters
from referrals.loop.clock import ASK_AGAIN_AFTER, is_on_hold, open_questions, reminder_days
from referrals.loop.closing import end_unconfirmed, unconfirmed
from referrals.loop.refusals import Refused
from referrals.loop.transitions import lock, lock_details, record, renew_key
from referrals.mail.outbox import NEVER_ARRIVED, UNDER_WAY
from referrals.models import AskedQuestion, OutgoingMail, Referral, ReferralEvent, ReferredCase
from referrals.status import HELPING, SAID_YES, WAITING, Actor, State
from referrals.working_days import add_working_days, midnight
from regions.writing import verb

logger = logging.getLogger(__name__)

What = ReferralEvent.What


class Followed(NamedTuple):
    """How often a run did what. `mistakes` are rows that it could not handle: the log names them."""

    gone_on: int
    unreachable: int
    silent: int
    unanswered_by_employer: int
    reminded: int
    asked_again: int
    unanswered_questions: int
    dropped: int
    asked_providers: int
    asked_employers: int
    asked_afterwards: int
    mistakes: int


class Run:
    """One run: its moment, the size of its batches, and what went wrong."""

    def __init__(self, now: datetime, batch: int) -> None:
        self.now, self.batch, self.mistakes = now, batch, 0
        self.today = timezone.localdate(now)

    def each(self, rows: QuerySet, do: Callable[[UUID, "Run"], bool]) -> int:
        """Do something with each row, which is given by its key; return with how many it was done.

        A row that somebody else moved meanwhile is left alone. One that fails is logged, and does not keep the others
        from their turn.
        """
        done = 0
        for key in self._in_batches(rows.order_by("pk").values_list("pk", flat=True)):
            try:
                done += do(key, self)
            except Refused:
                continue
            except Exception:
                self.mistakes += 1
                logger.exception("%s failed for %s", do.__name__, key)
        return done

    def _in_batches(self, keys: QuerySet) -> Iterator[UUID]:
        """Give the keys in their order, so many at a time: what is done with one may change the rest."""
        found = list(keys[: self.batch])
        while found:
            yield from found
            found = list(keys.filter(pk__gt=found[-1])[: self.batch])


def follow_up(*, now: datetime, batch: int = 100, force: bool = False) -> Followed:
    """Do all that is due at this moment; return how often what was done.

    Where most of all that waits would end as silence, the clock may be wrong: that raises TooMuchAtOnce, unless forced.
    """
    run = Run(now, batch)
    if not force:
        waiting = Referral.objects.filter(state__in=WAITING)
        refuse_too_much("Geen antwoord", _silent(run.today).count(), waiting.count())
    return Followed(
        gone_on=run.each(_no_is_final(now), _go_on),
        unreachable=run.each(_unreachable(), _give_up),
        silent=run.each(_silent(run.today), _end_silence),
        unanswered_by_employer=run.each(_named_by_another(), _advance_line),
        reminded=run.each(_to_remind(run.today), _remind),
        asked_again=run.each(_with_open_questions(), _ask_employer_again),
        unanswered_questions=run.each(_with_open_questions(), _end_question),
        dropped=run.each(unconfirmed(now), _drop),
        asked_providers=run.each(_to_ask(now), _ask_provider),
        asked_employers=run.each(_cases_to_ask(now), _ask_employer),
        asked_afterwards=run.each(afterwards.due(now), _ask_afterwards),
        mistakes=run.mistakes,
    )


# --- A no ------------------------------------------------------------------------------------------------


def let_lines_go_on(*, now: datetime) -> int:
    """Let the next have its turn where a no can be undone no more; return how often. Meant to run every minute."""
    return Run(now, batch=100).each(_no_is_final(now), _go_on)


def _no_is_final(now: datetime) -> QuerySet[Referral]:
    return Referral.objects.filter(state=State.DECLINED, goes_on_at__lte=now)


def _go_on(key: UUID, run: Run) -> bool:
    actions.go_on(referral=_read(key), at=run.now)
    return True


# --- Silence ---------------------------------------------------------------------------------------------


def _unreachable() -> QuerySet[Referral]:
    """Return the referrals of which a mail came back: the invitation may never arrive."""
    came_back = OutgoingMail.objects.filter(referral=OuterRef("pk"), state__in=NEVER_ARRIVED)
    return Referral.objects.filter(Exists(came_back), state__in=WAITING)


def _give_up(key: UUID, run: Run) -> bool:
    """Take a mail that came back as silence at once; a later one that did arrive, or is under way, gives it time."""
    referral = _read(key)
    latest = _mails_of(referral).order_by("-created_at").first()
    if latest is None or latest.state not in NEVER_ARRIVED:
        return False
    actions.record_silence(referral=referral, at=run.now)
    return True


def _silent(today: date) -> QuerySet[Referral]:
    return Referral.objects.filter(state__in=WAITING, answer_by__lt=today)


def _end_silence(key: UUID, run: Run) -> bool:
    """End the waiting. While no mail could leave, it is not the provider that is silent: it gets as long again."""
    referral = _read(key)
    # 1. Up to and with the last day to answer nothing else matters.
    if referral.answer_by is None or referral.answer_by >= run.today:
        return False
    # 2. After it, mail of ours that is still under way excuses the provider, and once only.
    at_last = add_working_days(referral.answer_by, settings.SILENCE_WORKING_DAYS)
    if _mails_of(referral).filter(state__in=UNDER_WAY).exists() and run.today <= at_last:
        return False
    # 3. What is left is silence.
    actions.record_silence(referral=referral, at=run.now)
    return True


def _named_by_another() -> QuerySet[Referral]:
    """Return the drafts that wait for an employer's consent, because another provider named them."""
    return Referral.objects.filter(state=State.DRAFT, forwarded_by__isnull=False)


def _advance_line(key: UUID, run: Run) -> bool:
    """Withdraw a draft to which the employer says nothing, for as long as a provider may be silent."""
    referral = _read(key)
    named_at = referral.events.filter(after=State.DRAFT).values_list("at", flat=True).first()
    last_day = add_working_days(timezone.localdate(named_at), settings.SILENCE_WORKING_DAYS)
    if referral.state != State.DRAFT or run.today <= last_day:
        return False
    actions.withdraw(referral=referral, at=run.now, actor=Actor.TIME)
    return True


# --- Reminders -------------------------------------------------------------------------------------------


def _to_remind(today: date) -> QuerySet[Referral]:
    """Return the referrals that may need a reminder: the working days are counted row by row."""
    first = min(settings.REMINDER_WORKING_DAYS, default=None)
    if first is None:
        return Referral.objects.none()
    waiting = Referral.objects.filter(state__in=WAITING, answer_by__gte=today, case__details__isnull=False)
    return waiting.filter(turn_from__lte=today - timedelta(days=first))


@verb
def _remind(key: UUID, run: Run) -> bool:
    """Remind a provider once for the last day of reminding that has come; mail that is under way is reminder enough."""
    referral = lock(key)
    due = _last_come(iter(reminder_days(referral)), run.today)
    if referral.state not in WAITING or due is None or _happened_since(referral, What.REMINDED, due):
        return False
    if _mails_of(referral).filter(state__in=UNDER_WAY).exists():
        return False
    # 1. The new key, which ends the old link, 2. what the next run sees, 3. the mail, whose link holds the new key.
    renew_key(referral)
    record(referral, What.REMINDED, actor=Actor.TIME, at=run.now)
    letters.remind(referral)
    return True


# --- A question that waits for the employer ---------------------------------------------------------------


def _with_open_questions() -> QuerySet[Referral]:
    """Return the referrals whose provider waits for an answer of the employer, and has not gone on without it."""
    unanswered = AskedQuestion.objects.filter(referral=OuterRef("pk"), answer="")
    over = ReferralEvent.objects.filter(referral=OuterRef("pk"), what=What.QUESTION_OVER)
    waiting = Referral.objects.filter(Exists(unanswered), ~Exists(over), state__in=WAITING)
    return waiting.filter(case__details__isnull=False)


@verb
def _ask_employer_again(key: UUID, run: Run) -> bool:
    """Remind the employer of a question, once and while it has time."""
    referral = lock(key)
    asked = referral.events.filter(what=What.QUESTION).last()
    if asked is None or not _is_open(referral) or is_on_hold(referral, run.today):
        return False
    due = add_working_days(timezone.localdate(asked.at), ASK_AGAIN_AFTER)
    if (
        run.today < due
        or _last_day_of_question(referral) < run.today
        or _happened_since(referral, What.ASKED_AGAIN, due)
    ):
        return False
    record(referral, What.ASKED_AGAIN, actor=Actor.TIME, at=run.now)
    letters.ask_employer_question(referral, again=True)
    return True


@verb
def _end_question(key: UUID, run: Run) -> bool:
    """Tell a provider that no answer came in time: its turn has begun. An answer is welcome still."""
    referral = lock(key)
    if not _is_open(referral) or is_on_hold(referral, run.today) or _last_day_of_question(referral) >= run.today:
        return False
    record(referral, What.QUESTION_OVER, actor=Actor.TIME, at=run.now)
    letters.tell_provider_unanswered(referral)
    return True


def _is_open(referral: Referral) -> bool:
    over = referral.events.filter(what=What.QUESTION_OVER).exists()
    return referral.state in WAITING and not over and open_questions(referral).exists()


def _last_day_of_question(referral: Referral) -> date:
    return open_questions(referral).latest("answer_by").answer_by


# --- What was never confirmed ----------------------------------------------------------------------------


def _drop(key: UUID, run: Run) -> bool:
    return end_unconfirmed(key, at=run.now)


# --- How it went -----------------------------------------------------------------------------------------


def _to_ask(now: datetime) -> QuerySet[Referral]:
    """Return the referrals whose provider helps and said yes long enough ago."""
    return _said_yes(Referral.objects.filter(state__in=HELPING, case__details__isnull=False), "events", now)


@verb
def _ask_provider(key: UUID, run: Run) -> bool:
    """Ask a provider once for the last day of asking that has come."""
    referral = lock(key)
    due = _last_asking_day(_first_yes(referral.events.all()), run.today)
    if is_on_hold(referral, run.today) or referral.state not in HELPING or due is None:
        return False
    if _happened_since(referral, What.ASKED_PROVIDER, due):
        return False
    record(referral, What.ASKED_PROVIDER, actor=Actor.TIME, at=run.now)
    letters.ask_provider_how_it_went(referral)
    return True


def _cases_to_ask(now: datetime) -> QuerySet[ReferredCase]:
    """Return the cases in which somebody helps or helped, and said yes long enough ago.

    A provider that finished is not asked again, but its employer is.
    """
    helped = Referral.objects.filter(case=OuterRef("pk"), state__in=SAID_YES)
    cases = ReferredCase.objects.filter(Exists(helped), details__isnull=False)
    return _said_yes(cases, "referrals__events", now)


@verb
def _ask_employer(key: UUID, run: Run) -> bool:
    """Ask the employer once for the whole case; the event stands with the provider that said yes first."""
    details = lock_details(key)
    events = ReferralEvent.objects.filter(referral__case=key)
    yes = _first_yes(events)
    due = _last_asking_day(yes, run.today)
    if due is None or events.filter(what=What.ASKED_EMPLOYER, at__gte=midnight(due)).exists():
        return False
    helping = Referral.objects.filter(case=key, state__in=HELPING)
    if helping and all(is_on_hold(referral, run.today) for referral in helping):
        return False
    record(yes.referral, What.ASKED_EMPLOYER, actor=Actor.TIME, at=run.now)
    letters.ask_employer_how_it_went(details)
    return True


def _ask_afterwards(key: UUID, run: Run) -> bool:
    return afterwards.ask(key, at=run.now)


def _said_yes(rows: QuerySet, events: str, now: datetime) -> QuerySet:
    """Keep the rows with a yes that is old enough to ask how it went."""
    first = min(settings.ASK_OUTCOME_DAYS, default=None)
    if first is None:
        return rows.none()
    yes = Q(**{f"{events}__after": State.ACCEPTED})
    asked_from = now - timedelta(days=first - 1)
    return rows.alias(said_yes_at=Min(f"{events}__at", filter=yes)).filter(said_yes_at__lt=asked_from)


def _first_yes(events: QuerySet[ReferralEvent]) -> ReferralEvent:
    """Return the first yes among these events; there is one."""
    return events.filter(after=State.ACCEPTED).select_related("referral").earliest("at", "pk")


def _last_asking_day(yes: ReferralEvent, today: date) -> date | None:
    said_yes = timezone.localdate(yes.at)
    return _last_come((said_yes + timedelta(days=number) for number in settings.ASK_OUTCOME_DAYS), today)


# --- Parts -----------------------------------------------------------------------------------------------


def _read(key: UUID) -> Referral:
    """Read a referral to judge it: the verb that acts on it locks it, and refuses when it changed since."""
    return Referral.objects.select_related("provider").get(pk=key)


def _last_come(days: Iterator[date], today: date) -> date | None:
    """Return the last of the days that has come: after a stop of the portal what was missed is not done twice."""
    return max((day for day in days if day <= today), default=None)


def _happened_since(referral: Referral, what: ReferralEvent.What, day: date) -> bool:
    return referral.events.filter(what=what, at__gte=midnight(day)).exists()


def _mails_of(referral: Referral) -> QuerySet[OutgoingMail]:
    """Return the mails of a referral to its provider; the employer gets mail about it too."""
    return referral.mails.filter(to__in=referral.provider.addresses)
