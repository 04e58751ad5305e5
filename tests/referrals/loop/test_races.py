"""Two people who press at the same moment: one is first, and the other gets a clear page, never an error.

What lives here: real threads, each with a connection of its own, on SQLite and on PostgreSQL alike.
"""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from operator import itemgetter
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referrals.advice import saved_cases
from referrals.intake.answer_cookie import Answers
from referrals.loop import actions, links
from referrals.loop.clock import AN_HOUR
from referrals.loop.consent import FIELDS
from referrals.loop.drafts import Choice
from referrals.loop.followup import let_lines_go_on
from referrals.loop.links import Purpose
from referrals.loop.refusals import AlreadyAsked, Refused
from referrals.models import OutgoingMail, Referral, ReferredCase, TakenOn
from referrals.rulebook.preview import preview_of
from referrals.status import MOVES, REOPENINGS, DeclineReason, State, may_move
from services.files.importing import ImportSummary, import_providers
from services.models import Check, DatedParameter, Provider
from tests.referrals.support.referred import ANSWERS as ANSWERS_GIVEN
from tests.referrals.support.referred import (
    BRANCH,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    advice_on,
    bring_into,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
    unconfirmed_case,
)
from tests.referrals.support.verbs import SCENES, VERBS
from tests.referrals.support.whole_cases import faults_in
from tests.services.providers import by_hand
from tests.staff import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
SECONDS_TO_ARRIVE = 0.3
ANSWERS = {
    State.SEEN: ("bekijken/", {}),
    State.CONSIDERING: ("later/", {"until": f"{timezone.localdate() + timedelta(days=7):%d-%m-%Y}"}),
    State.ACCEPTED: ("ja/", {}),
    State.DECLINED: ("nee/", {"reason": "no_capacity"}),
    State.FORWARDED: ("doorverwijzen/", {"provider": GATEKEEPER}),
}
CLEAR_PAGES = ("Dit is intussen veranderd", "Deze link werkt niet", "Dit adres werkt niet")


@dataclass
class Press:
    """One press of a button: where it goes, and what it sends."""

    path: str
    data: dict[str, Any]

    def __call__(self, barrier: Barrier) -> tuple[int, str]:
        client = Client(raise_request_exception=False)
        barrier.wait(timeout=20)
        response = client.post(self.path, self.data)
        return response.status_code, response.content.decode()


@pytest.fixture
def in_threads(example_directory, transactional_db, tmp_path, monkeypatch) -> Callable:
    """Return what runs functions at once, each in a thread with a connection of its own, and gives their results.

    SQLite in memory cannot let one wait for another: there the threads meet in a copy on disk, as in production.
    """
    reachable_directory()
    if connection.vendor == "sqlite":
        path = str(tmp_path / "race.sqlite3")
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        # New connections read the settings, and so do those of the threads; that of this thread stays as it is.
        own = connection.settings_dict
        monkeypatch.setitem(connections.settings, "default", {**own, "NAME": path})

    def run(*functions: Callable[[], Any]) -> list[Any]:
        def close_after(function: Callable[[], Any]) -> Any:
            try:
                return function()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(functions)) as pool:
            return [one.result() for one in [pool.submit(close_after, function) for function in functions]]

    return run


def nothing() -> None:
    """Do nothing."""


def race(
    in_threads: Callable, case: ReferredCase, *presses: Press, then: Callable[[], None] = nothing
) -> list[tuple[int, str]]:
    """Press at once, and return for each the status and the page.

    Somebody holds the case meanwhile, so that all stand before the same door when it opens: each has read then what
    it could read without waiting. What that one does just before opening the door comes first.
    """
    begin = Barrier(len(presses) + 1)

    def hold() -> None:
        with transaction.atomic():
            ReferredCase.objects.select_for_update().get(pk=case.pk)
            begin.wait(timeout=20)
            time.sleep(SECONDS_TO_ARRIVE)
            then()

    _nothing, *answers = in_threads(hold, *(lambda press=press: press(begin) for press in presses))
    return answers


def answer_press(referral: Referral, state: State) -> Press:
    """Return the provider's press that would bring the referral into this state."""
    verb, data = ANSWERS[state]
    return Press(reverse("answer", args=[links.token_of(Purpose.ANSWER, referral)]) + verb, data)


