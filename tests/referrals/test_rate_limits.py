"""How often somebody may do something: counted for all that a limit names, over processes, and without a name."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections

from referrals.models import Attempt
from referrals.rate_limits import Thing, TooOften, count, counted, refused, take_back

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT_ONCE = 12
MOST = 5

EACH_LIMIT = [pytest.param(thing, limit, id=f"{thing.name}-{limit.name}") for thing in Thing for limit in thing.value]


def somebody(thing: Thing, number: int = 0) -> dict[str, str]:
    """Return one of whom a thing is counted: a network, a mailbox, a row, ... of their own."""
    return {limit.who: f"wie{number}@{limit.who}.example" for limit in thing.value}


def is_allowed(thing: Thing, at: datetime = NOON, **who: str) -> bool:
    try:
        count(thing, at=at, **who)
    except TooOften:
        return False
    return True


@pytest.fixture
def twice(settings):
    """Let everything happen twice."""
    for thing in Thing:
        for limit in thing.value:
            setattr(settings, limit.setting, 2)


# --- What is counted -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("thing", "limit"), EACH_LIMIT)
def test_each_limit_holds_by_itself(settings, thing, limit):
    setattr(settings, limit.setting, 2)
    same = somebody(thing)[limit.who]

    allowed = [is_allowed(thing, **somebody(thing, number) | {limit.who: same}) for number in range(4)]

    assert allowed == [True, True, False, False]
    assert is_allowed(thing, **somebody(thing, 9))


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("thing", Thing, ids=lambda thing: thing.name)
def test_what_is_one_too_many_counts_for_nobody(thing):
    for _time in range(2):
        count(thing, at=NOON, **somebody(thing))
    rows = Attempt.objects.count()

    with pytest.raises(TooOften):
        count(thing, at=NOON, **somebody(thing))

    assert Attempt.objects.count() == rows == 2 * len(thing.value)


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize("thing", Thing, ids=lambda thing: thing.name)
def test_what_is_one_too_many_is_written_down_and_not_of_whom(caplog, thing):
    for _time in range(2):
        count(thing, at=NOON, **somebody(thing))
    refused(thing, at=NOON, **somebody(thing))
    assert caplog.messages == []

    with pytest.raises(TooOften):
        count(thing, at=NOON, **somebody(thing))

    assert caplog.messages == [f"too often: {thing.name}"]


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
def test_what_is_mailed_to_a_mailbox_counts_together_over_all_that_asks_for_it():
    mailbox = {"mailbox": "naam@bedrijf.example"}
    assert is_allowed(Thing.CASE, **somebody(Thing.CASE) | mailbox)
    assert is_allowed(Thing.RESET, **somebody(Thing.RESET) | mailbox)

    for thing in (Thing.CASE, Thing.RESET, Thing.NEW_LINK, Thing.CONFIRMATION, Thing.STAFF_ADDRESS):
        assert not is_allowed(thing, **somebody(thing, 2) | mailbox), thing


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
@pytest.mark.parametrize(
    ("ways", "is_one"),
    [
        (["naam@bedrijf.nl", " Naam@Bedrijf.nl ", "naam+x@bedrijf.nl"], True),
        (["jan.bos@gmail.com", "j.a.n.b.o.s+y@googlemail.com", "janbos@GMAIL.com"], True),
        (["jan.bos@bedrijf.nl", "janbos@bedrijf.nl", "jan-bos@bedrijf.nl"], False),
    ],
)
def test_a_mailbox_is_one_however_it_is_written(ways, is_one):
    allowed = [
        is_allowed(Thing.CASE, network=f"192.0.2.{number}", mailbox=mailbox) for number, mailbox in enumerate(ways)
    ]

    assert allowed == [True, True, not is_one]


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
def test_a_name_is_one_in_every_kind_of_letters():
    ways = ["medewerker 192.0.2.1", "MEDEWERKER 192.0.2.1", "ｍｅｄｅｗｅｒｋｅｒ 192.0.2.1"]

    allowed = [is_allowed(Thing.PASSWORD, network=way[-9:], name_and_network=way) for way in ways]

    assert allowed == [True, True, False]


# --- Within which time ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("thing", "limit"), EACH_LIMIT)
def test_a_limit_looks_back_as_far_as_it_says_and_says_when_there_is_room(settings, thing, limit):
    setattr(settings, limit.setting, 2)
    same = {limit.who: somebody(thing)[limit.who]}
    one_too_many = somebody(thing, 3) | same
    count(thing, at=NOON, **somebody(thing, 1) | same)
    count(thing, at=NOON + timedelta(minutes=1), **somebody(thing, 2) | same)

    with pytest.raises(TooOften) as too_often:
        count(thing, at=NOON + timedelta(minutes=2), **one_too_many)

    again_at = NOON + timedelta(minutes=2, seconds=too_often.value.seconds)
    assert again_at == NOON + limit.within
    assert not is_allowed(thing, again_at - timedelta(seconds=1), **one_too_many)
    assert is_allowed(thing, again_at, **one_too_many)
    assert not is_allowed(thing, again_at, **somebody(thing, 4) | same)


@pytest.mark.django_db
def test_where_nothing_at_all_may_be_done_that_is_said_too(settings):
    settings.REPORTS_PER_ADDRESS = 0

    assert refused(Thing.REPORT, network="192.0.2.1", at=NOON).startswith("Vanaf uw netwerk kwamen vandaag al 0")
    assert not is_allowed(Thing.REPORT, network="192.0.2.1")


# --- Looking, and taking back --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
def test_looking_counts_for_nothing():
    for _time in range(5):
        assert refused(Thing.CASE, network="192.0.2.1", at=NOON) == ""
    for number in range(2):
        count(Thing.CASE, network="192.0.2.1", mailbox=f"{number}@bedrijf.example", at=NOON)

    said = refused(Thing.CASE, network="192.0.2.1", at=NOON)

    assert said == "Vanaf uw netwerk kwamen vandaag al 2 aanvragen. Probeer het morgen opnieuw."
    assert refused(Thing.CASE, network="192.0.2.2", at=NOON) == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("twice")
def test_what_came_to_nothing_does_not_count():
    who = somebody(Thing.CASE)
    take_back(count(Thing.CASE, at=NOON, **who))
    for _time in range(3):
        with pytest.raises(RuntimeError), counted(Thing.CASE, at=NOON, **who):
            raise RuntimeError

    assert not Attempt.objects.exists()
    with counted(Thing.CASE, at=NOON, **who):
        pass
    assert Attempt.objects.count() == len(Thing.CASE.value)


# --- Who it was ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("thing", Thing, ids=lambda thing: thing.name)
def test_nobody_can_read_who_it_was_nor_compare_two_days_or_two_things(thing):
    who = dict.fromkeys(somebody(thing), "192.0.2.1")
    count(thing, at=NOON, **who)
    count(thing, at=NOON + timedelta(days=1), **who)

    digests = list(Attempt.objects.values_list("digest", flat=True))

    assert len(set(digests)) == len(digests) == 2 * len(thing.value)
    assert not any("192" in digest and "0.2" in digest for digest in digests)


# --- At once -------------------------------------------------------------------------------------------------

COUNT_IN_A_PROCESS = """
import sys
import django
django.setup()
from django.utils import timezone
from referrals.rate_limits import Thing, TooOften, count
print("ready", flush=True)
sys.stdin.readline()
allowed = 0
for _time in range({times}):
    try:
        count(Thing.API_CALL, network="192.0.2.1", at=timezone.now())
        allowed += 1
    except TooOften:
        pass
