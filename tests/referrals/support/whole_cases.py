"""What must hold for any case, whoever did what with it and in whatever order.

What lives here: finding what is wrong. What does not: who does what (verbs.py), the tests.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

from django.utils import timezone

from referrals.loop.parts import left_of
from referrals.models import (
    AskedQuestion,
    CaseDetails,
    MailState,
    OutgoingMail,
    Referral,
    ReferralEvent,
    ReferredCase,
)
from referrals.status import ENDED, HELPING, MOVES, REOPENINGS, SAID_YES, WAITING, State, may_move

TABLES = (MOVES, REOPENINGS)
# The end of a link, which tells when it was signed: links of two moments to one page are the same.
WHEN_SIGNED = re.compile(r":[\w-]+:[\w-]+/")
# What was brought back can be withdrawn once more, in the same words.
WITHDRAWN = "Een werkgever trekt een aanvraag in"


def faults_in(key: UUID) -> Iterator[str]:
    """Give what is wrong with a case: lost, done twice, or waiting for nobody."""
    case = ReferredCase.objects.prefetch_related("groups").get(pk=key)
    referrals = list(case.referrals.select_related("provider").prefetch_related("events", "taken_on"))
    details = CaseDetails.objects.filter(pk=key).first()
    for referral in referrals:
        yield from faults_of(referral)
        if details is None and (referral.shared or referral.state not in ENDED):
            yield f"{referral} goes on, and nothing is known of the case any more"
    yield from faults_in_mail(case, referrals, is_over=details is None)
    yield from faults_with_people(case, referrals)
    if details is None:
        if AskedQuestion.objects.filter(referral__case=case).exists():
            yield "a question is left of a case of which nothing is known any more"
    elif details.confirmed_at:
        yield from faults_in_line(case, referrals)


def road_of(referral: Referral) -> list[ReferralEvent]:
    return [event for event in referral.events.all() if event.what == "moved"]


def faults_of(referral: Referral) -> Iterator[str]:
    """Give what is wrong with one referral: its road, and what belongs to the state that it is in."""
    moved = road_of(referral)
    road = [(State(one.before), State(one.after)) for one in moved if one.before]
    if not all(any(may_move(*one, table) for table in TABLES) for one in road):
        yield f"{referral}: a move that no table has, {road}"
    if any(first[1] != second[0] for first, second in pairwise(road)) or moved[-1].after != referral.state:
        yield f"{referral}: a road that does not lead to {referral.state}, {road}"
    if referral.state in WAITING and not referral.turn_from <= referral.answer_by:
        yield f"{referral}: no days to answer in"
    if referral.state == State.CONSIDERING and referral.promised_by is None:
        yield f"{referral}: looks into it for ever"
    if referral.goes_on_at and referral.state != State.DECLINED:
        yield f"{referral}: the line goes on after a no that was taken back"
    if referral.by_mistake and referral.state != State.WITHDRAWN:
        yield f"{referral}: a mistake that goes on"
    if referral.state == State.NO_ANSWER and timezone.localdate(moved[-1].at) <= referral.answer_by:
        yield f"{referral}: silent while it could answer"


def faults_in_mail(case: ReferredCase, referrals: list[Referral], *, is_over: bool) -> Iterator[str]:
    """Give what somebody was told twice, or was not told."""
    mails = list(OutgoingMail.objects.filter(case=case).exclude(state=MailState.CANCELLED))
    said = Counter((mail.to, mail.subject, WHEN_SIGNED.sub("", mail.text)) for mail in mails)
    yield from (
        f"mailed {times} times to {to}: {subject}"
        for (to, subject, _text), times in said.items()
        if times > 1 and subject != WITHDRAWN
    )
    told = Counter((mail.purpose, mail.referral_id) for mail in mails)
    for referral in referrals:
        moved = road_of(referral)
        yeses = [one for one in moved if one.after == State.ACCEPTED and one.before not in ENDED]
        if not is_over and told["employer_accepted", referral.pk] != len(yeses):
            yield f"{referral}: {len(yeses)} times yes, and not told as often"
        knows = any(mail.referral_id == referral.pk and mail.to in referral.provider.addresses for mail in mails)
        taken_back = [one for one in moved if one.after == State.WITHDRAWN]
        if knows and told["provider_withdrawn", referral.pk] != len(taken_back):
            yield f"{referral}: {len(taken_back)} times withdrawn, and not told as often"


def faults_with_people(case: ReferredCase, referrals: list[Referral]) -> Iterator[str]:
    """Give the groups of which more people are helped as a part than there are."""
    parts = [part for referral in referrals if referral.state in SAID_YES for part in referral.taken_on.all()]
    for group in case.groups.all():
        if (taken := sum(part.people for part in parts if part.group_id == group.pk)) > group.headcount:
            yield f"{taken} helped of {group.headcount}"


def faults_in_line(case: ReferredCase, referrals: list[Referral]) -> Iterator[str]:
    """Give who waits in vain: in a line that stands still while nobody has the case, and some of the people no help."""
    has_a_turn = any(one.state in WAITING or one.goes_on_at for one in referrals)
    asks_employer = any(one.state == State.DRAFT and one.forwarded_by_id for one in referrals)
    helps_all = any(one.state in HELPING | {State.CLOSED} and not one.taken_on.all() for one in referrals)
    in_line = [one for one in referrals if one.state == State.DRAFT and one.forwarded_by_id is None]
    if in_line and not (has_a_turn or asks_employer or helps_all) and any(left_of(case).values()):
        yield f"{in_line} wait for nobody"
