"""`retention [--dry-run]`: remove what is past its period; meant to run every day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals.retention import remove_expired


class Command(BaseCommand):
    """Removes what is past its period and prints how much of each; safe to run twice."""

    help = "Verwijdert alles waarvan de bewaartermijn voorbij is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the dry run."""
        parser.add_argument("--dry-run", action="store_true", help="Tel alleen, verwijder niets.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Remove, or only count; a line for each period, with the setting that says how long it is."""
        verb = "te verwijderen" if dry_run else "verwijderd"
        for period, number in remove_expired(now=timezone.now(), dry_run=dry_run):
            self.stdout.write(f"{period.what}: {number} {verb} ({period.setting}={period.days})")
