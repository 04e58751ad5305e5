"""`create_demo_staff`: a staff login to try the portal with, never in production.

What lives here: the demo login. What does not: real accounts (`createsuperuser`, or /beheer/techniek/).
"""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from services.desk.staff import make_national_manager
from vwnw_portal.models import DemoAccount

USERNAME = "beheer"
PASSWORD_FILE = "demo_password"  # noqa: S105 - the name of a file


class Command(BaseCommand):
    """Make the demo login when it is not there, and print it."""

    help = "Makes a demo staff login with a random password, kept under VAR_DIR, and prints it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the login; a password that somebody changed stays as it is."""
        if settings.PRODUCTION:
            raise CommandError("PRODUCTION is on: make staff accounts with createsuperuser.")
        account = demo_account() or make_demo_account()
        password, name = known_password(), account.get_username()
        if password and account.check_password(password):
            self.stdout.write(f"Demo staff login for /beheer/: {name} / {password}")
            self.stdout.write("At the first sign-in it sets up a second step, as all staff do.")
        else:
            self.stdout.write(
                f"Demo staff login for /beheer/: {name}, with the password that was set by hand "
                f"(forgotten? python manage.py changepassword {name})"
            )


def demo_account() -> AbstractUser | None:
    """Return the demo account, whatever it is called by now."""
    return get_user_model().objects.filter(demo_mark__isnull=False).order_by("pk").first()


@transaction.atomic
def make_demo_account() -> AbstractUser:
    """Make the demo account, with its mark and a new password; an account of somebody is not taken for it."""
    accounts = get_user_model().objects
    if accounts.filter(username=USERNAME).exists():
        raise CommandError(
            f"There is an account '{USERNAME}' that is no demo account: sign in with that, or rename it."
        )
    account = accounts.create_superuser(USERNAME, "beheer@example.org", make_password_file())
    DemoAccount.objects.create(account=account)
    make_national_manager(account)
    return account


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
