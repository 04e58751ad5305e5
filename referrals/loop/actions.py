"""The verbs of a referral: everything that the employer, a provider or time can do with it.

What lives here: the verbs, one transaction each, with the mail that goes along. What does not: the move itself
(transitions.py), the line of a case (queue.py), its rows (drafts.py), the words of mail (letters.py).

Each verb locks the case first and its referrals after, so that two at once wait for each other: the second one finds
what the first one left, and raises MoveRefused where that is no longer possible.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from referrals.advice.advise import Advice
from referrals.intake.answer_cookie import Answers
from referrals.loop import closing, letters, queue
from referrals.loop.closing import knows_of_it
from referrals.loop.drafts import (
    CannotRefer,
    Choice,
    next_place,
    refuse_other_choices,
    store_case,
    store_draft,
    store_drafts,
)
from referrals.loop.known_employers import digest_of
from referrals.loop.next_provider import askable, others_for, shared_before
from referrals.loop.track_record import silences_in_a_row
from referrals.loop.transitions import MoveRefused, details_of, lock, lock_case, move, record, renew_key
from referrals.mail import outbox
from referrals.models import CaseDetails, Outcome, Referral, ReferralEvent, ReferredCase, new_key
from referrals.status import HAS_IT, HELPING, SAID_YES, WAITING, Actor, DeclineReason, Result, State
from services.models import Provider
from services.upkeep import take_back_checks


class TooManyPeople(ValueError):
    """A report about more people than the case has; `most` is how many that are."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most}")
        self.most = most


# --- The employer ----------------------------------------------------------------------------------------


@transaction.atomic
def refer(
    *,
    answers: Answers,
    advice: Advice,
    choices: Sequence[Choice],
    one_by_one: bool,
    email: str,
    language: str,
    at: datetime,
) -> ReferredCase:
    """Store the case and mail the employer to confirm; nothing goes to a provider before that.

    A choice that the advice does not allow raises CannotRefer. With `one_by_one` all but the first stay in line.
    """
    refuse_other_choices(advice, choices)
    details = store_case(answers=answers, advice=advice, one_by_one=one_by_one, email=email, language=language, at=at)
    drafts = store_drafts(details.case, advice, choices, actor=Actor.EMPLOYER, at=at)
    for referral in drafts[:1] if one_by_one else drafts:
        move(referral, State.AWAITING_CONFIRMATION, actor=Actor.EMPLOYER, at=at)
    letters.ask_confirmation(details)
    return details.case


@transaction.atomic
def confirm(*, details: CaseDetails, at: datetime) -> None:
    """Take the address as confirmed, and send what waited for that; the link to confirm ends."""
    case = lock_case(details.pk, State.SENT)
    current = details_of(case)
    if current is None or current.confirmed_at:
        raise MoveRefused(None, State.SENT)
    today = timezone.localdate(at)
    current.key, current.confirmed_at = new_key(), at
    current.save(update_fields=["key", "confirmed_at"])
    case.sent_on, case.employer = today, digest_of(current.email, today)
    case.save(update_fields=["sent_on", "employer"])
    letters.new_employer_link(current)
    waiting = queue.locked_referrals(case, State.AWAITING_CONFIRMATION)
    out = [referral for referral in waiting if not queue.send(referral, actor=Actor.EMPLOYER, at=at)]
    for referral in out:
        queue.go_on(case, after=referral, actor=Actor.TIME, at=at)


@transaction.atomic
def send_next(
    *, case: ReferredCase, provider_slug: str | None = None, referral: Referral | None = None, at: datetime
) -> Referral:
    """Send the case to one more provider, on the employer's word: from today's route, or a draft of this case.

    It gets what the employer agreed to share before: with the provider that named it, or with the last one.
    A provider that cannot be asked (any more) raises CannotRefer.
    """
    case = lock_case(case.pk, State.SENT)
    if details_of(case) is None or case.sent_on is None:
        raise MoveRefused(referral, State.SENT)
    following = _draft_of(case, referral) if referral else _new_draft(case, provider_slug or "", at)
    if not queue.send(following, actor=Actor.EMPLOYER, at=at):
        raise CannotRefer([following.provider.slug])
    return following


