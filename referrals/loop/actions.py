"""The verbs of a referral: everything that the employer, a provider or time can do with it.

What lives here: the verbs, one transaction each, with the mail that goes along. What does not: the move itself
(transitions.py), the line of a case (queue.py), its rows (drafts.py), the words of mail (letters.py).

Each verb locks what it is about, as its first thing, and reads it anew: of two at once the second one finds what the
first one left, and raises a Refused (refusals.py) where that leaves nothing to do. Rows go in as whoever decides read
them: a link that ended since, and for some verbs a state that changed, is a reason to refuse.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from referrals.advice import afterwards
from referrals.advice.advise import Advice
from referrals.intake.answer_cookie import Answers
from referrals.loop import closing, letters, queue
from referrals.loop.clock import AN_HOUR, can_be_mistake
from referrals.loop.closing import was_notified
from referrals.loop.drafts import Choice, next_place, refuse_other_choices, store_case, store_draft, store_drafts
from referrals.loop.known_employers import digest_of
from referrals.loop.links import key_after_confirming
from referrals.loop.next_provider import askable, others_for, shared_before
from referrals.loop.parts import People, asked_of, left_of, most_of, take_on
from referrals.loop.refusals import (
    AlreadyConfirmed,
    CannotRefer,
    CaseGone,
    LinkEnded,
    MoveRefused,
    NoMistake,
    NotConfirmed,
    TooManyPeople,
)
from referrals.loop.session import write_reply
from referrals.loop.track_record import silences_in_a_row
from referrals.loop.transitions import (
    change,
    details_of,
    lock,
    lock_as_read,
    lock_case,
    lock_details,
    lock_one_of,
    move,
    record,
    renew_key,
)
from referrals.mail import outbox
from referrals.models import CaseDetails, Outcome, Referral, ReferralEvent, ReferredCase, new_key
from referrals.status import (
    HELPING,
    LINKED,
    SAID_YES,
    WAITING,
    WITH_PROVIDER,
    Actor,
    DeclineReason,
    Result,
    SessionAnswer,
    State,
)
from regions.writing import lock_directory, verb
from services.models import Check, Provider
from services.upkeep import checks
from services.upkeep.door import BY_PROVIDER, BY_TIME
from services.upkeep.records import edit

# Who confirmed, in the history of a record: a link says which organisation, and nobody's name.

# --- The employer ----------------------------------------------------------------------------------------


@verb
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

    A choice that the advice does not allow raises CannotRefer; the same request a second time AlreadyAsked. With
    `one_by_one` all but the first stay in line.
    """
    refuse_other_choices(advice, choices)
    details = store_case(
        answers=answers,
        advice=advice,
        choices=choices,
        one_by_one=one_by_one,
        email=email,
        language=language,
        at=at,
    )
    drafts = store_drafts(details.case, advice, choices, actor=Actor.EMPLOYER, at=at)
    for referral in drafts[:1] if one_by_one else drafts:
        move(referral, State.AWAITING_CONFIRMATION, actor=Actor.EMPLOYER, at=at)
    letters.ask_confirmation(details)
    return details.case


@verb
def confirm(*, details: CaseDetails, at: datetime) -> None:
    """Take the address as confirmed, and send what waited for that; the link to confirm ends."""
    details = lock_details(details.pk)
    if details.confirmed_at:
        raise AlreadyConfirmed
    case, today = details.case, timezone.localdate(at)
    if details.kept:
        afterwards.give_way(details.kept)
    details.key, details.confirmed_at, details.kept = key_after_confirming(details.key), at, None
    details.save(update_fields=["key", "confirmed_at", "kept"])
    case.sent_on, case.employer = today, digest_of(details.email, today)
    case.save(update_fields=["sent_on", "employer"])
    letters.tell_employer_sent(details, today)
    waiting = queue.locked_referrals(case, State.AWAITING_CONFIRMATION)
    out = [referral for referral in waiting if not queue.send(referral, actor=Actor.EMPLOYER, at=at)]
    for referral in out:
        queue.advance(case, after=referral, actor=Actor.TIME, at=at)


