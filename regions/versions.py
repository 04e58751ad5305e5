"""Data cached in a process, checked against tokens in the database: one of the reference data, one of the directory.

What lives here: reading the tokens, and the decorator that caches a value for as long as the reference data stay the
same. What does not: what is cached (places.py, the services' catalogue and index), locking a token (writing.py), and
renewing one: the database does so itself, whoever writes (triggers.py). A request reads the tokens once: what it
changes it sees the next time.
"""

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from threading import RLock
from typing import Any, NamedTuple, TypeVar

from django.core.signals import request_finished, request_started

from regions.models import DataVersion

T = TypeVar("T")

# The rows of DataVersion.
REFERENCE, DIRECTORY = 1, 2

_OUTSIDE_REQUEST = object()
_UNREAD = object()
_seen: ContextVar[Any] = ContextVar("data_version_seen", default=_OUTSIDE_REQUEST)


class Versions(NamedTuple):
    """The tokens: of places, areas and the small lists, and of the directory of providers."""

    reference: uuid.UUID | None
    directory: uuid.UUID | None


def current_versions() -> Versions:
    """Return both tokens; read once a request, and at every call outside a request."""
    seen = _seen.get()
    if seen is _OUTSIDE_REQUEST:
        return read_versions()
    if seen is _UNREAD:
        seen = read_versions()
        _seen.set(seen)
    return seen


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
    tokens = dict(DataVersion.objects.values_list("pk", "token"))
    return Versions(tokens.get(REFERENCE), tokens.get(DIRECTORY))


def _start_request(**_kwargs: Any) -> None:
    _seen.set(_UNREAD)


def _finish_request(**_kwargs: Any) -> None:
    _seen.set(_OUTSIDE_REQUEST)


request_started.connect(_start_request, dispatch_uid="regions.versions.start")
request_finished.connect(_finish_request, dispatch_uid="regions.versions.finish")
