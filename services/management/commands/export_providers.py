"""`export_providers`: provider records to a file, CSV or Excel.

What lives here: where the file goes. What does not: what is in it (services/files/exporting.py).
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from services.files.csv_format import FOR_EXCEL, FOR_PROGRAMS
from services.files.exporting import export_providers, export_workbook
from services.files.formats import WorkbookRefused

BAD_USAGE = 2


class Command(BaseCommand):
    """Export every provider that has not stopped, sorted by slug."""

    help = "Schrijft alle organisaties die niet gestopt zijn, zoals import_providers ze leest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, none for standard output, and for whom it is."""
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
        parser.add_argument(
            "--format", choices=("csv", "xlsx"), default="csv", help="csv voor programma's, xlsx voor Excel"
        )
        parser.add_argument(
            "--excel",
            action="store_true",
            help="schrijft CSV die een Nederlandse Excel opent: puntkomma's, 31-3-2026 en ja, met een byte order mark",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; exit status 2 where it cannot be written."""
        today, path = timezone.localdate(), options["file"]
        layout = FOR_EXCEL if options["excel"] else FOR_PROGRAMS
        try:
            if options["format"] == "xlsx":
                _write_bytes(path, export_workbook(on=today))
            elif path is None:
                export_providers(self.stdout, on=today, layout=layout)
            else:
                with path.open("w", encoding="utf-8", newline="") as out:
                    export_providers(out, on=today, layout=layout)
        except WorkbookRefused as refused:
            raise CommandError(str(refused), returncode=BAD_USAGE) from refused
        except OSError as error:
            message = _("Het bestand %(file)s is niet te schrijven: %(reason)s.")
            raise CommandError(message % {"file": path, "reason": error.strerror}, returncode=BAD_USAGE) from error


def _write_bytes(path: Path | None, data: bytes) -> None:
    if path is None:
        sys.stdout.buffer.write(data)
    else:
        path.write_bytes(data)
