"""`create_demo_staff`: a staff login to try the portal with, never in production.

What lives here: the demo login. What does not: real accounts (`createsuperuser`, or /beheer/).
"""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

USERNAME = "beheer"
PASSWORD_FILE = "demo_password"  # noqa: S105 - the name of a file


class Command(BaseCommand):
    """Make the demo login when it is not there, and print it."""

    help = "Makes a demo staff login with a random password, kept under VAR_DIR, and prints it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the login; a password that somebody changed stays as it is."""
        if settings.PRODUCTION:
            raise CommandError("PRODUCTION is on: make staff accounts with createsuperuser.")
        accounts = get_user_model().objects
        user = accounts.filter(username=USERNAME).first()
        if user is None:
            user = accounts.create_superuser(USERNAME, "beheer@example.org", make_password_file())
        password = known_password()
        if password and user.check_password(password):
            self.stdout.write(f"Demo staff login for /beheer/: {USERNAME} / {password}")
            self.stdout.write("At the first sign-in it sets up a second step, as all staff do.")
        else:
            self.stdout.write(
                f"Demo staff login for /beheer/: {USERNAME}, with the password that was set by hand "
                f"(forgotten? python manage.py changepassword {USERNAME})"
            )


def password_file() -> Path:
    """Return where this machine keeps the demo password."""
    return Path(settings.VAR_DIR) / PASSWORD_FILE


def make_password_file() -> str:
    """Write a new random password, readable by its owner only, and return it."""
    password = secrets.token_urlsafe(12)
    password_file().touch(mode=0o600)
    password_file().write_text(password)
    return password


def known_password() -> str:
    """Return the demo password that is on this machine, or nothing."""
    return password_file().read_text() if password_file().exists() else ""
