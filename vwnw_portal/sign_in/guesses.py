"""Guessing the secret of an account: so many wrong ones and no more, wherever one is asked.

What lives here: counting them. What does not: the numbers (settings.py), the forms that ask (forms.py), and signing
in (vwnw_portal/accounts.py).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from referrals import rate_limits
from referrals.networks import network_of
from referrals.rate_limits import Counted, Thing, TooOften
from vwnw_portal.sign_in import journal


def count_password(request: HttpRequest, name: str) -> Counted:
    """Count a password for a name; raise a ValidationError where one more is one too many.

    The name goes with the network: who guesses from elsewhere does not lock its owner out.
    """
    network = network_of(request)
    try:
        return _count(Thing.PASSWORD, network=network, name_and_network=f"{name} {network}")
    except ValidationError:
        journal.write("locked out", journal.account_named(name))
        raise


def count_code(request: HttpRequest, user: Any) -> Counted:
    """Count a code of a second factor for an account; raise a ValidationError where one more is one too many.

    From wherever it comes: a code is short, and who is asked for one knows the password. With a new password the count
    begins anew, and who knew the old one is out.
    """
    try:
        return _count(Thing.CODE, network=network_of(request), account=f"{user.pk} {user.get_session_auth_hash()}")
    except ValidationError:
        journal.write("locked out", user.pk)
        raise


def _count(thing: Thing, **who: str) -> Counted:
    try:
        return rate_limits.count(thing, at=timezone.now(), **who)
    except TooOften as too_often:
        raise ValidationError(too_often.sentence, code="too_many_login_attempts") from None
