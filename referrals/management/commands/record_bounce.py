"""`record_bounce`: read one returned mail from standard input; a mail server calls it for mail to BOUNCE_EMAIL."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from referrals.mail import bounces


class Command(BaseCommand):
    """Notes that a mail came back. Ends well whatever it gets, so that no mail server answers a returned mail."""

    help = "Leest één teruggekomen mail van de standaardinvoer en noteert dat hij terugkwam."

    def handle(self, *args: Any, **options: Any) -> None:
        """Note it, and say which mail it was."""
        mail = bounces.record(sys.stdin.buffer.read())
        if mail is None:
            self.stdout.write("Niets genoteerd: dit is geen definitief teruggekomen mail van het portaal.")
        else:
            self.stdout.write(f"Teruggekomen: mail {mail.pk}")
