"""Staff accounts. Who may have one; signing in itself is django-allauth's."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether a page may lead on to this address; one that nobody can read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: the sign-up page is closed."""
        return False
