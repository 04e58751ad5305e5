"""What comes in at all: requests in UTF-8, of a bounded size, from a network that is known, and not too often.

What lives here: turning the others away: before anybody reads them, or where a page finds that it is too often. What
does not: what a page makes of a request, slow ones (buffering_worker.py), how often somebody may
(referrals/rate_limits.py), what beside a form says so.
"""

import codecs
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from referrals.advice import api
from referrals.engine.question_ref import WHOLE_CASE
from referrals.intake.case_reader import Problem
from referrals.networks import NoNetwork, network_of
from referrals.rate_limits import TooOften
from services.desk.access import member_of
from vwnw_portal.buffering_worker import MOST_BODY

FORM = "application/x-www-form-urlencoded"
FORM_WITH_FILES = "multipart/form-data"
# What a decoder leaves of bytes that are no UTF-8.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
# The addresses of health.py.
FOR_MACHINES = "/gezond/"

log = logging.getLogger(__name__)


class GateMiddleware:
    """Refuses what is too large, not in UTF-8 or from nobody knows where; staff, who hand in files, may send more.

    It stands where it is known who asks, and before the first that reads a body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer of the page, or why there is none."""
        if _length_of(request) > MOST_BODY and not _hands_in_files(request.user):
            return _refuse(request, 413, _("Dit is te groot: stuur hooguit %(most)s kB.") % {"most": MOST_BODY // 1024})
        if not _has_network(request):
            return _refuse(request, 400, _("Wij zien niet van welk netwerk u komt. Dat ligt aan ons, niet aan u."))
        if not _names_utf8(request) or not _is_in_utf8(request):
            return _refuse(request, 400, _("Dit is geen tekst in UTF-8."))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return why not, and when it can be done again, where a page found that this is too often."""
        if not isinstance(exception, TooOften):
            return None
        response = _refuse(request, 429, exception.sentence)
        response["Retry-After"] = str(exception.seconds)
        return response


def _hands_in_files(user: Any) -> bool:
    return user.is_staff or member_of(user) is not None


def _has_network(request: HttpRequest) -> bool:
    """Return whether it can be known who is asking; the machines that ask whether the portal lives pass the proxy by.

    Without this, all who come by a proxy that does not say would share one limit, and one of them could use it up.
    """
    try:
        network_of(request)
    except NoNetwork:
        if request.path_info.startswith(FOR_MACHINES):
            return True
        log.error("Turned away: no address in %s.", settings.CLIENT_ADDRESS_HEADER or "the connection")
        return False
    return True


def turn_away(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, without reading any more of it: what is wrong with its host or its body."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def _length_of(request: HttpRequest) -> int:
    """Return the announced size of the body, as Django reads it: what is no number is nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _names_utf8(request: HttpRequest) -> bool:
    """Return whether the encoding that a request names, if any, is UTF-8."""
    try:
        return codecs.lookup(request.content_params.get("charset", "utf-8")).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _is_in_utf8(request: HttpRequest) -> bool:
    """Return whether what a form holds is UTF-8; other bodies are for their view to read."""
    if request.method != "POST":
        return True
    if request.content_type == FORM:
        return _can_be_read(unquote_to_bytes(request.body))
    if request.content_type == FORM_WITH_FILES:
        return not any(UNREADABLE in text for _name, texts in request.POST.lists() for text in texts)
    return True


def _can_be_read(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """Say why not, in the form that the address answers in."""
    if request.path_info.startswith("/api/"):
        return api.refuse(status, [Problem(WHOLE_CASE, why)])
    return render(request, f"{status}.html", {"why": why}, status=status)