@transaction.atomic
def withdraw(*, referral: Referral, at: datetime, actor: Actor) -> None:
    """Take one referral back; the provider hears it, its links end, and the line goes on.

    Who decides saw the referral as it is given: an answer that came in between raises MoveRefused, and can still be
    withdrawn after a look at it. That the provider reads it meanwhile is no answer.
    """
    seen, referral = State(referral.state), lock(referral, State.WITHDRAWN)
    before = State(referral.state)
    if before != seen and not {before, seen} <= WAITING:
        raise MoveRefused(referral, State.WITHDRAWN)
    outbox.cancel(referral=referral)
    knows = knows_of_it(referral)
    queue.take_out(referral, actor=actor, at=at)
    if knows and actor != Actor.PROVIDER:
        letters.tell_provider_withdrawn(referral)
    if before in WAITING | HELPING or referral.forwarded_by_id:
        _go_on_after_withdrawing(referral, actor, at)


@transaction.atomic
def withdraw_case(*, details: CaseDetails, at: datetime) -> None:
    """Withdraw everything at once: every link ends, providers hear it, and the details are deleted."""
    case = lock_case(details.pk, State.WITHDRAWN)
    current = details_of(case)
    if current is None:
        raise MoveRefused(None, State.WITHDRAWN)
    closing.end(case, current, actor=Actor.EMPLOYER, at=at)


@transaction.atomic
def renew_employer_link(*, details: CaseDetails, at: datetime) -> None:
    """Give the employer's page a new address and mail it; the old one ends."""
    current = details_of(lock_case(details.pk, State.SENT))
    if current is None or current.confirmed_at is None:
        raise MoveRefused(None, State.SENT)
    current.key = new_key()
    current.save(update_fields=["key"])
    letters.new_employer_link(current)


# --- The provider ----------------------------------------------------------------------------------------


@transaction.atomic
def see(*, referral: Referral, at: datetime) -> None:
    """Note that the provider has read what was shared; reading it again changes nothing."""
    referral = lock(referral, State.SEEN)
    if referral.state not in HAS_IT - {State.SENT}:
        move(referral, State.SEEN, actor=Actor.PROVIDER, at=at)


@transaction.atomic
def accept(*, referral: Referral, at: datetime) -> None:
    """Say yes: both sides hear how to reach each other."""
    referral = lock(referral, State.ACCEPTED)
    move(referral, State.ACCEPTED, actor=Actor.PROVIDER, at=at)
    letters.tell_employer_accepted(referral)
    letters.give_progress_link(referral)


@transaction.atomic
def decline(*, referral: Referral, reason: DeclineReason, at: datetime) -> None:
    """Say no, or hand back what was accepted; the line goes on. After silence it had gone on already."""
    referral = lock(referral, State.DECLINED)
    was_silent = referral.state == State.NO_ANSWER
    move(referral, State.DECLINED, actor=Actor.PROVIDER, at=at, reason=reason)
    if not was_silent:
        queue.go_on(referral.case, after=referral, actor=Actor.PROVIDER, at=at)


@transaction.atomic
def forward(*, referral: Referral, to: Provider, at: datetime) -> Referral:
    """Name another provider; it gets nothing until the employer agrees. Return its draft.

    A provider that cannot have it raises CannotRefer.
    """
    referral = lock(referral, State.FORWARDED)
    move(referral, State.FORWARDED, actor=Actor.PROVIDER, at=at)
    if not others_for(referral, (), timezone.localdate(at)).filter(pk=to.pk).exists():
        raise CannotRefer([to.slug], State.FORWARDED)
    case = referral.case
    draft = store_draft(case, to, next_place(case), {}, actor=Actor.PROVIDER, at=at, forwarded_by=referral)
    letters.ask_consent_for_forward(draft)
    return draft


@transaction.atomic
def begin(*, referral: Referral, at: datetime) -> None:
    """Say that the help has begun."""
    move(lock(referral, State.IN_PROGRESS), State.IN_PROGRESS, actor=Actor.PROVIDER, at=at)


