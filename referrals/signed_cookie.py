"""Answers that travel in the visitor's own browser: a signed cookie with a short life.

What lives here: writing, reading and wiping one. What does not: what stands in it (intake/answer_cookie.py,
employee/questions.py). No row, log line or cache entry on our side ever holds what it holds, so there is nothing to
lose or to clean up.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from referrals.signed_values import BoundedSigner

TWO_HOURS = 2 * 60 * 60
LARGEST_COOKIE = 3800


class TooMuchToKeep(ValueError):
    """The answers no longer fit in a cookie."""


@dataclass(frozen=True, slots=True)
class SignedCookie:
    """A cookie that no script can read and nobody can alter; so many seconds after it was written it counts no more."""

    base_name: str
    salt: str
    seconds: int = TWO_HOURS

    @property
    def name(self) -> str:
        """Return what browsers know it by: the prefix that all cookies of this site have, and its own name."""
        return f"{settings.COOKIE_PREFIX}{self.base_name}"

    @property
    def _signer(self) -> BoundedSigner:
        return BoundedSigner(salt=self.salt)

    def read(self, request: HttpRequest) -> Any:
        """Return what was written; None when there is nothing, or something too old, altered or not to be shown."""
        try:
            content = self._signer.unsign_object(request.COOKIES.get(self.name, ""), max_age=self.seconds)
        except signing.BadSignature:
            return None
        return content if can_be_shown(content) else None

    def write(self, response: HttpResponse, content: Any) -> None:
        """Put the content in the visitor's browser from now on, or raise TooMuchToKeep."""
        value = self._signer.sign_object(content, compress=True)
        if len(value) > LARGEST_COOKIE:
            raise TooMuchToKeep
        response.set_cookie(
            self.name,
            value,
            max_age=self.seconds,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def wipe(self, response: HttpResponse) -> None:
        """Remove it from the visitor's browser."""
        response.delete_cookie(self.name, samesite="Lax")


def are_texts(value: Any) -> bool:
    """Return whether this is a list of texts; what another version of the portal wrote need not be."""
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def can_be_shown(content: Any) -> bool:
    """Return whether a page can show every character; JSON can hold halves of characters, which no page can."""
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