print(allowed, flush=True)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("thing", [Thing.API_CALL, Thing.CASE, Thing.PASSWORD], ids=lambda thing: thing.name)
def test_of_many_threads_at_once_as_many_get_through_as_may(on_disk, settings, thing):
    for limit in thing.value:
        setattr(settings, limit.setting, MOST)
    begin = Barrier(AT_ONCE)

    def one_of_them(_number: int) -> bool:
        try:
            begin.wait(timeout=20)
            return is_allowed(thing, **somebody(thing))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        allowed = list(pool.map(one_of_them, range(AT_ONCE)))

    assert sum(allowed) == MOST


@pytest.mark.django_db(transaction=True)
def test_of_who_shares_a_network_with_one_and_a_mailbox_with_another_none_waits_for_ever(on_disk, settings):
    for limit in (*Thing.CASE.value, *Thing.RESET.value):
        setattr(settings, limit.setting, 100)
    begin = Barrier(AT_ONCE)

    def one_of_them(number: int) -> bool:
        who = {"network": f"192.0.2.{number % 3}", "mailbox": f"{number % 4}@bedrijf.example"}
        try:
            begin.wait(timeout=20)
            return all(is_allowed(thing, **who) for thing in (Thing.CASE, Thing.RESET, Thing.CASE))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert all(pool.map(one_of_them, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_at_once_as_many_get_through_as_may(on_disk):
    environment = os.environ | {"DATABASE_URL": on_disk, "API_CALLS_PER_ADDRESS": str(MOST * 2)}
    environment |= {"DJANGO_SETTINGS_MODULE": "vwnw_portal.settings"}
    script = COUNT_IN_A_PROCESS.format(times=MOST)
    processes = [
        subprocess.Popen(  # noqa: S603 - our own code
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(4)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()

    allowed = [int(process.communicate(timeout=60)[0]) for process in processes]

    assert sum(allowed) == MOST * 2


@pytest.fixture
def on_disk(transactional_db, tmp_path, monkeypatch) -> str:
    """Return the address of a database that threads and processes can count in at once.

    SQLite in memory cannot let one wait for another: there they meet in a copy on disk, as in production.
    """
    own = connection.settings_dict
    if connection.vendor == "postgresql":
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{own['NAME']}").geturl()
    path = str(tmp_path / "limits.sqlite3")
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")  # before many open it at once: the switch itself waits for nobody
    monkeypatch.setitem(connections.settings, "default", {**own, "NAME": path})
    return f"sqlite:///{path}"
