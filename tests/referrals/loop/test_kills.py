"""Whatever process is killed at whatever step: nothing that was acknowledged is lost, and no mail goes twice.

`KILLS=all` kills at every step, `KILLS=34` so often on each of three roads; by default a few steps of each, spread
over all of them; `KILL_POINTS` is the same for a file of records. `pytest -s` tells every kill.
"""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future

import pytest
from django.conf import settings
from django.db import connection

from tests.referrals.support.smtp import STEPS, Kill, MailServer

ROOT = settings.BASE_DIR
KILLS = os.environ.get("KILLS", "5")
KILL_POINTS = os.environ.get("KILL_POINTS", "3")
# So many that a sender does not take all their mails at once.
REFERRALS, MAILS_AT_ONCE = 40, 100
EXPECTED_OF_40 = {"change": 30, "create": 10}
# A Monday: the working days after it are the same whenever the tests run.
LONG_AGO = "2026-03-02T09:00:00+00:00"
DAY = 24 * 60


class Chores:
    """The process that forks a child for each chore."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.referrals.support.killing"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(
        self, chore: str, *, at: str = "", later: int = 0, kill_at: int | str = 0, pid: Future | None = None, **args
    ):
        """Do a chore so many minutes later; return what it gave and its steps, or None when it was killed."""
        order = {"chore": chore, "at": at, "later": later, "kill_at": kill_at, "args": args}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        child = json.loads(self._process.stdout.readline())["pid"]
        if pid is not None:
            pid.set_result(child)
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return None if answer["killed"] else answer

    def ask(self, chore: str, **order):
        """Do a chore and return what it gave."""
        return self.do(chore, **order)["result"]

    def stop(self) -> None:
        """End the process: it has no more orders to wait for."""
        self._process.stdin.close()
        self._process.wait(timeout=10)


@pytest.fixture(scope="module")
def database_url(tmp_path_factory, django_db_blocker):
    """The address of a database for these tests alone, which other processes can reach."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('kills') / 'portal.sqlite3'}"
        return
    name = f"vwnw_kills_{secrets.token_hex(4)}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def environment(database_url, mail_server):
    return os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.referrals.support.killing_settings",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_server.port),
        "SECRET_KEY": settings.SECRET_KEY,
    }


@pytest.fixture(scope="module")
def chores(environment):
    chores = Chores(environment)
    chores.do("prepare")
    yield chores
    chores.stop()


@pytest.fixture
def server(mail_server):
    mail_server.begin_anew()
    return mail_server


