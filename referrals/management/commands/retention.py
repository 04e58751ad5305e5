"""`retention [--dry-run | --force]`: remove what is past its period; meant to run every day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.at_once import TooMuchAtOnce, asked_again
from referrals.retention import overwrite_what_was_removed, remove_expired


class Command(BaseCommand):
    """Removes what is past its period and prints how much of each; safe to run twice."""

    help = "Verwijdert alles waarvan de bewaartermijn voorbij is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the dry run, and how to ask once more."""
        parser.add_argument("--dry-run", action="store_true", help="Tel alleen, verwijder niets.")
        parser.add_argument("--force", action="store_true", help="Doe het ook als het om meer dan de helft gaat.")

    def handle(self, *args: Any, dry_run: bool, force: bool, **options: Any) -> None:
        """Remove, or only count; a line for each period, with the setting that says how long it is."""
        verb, now = "te verwijderen" if dry_run else "verwijderd", timezone.now()
        try:
            removed = remove_expired(now=now, dry_run=dry_run, force=force)
        except TooMuchAtOnce as too_much:
            raise CommandError(asked_again(too_much, now), returncode=1) from None
        for period, number in removed:
            self.stdout.write(f"{period.what}: {number} {verb} ({period.setting}={period.days})")
        if not dry_run and not overwrite_what_was_removed():
            raise CommandError(
                "Verwijderd, maar het logboek van SQLite is nog in gebruik: draai dit commando later nog eens.",
                returncode=1,
            )
