"""`ask_organisations [--limit N]`: ask organisations by mail whether their record still holds; meant to run every day.

What lives here: the limit, and telling how many. What does not: who is asked when (services/self_checks/asking.py).
"""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services.self_checks.asking import ask, who_to_ask

MOST_A_RUN = 500


class Command(BaseCommand):
    """Asks who is due; each is asked in a transaction of its own, so it may be stopped and run again."""

    help = "Vraagt organisaties per mail of hun gegevens nog kloppen: 30 dagen voor de controle en 14 dagen erna."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many are asked at most."""
        parser.add_argument("--limit", type=int, default=MOST_A_RUN, help=f"hooguit zoveel ({MOST_A_RUN})")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        """Ask, and say how many."""
        today = timezone.localdate()
        due = list(islice(who_to_ask(today), max(limit, 0)))
        asked = sum(ask(key, turn, today) is not None for key, turn in due)
        self.stdout.write(f"Gevraagd: {asked}.")
