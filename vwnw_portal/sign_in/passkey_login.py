"""Signing in with a passkey alone, without a session for who does not.

What lives here: where the question to the passkey waits for its answer, a cookie of two minutes. What does not: the
question and the answer, which are django-allauth's; it would keep them in a session of whoever asks.
"""

import json
from typing import Any

from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

COOKIE = f"{settings.COOKIE_PREFIX}passkey"
SECONDS_TO_ANSWER = 120


@method_decorator(login_not_required, name="dispatch")
class PasskeyLoginView(LoginWebAuthnView):
    """Asks a passkey who it is, and lets its owner in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the question, or lead to the page that asks it."""
        response = super().get(request, *args, **kwargs)
        question = request.session.pop(STATE_SESSION_KEY, None)
        if question:
            response.set_signed_cookie(
                COOKIE,
                json.dumps(question),
                max_age=SECONDS_TO_ANSWER,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer to the question that this browser got, once."""
        question = request.get_signed_cookie(COOKIE, default=None, max_age=SECONDS_TO_ANSWER)
        if question:
            request.session[STATE_SESSION_KEY] = json.loads(question)
        response = super().post(request, *args, **kwargs)
        request.session.pop(STATE_SESSION_KEY, None)
        response.delete_cookie(COOKIE, samesite="Strict")
        return response
