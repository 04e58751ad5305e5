"""`followup`: remind, end silence, and ask how it went; meant to run every day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.at_once import TooMuchAtOnce, asked_again
from referrals.loop.followup import Followed, follow_up

WORDS = {
    "gone_on": "Na een nee is de volgende aan de beurt",
    "unreachable": "Onbereikbaar, de volgende is aan de beurt",
    "silent": "Geen antwoord, de volgende is aan de beurt",
    "unanswered_by_employer": "Doorverwijzingen zonder ja van de werkgever ingetrokken",
    "reminded": "Organisaties herinnerd",
    "asked_again": "Werkgevers nog eens om antwoord op een vraag gevraagd",
    "unanswered_questions": "Vragen waarop geen antwoord kwam",
    "dropped": "Onbevestigde aanvragen verwijderd",
    "asked_providers": "Organisaties gevraagd hoe het ging",
    "asked_employers": "Werkgevers gevraagd hoe het ging",
    "asked_afterwards": "Werkgevers met een bewaarde casus gevraagd hoe het ging",
}


class Command(BaseCommand):
    """Does all that is due and prints how much; safe to run twice, or again after it was killed."""

    help = "Herinnert organisaties, beëindigt stilte en vraagt hoe het ging."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the size of a batch, and how to ask once more."""
        parser.add_argument("--batch", type=int, default=100, help="Zoveel rijen tegelijk in het geheugen (100).")
        parser.add_argument("--force", action="store_true", help="Doe het ook als het om meer dan de helft gaat.")

    def handle(self, *args: Any, batch: int, force: bool, **options: Any) -> None:
        """Do it, and end with status 1 where some row failed, or where it would be most of all."""
        now = timezone.now()
        try:
            followed = follow_up(now=now, batch=batch, force=force)
        except TooMuchAtOnce as too_much:
            raise CommandError(asked_again(too_much, now), returncode=1) from None
        for line in report_of(followed):
            self.stdout.write(line)
        if followed.mistakes:
            raise CommandError(f"Mislukt: {followed.mistakes}. Het logboek noemt de nummers.", returncode=1)


def report_of(followed: Followed) -> list[str]:
    """Return what was done, one line for each thing."""
    return [f"{words}: {getattr(followed, name)}" for name, words in WORDS.items()]
