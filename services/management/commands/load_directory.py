"""`load_directory`: the organisations that exist by type and region, and with --demo examples to try them with.

What lives here: asking for it and telling what was done. What does not: the loading (services/files/loading.py).
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from services.files.examples import ExamplesRefused, refuse_in_production
from services.files.loading import ShippedFileRefused, load_demo, load_directory


class Command(BaseCommand):
    """Add what is missing of the shipped directory. Safe to repeat: stored records stay as they are."""

    help = "Voegt de meegeleverde organisaties toe die nog ontbreken. Mag vaker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether examples are wanted."""
        parser.add_argument(
            "--demo",
            action="store_true",
            help="met voorbeeldgegevens (example.org) en verzonnen organisaties",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and tell how many records came of it; with examples in production, refuse before anything."""
        today = timezone.localdate()
        try:
            if options["demo"]:
                refuse_in_production()
            self.stdout.write(_("%(count)d organisaties toegevoegd.") % {"count": load_directory(today)})
            if options["demo"]:
                told = _("%(count)d organisaties hebben voorbeeldgegevens.")
                self.stdout.write(told % {"count": load_demo(today)})
        except ExamplesRefused as error:
            raise CommandError(str(error)) from error
        except ShippedFileRefused as error:
            hint = _("Voer eerst load_reference uit.")
            raise CommandError(f"{error} {hint}") from error
