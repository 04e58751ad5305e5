"""Staff accounts. Who may have one, and what is asked and said on the way in; signing in itself is django-allauth's."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import rate_limits
from referrals.networks import network_of
from referrals.rate_limits import Thing

WRONG_LOGIN = _("Deze gegevens kloppen niet samen. Kijk uw naam en wachtwoord na.")
TOO_OFTEN = _("Dit ging te vaak mis. Probeer het later opnieuw.")
# Who signed in this short ago need not do so again to set up a second step and read the codes that come with it.
SECONDS_TO_SET_UP = 600


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are given out by an administrator: nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account staat uit. Vraag de beheerder om hulp."),
        "duplicate_email": _("Dit is al het adres van uw account."),
        "email_password_mismatch": WRONG_LOGIN,
        "enter_current_password": _("Vul uw wachtwoord van nu in."),
        "incorrect_code": _("Deze code klopt niet. Vul de nieuwste code in."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "invalid_login": WRONG_LOGIN,
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "rate_limited": TOO_OFTEN,
        "same_as_current": _("Kies iets anders dan wat u nu hebt."),
        "too_many_login_attempts": TOO_OFTEN,
        "unknown_email": _("Dit e-mailadres kennen wij niet."),
        "username_password_mismatch": WRONG_LOGIN,
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether a page may lead on to this address; one that nobody can read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: the sign-up page is closed."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return whose name and password these are, or None, which counts; at the door and when asked once more."""
        from vwnw_portal.sign_in.guesses import count_password

        counted = count_password(request, credentials.get("username") or credentials.get("email") or "")
        user = super().authenticate(request, **credentials)
        if user:
            rate_limits.take_back(counted)
        return user

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Mail the link to confirm an address, which may be anybody's: so it counts."""
        who = {"network": network_of(request), "mailbox": emailconfirmation.email_address.email}
        rate_limits.count(Thing.STAFF_ADDRESS, **who, at=timezone.now())
        super().send_confirmation_mail(request, emailconfirmation, signup)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether somebody must show again who they are; not for a second step just after signing in."""
        from vwnw_portal.sessions import SIGNED_IN_AT
        from vwnw_portal.sign_in.second_factor import has_factor, took_second_step

        request = context.request
        just_signed_in = timezone.now().timestamp() - request.session.get(SIGNED_IN_AT, 0) < SECONDS_TO_SET_UP
        is_whole = took_second_step(request, request.user) or not has_factor(request.user)
        if app == "allauth.mfa" and just_signed_in and is_whole:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)