@verb
def send_next(
    *, case: ReferredCase, provider_slug: str | None = None, referral: Referral | None = None, at: datetime
) -> Referral:
    """Send the case to one more provider, on the employer's word: from today's route, or a draft of this case.

    It gets what the employer agreed to share before: with the provider that named it, or with the last one.
    A provider that cannot be asked (any more) raises CannotRefer, and so does a case of which everybody is helped.
    """
    case = lock_details(case.pk).case
    if case.sent_on is None:
        raise NotConfirmed
    if not any(left_of(case).values()):
        raise CannotRefer([])
    following = _draft_of(case, referral) if referral else _new_draft(case, provider_slug or "", at)
    if not queue.send(following, actor=Actor.EMPLOYER, at=at):
        raise CannotRefer([following.provider.slug])
    return following


@verb
def withdraw(*, referral: Referral, at: datetime, actor: Actor, reason: str = "", by_mistake: bool = False) -> None:
    """Take one referral back; the provider hears it, its links end, and the line goes on. Staff say why.

    Who decides saw the referral as it is given: an answer that came in between raises MoveRefused, and can still be
    withdrawn after a look at it. That the provider reads it meanwhile is no answer. What the employer sent by mistake
    stays and is not counted; too late to say so raises NoMistake.
    """
    read, referral = referral.state, lock(referral.pk)
    before = referral.state
    if before != read and not {before, read} <= WAITING:
        raise MoveRefused(referral, State.WITHDRAWN)
    if by_mistake:
        if not can_be_mistake(referral, at):
            raise NoMistake
        change(referral, by_mistake=True)
    # 1. What waits in the mail queue stays here, 2. so that who got nothing is told nothing, 3. as long as it has it.
    outbox.cancel(referral=referral)
    notified = was_notified(referral)
    queue.remove(referral, actor=actor, at=at, reason=reason)
    if notified and actor != Actor.PROVIDER:
        letters.tell_provider_withdrawn(referral)
    if before in WAITING | HELPING or referral.forwarded_by_id:
        _advance_after_withdrawing(referral, actor, at)


@verb
def withdraw_case(*, details: CaseDetails, at: datetime, by_mistake: bool = False) -> None:
    """Withdraw everything at once: every link ends, providers hear it, and the details are deleted.

    Sent by mistake it is not counted; too late to say so of one of them raises NoMistake.
    """
    details = lock_details(details.pk)
    if by_mistake:
        for referral in queue.locked_referrals(details.case, *WITH_PROVIDER):
            if not can_be_mistake(referral, at):
                raise NoMistake
            change(referral, by_mistake=True)
    closing.end(details, actor=Actor.EMPLOYER, at=at)


@verb
def renew_employer_link(*, details: CaseDetails, at: datetime) -> None:
    """Give the employer's page a new address and mail it; the old one ends. Whoever came by an older one: LinkEnded."""
    read, details = details.key, lock_details(details.pk)
    if details.confirmed_at is None:
        raise NotConfirmed
    if details.key != read:
        raise LinkEnded
    details.key = new_key()
    details.save(update_fields=["key"])
    letters.new_employer_link(details)


# --- The provider ----------------------------------------------------------------------------------------


@verb
def see(*, referral: Referral, at: datetime) -> None:
    """Note that the provider has read what was shared; reading it again changes nothing."""
    referral = lock_as_read(referral)
    if referral.state not in WITH_PROVIDER - {State.SENT}:
        move(referral, State.SEEN, actor=Actor.PROVIDER, at=at)


@verb
def accept(
    *, referral: Referral, at: datetime, people: People | None = None, session: SessionAnswer | None = None
) -> None:
    """Say yes, for all people that are asked and left or for these of each group; both sides hear it.

    Of a yes for some the line goes on for the rest. More people than that, or nobody, raises TooManyPeople. `session`
    is what it says to a session at the firm, where the employer asked for one.
    """
    referral = lock_as_read(referral)
    move(referral, State.ACCEPTED, actor=Actor.PROVIDER, at=at)
    part = _part_of(referral, people)
    take_on(referral, part)
    write_reply(referral, session)
    letters.tell_employer_accepted(referral)
    letters.give_progress_link(referral)
    # Who was asked at once can still say yes for the rest.
    if part and not referral.case.referrals.filter(state__in=WAITING).exists():
        queue.advance(referral.case, after=referral, actor=Actor.PROVIDER, at=at)


