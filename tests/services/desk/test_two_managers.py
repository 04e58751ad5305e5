"""Two managers who take each other's role away at once: one lock, and the second is refused.

What lives here: real threads, each with a connection of its own, on SQLite and on PostgreSQL alike.
"""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction

from services.desk import staff
from services.staff_models import StaffMember, StaffRole, StaffScope
from tests.services.desk.colleagues import colleague, rights

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS_TO_ARRIVE = 0.3


@pytest.fixture
def on_disk(transactional_db, tmp_path, monkeypatch) -> None:
    """Let threads meet in a copy on disk: SQLite in memory cannot let one wait for another."""
    for name in ("een", "twee"):
        colleague(name, StaffRole.NATIONAL_MANAGER)
    if connection.vendor == "sqlite":
        path = str(tmp_path / "race.sqlite3")
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        monkeypatch.setitem(connections.settings, "default", {**connection.settings_dict, "NAME": path})


def test_of_two_managers_who_demote_each_other_one_stays(on_disk):
    begin = Barrier(3)

    def hold() -> None:
        with transaction.atomic():
            list(StaffMember.objects.select_for_update(no_key=True))
            begin.wait(timeout=20)
            time.sleep(SECONDS_TO_ARRIVE)

    def demote(by: str, whom: str) -> str:
        members = {one.user.username: one for one in StaffMember.objects.select_related("user")}
        begin.wait(timeout=20)
        try:
            staff.set_rights(by=members[by], member=members[whom], rights=rights(StaffRole.EDITOR))
        except PermissionDenied:
            return "refused"
        return "done"

    def roles() -> list[str]:
        return list(StaffScope.objects.values_list("role", flat=True))

    def closing_after(function, *arguments):
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        asked = [(hold,), (demote, "een", "twee"), (demote, "twee", "een")]
        _held, *outcomes = [one.result() for one in [pool.submit(closing_after, *each) for each in asked]]
        left = pool.submit(closing_after, roles).result()

    assert sorted(outcomes) == ["done", "refused"]
    assert sorted(left) == [StaffRole.EDITOR, StaffRole.NATIONAL_MANAGER]
