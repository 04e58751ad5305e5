"""`manage.py undo_change NUMBER`: take back what one change did, to all of its records or to some.

What lives here: the command. What does not: the verb (upkeep/undoing.py).
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from services.models import ChangeSet
from services.upkeep.door import BY_COMMAND
from services.upkeep.history import field_label
from services.upkeep.undoing import Undone, undo


class Command(BaseCommand):
    """Undoes one change."""

    help = "Maak een wijziging ongedaan. Wat iemand daarna wijzigde, blijft staan en wordt genoemd."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the change, its records, and what goes back although it was changed since."""
        parser.add_argument("number", type=int, help="het nummer van de wijziging, zoals record_history het noemt")
        parser.add_argument("--record", action="append", metavar="SLUG", help="alleen deze organisatie; mag vaker")
        parser.add_argument(
            "--also", action="append", default=[], metavar="SLUG.VELD", help="ook dit veld, al is het daarna gewijzigd"
        )
        parser.add_argument("--json", action="store_true", help="als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo, and print what went back and what was kept."""
        change_set = ChangeSet.objects.filter(pk=options["number"]).first()
        if change_set is None:
            raise CommandError(f"Er is geen wijziging met nummer {options['number']}.")
        try:
            undone = undo(
                change_set=change_set,
                by=BY_COMMAND,
                on=timezone.localdate(),
                slugs=options["record"],
                also=[_field(text) for text in options["also"]],
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(json.dumps(_as_json(undone), ensure_ascii=False) if options["json"] else _in_words(undone))


def _field(text: str) -> tuple[str, str]:
    slug, dot, name = text.partition(".")
    if not dot:
        raise CommandError(f"'{text}' noemt geen veld. Schrijf het als slug.veld, zoals loket.phone.")
    return slug, name


def _as_json(undone: Undone) -> dict[str, Any]:
    return {
        "number": undone.change_set.pk if undone.change_set else None,
        "restored": [{"slug": slug, "field": field} for slug, field in undone.restored],
        "kept": [{"slug": kept.slug, "field": kept.field} for kept in undone.kept],
    }


def _in_words(undone: Undone) -> str:
    lines = [f"{slug}: {field_label(field)} is weer als eerst." for slug, field in undone.restored]
    lines += [f"{kept.slug}: {field_label(kept.field)} blijft: daarna nog gewijzigd." for kept in undone.kept]
    return "\n".join(lines or ["Er was niets meer ongedaan te maken."])