def spread_over(steps: int, wanted: str = KILLS) -> list[int]:
    """Return the steps at which to kill: all of them, or some from the first to the last."""
    wanted = steps if wanted == "all" else min(steps, int(wanted))
    return sorted({1 + number * (steps - 1) // max(1, wanted - 1) for number in range(wanted)})


def send_all_there_is(chores, server, at: str = "", later: int = 0) -> None:
    """Restart the sender at once, and again when a dead one can be told from a busy one."""
    chores.do("send_mail", at=at, later=later)
    chores.do("send_mail", at=at, later=later + 15)
    server.wait_until_quiet()


def assert_every_mail_is_accounted_for(chores, server) -> Counter:
    """Sent means that it arrived, nothing arrived twice, and what else there is stands in the staff's list."""
    states, arrived, shown = chores.ask("mails"), Counter(server.numbers()), set(chores.ask("shown_to_staff"))
    for number, state in states.items():
        assert arrived[number] <= 1, f"{number} went {arrived[number]} times"
        assert state in ("sent", "unsure"), f"{number} is {state}"
        assert state == "unsure" or arrived[number] == 1, f"{number} was said to be sent and was not"
        assert (number in shown) == (state == "unsure")
    return Counter(states.values())


# --- The sender ----------------------------------------------------------------------------------------------


def test_a_sender_may_be_killed_at_any_step(chores, server):
    chores.do("put_mails", number=3)
    steps = chores.do("send_mail")["steps"]
    for kill_at in spread_over(steps):
        server.begin_anew()
        chores.do("put_mails", number=3)

        assert chores.do("send_mail", kill_at=kill_at) is None, f"step {kill_at} of {steps} was not reached"
        send_all_there_is(chores, server)

        became = assert_every_mail_is_accounted_for(chores, server)
        assert became["unsure"] <= 1
        tell("sender", kill_at, steps, became)


@pytest.mark.parametrize("step", STEPS)
def test_a_sender_may_be_killed_while_the_mail_server_is_at_any_step(chores, server, step):
    chores.do("put_mails", number=2)
    victim: Future[int] = Future()
    server.trouble[step] = Kill(victim)

    assert chores.do("send_mail", pid=victim) is None
    server.wait_until_quiet()
    server.trouble.clear()
    send_all_there_is(chores, server)

    became = assert_every_mail_is_accounted_for(chores, server)
    # Before the message goes a death costs nothing; after it, one mail that staff look at.
    assert became["unsure"] == (step in ("data", "message", "accepted"))
    tell("sender, by the server", STEPS.index(step) + 1, len(STEPS), became)


def test_four_senders_at_once_send_each_mail_once(chores, server):
    numbers = chores.ask("put_mails", number=40)

    chores.do("send_together", senders=4)

    server.wait_until_quiet()
    assert sorted(server.numbers()) == sorted(numbers)
    assert set(chores.ask("mails").values()) == {"sent"}


# --- The daily command ---------------------------------------------------------------------------------------


def a_month_of_waiting(chores, server) -> None:
    """Make cases to which the daily command has something to do on LONG_AGO plus thirty days."""
    chores.do("refer_long_ago", at=LONG_AGO)
    chores.do("refer_last_week", at=LONG_AGO, later=24 * DAY)
    chores.do("send_mail", at=LONG_AGO, later=24 * DAY + 1)
    server.wait_until_quiet()


def test_the_daily_command_may_be_killed_at_any_step(chores, server):
    a_month_of_waiting(chores, server)
    before = chores.ask("picture")
    steps = chores.do("followup", at=LONG_AGO, later=30 * DAY)["steps"]
    after = chores.ask("picture")
    assert {event[1] for event in after["events"]} >= {"moved", "reminded", "offered_next"}
    assert len(after["confirmed"]) < len(before["confirmed"])
    for kill_at in spread_over(steps):
        server.begin_anew()
        a_month_of_waiting(chores, server)

        assert chores.do("followup", at=LONG_AGO, later=30 * DAY, kill_at=kill_at) is None
        # A sender runs in between: what the killed one left behind does not go again after the second run.
        chores.do("send_mail", at=LONG_AGO, later=30 * DAY + 1)
        chores.do("followup", at=LONG_AGO, later=30 * DAY + 2)

        assert chores.ask("picture") == after
        send_all_there_is(chores, server, LONG_AGO, 30 * DAY + 3)
        assert set(assert_every_mail_is_accounted_for(chores, server)) == {"sent"}
        tell("daily command", kill_at, steps, {})


# --- Every verb ----------------------------------------------------------------------------------------------


def test_whoever_does_anything_with_a_case_may_be_killed_at_any_step(chores, server):
    """Up to the commit nothing was done, after it all, and what is pressed again is not done a second time."""
    presses = chores.ask("scenes_of_all_verbs", at=LONG_AGO)
    before, arrived = chores.ask("picture"), chores.ask("mails")
    for name, kept in presses.items():
        for kill_at in steps_before_the_commit(chores, kept):
            assert chores.do("press", at=LONG_AGO, kill_at=kill_at, kept=kept) is None, f"{name}: {kill_at}"
    assert chores.ask("picture") == before

    for name, kept in presses.items():
        assert chores.do("press", at=LONG_AGO, kill_at="after the commit", kept=kept) is None, name

    after = chores.ask("picture")
    assert chores.ask("faults", at=LONG_AGO) == []
    again = {name: chores.ask("press", at=LONG_AGO, kept=kept) for name, kept in presses.items()}
    assert chores.ask("picture") == after, again
    send_all_there_is(chores, server, LONG_AGO, 1)
    sent = {number for number, state in chores.ask("mails").items() if state == "sent"}
    assert sorted(server.numbers()) == sorted(sent - arrived.keys())


def steps_before_the_commit(chores, kept: str) -> list[int | str]:
    """Return at which steps to kill whoever presses this: the last one, or all of them."""
    if KILLS != "all":
        return ["before the commit"]
    # A savepoint is begun and ended where a commit would be: two statements, each with a step on both sides.
    return list(range(1, chores.do("press_and_undo", at=LONG_AGO, kept=kept)["steps"] - 2))


# --- The web worker ------------------------------------------------------------------------------------------


@pytest.fixture
def web(environment, chores):
    """A gunicorn whose worker dies at the step that a request names; the port it listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    command += ["--log-level", "critical", "tests.referrals.support.killing:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 - every word is ours
    wait_for(port)
    yield port
    process.terminate()
    process.wait(timeout=15)


def wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port)):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail("gunicorn does not start")


def press_confirm(port: int, path: str, kill_at: int = 0) -> http.client.HTTPResponse | None:
    """Press the button of the page that confirms; None when the connection broke off."""
    token = "a" * 32
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={token}",
        "X-Kill-At": str(kill_at),
    }
    conversation = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        conversation.request("POST", path, f"csrfmiddlewaretoken={token}", headers)
        return conversation.getresponse()
    except (http.client.HTTPException, OSError):
        return None
    finally:
        conversation.close()


def case_before_a_warm_worker(chores, port: int) -> str:
    """Let a fresh worker confirm some other case (a first request takes more steps); return the path of the case."""
    assert press_confirm(port, chores.ask("refer")).status == 302
    return chores.ask("refer")


def test_the_web_worker_may_be_killed_at_any_step_of_a_confirmation(chores, server, web):
    path = case_before_a_warm_worker(chores, web)
    before = chores.ask("picture")
    answer = press_confirm(web, path)
    assert answer.status == 302
    after, steps = chores.ask("picture"), int(answer.headers["X-Steps"])
    assert [mail for mail in after["mails"] if mail not in before["mails"]]
    for kill_at in spread_over(steps):
        server.begin_anew()
        path = case_before_a_warm_worker(chores, web)

        assert press_confirm(web, path, kill_at) is None, f"step {kill_at} of {steps} was not reached"

        # All of it happened or nothing. The employer, who saw an error, presses again.
        assert chores.ask("picture") in (before, after)
        again = press_confirm(web, path)
        assert again.status in (302, 404)
        assert chores.ask("picture") == after
        send_all_there_is(chores, server)
        assert set(assert_every_mail_is_accounted_for(chores, server)) == {"sent"}
        tell("web worker", kill_at, steps, {})


# --- A file of records ---------------------------------------------------------------------------------------


def test_whoever_applies_a_file_may_be_killed_at_any_step(chores):
    def keep(number: int) -> int:
        key = chores.ask("keep_file", records=30, number=number)
        assert chores.ask("read_file", key=key)["is_read"]
        return key

    chores.ask("apply_file", key=keep(0))  # from now on it changes records
    steps = chores.do("apply_file", key=keep(1))["steps"]
    for kill_at in spread_over(steps, KILL_POINTS):
        key = keep(2 + kill_at)
        before = chores.ask("records")

        assert chores.do("apply_file", key=key, kill_at=kill_at) is None, f"step {kill_at} of {steps} was not reached"

        now = chores.ask("records")
        is_done = now["stored"] != before["stored"]  # killed after the last commit: all of it was done
        assert is_done or (now["stored"], now["history"]) == (before["stored"], before["history"])
        assert is_done or kill_at < 4 or now["begun"] == [key]  # so its sender is told that nothing was changed
        number = chores.ask("apply_file", key=key)
        done = chores.ask("records")
        assert len(done["history"]) == len(before["history"]) + 30
        assert (chores.ask("apply_file", key=key), chores.ask("records")) == (number, done)
        tell("file", kill_at, steps, {})


def test_whoever_reads_a_file_may_be_killed_and_another_reads_on_once_the_lease_has_ended(chores):
    thirty = chores.ask("keep_file", records=30, number=7999)
    chores.ask("read_file", key=thirty)
    chores.ask("apply_file", key=thirty)
    steps = chores.do("read_file", key=chores.ask("keep_file", records=40, number=8000))["steps"]
    for kill_at in spread_over(steps, KILL_POINTS):
        key = chores.ask("keep_file", records=40, number=8000)
        assert chores.do("read_file", key=key, kill_at=kill_at) is None

        assert chores.do("read_file", key=key, later=1)["result"] == {"is_read": True, **EXPECTED_OF_40}
        tell("reading a file", kill_at, steps, {})


# --- A mail server that is off -------------------------------------------------------------------------------


def test_many_referrals_while_the_mail_server_is_off_are_delivered_once(chores, server):
    server.stop()
    try:
        chores.do("refer_and_confirm", number=REFERRALS)
        for hour in range(0, 24, 4):
            chores.do("send_mail", later=hour * 60)
        assert set(chores.ask("mails").values()) == {"waiting"}
    finally:
        server.start()

    chores.do("send_mail", later=25 * 60)

    server.wait_until_quiet()
    states = chores.ask("mails")
    assert sorted(server.numbers()) == sorted(states)
    assert set(states.values()) == {"sent"}
    assert len(states) > MAILS_AT_ONCE
    invitations = [mail for mail in server.mails if mail.recipient == "branche-techniek@example.org"]
    assert len(invitations) == len(chores.ask("picture")["referrals"]) == REFERRALS


def tell(road: str, kill_at: int, steps: int, became) -> None:
    """Print one kill, for who runs this with `-s`."""
    print(f"kill {connection.vendor} {road}: step {kill_at} of {steps}, unsure: {became.get('unsure', 0)}")
