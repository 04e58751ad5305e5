"""What machines ask: does the portal live, and is it ready for all that readers want.

What lives here: those two answers. What does not: what readers get meanwhile (outages.py).
"""

import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from referrals.models import Attempt
from regions.models import Postcode
from vwnw_portal.demo import is_fit_for_production

MEGABYTE = 1024 * 1024


@require_safe
@never_cache
@login_not_required
def alive(_request: HttpRequest) -> JsonResponse:
    """Tell machines whether the portal can answer: 200, or 503 without a database or its reference facts."""
    return _answer(_database_state())


@require_safe
@never_cache
@login_not_required
def ready(_request: HttpRequest) -> JsonResponse:
    """Tell machines whether the portal can keep what people send, and may.

    503 without room, where writing fails, and in production while a demo stands in its database.
    """
    state = _database_state()
    writable = state["database"] and _can_write()
    fit = state["database"] and is_fit_for_production()
    return _answer(state | {"writable": writable, "disk": _has_room(), "no_demo_in_production": fit})


def _answer(state: dict[str, bool]) -> JsonResponse:
    healthy = all(state.values())
    words = {name: "ok" if state[name] else "unavailable" for name in state.keys() & {"database"}}
    status = {"status": "ok" if healthy else "unavailable"}
    return JsonResponse(status | state | words, status=200 if healthy else 503)


def _database_state() -> dict[str, bool]:
    """Return whether the database answers, and whether the reference facts are in it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return {"database": False, "reference": False}
    try:
        return {"database": True, "reference": Postcode.objects.exists()}
    except Error:
        return {"database": True, "reference": False}


def _can_write() -> bool:
    """Return whether the database takes a row, which is taken back at once."""
    try:
        with transaction.atomic():
            Attempt.objects.create(digest="health")
            transaction.set_rollback(True)
    except Error as error:
        # That somebody else writes for long shows that it can be done.
        return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return True


def _has_room() -> bool:
    """Return whether the disks on which the portal writes have room, as far as they are of this machine."""
    folders = {settings.VAR_DIR}
    if connection.vendor == "sqlite":
        folders.add(Path(connection.settings_dict["NAME"]).parent)
    least = settings.LEAST_FREE_MEGABYTES * MEGABYTE
    return all(shutil.disk_usage(folder).free >= least for folder in folders if folder.exists())
