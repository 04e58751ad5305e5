"""`export_providers`: provider records to a CSV file.

What lives here: where the file goes. What does not: what is in it (services/files/exporting.py).
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from services.files.csv_format import FOR_EXCEL, FOR_PROGRAMS
from services.files.exporting import export_providers

BAD_USAGE = 2


class Command(BaseCommand):
    """Export every provider that has not stopped, sorted by slug."""

    help = "Schrijft alle organisaties die niet gestopt zijn als CSV, zoals import_providers ze leest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, none for standard output, and for whom it is."""
        parser.add_argument("file", metavar="FILE.csv", type=Path, nargs="?")
        parser.add_argument(
            "--excel",
            action="store_true",
            help="schrijft wat een Nederlandse Excel opent: puntkomma's, 31-3-2026 en ja, met een byte order mark",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; exit status 2 where it cannot be written."""
        today = timezone.localdate()
        layout = FOR_EXCEL if options["excel"] else FOR_PROGRAMS
        if options["file"] is None:
            export_providers(self.stdout, on=today, layout=layout)
            return
        try:
            with options["file"].open("w", encoding="utf-8", newline="") as out:
                export_providers(out, on=today, layout=layout)
        except OSError as error:
            message = _("Het bestand %(file)s is niet te schrijven: %(reason)s.")
            raise CommandError(
                message % {"file": options["file"], "reason": error.strerror}, returncode=BAD_USAGE
            ) from error
