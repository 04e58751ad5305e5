"""`find_duplicates [--json]`: look for records that may be one organisation twice.

What lives here: telling what was found. What does not: finding it (services/duplicates/finding.py).
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from services.duplicates.finding import Found, find_duplicates
from services.duplicates.models import DuplicatePair, PairState
from services.duplicates.wording import why_in_words


class Command(BaseCommand):
    """Bring the list of likely doubles up to the records, and tell what is still to be looked at. Safe to repeat."""

    help = "Zoekt organisaties die er misschien twee keer in staan. Mag vaker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="geeft de uitkomst als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find them, and write each pair that is open."""
        found = find_duplicates(timezone.localdate())
        pairs = list(DuplicatePair.objects.filter(state=PairState.OPEN).select_related("first", "second"))
        self.stdout.write(_as_json(found, pairs) if options["json"] else _as_text(found, pairs))


def _as_json(found: Found, pairs: list[DuplicatePair]) -> str:
    listed = [
        {
            "first": pair.first.slug,
            "second": pair.second.slug,
            "score": pair.score,
            "why": [reason.value for reason in pair.reasons],
            "text": why_in_words(pair.reasons),
        }
        for pair in pairs
    ]
    return json.dumps({**found._asdict(), "open": len(pairs), "pairs": listed}, ensure_ascii=False)


def _as_text(found: Found, pairs: list[DuplicatePair]) -> str:
    told = _("Mogelijk dubbel: %(open)d paren, waarvan %(new)d nieuw en %(again)d opnieuw. Vervallen: %(gone)d.")
    lines = [told % {"open": len(pairs), "new": found.new, "again": found.asked_again, "gone": found.gone}]
    for pair in pairs:
        lines.append(f"  {pair.first.slug} / {pair.second.slug} ({pair.score}): {why_in_words(pair.reasons)}")
    return "\n".join(lines)
