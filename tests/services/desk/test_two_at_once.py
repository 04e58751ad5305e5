"""Two who do at once what only one can: one lock, and the second is refused.

What lives here: real threads, each with a connection of its own, on SQLite and on PostgreSQL alike.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from django.utils import timezone

from regions.writing import lock_directory
from services.desk import staff
from services.desk.saving import Asked, Clashing, save, typed_telling
from services.desk.staff import InvitationRefused
from services.models import Provider
from services.staff_models import StaffMember, StaffRole, StaffScope
from services.upkeep.door import versions_of
from services.upkeep.joining import told_of
from services.upkeep.record import as_stored
from tests.services.desk.colleagues import colleague, rights
from tests.services.desk.forms_of_records import known_record
from tests.staff import PASSWORD

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


def member(name: str) -> StaffMember:
    return StaffMember.objects.select_related("user").get(user__username=name)


def closing_after(function: Callable, *arguments: Any) -> Any:
    try:
        return function(*arguments)
    finally:
        connections.close_all()


def elsewhere(function: Callable, *arguments: Any) -> Any:
    """Return what a function gives in a thread of its own, with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing_after, function, *arguments).result()


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Do these at once, and return of each whether it was done: somebody holds the lock until all stand before it."""
    begin = Barrier(len(acts) + 1)

    def hold() -> None:
        with transaction.atomic():
            lock_directory()
            list(StaffMember.objects.select_for_update(no_key=True))
            begin.wait(timeout=20)
            time.sleep(SECONDS_TO_ARRIVE)

    def outcome(act: Callable[[], None]) -> str:
        begin.wait(timeout=20)
        try:
            act()
        except (PermissionDenied, InvitationRefused):
            return "refused"
        return "done"

    with ThreadPoolExecutor(len(acts) + 1) as pool:
        asked = [pool.submit(closing_after, hold), *(pool.submit(closing_after, outcome, act) for act in acts)]
        _held, *outcomes = [one.result() for one in asked]
    return sorted(outcomes)


def test_of_two_managers_who_demote_each_other_one_stays(on_disk):
    def demote(by: str, whom: str) -> None:
        staff.set_rights(by=member(by), member=member(whom), rights=rights(StaffRole.EDITOR))

    assert at_once(lambda: demote("een", "twee"), lambda: demote("twee", "een")) == ["done", "refused"]

    left = elsewhere(lambda: list(StaffScope.objects.values_list("role", flat=True)))
    assert sorted(left) == [StaffRole.EDITOR, StaffRole.NATIONAL_MANAGER]


def test_a_link_that_is_used_by_two_at_once_makes_one_account(on_disk):
    def invite() -> str:
        staff.invite(by=member("een"), email="gast@example.org", rights=rights(StaffRole.EDITOR))
        return mail.outbox[-1].body

    token = re.search(r"/beheer/uitnodiging/([^/]+)/", elsewhere(invite))[1]

    def join(name: str) -> None:
        staff.join_anew(token=token, name=name, password=PASSWORD)

    assert at_once(lambda: join("anna"), lambda: join("bert")) == ["done", "refused"]
    assert elsewhere(lambda: get_user_model().objects.filter(email="gast@example.org").count()) == 1


def test_of_two_who_save_the_same_field_at_once_one_is_asked(on_disk):
    def save_as(who: str, name: str, seen: int) -> None:
        loket = Provider.objects.get(slug="loket")
        typed = typed_telling(told_of(as_stored([loket.pk])[loket.pk]) | {"name": name})
        if isinstance(save(Asked(typed, seen, member(who).user, timezone.localdate()), loket), Clashing):
            raise PermissionDenied

    def begun() -> int:
        return versions_of([known_record().pk]).popitem()[1]

    seen = elsewhere(begun)

    assert at_once(lambda: save_as("een", "Van een", seen), lambda: save_as("twee", "Van twee", seen)) == [
        "done",
        "refused",
    ]
