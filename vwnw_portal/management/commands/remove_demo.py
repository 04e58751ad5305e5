"""`remove_demo`: what must be done before a database that held a demo serves in production.

What lives here: telling what went. What does not: finding and removing it (vwnw_portal/demo.py).
"""

from typing import Any

from django.core.management.base import BaseCommand

from vwnw_portal.demo import remove_demo


class Command(BaseCommand):
    """Switch demo accounts off, and remove example records. Safe to repeat."""

    help = "Switches demo accounts off, and removes example records with the cases that were referred to them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and tell."""
        gone = remove_demo()
        self.stdout.write(f"Demo accounts switched off: {gone.accounts}.")
        self.stdout.write(f"Example records removed or emptied of examples: {gone.records}.")
        self.stdout.write(f"Cases removed that were referred to these: {gone.cases}.")
