"""Reference data kept in a process, checked against one token in the database.

What lives here: the token and the decorator that keeps a value for as long as the token stays the same.
What does not: what is kept (places.py, the services' catalogue).
"""

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started
from django.db import models

from regions.models import DataVersion

T = TypeVar("T")

_OUTSIDE_REQUEST = object()
_UNREAD = object()
_seen: ContextVar[Any] = ContextVar("data_version_seen", default=_OUTSIDE_REQUEST)


def current_version() -> uuid.UUID | None:
    """Return the token of the reference data; read once a request, and at every call outside a request."""
    seen = _seen.get()
    if seen is _OUTSIDE_REQUEST:
        return _read_version()
    if seen is _UNREAD:
        seen = _read_version()
        _seen.set(seen)
    return seen


def renew_version() -> None:
    """Tell every process that reference data changed."""
    DataVersion.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
    if _seen.get() is not _OUTSIDE_REQUEST:
        _seen.set(_UNREAD)


def kept_while_unchanged(load: Callable[[], T]) -> Callable[[], T]:
    """Decorate a loader of reference data: its value is kept until the token changes."""
    kept: dict[str, Any] = {}

    @wraps(load)
    def value() -> T:
        version = current_version()
        if "value" not in kept or kept["version"] != version:
            kept["value"] = load()
            kept["version"] = version
        return kept["value"]

    return value


def renew_version_when_changed(*models_: type[models.Model]) -> None:
    """Renew the token when a row of one of these models is saved or deleted; bulk writers do so themselves."""

    def changed(**_kwargs: Any) -> None:
        renew_version()

    for model in models_:
        uid = f"renew_version_{model._meta.label_lower}"
        models.signals.post_save.connect(changed, sender=model, weak=False, dispatch_uid=uid)
        models.signals.post_delete.connect(changed, sender=model, weak=False, dispatch_uid=uid)


def _read_version() -> uuid.UUID | None:
    return DataVersion.objects.filter(pk=1).values_list("token", flat=True).first()


def _start_request(**_kwargs: Any) -> None:
    _seen.set(_UNREAD)


def _finish_request(**_kwargs: Any) -> None:
    _seen.set(_OUTSIDE_REQUEST)


request_started.connect(_start_request, dispatch_uid="regions.versions.start")
request_finished.connect(_finish_request, dispatch_uid="regions.versions.finish")
