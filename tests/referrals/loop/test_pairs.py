"""Any two things that somebody does with a case, begun at once: nobody waits in vain, and nothing happens twice.

What lives here: every verb against every other that it can meet. Both read the case; one is done, and then the other
as it was read, which is what the lock of a case makes of two at once (loop/test_races.py tries that in threads).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from referrals.loop.followup import let_lines_go_on
from referrals.loop.parts import left_of
from referrals.loop.refusals import Refused
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
from tests.referrals.support.referred import reachable_directory
from tests.referrals.support.verbs import SCENES, VERBS, NothingThere, Press, verbs_in_code

pytestmark = pytest.mark.django_db

TABLES = (MOVES, REOPENINGS)


@pytest.fixture(autouse=True)
def on_a_monday(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


@contextmanager
def undone() -> Iterator[None]:
    """Undo what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def presses_in(case: ReferredCase) -> dict[str, Press]:
    """Return what can be pressed in a case and does something, as it is read now."""
    presses = {}
    for name, read in VERBS.items():
        try:
            presses[name] = read(case)
        except NothingThere:
            continue
    return {name: press for name, press in presses.items() if does_something(press)}


def does_something(press: Press) -> bool:
    """Return whether a press writes anything; what it wrote is undone."""
    written: list[str] = []

    def watch(execute: Callable, sql: str, *args: Any) -> Any:
        written.extend([sql] if sql.startswith(("INSERT", "UPDATE", "DELETE")) else [])
        return execute(sql, *args)

    with undone(), connection.execute_wrapper(watch):
        return is_done(press) and bool(written)


def is_done(press: Press) -> bool:
    try:
        press()
    except Refused:
        return False
    return True


# --- What must hold, whoever was first -----------------------------------------------------------------------


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
    twice = [one for one, times in Counter((mail.to, mail.subject, mail.text) for mail in mails).items() if times > 1]
    yield from (f"mailed twice to {to}: {subject}" for to, subject, _text in twice)
    told = Counter((mail.purpose, mail.referral_id) for mail in mails)
    for referral in referrals:
        moved = road_of(referral)
        yeses = [one for one in moved if one.after == State.ACCEPTED and one.before not in ENDED]
        if not is_over and told["employer_accepted", referral.pk] != len(yeses):
            yield f"{referral}: {len(yeses)} times yes, and not told as often"
        knows = any(mail.referral_id == referral.pk and mail.to in referral.provider.addresses for mail in mails)
        taken_back = [one for one in moved if one.after == State.WITHDRAWN]
        if knows and told["provider_withdrawn", referral.pk] < len(taken_back):
            yield f"{referral}: does not know that it was withdrawn"


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


# --- The table -----------------------------------------------------------------------------------------------


def test_every_verb_of_the_loop_is_in_the_table():
    assert {name.partition(",")[0] for name in VERBS} == verbs_in_code()


def test_any_two_at_once_leave_nobody_waiting_in_vain_and_do_nothing_twice():
    """Each pair in the first scene in which both can be pressed; together they make each move of the tables."""
    faults: list[str] = []
    tried: set[tuple[str, str]] = set()
    made: set[tuple[str, str]] = set()
    for scene, make in SCENES.items():
        with undone():
            case = make()
            presses = presses_in(case)
            for first, press in presses.items():
                with undone():
                    press()
                    made |= set(ReferralEvent.objects.exclude(before="").values_list("before", "after"))
                    faults += [f"{scene}: {first}: {fault}" for fault in faults_in(case.pk)]
                    for second in presses.keys() - {other for one, other in tried if one == first}:
                        tried.add((first, second))
                        faults += [f"{scene}: {first}; {second}: {one}" for one in faults_after(presses[second], case)]
    assert not faults, "\n".join(faults)
    assert {name for pair in tried for name in pair} == VERBS.keys()
    assert made == {(before, after) for table in TABLES for before, all_of in table.items() for after in all_of}


def faults_after(press: Press, case: ReferredCase) -> list[str]:
    """Return what is wrong after one more press, and two hours; one that is refused leaves all as it was."""
    with undone():
        if not is_done(press):
            return []
        let_lines_go_on(now=timezone.now() + timedelta(hours=2))
        return list(faults_in(case.pk))
