"""What changes of how somebody signs in: it is written down, its owner is told by mail, and other sessions end.

What lives here: noticing a change wherever it was made, a page, the desk or a command, and what follows from it. What
does not: the words (letters.py), making the change (django-allauth).
"""

from enum import Enum
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from services.staff_models import StaffEvent
from vwnw_portal.sessions import end_sessions
from vwnw_portal.sign_in import journal, letters
from vwnw_portal.sign_in.device import device_of
from vwnw_portal.sign_in.second_factor import FACTORS, remember_second_step

Account = get_user_model()


class Change(Enum):
    """What can change; the value is how it is written down."""

    PASSWORD = "password changed"  # noqa: S105
    ADDRESS = "address changed"
    FACTOR_ADDED = "second factor added"
    FACTOR_REMOVED = "second factor removed"
    CODES_MADE = "recovery codes made"
    SESSIONS_ENDED = "all sessions ended"


# After these whoever else is signed in does so anew: it may be the reason for the change.
ENDS_OTHER_SESSIONS = {Change.PASSWORD, Change.FACTOR_ADDED, Change.FACTOR_REMOVED, Change.SESSIONS_ENDED}


def follow_up(change: Change, account: Any, *, formerly: str = "") -> None:
    """Write a change down, tell the owner at each address that was or is theirs, and end the other sessions.

    Who left gets no mail: the address may be a successor's by now, or nobody's.
    """
    journal.write(change.value, account.pk)
    journal.keep(StaffEvent.What.SIGN_IN_CHANGED, account, change=change.value)
    for address in {account.email, formerly} - {""} if account.is_active else ():
        letters.tell(change, address)
    if change in ENDS_OTHER_SESSIONS:
        end_sessions(account.pk, keep=_own_session(account))


def _own_session(account: Any) -> str | None:
    """Return the key of the session in which the owner of an account makes a change, or None when it is another's."""
    request = context.request
    is_own = request is not None and request.user.is_authenticated and request.user.pk == account.pk
    return request.session.session_key if is_own else None


@receiver(user_logged_in)
def begin_session(request: HttpRequest, **_: Any) -> None:
    """Write down in the session when it began, and with what."""
    request.session.begin(device_of(request.META.get("HTTP_USER_AGENT", "")))


@receiver(pre_save, sender=Account)
def _know_former_address(instance: Any, raw: bool, **_: Any) -> None:
    stored = None if raw else Account.objects.filter(pk=instance.pk).values_list("email", flat=True).first()
    instance.former_address = stored


@receiver(post_save, sender=Account)
def _account_saved(instance: Any, created: bool, raw: bool, **_: Any) -> None:
    if created or raw:
        return
    if instance._password is not None:  # Django's own mark of a new password; a new hash of the old one has none
        follow_up(Change.PASSWORD, instance)
    if not instance.is_active:
        end_sessions(instance.pk)
    if instance.former_address != instance.email:
        follow_up(Change.ADDRESS, instance, formerly=instance.former_address)


@receiver(post_save, sender=Authenticator)
def _factor_saved(instance: Authenticator, created: bool, **_: Any) -> None:
    if not created:
        return
    if instance.type not in FACTORS:
        follow_up(Change.CODES_MADE, instance.user)
        return
    follow_up(Change.FACTOR_ADDED, instance.user)
    if _own_session(instance.user):
        remember_second_step(context.request, instance.user)


@receiver(post_delete, sender=Authenticator)
def _factor_deleted(instance: Authenticator, origin: Any, **_: Any) -> None:
    goes_with_account = getattr(origin, "model", type(origin)) is Account
    if instance.type in FACTORS and not goes_with_account:
        follow_up(Change.FACTOR_REMOVED, instance.user)
