"""Data cached in a process, checked against tokens in the database: one of the reference data, one of the directory.

What lives here: reading the tokens, and the decorator that caches a value for as long as the reference data stay the
same. What does not: what is cached (places.py, the services' catalogue and index), locking a token (writing.py), and
renewing one: the database does so itself, whoever writes (triggers.py). A request reads the tokens once: what it
changes it sees the next time.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import NamedTuple, TypeVar

from django.db import connection

from regions.models import DataVersion
from regions.once_a_request import once_a_request

T = TypeVar("T")

# The rows of DataVersion.
REFERENCE, DIRECTORY = 1, 2
# By hand: every request begins with it, and Django needs longer to build it than the database to answer.
TOKENS = f"SELECT id, token FROM {DataVersion._meta.db_table}"  # noqa: S608 - a name of ours


class Versions(NamedTuple):
    """The tokens: of places, areas and the small lists, and of the directory of providers."""

    reference: uuid.UUID | None
    directory: uuid.UUID | None


@once_a_request
def current_versions() -> Versions:
    """Return both tokens; read once a request, and at every call outside a request."""
    return read_versions()


def current_version() -> uuid.UUID | None:
    """Return the token of the reference data."""
    return current_versions().reference


def cached_while_unchanged(load: Callable[[], T]) -> Callable[[], T]:
    """Decorate a loader of reference data: its value is cached until the token changes.

    Threads share it. A value and its token are one tuple, so none is ever taken for that of another token, and one
    thread loads while the others wait for it.
    """
    cached: tuple[uuid.UUID | None, T] | None = None
    loading = RLock()

    @wraps(load)
    def value() -> T:
        nonlocal cached
        version, found = current_version(), cached
        if found is None or found[0] != version:
            with loading:
                found = cached
                if found is None or found[0] != version:
                    found = cached = (version, load())
        return found[1]

    return value


def read_versions() -> Versions:
    """Return both tokens as they are at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(TOKENS)
        tokens = {key: token if isinstance(token, uuid.UUID) else uuid.UUID(token) for key, token in cursor.fetchall()}
    return Versions(tokens.get(REFERENCE), tokens.get(DIRECTORY))