def withdraw_press(referral: Referral) -> Press:
    """Return the employer's press that takes the referral back."""
    path = reverse("referred_withdraw", args=[links.token_of(Purpose.EMPLOYER, referral.case.details)])
    return Press(path, {"which": str(referral.pk)})


def moves_of(referral: Referral) -> list[tuple[str, str]]:
    """Return the moves that were written down, in order, after holding them to the table and to the state."""
    moved = referral.events.filter(what="moved").exclude(before="").order_by("pk")
    moves = list(moved.values_list("before", "after"))
    tables = (MOVES, REOPENINGS)
    assert all(any(may_move(State(before), State(after), table) for table in tables) for before, after in moves)
    assert all(first[1] == second[0] for first, second in pairwise(moves))
    assert moves[-1][1] == Referral.objects.get(pk=referral.pk).state
    return moves


def is_clear(status: int, page: str) -> bool:
    return status in (404, 409) and any(words in page for words in CLEAR_PAGES)


def test_of_a_yes_and_a_withdrawal_at_once_nobody_is_left_in_doubt(in_threads):
    """One is first. A withdrawal after the yes is refused once, so that the employer looks before taking that back."""
    for _round in range(ROUNDS):
        (referral,) = in_threads(lambda: referral_in(State.SEEN))
        (presses,) = in_threads(lambda one=referral: (answer_press(one, State.ACCEPTED), withdraw_press(one)))
        yes, withdrawal = race(in_threads, referral.case, *presses)
        ((moves, told),) = in_threads(lambda one=referral: (moves_of(one), _told(one)))
        assert [yes[0], withdrawal[0]].count(302) == 1
        if yes[0] == 302:
            assert is_clear(*withdrawal)
            assert moves[-1] == (State.SEEN, State.ACCEPTED)
        else:
            assert is_clear(*yes)
            assert withdrawal[0] == 302
            assert moves[-1] == (State.SEEN, State.WITHDRAWN)
        # Who was told yes was told so by mail, and the provider hears of the withdrawal in any case.
        assert ("employer_accepted" in told) == (yes[0] == 302)
        assert ("provider_withdrawn" in told) == (withdrawal[0] == 302)


def test_of_two_answers_at_once_one_is_taken_and_the_other_gets_a_clear_page(in_threads):
    for pair in list(combinations([State.ACCEPTED, State.DECLINED, State.FORWARDED], 2)) * ROUNDS:
        (referral,) = in_threads(lambda: referral_in(State.SEEN))
        answers = race(in_threads, referral.case, *(answer_press(referral, state) for state in pair))
        (moves,) = in_threads(lambda one=referral: moves_of(one))
        (refused,) = [answer for answer in answers if answer[0] != 302]
        assert is_clear(*refused)
        assert [before for before, _after in moves].count(State.SEEN) == 1
        assert moves[-1] in [(State.SEEN, state) for state in pair]


def test_the_same_answer_several_times_at_once_is_one_answer(in_threads):
    for state in list(ANSWERS) * ROUNDS:
        (referral,) = in_threads(lambda one=state: referral_in(State.SENT if one == State.SEEN else State.SEEN))
        statuses = [status for status, _page in race(in_threads, referral.case, *[answer_press(referral, state)] * 3)]
        ((moves, told),) = in_threads(lambda one=referral: (moves_of(one), _told(one)))
        assert statuses == [302, 302, 302]
        assert [after for _before, after in moves].count(state) == 1
        assert len(told) == len(set(told))


def test_two_who_say_yes_for_some_at_once_never_have_the_same_people(in_threads):
    for _round in range(ROUNDS):
        (case,) = in_threads(lambda: sent_case(BRANCH, MOBILITY))
        (presses,) = in_threads(lambda one=case: [part_press(one, slug) for slug in (BRANCH, MOBILITY)])
        answers = race(in_threads, case, *presses)
        (taken,) = in_threads(lambda one=case: list(TakenOn.objects.filter(group__case=one).values_list("people")))
        assert sorted(status for status, _page in answers) == [302, 409]
        assert taken == [(8,)]


def part_press(case: ReferredCase, slug: str) -> Press:
    """Return the press by which a provider says yes for eight of the twelve."""
    referral = bring_into(State.SEEN, referral_to(case, slug))
    return Press(reverse("answer_part", args=[links.token_of(Purpose.ANSWER, referral)]), {"1": "8"})


