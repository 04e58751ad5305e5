"""The one door through which records are written: a change set is opened, the verb writes, its history is kept.

What lives here: opening and closing change sets, the version of a record, and who found another version than they saw.
What does not: the verbs (checks.py, records.py, files/importing.py), a record as a value (record.py), reading history
(history.py).

A verb writes by any query it likes: history is the difference of two looks at the records, and triggers in the database
tell which records were touched and let nothing be written outside a set. See docs/decisions/one-door-for-records.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Subquery
from django.utils import timezone

from regions.models import DataVersion
from regions.versions import DIRECTORY
from regions.writing import lock_directory
from services.models import ActingAs, ChangeSet, RecordChange, Touched, Verb
from services.upkeep.record import Record, as_stored, difference

BATCH = 1000
Version = int  # the number of the last change set of a record, 0 where none is kept
# What is known of a record that nobody changed since its history is kept.
NO_VERSION: Version = 0


class Actor(NamedTuple):
    """Who does something to a record: on whose behalf, the account if it is staff, and a name as checks tell it."""

    acting_as: ActingAs
    name: str = ""
    account_id: int | None = None


BY_COMMAND = Actor(ActingAs.COMMAND)
BY_TIME = Actor(ActingAs.TIME)
BY_PROVIDER = Actor(ActingAs.PROVIDER, name="de organisatie zelf")


def staff(account: AbstractBaseUser) -> Actor:
    """Return a member of staff as who does something."""
    return Actor(ActingAs.STAFF, account.get_username(), account.pk)


class MovedSinceSeen(Exception):
    """Records were changed since somebody saw them: `moved` says which, with what happened to each, last first."""

    def __init__(self, moved: Mapping[int, list[RecordChange]]) -> None:
        super().__init__(f"{len(moved)} record(s) changed since they were seen")
        self.moved = moved


class WrittenUnannounced(Exception):
    """A verb wrote a record that it had not announced: a fault in the verb."""


class Door:
    """An open change set, and the records as they were before it."""

    def __init__(self, change_set: ChangeSet) -> None:
        self.change_set = change_set
        self._before: dict[int, Record] = {}

    def announce(self, keys: Iterable[int]) -> None:
        """Look at the records that are going to be written, before they are."""
        self._before |= as_stored(key for key in keys if key not in self._before)

    def close(self) -> None:
        """Keep what differs, and close; without a difference nothing happened."""
        touched = dict(Touched.objects.values_list("provider_id", "is_new"))
        unannounced = [key for key, is_new in touched.items() if not is_new and key not in self._before]
        if unannounced:
            raise WrittenUnannounced(unannounced)
        changes = list(self._changes(touched))
        RecordChange.objects.bulk_create(changes, batch_size=BATCH)
        Touched.objects.all().delete()
        this_set = ChangeSet.objects.filter(pk=self.change_set.pk)
        if changes:
            left = DataVersion.objects.filter(pk=DIRECTORY).values("token")
            this_set.update(is_open=False, version=Subquery(left))
        else:
            this_set.delete()

    def _changes(self, touched: Iterable[int]) -> Iterator[RecordChange]:
        now = as_stored(touched)
        for key in touched:
            before, after = self._before.get(key, {}), now.get(key, {})
            was, became = difference(before, after)
            if was or became:
                slug = (after or before)["slug"]
                yield RecordChange(change_set=self.change_set, provider_id=key, slug=slug, before=was, after=became)


_open_door: ContextVar[Door | None] = ContextVar("open_door", default=None)


@contextmanager
def change(
    verb: Verb,
    *,
    by: Actor,
    records: Iterable[int] = (),
    seen: Mapping[int, Version] | None = None,
    reason: str = "",
    undoes: ChangeSet | None = None,
) -> Iterator[Door]:
    """Open a change set for these records, let its body write them, and keep what differs: all of it or nothing.

    Within another one it is a part of that. `seen` are versions that somebody looked at: MovedSinceSeen where a record
    has another one by now, before anything is written. New records need no announcement.
    """
    outer = _open_door.get()
    if outer is not None:
        outer.announce(records)
        yield outer
        return
    with transaction.atomic():
        lock_directory()
        refuse_moved(seen or {})
        opened = ChangeSet.objects.create(
            verb=verb, acting_as=by.acting_as, by_id=by.account_id, at=timezone.now(), reason=reason, undoes=undoes
        )
        door = Door(opened)
        door.announce(records)
        token = _open_door.set(door)
        try:
            yield door
            door.close()
        finally:
            _open_door.reset(token)


def versions_of(keys: Iterable[int]) -> dict[int, Version]:
    """Return the version of each record."""
    found = dict.fromkeys(keys, NO_VERSION)
    rows = RecordChange.objects.filter(provider__in=found).order_by().values("provider_id")
    return found | dict(rows.annotate(version=Max("change_set_id")).values_list("provider_id", "version"))


def refuse_moved(seen: Mapping[int, Version]) -> None:
    """Raise MovedSinceSeen where a record has another version than was seen."""
    now = versions_of(seen)
    moved = {key: changes_since(key, version) for key, version in seen.items() if now[key] != version}
    if moved:
        raise MovedSinceSeen(moved)


def changes_since(key: int, version: Version) -> list[RecordChange]:
    """Return what happened to a record after a version of it, last first."""
    changes = RecordChange.objects.filter(provider=key, change_set__gt=version)
    return list(changes.select_related("change_set__by"))


def as_seen(key: int, version: Version) -> Record:
    """Return a record as it was at a version: as it is stored, with what happened since taken back."""
    record = as_stored([key])[key]
    for row in changes_since(key, version):
        record |= row.before
    return record
