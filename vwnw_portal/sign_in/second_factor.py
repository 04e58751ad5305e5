"""The second step of signing in: who took it, and what opens without it.

What lives here: telling that, and closing everything that is not public to who signed in by password alone. What does
not: taking the step, setting it up (django-allauth), keeping its secrets (factors.py).
"""

import re
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.models import AnonymousUser
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

# Whose second step a session took, and where they were going when they had none to take.
TAKEN_BY = "second_step_taken_by"
WANTED_PAGE = "wanted_page"
# The codes for when a factor is gone come with a factor: alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PAGES_OF_AN_ACCOUNT = re.compile(r"(/en)?/account/")


def has_factor(user: Any) -> bool:
    """Return whether an account has a factor to take the second step with."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def took_second_step(request: HttpRequest, user: Any) -> bool:
    """Return whether this session is that of somebody who showed a factor, and still has one."""
    return request.session.get(TAKEN_BY) == str(user.pk) and has_factor(user)


@receiver(authenticator_used)
def remember_second_step(request: HttpRequest, user: Any, **_: Any) -> None:
    """Write down in the session who showed a factor in it."""
    request.session[TAKEN_BY] = str(user.pk)


class SecondFactorMiddleware:
    """Knows as staff only who took the second step; who did not is led to set it up.

    For every page but those of the account itself somebody without it is nobody. So nothing has to ask for it: what a
    page or the desk keeps from visitors, it keeps from them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer of the page to who asks, as far as that is known."""
        request.signed_in = request.user
        request.user = SimpleLazyObject(lambda: self._known_as(request))
        return self.get_response(request)

    def _known_as(self, request: HttpRequest) -> Any:
        user = request.signed_in
        if user.is_anonymous or PAGES_OF_AN_ACCOUNT.match(request.path_info) or took_second_step(request, user):
            return user
        return AnonymousUser()

    def process_view(self, request: HttpRequest, view: Callable, *_: Any) -> HttpResponse | None:
        """Lead who did not take the second step from a closed page to where it is set up."""
        if not getattr(view, "login_required", True) or request.signed_in.is_anonymous:
            return None
        if request.user.is_authenticated:
            if getattr(view, "lengthens_session", True):
                request.session.keep_alive()
            return None
        if request.method == "GET":
            request.session[WANTED_PAGE] = request.get_full_path()
        return redirect("mfa_index")
