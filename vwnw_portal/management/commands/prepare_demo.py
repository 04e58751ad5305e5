"""`prepare_demo`: what `make run` needs in the database before it serves.

What lives here: the order of the steps, and what is left alone. What does not: the steps themselves.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from services.files.examples import ExamplesRefused, refuse_in_production
from services.models import Provider


class Command(BaseCommand):
    """Bring the database up to date and fill a new one; leave what is in a filled one as it is."""

    help = "Migrates, fills a database without providers with reference facts and the demo directory; prints the login."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what a new database lacks, and see to the demo login; in production, refuse before anything."""
        try:
            refuse_in_production()
        except ExamplesRefused as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, stdout=self.stdout)
        if not Provider.objects.exists():
            call_command("load_reference", stdout=self.stdout)
            call_command("load_directory", demo=True, stdout=self.stdout)
        call_command("create_demo_staff", stdout=self.stdout)
