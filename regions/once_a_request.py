"""Answers that are found once in a request, and forgotten with it.

What lives here: the decorator, and forgetting sooner. What does not: what is remembered longer (versions.py). Nothing
that somebody typed stays in memory after the answer to it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.signals import request_finished, request_started

P = ParamSpec("P")
T = TypeVar("T")

# What was found in this request, by function and arguments; None outside a request.
_found: ContextVar[dict[Any, Any] | None] = ContextVar("found_in_request", default=None)


def once_a_request(find: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function: in a request it answers the same question once, outside a request every time."""

    @wraps(find)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        found = _found.get()
        if found is None:
            return find(*args, **kwargs)
        asked = (find, args, *kwargs.items())
        if asked not in found:
            found[asked] = find(*args, **kwargs)
        known: T = found[asked]
        return known

    return answer


@contextmanager
def asked_together() -> Iterator[None]:
    """Answer what is asked inside as in one request: for a command that asks the same hundreds of times."""
    before = _found.set({})
    try:
        yield
    finally:
        _found.reset(before)


def find_anew() -> None:
    """Forget what was found in this request: others have written since."""
    if _found.get() is not None:
        _found.set({})


def _start_request(**_kwargs: Any) -> None:
    _found.set({})


def _finish_request(**_kwargs: Any) -> None:
    _found.set(None)


request_started.connect(_start_request, dispatch_uid="regions.once_a_request.start")
request_finished.connect(_finish_request, dispatch_uid="regions.once_a_request.finish")
