"""How rows are written: each verb in one transaction, and one order in which all who write to the directory lock.

What lives here: the decorator of a verb, and the lock that comes first. What does not: the verbs (services/upkeep/,
services/files/importing.py, the loop of referrals), the tokens that this lock stands on (versions.py).

The database renews the token of the directory with every change of a provider, and so locks its row: whoever writes
without a thought has the token first and the provider after it. Who needs to read and lock providers before that writes
would have them the other way round, and the two would wait for each other for ever. So the token comes first for all:
case, referrals, token of the directory, providers. See docs/decisions/one-order-of-locks.md.
"""

from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse

from regions.models import DataVersion
from regions.versions import DIRECTORY, REFERENCE

P = ParamSpec("P")
T = TypeVar("T")

# PostgreSQL ended this transaction so that another could go on: a deadlock, or an order that cannot be made up.
GIVEN_UP = ("40P01", "40001")

# Before the second try, so that whoever it stood in the way of is done: tried at once, it may stand there again.
BREATH_SECONDS = 0.2


def verb(write: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function that writes: all of it or nothing, and tried once more where the database gave it up.

    That is safe because a verb locks what it is about, and reads it anew, as its first thing.
    """
    return tried_twice(transaction.atomic(write))


def tried_twice(write: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function that has one transaction, and reads what it needs itself.

    As a part of a larger transaction it is not tried again: all of that is gone.
    """

    @wraps(write)
    def twice(*args: P.args, **kwargs: P.kwargs) -> T:
        is_whole = not connection.in_atomic_block
        try:
            return write(*args, **kwargs)
        except OperationalError as error:
            if not is_whole or getattr(error.__cause__, "sqlstate", None) not in GIVEN_UP:
                raise
        sleep(BREATH_SECONDS)
        return write(*args, **kwargs)

    return twice


def lock_directory() -> None:
    """Wait until nobody else writes to the directory, and hold it until the transaction ends; reading goes on.

    SQLite lets one transaction write at a time, so there it is held already.
    """
    DataVersion.objects.select_for_update().get_or_create(pk=DIRECTORY)


def lock_reference() -> None:
    """Wait in the same way until nobody else writes to places and areas; who writes to both locks these first."""
    DataVersion.objects.select_for_update().get_or_create(pk=REFERENCE)


def written_alone(
    view: Callable[Concatenate[Any, HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[Any, HttpRequest, P], HttpResponse]:
    """Decorate a page of staff: what is sent in waits until nobody else writes to the directory, and reads it then."""

    @wraps(view)
    def page(admin: Any, request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(admin, request, *args, **kwargs)

        @verb
        def save() -> HttpResponse:
            lock_directory()
            return view(admin, request, *args, **kwargs)

        return save()

    return page
