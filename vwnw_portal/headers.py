"""What every answer tells browsers beside its content, and what that asks of the check of forms.

What lives here: the headers that Django has no setting for. What does not: those that it has (settings.py), and the
policy for scripts (django-csp).
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import add_never_cache_headers

from referrals.private_addresses import BEFORE_A_SECRET

# Nothing here asks for any of these, so nothing that gets in may.
UNUSED = (
    "accelerometer autoplay camera clipboard-read display-capture encrypted-media fullscreen "
    "gyroscope hid idle-detection magnetometer microphone midi payment picture-in-picture screen-wake-lock serial usb"
)
# Where a reader is, the map may ask when they press for it; the answer stays in the browser (static/js/map/explore.js).
PERMISSIONS = ", ".join(["geolocation=(self)", *(f"{feature}=()" for feature in UNUSED.split())])
SECRET = re.compile(rf"(/en)?/({'|'.join(BEFORE_A_SECRET)})/[^/]")


def holds_secret(path: str) -> bool:
    """Return whether this address opens something by itself."""
    return SECRET.match(path) is not None


class HeadersMiddleware:
    """Adds the headers; an address that holds a secret is told to no other page, not even of this site.

    A page for who is signed in is kept nowhere, and what the browser kept goes once it is so no longer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer with its headers."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if holds_secret(request.path_info):
            response.headers["Referrer-Policy"] = "no-referrer"
        if _is_in_a_session(request):
            add_never_cache_headers(response)
        if _ends_session(response):
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _is_in_a_session(request: HttpRequest) -> bool:
    """Return whether a page was made for who has a session: a file of the site is answered before there is one."""
    return hasattr(request, "session") and settings.SESSION_COOKIE_NAME in request.COOKIES


def _ends_session(response: HttpResponse) -> bool:
    """Return whether the cookie of a session is taken back: its owner signed out, or it was ended or too old."""
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and not cookie.value


class CsrfMiddleware(CsrfViewMiddleware):
    """Django's, for pages that do not say where they are.

    From a page with `no-referrer` a browser sends a form with `Origin: null`. Such a form comes with the secret of its
    address and, as every form, with the token of its cookie.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        is_silent = request.META["HTTP_ORIGIN"] == "null" and holds_secret(request.path_info)
        return is_silent or super()._origin_verified(request)
