"""Staff accounts. Who may have one, and how often a password may be wrong; signing in itself is django-allauth's."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import rate_limits
from referrals.networks import network_of
from referrals.rate_limits import Thing
from vwnw_portal.guesses import count_password

WRONG_LOGIN = _("Deze gegevens kloppen niet samen. Kijk uw naam en wachtwoord na.")
TOO_OFTEN = _("Dit ging te vaak mis. Probeer het later opnieuw.")


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are given out by an administrator: nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account staat uit. Vraag de beheerder om hulp."),
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

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: the sign-up page is closed."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return whose name and password these are, or None, which counts; at the door and when asked once more."""
        counted = count_password(request, credentials.get("username") or credentials.get("email", ""))
        user = super().authenticate(request, **credentials)
        if user:
            rate_limits.take_back(counted)
        return user

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Mail the link to confirm an address, which may be anybody's: so it counts."""
        who = {"network": network_of(request), "mailbox": emailconfirmation.email_address.email}
        rate_limits.count(Thing.STAFF_ADDRESS, **who, at=timezone.now())
        super().send_confirmation_mail(request, emailconfirmation, signup)
