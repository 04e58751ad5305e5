"""`import_providers`: provider records from a file, CSV or Excel.

What lives here: opening the file and telling what happened. What does not: the import (services/files/importing.py).
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from services.desk.access import Action, within
from services.desk.importing import read_whole
from services.desk.reasons import urgencies_of
from services.files.changes import FieldChange
from services.files.csv_format import UTF_8
from services.files.importing import ImportSummary, import_providers
from services.files.opening import MOST_BYTES
from services.files.plans import PlanRefused, apply_plan
from services.models import ImportPlan
from services.upkeep.door import MovedSinceSeen

ERRORS_IN_FILE = 1
BAD_USAGE = 2


class Command(BaseCommand):
    """Import a file, all of it or nothing."""

    help = "Leest organisaties uit een CSV- of Excel-bestand: alles, of bij een fout niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and how to work."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("file", metavar="FILE", type=Path, nargs="?")
        source.add_argument(
            "--plan", metavar="NUMMER", type=int, help="leest in wat iemand in het beheer opstuurde, met diens rechten"
        )
        parser.add_argument("--dry-run", action="store_true", help="laat zien wat er zou veranderen, schrijft niets")
        parser.add_argument("--json", action="store_true", help="geeft de uitkomst als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report; exit status 1 where the file has errors, 2 where it cannot be opened."""
        if options["plan"] is not None:
            self._apply(options["plan"])
            return
        try:
            with options["file"].open("rb") as file:
                # One byte too many says that it is too large, and a file without end is not read to its end.
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            message = _("Het bestand %(file)s is niet te openen: %(reason)s.")
            raise CommandError(
                message % {"file": options["file"], "reason": error.strerror}, returncode=BAD_USAGE
            ) from error
        summary = import_providers(data, on=timezone.localdate(), dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False))
        else:
            self._tell(summary, dry_run=options["dry_run"])
        if summary.errors:
            sys.exit(ERRORS_IN_FILE)

    def _apply(self, number: int) -> None:
        """Do what a file at the desk would do, however long that takes: a page has fifteen seconds for it."""
        plan = ImportPlan.objects.select_related("by").filter(pk=number).first()
        if plan is None or plan.by is None:
            raise CommandError(_("Er is geen bestand met dit nummer, of de afzender is weg."), returncode=BAD_USAGE)
        try:
            read_whole(plan)
            reach = within(plan.by, Action.IMPORT)
            plan = apply_plan(plan=plan, by=plan.by, reach=reach, urgencies=urgencies_of)
        except (PlanRefused, MovedSinceSeen) as refused:
            raise CommandError(str(refused)) from refused
        if plan.change_set_id is None:
            self.stdout.write(_("Ingelezen. Er is geen organisatie gewijzigd."))
        else:
            self.stdout.write(_("Ingelezen als wijziging %(number)d.") % {"number": plan.change_set_id})

    def _tell(self, summary: ImportSummary, *, dry_run: bool) -> None:
        if summary.encoding != UTF_8:
            read_as = _("Dit bestand is geen UTF-8. Het is gelezen als %(encoding)s: controleer letters met accenten.")
            self.stdout.write(read_as % {"encoding": summary.encoding})
        for change in summary.changes or ():
            self.stdout.write(_in_words(change))
        for error in (*summary.errors, *summary.warnings):
            where = _("regel %(line)d") % {"line": error.line} + (f", {error.column}" if error.column else "")
            self.stdout.write(f"{where}: {error.message}")
        if summary.errors:
            self.stdout.write(_("%(count)d fouten. Er is niets opgeslagen.") % {"count": len(summary.errors)})
            return
        told = _("%(created)d nieuw, %(updated)d gewijzigd, %(unchanged)d ongewijzigd.")
        self.stdout.write(told % summary.as_json())
        if dry_run:
            self.stdout.write(_("Dit was een proef: er is niets opgeslagen."))


def _in_words(change: FieldChange) -> str:
    old, new = (json.dumps(text, ensure_ascii=False) if text else _("leeg") for text in (change.old, change.new))
    told = _("regel %(line)d, %(slug)s, %(field)s: %(old)s wordt %(new)s")
    return told % {"line": change.line, "slug": change.slug, "field": change.field, "old": old, "new": new}
