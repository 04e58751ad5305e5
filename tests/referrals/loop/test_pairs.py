"""Any two things that somebody does with a case, begun at once: nobody waits in vain, and nothing happens twice.

What lives here: every verb against every other that it can meet. Both read the case; one is done, and then the other
as it was read, which is what the lock of a case makes of two at once (loop/test_races.py tries that in threads).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from referrals.loop.followup import let_lines_go_on
from referrals.loop.refusals import Refused
from referrals.models import Referral, ReferralEvent, ReferredCase
from regions.models import DataVersion
from services.models import Provider
from tests.referrals.support.referred import reachable_directory
from tests.referrals.support.verbs import SCENES, VERBS, NothingThere, Press, verbs_in_code
from tests.referrals.support.whole_cases import TABLES, faults_in

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
# Who locks or writes several of these has them in this order.
ORDER_OF_LOCKS = [model._meta.db_table for model in (ReferredCase, Referral, DataVersion, Provider)]


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
    for name, verb in VERBS.items():
        try:
            presses[name] = verb.read(case)
        except NothingThere:
            continue
    return {name: press for name, press in presses.items() if does_something(press)}


def does_something(press: Press) -> bool:
    return any(sql.startswith(WRITES) for sql in statements_of(press))


def statements_of(press: Press) -> list[str]:
    """Return what a press sends to the database, none where it is refused; all of it is undone."""
    sent: list[str] = []

    def listen(execute: Callable, sql: str, *args: Any) -> Any:
        sent.append(sql)
        return execute(sql, *args)

    with undone(), connection.execute_wrapper(listen):
        return sent if is_done(press) else []


def is_done(press: Press) -> bool:
    try:
        press()
    except Refused:
        return False
    return True


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock, for everybody")
@pytest.mark.parametrize("name", [name for name in VERBS if name != "actions.refer"])
def test_every_verb_has_its_locks_in_the_one_order_and_its_case_first(name):
    """Who waits for a lock has none that another waits for: so nobody waits for each other."""
    verb = VERBS[name]
    statements = statements_of(verb.read(SCENES[verb.scene]()))
    locking = [sql for sql in statements if sql.startswith(WRITES) or "FOR UPDATE" in sql]
    tables = [re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', sql)[1] for sql in locking]
    locked = [ORDER_OF_LOCKS.index(table) for table in dict.fromkeys(tables) if table in ORDER_OF_LOCKS]
    assert tables[0] == ORDER_OF_LOCKS[0]
    assert locked == sorted(locked), tables