@verb
def decline(*, referral: Referral, reason: DeclineReason, at: datetime) -> None:
    """Say no, or hand back what was accepted; an hour later the line goes on. After silence it had gone on already.

    Who says no to what a colleague accepted in between did not mean to hand it back: that raises MoveRefused.
    """
    read, referral = referral.state, lock_as_read(referral)
    if (referral.state in HELPING) != (read in HELPING):
        raise MoveRefused(referral, State.DECLINED)
    goes_on_at = None if referral.state == State.NO_ANSWER else at + AN_HOUR
    move(referral, State.DECLINED, actor=Actor.PROVIDER, at=at, reason=reason, goes_on_at=goes_on_at)


@verb
def forward(*, referral: Referral, to: Provider, at: datetime) -> Referral:
    """Name another provider; it gets nothing until the employer agrees. Return its draft.

    A provider that cannot have it raises CannotRefer.
    """
    referral = lock_as_read(referral)
    move(referral, State.FORWARDED, actor=Actor.PROVIDER, at=at)
    if not others_for(referral, "", timezone.localdate(at)).filter(pk=to.pk).exists():
        raise CannotRefer([to.slug])
    case = referral.case
    draft = store_draft(case, to, next_place(case), {}, actor=Actor.PROVIDER, at=at, forwarded_by=referral)
    letters.ask_consent_for_forward(draft)
    return draft


@verb
def reply_on_session(*, referral: Referral, answer: SessionAnswer | None) -> None:
    """Say, once it helps, whether it comes to explain at the firm, or take that back; the employer's page shows it."""
    referral = lock_as_read(referral)
    if referral.state not in HELPING:
        raise MoveRefused(referral, State.ACCEPTED)
    write_reply(referral, answer)


@verb
def begin(*, referral: Referral, at: datetime) -> None:
    """Say that the help has begun."""
    move(lock_as_read(referral), State.IN_PROGRESS, actor=Actor.PROVIDER, at=at)


@verb
def close(*, referral: Referral, at: datetime) -> None:
    """Say that the help is over."""
    move(lock_as_read(referral), State.CLOSED, actor=Actor.PROVIDER, at=at)


@verb
def report(
    *,
    case: ReferredCase,
    referral: Referral | None,
    numbers: Mapping[Result, int],
    at: datetime,
    final: bool = False,
) -> None:
    """Store what a provider, or without a referral the employer, says became of people; it replaces its last report.

    More people than the case has, or than the provider helps, raises TooManyPeople. With `final` its help is over too.
    """
    if referral is not None:
        referral = lock_as_read(referral)
    case = referral.case if referral else lock_case(case.pk)
    _refuse_report(case, referral, numbers)
    Outcome.objects.filter(case=case, referral=referral).delete()
    Outcome.objects.bulk_create(
        Outcome(case=case, referral=referral, result=result, people=people, reported_at=at)
        for result, people in numbers.items()
        if people
    )
    if final and referral is not None and referral.state != State.CLOSED:
        move(referral, State.CLOSED, actor=Actor.PROVIDER, at=at)


@verb
def confirm_record(*, referral: Referral, at: datetime) -> None:
    """Take the word of a provider, given through its link, that its record is right; twice a day is once.

    Of a record that was merged into another that is the other, here and where it tells its room.
    """
    provider, today = lock_as_read(referral).provider.stands, timezone.localdate(at)
    if not is_confirmed(provider, today):
        parts = checks.parts_of_record(provider)
        checks.confirm(provider=provider, parts=parts, on=today, by=BY_PROVIDER, method=Check.Method.PROVIDER)


@verb
def tell_room(*, referral: Referral, room: dict[str, Any], at: datetime) -> None:
    """Store what a provider says through its link of the room that it has; the same again changes nothing."""
    provider = lock_as_read(referral).provider.stands
    edit(provider=provider, told=room, by=BY_PROVIDER, on=timezone.localdate(at))


def is_confirmed(provider: Provider, on: date) -> bool:
    """Return whether a provider itself said on this day that its record is right, and nothing ended that since."""
    by_provider = provider.checks.filter(checked_on=on, method=Check.Method.PROVIDER, undone_by=None)
    return provider.existence_checked_on == on and by_provider.exists()


@verb
def renew_answer_link(*, referral: Referral, at: datetime) -> None:
    """Mail a new link to the provider's address on record, also of what it ended itself; the old one ends."""
    read, referral = referral.key, lock_as_read(referral)
    if referral.state not in LINKED:
        raise MoveRefused(referral, State.SEEN)
    if referral.key != read:
        raise LinkEnded
    renew_key(referral)
    record(referral, ReferralEvent.What.NEW_LINK, actor=Actor.PROVIDER, at=at)
    if referral.state in SAID_YES:
        letters.give_progress_link(referral)
    else:
        letters.new_answer_link(referral)


