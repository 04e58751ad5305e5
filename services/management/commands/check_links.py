"""`check_links [--limit N]`: ask the links of organisations whether they are there; meant to run every day.

What lives here: the limit and telling what came of it. What does not: asking and patience (services/link_checks/).
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services.link_checks.asking import Verdict
from services.link_checks.queue import ask_due, follow_records

MOST_A_RUN = 200


class Command(BaseCommand):
    """Asks what is due; may run any number of times at once, and may be stopped at any moment."""

    help = "Vraagt webadressen van organisaties op die aan de beurt zijn, en onthoudt welke er niet meer zijn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many are asked at most."""
        parser.add_argument("--limit", type=int, default=MOST_A_RUN, help=f"hooguit zoveel ({MOST_A_RUN})")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        """Ask, and print a line with the sums."""
        follow_records(timezone.localdate())
        verdicts = ask_due(limit=max(limit, 0))
        self.stdout.write(
            f"Webadressen die er zijn: {verdicts[Verdict.WORKS]}, die er niet zijn: {verdicts[Verdict.GONE]}, "
            f"niet bekend: {verdicts[Verdict.UNKNOWN]}, later: {verdicts[Verdict.BUSY]}"
        )
