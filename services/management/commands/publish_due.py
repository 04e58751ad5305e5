"""Publish the drafts whose day has come.

What lives here: the command. What does not: what publishing is, and when a draft stays a draft (desk/saving.py).
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services.desk.saving import due, publish


class Command(BaseCommand):
    """Runs every morning (scripts/daily.sh); run twice it publishes nothing twice."""

    help = "Publiceert de concepten waarvan de dag is gekomen."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish each by itself: one that cannot be does not hold up the others."""
        today = timezone.localdate()
        keys = list(due(today).values_list("pk", flat=True))
        done = sum(publish(key, today) for key in keys)
        self.stdout.write(f"Concepten: {done} gepubliceerd, {len(keys) - done} niet; die staan in de lijst.")
