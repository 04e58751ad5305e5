"""Staff accounts. Who may have one; signing in itself is django-allauth's."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are given out by an administrator: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: the sign-up page is closed."""
        return False