def test_a_no_that_is_taken_back_while_its_hour_ends_goes_one_way(in_threads):
    for _round in range(ROUNDS):
        (case,) = in_threads(lambda: sent_case(BRANCH, MOBILITY, one_by_one=True))

        def say_no(case=case):
            actions.decline(referral=referral_to(case), reason=DeclineReason.OTHER, at=timezone.now() - AN_HOUR)
            return referral_to(case)

        (referral,) = in_threads(say_no)
        path = reverse("answer_reopen", args=[links.token_of(Purpose.ANSWER, referral)])

        def end_the_hour(barrier: Barrier) -> tuple[int, str]:
            barrier.wait(timeout=20)
            return let_lines_go_on(now=timezone.now()), ""

        (back, (gone_on, _nothing)) = race(in_threads, case, Press(path, {}), end_the_hour)
        ((mine, following, told),) = in_threads(
            lambda one=referral: (moves_of(one)[-1], referral_to(one.case, MOBILITY).state, _told(one))
        )
        assert back[0] == 302
        assert mine == (State.DECLINED, State.SENT)
        # Either nobody heard of the no, or the next has it and the employer hears of both.
        assert following == (State.SENT if gone_on else State.DRAFT)
        assert ("employer_reopened" in told) == bool(gone_on)


MANY = 14


@pytest.mark.parametrize(
    "names", [list(VERBS)[start : start + MANY] for start in range(0, len(VERBS), MANY)], ids=itemgetter(0)
)
def test_every_verb_twice_at_once_while_the_employer_ends_the_case_is_done_once_or_not(in_threads, names):
    """Of each verb there are three at one door; the cases of several verbs are behind doors that open together."""

    def make() -> list[tuple[ReferredCase, list[Callable]]]:
        cases = [SCENES[VERBS[name].scene](email=f"{number}@bedrijf.example") for number, name in enumerate(names)]
        return [
            (case, [VERBS[name].read(case), VERBS[name].read(case), end_of(case)])
            for case, name in zip(cases, names, strict=True)
        ]

    def end_of(case: ReferredCase) -> Callable[[], Any]:
        return VERBS["actions.withdraw_case"].read(case)

    def at_the_door(press: Callable[[], Any]) -> Callable[[], None]:
        def wait_and_press() -> None:
            begin.wait(timeout=20)
            with suppress(Refused):
                press()

        return wait_and_press

    def hold() -> None:
        with transaction.atomic():
            list(ReferredCase.objects.select_for_update().order_by("pk"))
            begin.wait(timeout=20)
            time.sleep(SECONDS_TO_ARRIVE)

    (made,) = in_threads(make)
    presses = [at_the_door(press) for _case, of_case in made for press in of_case]
    begin = Barrier(len(presses) + 1)
    in_threads(hold, *presses)
    (faults,) = in_threads(
        lambda: [f"{name}: {one}" for (case, _), name in zip(made, names, strict=True) for one in faults_in(case.pk)]
    )
    assert faults == []


def test_a_press_that_waits_while_its_link_is_ended_does_nothing(in_threads):
    for state in ANSWERS:
        (referral,) = in_threads(lambda one=state: referral_in(State.SENT if one == State.SEEN else State.SEEN))
        press = answer_press(referral, state)
        ((status, page),) = race(
            in_threads,
            referral.case,
            press,
            then=lambda one=referral: actions.renew_answer_link(referral=one, at=timezone.now()),
        )
        (now,) = in_threads(lambda one=referral: Referral.objects.get(pk=one.pk))
        assert is_clear(status, page)
        assert now.state == referral.state


def test_confirming_a_record_twice_at_once_is_one_check(in_threads):
    (referral,) = in_threads(lambda: referral_in(State.SEEN))
    press = Press(reverse("answer_confirm_record", args=[links.token_of(Purpose.ANSWER, referral)]), {})
    statuses = [status for status, _page in race(in_threads, referral.case, press, press, press)]
    (checks,) = in_threads(lambda: Check.objects.filter(method=Check.Method.PROVIDER).count())
    assert (statuses, checks) == ([302, 302, 302], 1)


