"""Data cached in a process, checked against tokens in the database: one of the reference data, one of the directory.

What lives here: reading the tokens, and the decorator that caches a value for as long as the reference data stay the
same. What does not: what is cached (places.py, the services' catalogue and index), and renewing a token: the database
does so itself, whoever writes (triggers.py). A request reads the tokens once: what it changes it sees the next time.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from regions.models import DataVersion
from regions.once_a_request import once_a_request

T = TypeVar("T")

# The rows of DataVersion.
REFERENCE, DIRECTORY = 1, 2


class Versions(NamedTuple):
    """The tokens: of places, areas and the small lists, and of the directory of providers."""

    reference: uuid.UUID | None
    directory: uuid.UUID | None


@once_a_request
def current_versions() -> Versions:
    """Return both tokens; read once a request, and at every call outside a request."""
    tokens = dict(DataVersion.objects.values_list("pk", "token"))
    return Versions(tokens.get(REFERENCE), tokens.get(DIRECTORY))


def current_version() -> uuid.UUID | None:
    """Return the token of the reference data."""
    return current_versions().reference


def cached_while_unchanged(load: Callable[[], T]) -> Callable[[], T]:
    """Decorate a loader of reference data: its value is cached until the token changes."""
    cached: dict[str, Any] = {}

    @wraps(load)
    def value() -> T:
        version = current_version()
        if "value" not in cached or cached["version"] != version:
            cached["value"] = load()
            cached["version"] = version
        return cached["value"]

    return value
