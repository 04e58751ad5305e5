"""`friday_mail`: mail who chose it about their week; meant to run every day, and does something on Fridays only.

What lives here: telling how many. What does not: who gets one, and what it says (services/desk/friday.py).
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from services.desk.friday import mail, who_gets_one


class Command(BaseCommand):
    """Mails each in a transaction of their own; safe to run twice."""

    help = "Mailt op vrijdag wie dat koos: wat er wijzigde, wat openstaat en wat aan de beurt is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Mail, and say how many."""
        today = timezone.localdate()
        self.stdout.write(f"Gemaild: {sum(mail(member, today) for member in who_gets_one(today))}.")