def test_a_case_that_is_confirmed_twice_at_once_is_sent_once_and_both_are_led_to_it(in_threads):
    (case,) = in_threads(unconfirmed_case)
    (path,) = in_threads(lambda: reverse("refer_confirm", args=[links.token_of(Purpose.CONFIRM, case.details)]))
    answers = race(in_threads, case, Press(path, {}), Press(path, {}))
    assert [status for status, _page in answers] == [302, 302]
    (told,) = in_threads(lambda: list(OutgoingMail.objects.filter(case=case).values_list("purpose", flat=True)))
    assert len(told) == len(set(told))


def test_the_same_request_sent_several_times_at_once_is_one_case_and_one_mail(in_threads):
    def ask(barrier: Barrier) -> str:
        answers = Answers(dict(ANSWERS_GIVEN), mark="one-browser")
        advice = advice_on(answers)
        choices = [Choice(BRANCH, frozenset(FIELDS))]
        barrier.wait(timeout=20)
        try:
            actions.refer(
                answers=answers,
                advice=advice,
                choices=choices,
                one_by_one=False,
                email=EMPLOYER,
                language="nl",
                at=timezone.now(),
            )
        except AlreadyAsked:
            return "asked before"
        return "asked"

    begin = Barrier(3)
    results = in_threads(*[lambda: ask(begin)] * 3)
    ((cases, mails),) = in_threads(lambda: (ReferredCase.objects.count(), OutgoingMail.objects.count()))
    assert sorted(results) == ["asked", "asked before", "asked before"]
    assert (cases, mails) == (1, 1)


def test_a_case_that_is_kept_several_times_at_once_is_kept_once(in_threads):
    def keep(barrier: Barrier) -> str:
        answers = Answers(dict(ANSWERS_GIVEN), mark="one-browser")
        advice = advice_on(answers)
        barrier.wait(timeout=20)
        return str(saved_cases.keep(answers=answers, advice=advice, on=timezone.localdate()).pk)

    begin = Barrier(3)
    assert len(set(in_threads(*[lambda: keep(begin)] * 3))) == 1


FILE = """slug,name,type,areas,sectors,description_nl,source
branche-techniek,Branche Techniek,branch_service_point,NL,techniek,Uit het bestand,Voorbeeld
"""


def test_an_import_holds_nobody_off_while_it_compares_and_undoes_nothing_of_what_is_written_then(in_threads):
    written: list[Any] = []

    def write() -> None:
        written.append("begun")
        with by_hand():
            Provider.objects.filter(slug=BRANCH).update(phone="0261234567")
        written.append(sent_case())

    def write_once_it_has_read(execute: Callable, sql: str, *args: Any) -> Any:
        result = execute(sql, *args)
        if not written and sql.startswith("SELECT") and "services_provider" in sql:
            in_threads(write)
        return result

    def import_() -> ImportSummary:
        with connection.execute_wrapper(write_once_it_has_read):
            return import_providers(FILE.encode(), on=timezone.localdate())

    (summary,) = in_threads(import_)
    (record,) = in_threads(lambda: Provider.objects.get(slug=BRANCH))
    assert (summary.updated, len(written)) == (1, 2)
    assert (record.description_nl, record.phone) == ("Uit het bestand", "0261234567")


def _told(referral: Referral) -> list[str]:
    return list(OutgoingMail.objects.filter(case=referral.case).values_list("purpose", flat=True))


def test_two_members_of_staff_who_approve_at_once_are_one_approval_and_one_word_of_it(in_threads):
    def enter_and_look() -> tuple[str, dict[str, str]]:
        proposer = User.objects.create_user("eerste")
        for name in ("tweede", "derde"):
            User.objects.create_superuser(name)
        row = DatedParameter.objects.create(
            code="social_plan_minimum",
            value=12,
            unit="personen",
            valid_from=date(2027, 6, 1),
            source="Voorbeeld",
            entered_by=proposer,
            checked_by=proposer,
            checked_by_staff_on=date(2026, 11, 26),
        )
        return reverse("admin:parameter_approval", args=[row.pk]), {"shown": preview_of(row).digest}

    def press(name: str) -> Callable[[], int]:
        def approve() -> int:
            client = Client(raise_request_exception=False)
            sign_in(client, User.objects.get(username=name))
            begin.wait(timeout=20)
            return client.post(path, form).status_code

        return approve

    ((path, form),), begin = in_threads(enter_and_look), Barrier(2)

    assert sorted(in_threads(press("tweede"), press("derde"))) == [302, 409]
