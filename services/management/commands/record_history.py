"""`manage.py record_history SLUG`: who changed which field of a record when, from what to what.

What lives here: the command. What does not: the history (upkeep/history.py), taking a change back (undo_change.py).
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from services.models import Provider
from services.upkeep.history import Sitting, sittings_of


class Command(BaseCommand):
    """Tells the history of one record."""

    help = "Vertel wie welk veld van een organisatie wanneer wijzigde, van wat in wat. Het nieuwste staat bovenaan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the record and the form of the answer."""
        parser.add_argument("slug", help="de slug van de organisatie")
        parser.add_argument("--json", action="store_true", help="als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        provider = Provider.objects.filter(slug=options["slug"]).first()
        if provider is None:
            raise CommandError(f"Er is geen organisatie met de slug '{options['slug']}'.")
        sittings = sittings_of(provider)
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(sitting) for sitting in sittings], ensure_ascii=False, indent=2))
        else:
            self._tell(sittings)

    def _tell(self, sittings: list[Sitting]) -> None:
        for sitting in sittings:
            self.stdout.write(sitting.who)
            for act in sitting.acts:
                self.stdout.write(f"  {act.change_set.pk}  {timezone.localtime(act.at):%d-%m-%Y %H.%M}  {act.what}")
                for field in act.fields:
                    self.stdout.write(f"      {field.label}: {field.was} -> {field.became}")


def _as_json(sitting: Sitting) -> dict[str, Any]:
    return {
        "who": sitting.who,
        "changes": [
            {
                "number": act.change_set.pk,
                "at": act.at.isoformat(),
                "verb": act.change_set.verb,
                "fields": [{"field": field.name, "was": field.was, "became": field.became} for field in act.fields],
            }
            for act in sitting.acts
        ],
    }
