"""What a reader gets when the database does not answer, is too busy or takes nothing: a page that says so, and when.

What lives here: telling such a mistake from the others, wherever in a request it was made, and that answer. What does
not: how long is waited (settings.py), what machines ask (health.py).
"""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.defaults import server_error

# A time-out of a lock or a statement is over by then; a database that is restarted, mostly.
SECONDS_UNTIL_AGAIN = 30
READ_ONLY = "25006"


def answer_to_mistake(request: HttpRequest) -> HttpResponse:
    """Answer a request that ended in an exception: 503 where the database is why, and else 500.

    The handler of 500 and no middleware, so that it also answers for what a middleware asks of the database.
    """
    if not _is_outage(sys.exc_info()[1]):
        return server_error(request)
    response = _in_json() if request.path.startswith("/api/") else render(request, "outage.html", status=503)
    response["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    return response


def _is_outage(error: BaseException | None) -> bool:
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == READ_ONLY
    return isinstance(error, OperationalError | InterfaceError)


def _in_json() -> JsonResponse:
    """Return the answer in the form of RFC 9457."""
    body = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
    return JsonResponse(body, status=503, content_type="application/problem+json")
