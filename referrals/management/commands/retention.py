"""`retention [--dry-run]`: delete what is past its period; meant to run every day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals.retention import delete_expired


class Command(BaseCommand):
    """Deletes what is past its period and prints how much; safe to run twice."""

    help = "Verwijdert bewaarde casussen waarvan de termijn voorbij is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the dry run."""
        parser.add_argument("--dry-run", action="store_true", help="Tel alleen, verwijder niets.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Delete, or only count."""
        count = delete_expired(on=timezone.localdate(), dry_run=dry_run)
        verb = "te verwijderen" if dry_run else "verwijderd"
        self.stdout.write(f"Bewaarde casussen {verb}: {count}")
