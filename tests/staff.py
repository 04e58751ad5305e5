"""Staff who sign in, as tests need them.

What lives here: an account that took both steps, and what its app says. What does not: tests.
"""

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone

from vwnw_portal.sign_in.second_factor import TAKEN_BY

PASSWORD = "negen groene fietsbellen"


def sign_in(client: Client, account) -> None:
    """Be signed in with a second step taken; how that is done is for the tests of signing in."""
    if not account.authenticator_set.exists():
        TOTP.activate(account, generate_totp_secret())
    client.force_login(account)
    session = client.session
    session[TAKEN_BY] = str(account.pk)
    session.save()


def code_of_app(secret: str) -> str:
    """Return what an app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
