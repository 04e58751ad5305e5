"""The forms of django-allauth that ask for a secret of whoever is known already: a wrong one counts.

What lives here: counting around them. What does not: how (guesses.py). They stand apart from accounts.py because
django-allauth reads that one before its forms.
"""

from allauth.account import forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms

from referrals import rate_limits
from vwnw_portal.guesses import count_code, count_password


class ChangePasswordForm(forms.ChangePasswordForm):
    """Asks for the password of now, and for a new one."""

    def clean_oldpassword(self) -> str:
        """Count the password of now, unless it is right."""
        counted = count_password(context.request, self.user.get_username())
        password = super().clean_oldpassword()
        rate_limits.take_back(counted)
        return password


class CountsCodes:
    """Counts the codes of a second factor, but not a right one."""

    def clean_code(self) -> str:
        """Count the code, unless it is right."""
        counted = count_code(context.request, self.user)
        code = super().clean_code()
        rate_limits.take_back(counted)
        return code


class AuthenticateForm(CountsCodes, mfa_forms.AuthenticateForm):
    """Asks for the second factor when signing in."""


class ReauthenticateForm(CountsCodes, mfa_forms.ReauthenticateForm):
    """Asks for the second factor once more."""