@transaction.atomic
def close(*, referral: Referral, at: datetime) -> None:
    """Say that the help is over."""
    move(lock(referral, State.CLOSED), State.CLOSED, actor=Actor.PROVIDER, at=at)


@transaction.atomic
def report(
    *,
    case: ReferredCase,
    referral: Referral | None,
    numbers: Mapping[Result, int],
    at: datetime,
    final: bool = False,
) -> None:
    """Store what a provider, or without a referral the employer, says became of people; it replaces its last report.

    More people than the case has raises TooManyPeople. With `final` the provider's help is over too.
    """
    case = lock_case(case.pk, State.CLOSED)
    if referral is not None:
        referral = lock(referral, State.CLOSED)
    may_report = referral.state in SAID_YES if referral else case.sent_on is not None
    if not may_report or details_of(case) is None:
        raise MoveRefused(referral, State.CLOSED)
    _refuse_too_many(case, numbers)
    Outcome.objects.filter(case=case, referral=referral).delete()
    Outcome.objects.bulk_create(
        Outcome(case=case, referral=referral, result=result, people=people, reported_at=at)
        for result, people in numbers.items()
        if people
    )
    if final and referral is not None and referral.state != State.CLOSED:
        close(referral=referral, at=at)


@transaction.atomic
def renew_answer_link(*, referral: Referral, at: datetime) -> None:
    """Mail a new link to the provider's address on record; the old one ends."""
    referral = lock(referral, State.SEEN)
    if referral.state not in HAS_IT:
        raise MoveRefused(referral, State.SEEN)
    renew_key(referral)
    record(referral, ReferralEvent.What.NEW_LINK, actor=Actor.PROVIDER, at=at)
    if referral.state in HELPING:
        letters.give_progress_link(referral)
    else:
        letters.new_answer_link(referral)


# --- Time ------------------------------------------------------------------------------------------------


@transaction.atomic
def fall_silent(*, referral: Referral, at: datetime) -> None:
    """End the waiting for an answer. The line goes on; silent too often in a row, the provider's checks end (R17)."""
    referral = lock(referral, State.NO_ANSWER)
    move(referral, State.NO_ANSWER, actor=Actor.TIME, at=at)
    provider = Provider.objects.select_for_update(no_key=True).get(pk=referral.provider_id)
    if silences_in_a_row(provider, provider.last_checked_on) >= settings.SILENCES_IN_A_ROW:
        take_back_checks(provider=provider, on=timezone.localdate(at))
    queue.go_on(referral.case, after=referral, actor=Actor.TIME, at=at)


# --- Parts -----------------------------------------------------------------------------------------------


def _draft_of(case: ReferredCase, referral: Referral) -> Referral:
    """Return a draft of this case, with what it may know now that the employer agrees."""
    draft = lock(referral, State.SENT)
    if draft.case_id != case.pk or draft.state != State.DRAFT:
        raise MoveRefused(draft, State.SENT)
    if draft.forwarded_by is not None:
        draft.shared = draft.forwarded_by.shared
        draft.save(update_fields=["shared"])
    return draft


def _new_draft(case: ReferredCase, slug: str, at: datetime) -> Referral:
    if slug not in {one.candidate.slug for one in askable(case, timezone.localdate(at))}:
        raise CannotRefer([slug])
    provider = Provider.objects.get(slug=slug)
    return store_draft(case, provider, next_place(case), shared_before(case), actor=Actor.EMPLOYER, at=at)


def _go_on_after_withdrawing(referral: Referral, actor: Actor, at: datetime) -> None:
    """Let the next in line have it; an employer that took back the last one itself needs no offer of another."""
    # A provider that another one named and that got nothing: it is the one that named it that does not help.
    after = referral if referral.sent_at else referral.forwarded_by or referral
    if actor != Actor.EMPLOYER:
        queue.go_on(referral.case, after=after, actor=actor, at=at)
    elif details := details_of(referral.case):
        queue.send_following(details, after=after, actor=actor, at=at)


def _refuse_too_many(case: ReferredCase, numbers: Mapping[Result, int]) -> None:
    most = case.headcount
    if sum(numbers.values()) > most or min(numbers.values(), default=0) < 0:
        raise TooManyPeople(most)