# --- Time ------------------------------------------------------------------------------------------------


@verb
def go_on(*, referral: Referral, at: datetime) -> None:
    """Let the line go on after a no that can be undone no more; not where the employer asked another one meanwhile."""
    referral = lock_as_read(referral)
    if referral.goes_on_at is None or referral.goes_on_at > at:
        raise MoveRefused(referral, State.DECLINED)
    said_no_at = referral.goes_on_at - AN_HOUR
    change(referral, goes_on_at=None)
    others = referral.case.referrals.exclude(pk=referral.pk)
    if not others.filter(sent_at__gt=said_no_at).exists():
        queue.advance(referral.case, after=referral, actor=Actor.TIME, at=at)


@verb
def record_silence(*, referral: Referral, at: datetime) -> None:
    """End the waiting for an answer. The line goes on; silent too often in a row, the provider's checks end (R17).

    Who got more time since its silence was read is not silent: that raises MoveRefused.
    """
    read, referral = referral.answer_by, lock_as_read(referral)
    if referral.answer_by != read:
        raise MoveRefused(referral, State.NO_ANSWER)
    # 1. The silence is written down before it is counted: it is one of those in a row.
    move(referral, State.NO_ANSWER, actor=Actor.TIME, at=at)
    # 2. The checks end before the line goes on: what the employer is offered next is judged without them.
    lock_directory()
    provider = Provider.objects.get(pk=referral.provider_id)
    if silences_in_a_row(provider, provider.last_checked_on) >= settings.SILENCES_IN_A_ROW:
        checks.take_back_checks(provider=provider, on=timezone.localdate(at), by=BY_TIME)
    queue.advance(referral.case, after=referral, actor=Actor.TIME, at=at)


# --- Parts -----------------------------------------------------------------------------------------------


def _part_of(referral: Referral, people: People | None) -> People:
    """Return for how many people of each group a yes is, without groups that get none; empty where that is everybody.

    Everybody of the case, and not only of who was asked for: some may have been handed back since.
    """
    asked = {part.number: part.people for part in asked_of(referral)}
    taken = {number: number_of for number, number_of in (asked if people is None else people).items() if number_of}
    if not taken or any(not 0 <= number_of <= asked.get(number, 0) for number, number_of in taken.items()):
        raise TooManyPeople(sum(asked.values()))
    return {} if sum(taken.values()) == referral.case.headcount else taken


def _draft_of(case: ReferredCase, referral: Referral) -> Referral:
    """Return a draft of this case, with what it may know now that the employer agrees."""
    draft = lock_one_of(case, referral.pk)
    if draft.state != State.DRAFT:
        raise MoveRefused(draft, State.SENT)
    if draft.forwarded_by is not None:
        draft.shared = draft.forwarded_by.shared
        draft.save(update_fields=["shared"])
    return draft


def _new_draft(case: ReferredCase, slug: str, at: datetime) -> Referral:
    if slug not in {found.candidate.slug for found in askable(case, timezone.localdate(at))}:
        raise CannotRefer([slug])
    provider = Provider.objects.get(slug=slug)
    return store_draft(case, provider, next_place(case), shared_before(case), actor=Actor.EMPLOYER, at=at)


def _advance_after_withdrawing(referral: Referral, actor: Actor, at: datetime) -> None:
    """Let the next in line have it; an employer that took back the last one itself needs no offer of another."""
    # A provider that another one named and that got nothing: it is the one that named it that does not help.
    after = referral if referral.sent_at else referral.forwarded_by or referral
    if actor != Actor.EMPLOYER:
        queue.advance(referral.case, after=after, actor=actor, at=at)
    elif details := details_of(referral.case):
        queue.send_following(details, after=after, actor=actor, at=at)


def _refuse_report(case: ReferredCase, referral: Referral | None, numbers: Mapping[Result, int]) -> None:
    """Refuse a report of whoever has nothing to report on, and one about more people than there are."""
    if referral is not None and referral.state not in SAID_YES:
        raise MoveRefused(referral, State.CLOSED)
    if details_of(case) is None:
        raise CaseGone
    if case.sent_on is None:
        raise NotConfirmed
    most = most_of(referral) if referral else case.headcount
    if sum(numbers.values()) > most or min(numbers.values(), default=0) < 0:
        raise TooManyPeople(most)
