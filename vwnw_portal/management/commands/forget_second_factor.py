"""`forget_second_factor`: help who lost both their factor and their recovery codes.

What lives here: taking the factors of one account away. What does not: what follows from it (sign_in/changes.py).
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Take every second factor of an account away; at the next sign-in its owner sets up a new one."""

    help = "Takes the second factors and recovery codes of an account away. Be sure first who asks for it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the account."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Take them away, and say how many there were."""
        account = get_user_model().objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"No account is called {username}.")
        factors = Authenticator.objects.filter(user=account)
        count = factors.count()
        factors.delete()
        self.stdout.write(f"Taken away: {count}. At the next sign-in {username} sets up a new second step.")
