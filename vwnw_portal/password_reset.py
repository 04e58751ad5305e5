"""A forgotten password: who may ask for the mail, and how often.

What lives here: the form in front of django-allauth's. What does not: the mail and the new password, which are its own.
It stands apart from accounts.py because django-allauth reads that one before its forms.
"""

from allauth.account import forms
from allauth.core import context
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referrals import rate_limits
from referrals.networks import network_of
from referrals.rate_limits import Thing, TooOften
from services.mail_addresses import refuse_unmailable
from vwnw_portal.sign_in.forms import InOurWords


class ResetPasswordForm(InOurWords, forms.ResetPasswordForm):
    """Asks for the address of an account; counts each time, so that nobody learns whether there is one."""

    labels = {"email": _("E-mailadres")}

    def clean_email(self) -> str:
        """Refuse an address that cannot be mailed, and the time that is one too many."""
        email = super().clean_email()
        refuse_unmailable(email)
        try:
            rate_limits.count(Thing.RESET, network=network_of(context.request), mailbox=email, at=timezone.now())
        except TooOften as too_often:
            raise ValidationError(too_often.sentence) from None
        return email
