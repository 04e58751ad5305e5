"""`write_down_stewards`: give each record that is new the region that keeps it; meant to run every day."""

from typing import Any

from django.core.management.base import BaseCommand

from services.stewards import write_down_stewards


class Command(BaseCommand):
    """Writes down what the rule says until then; safe to run twice."""

    help = "Legt van elke nieuwe organisatie vast welke regio haar beheert."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write down, and say how many."""
        self.stdout.write(f"Vastgelegd: {write_down_stewards()}.")
