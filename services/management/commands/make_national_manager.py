"""`make_national_manager NAME`: give an account the desk of the whole country, so that it can invite the others."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from services.desk import staff


class Command(BaseCommand):
    """Makes the first national manager, or one where nobody is left to do it."""

    help = "Maakt iemand landelijk beheerder: wie een account heeft en kan inloggen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whose account it is."""
        parser.add_argument("name", help="De gebruikersnaam.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Give the account its role, in the place of what it had."""
        account = get_user_model().objects.filter(username=name).first()
        if account is None or not account.is_active:
            raise CommandError(f"Er is geen account '{name}' dat kan inloggen. Maak er eerst een met createsuperuser.")
        staff.make_national_manager(account)
        self.stdout.write(f"{name} is nu landelijk beheerder.")
