"""`prepare_demo`: what `make run` needs in the database before it serves.

What lives here: the order of the steps, and what is left alone. What does not: the steps themselves.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from services.models import Provider


class Command(BaseCommand):
    """Fill a new database; leave a filled one as it is."""

    help = "Fills a database without providers with the reference facts and the demo directory; prints the login."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what a new database lacks, and see to the demo login."""
        if not Provider.objects.exists():
            call_command("load_reference", stdout=self.stdout)
            call_command("load_directory", demo=True, stdout=self.stdout)
        call_command("create_demo_staff", stdout=self.stdout)
