"""What is written down of signing in: what happened, and to which account. No names, no addresses, no networks.

What lives here: the lines, and which events of Django lead to one. What does not: changes of an account (changes.py).
"""

import logging
from typing import Any

from allauth.account.internal.stagekit import unstash_login
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from services.staff_models import StaffEvent, StaffMember

logger = logging.getLogger("vwnw_portal.sign_in")
NOBODY = "none"


def write(what: str, account_id: int | None) -> None:
    """Write down what happened to an account, or to none that exists."""
    logger.info("%s, account %s", what, account_id or NOBODY)


def keep(what: StaffEvent.What, account: Any, **details: str) -> None:
    """Keep in the rows of the desk what happened to an account that works there: managers see it."""
    if StaffMember.objects.filter(pk=account.pk).exists():
        StaffEvent.objects.create(what=what, about=account, details=details)


def account_named(login: str) -> int | None:
    """Return which account somebody meant to sign in to."""
    meant = Q(username=login) | Q(email__iexact=login)
    return get_user_model().objects.filter(meant).values_list("pk", flat=True).first() if login else None


def account_of(request: HttpRequest | None) -> int | None:
    """Return who is signed in, or halfway: after the password and before the second step."""
    if request is None:
        return None
    if request.user.is_authenticated:
        return request.user.pk
    halfway = unstash_login(request, peek=True)
    return halfway.user.pk if halfway and halfway.user else None


@receiver(user_logged_in)
def _signed_in(user: Any, **_: Any) -> None:
    write("signed in", user.pk)
    keep(StaffEvent.What.SIGNED_IN, user)


@receiver(user_logged_out)
def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        write("signed out", user.pk)


@receiver(user_login_failed)
def _refused(credentials: dict[str, Any], **_: Any) -> None:
    write("password refused", account_named(credentials.get("username") or credentials.get("email") or ""))
