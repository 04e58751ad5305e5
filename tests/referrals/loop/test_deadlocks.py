"""Whoever writes to the directory at the same time waits for the other: nobody is shot by the database.

Real processes on a real PostgreSQL, which counts its victims itself: that the portal tries again what was lost hides
none here. `DEADLOCK_ROUNDS=50` plays each scene so often, by default once; `pytest -s` tells the count.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time: nobody can wait for each other there"
)

ROUNDS = int(os.environ.get("DEADLOCK_ROUNDS", "1"))
# Two batches of an import: of two imports each has the first of the other as its second.
ROWS = 2000
SECONDS_FOR_A_TURN = 20


class Writer:
    """A process that does one chore after another."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.referrals.support.writers"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, chore: str, **args: Any) -> None:
        """Order a chore."""
        self._process.stdin.write(json.dumps({"chore": chore, "args": args}) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """Wait for what came of the last order, and return it."""
        return json.loads(self._process.stdout.readline())

    def do(self, chore: str, **args: Any) -> Any:
        """Do a chore and return what came of it."""
        self.begin(chore, **args)
        return result_of(self.end())

    def stop(self) -> None:
        """End the process: it has no more orders to wait for."""
        self._process.stdin.close()
        self._process.wait(timeout=20)


def result_of(answer: dict[str, Any]) -> Any:
    assert "error" not in answer, answer["error"]
    return answer["result"]


@pytest.fixture(scope="module")
def database_url(django_db_blocker):
    """The address of a database for these tests alone, which other processes can reach."""
    name = f"vwnw_locks_{secrets.token_hex(4)}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def writers(database_url):
    """Two processes on one database that is filled."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.referrals.support.killing_settings",
        "SILENCES_IN_A_ROW": "1",
    }
    writers = Writer(environment), Writer(environment)
    writers[0].do("prepare")
    yield writers
    for writer in writers:
        writer.stop()


@pytest.fixture
def at_once(writers, tmp_path):
    """Return what lets the first do its chore once, and the other its own again and again until that is done."""

    def run(chore: tuple[str, dict], again_and_again: tuple[str, dict]) -> Any:
        (one, other), going_on = writers, tmp_path / "going_on"
        had_a_turn = tmp_path / "going_on.begun"
        had_a_turn.unlink(missing_ok=True)
        going_on.touch()
        other.begin(again_and_again[0], while_there=str(going_on), **again_and_again[1])
        end = time.monotonic() + SECONDS_FOR_A_TURN
        while not had_a_turn.exists() and time.monotonic() < end:
            time.sleep(0.01)
        one.begin(chore[0], **chore[1])
        answer = one.end()
        going_on.unlink()
        assert result_of(other.end()) > 0
        return result_of(answer)

    return run


@pytest.fixture
def victims(database_url):
    """Return what asks the database how many transactions it ended because they waited for each other."""

    def count() -> int:
        with psycopg.connect(database_url) as asking:
            return asking.execute(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            ).fetchone()[0]

    return count


@pytest.fixture
def files(tmp_path, writers):
    """Return what writes the two files of a round: the same records, each in an order of its own."""

    def write(words: str) -> tuple[Path, Path]:
        paths = tmp_path / "een.csv", tmp_path / "twee.csv"
        for path, backwards in zip(paths, (False, True), strict=True):
            writers[0].do("write_file", path=str(path), rows=ROWS, words=f"{words} {path.stem}", backwards=backwards)
        return paths

    return write


def assert_nobody_was_shot(victims, scene: str, before: int) -> None:
    shot = victims() - before
    print(f"{scene}: {ROUNDS} rounds, {shot} victims")
    assert shot == 0


def test_an_import_and_a_provider_that_confirms_its_record(writers, victims, files, at_once):
    before = victims()
    for number in range(ROUNDS):
        file, path = str(files(f"ronde {number}")[0]), writers[0].do("refer")
        at_once(("import_file", {"path": file}), ("confirm_by_provider", {"path": path}))
    assert_nobody_was_shot(victims, "import and confirmation", before)


def test_an_import_and_a_save_by_staff(victims, files, at_once):
    before = victims()
    for number in range(ROUNDS):
        file = str(files(f"ronde {number}")[0])
        at_once(("import_file", {"path": file}), ("save_by_staff", {"name": f"Naam {number}"}))
    assert_nobody_was_shot(victims, "import and save", before)


def test_two_imports_of_the_same_records_in_another_order(writers, victims, files):
    one, other = writers
    before = victims()
    for number in range(ROUNDS):
        first, second = files(f"ronde {number}")

        one.begin("import_file", path=str(first))
        other.begin("import_file", path=str(second))

        answers = one.end(), other.end()
        assert [result_of(answer) for answer in answers] == [None, None]
    assert_nobody_was_shot(victims, "import and import", before)


def test_silence_that_takes_back_checks_and_saves_by_staff(writers, victims, at_once):
    before = victims()
    for number in range(ROUNDS):
        writers[0].do("refer", number=5)
        silenced = at_once(("silence", {}), ("save_by_staff", {"name": f"Stil {number}"}))
        assert silenced >= 5
    assert writers[0].do("waiting") == 0
    assert_nobody_was_shot(victims, "silence and saves", before)
