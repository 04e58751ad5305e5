"""`load_outlines`: the official outlines of municipalities, from a file that the operator downloaded.

What lives here: reading the command line, and telling. What does not: the file (regions/outline_file.py), storing
(regions/outline_sets.py).
"""

import argparse
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.outline_features import OutlinesRefused, first_few
from regions.outline_file import Drawing, Fitted, fit, median_overlap
from regions.outline_sets import TOLERANCE_METRES, digest_of, division_on, store
from regions.outlines import outlines

BAD_USAGE = 2

LEAST_METRES, MOST_METRES = 50, 1000

# A reader gets no more than this for all outlines.
MOST_COMPRESSED_BYTES = 100_000


class Command(BaseCommand):
    """Replace the outlines of a day by those of a file, all of them or none."""

    help = (
        "Laadt de grenzen van alle gemeenten uit een GeoJSON-bestand, in graden (WGS 84) of in meters (RD), en maakt "
        "er die van de arbeidsmarktregio's van. Klopt er iets niet, dan verandert er niets. Mag vaker."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the day, and how to read it."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="de eerste dag; anders vandaag")
        parser.add_argument(
            "--tolerance",
            type=_tolerance,
            default=TOLERANCE_METRES,
            metavar="METERS",
            help=f"wat kleiner is, vervalt: {LEAST_METRES} tot {MOST_METRES} meter (standaard {TOLERANCE_METRES})",
        )
        parser.add_argument("--property", default="", metavar="NAME", help="waar de gemeentecode in staat")
        parser.add_argument("--source", default="", help='de bron, anders "CBS/Kadaster" met het jaar')
        parser.add_argument("--licence", default="CC BY 4.0", help="de licentie van de bron (standaard CC BY 4.0)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file; exit status 2 where it is refused."""
        on = options["on"] or timezone.localdate()
        try:
            fitted = fit(options["file"], division_on(on), options["property"])
            drawing = fitted.drawn(options["tolerance"])
        except OutlinesRefused as refusal:
            raise CommandError(str(refusal), returncode=BAD_USAGE) from refusal
        before = {code: drawn.path for code, drawn in outlines(on).items()}
        changed = store(
            drawing.rows,
            valid_from=on,
            is_indicative=False,
            source=options["source"] or f"CBS/Kadaster {on.year}",
            licence=options["licence"],
            tolerance=options["tolerance"],
        )
        width = max(len(name) for name, _value in _told(fitted, drawing, before))
        self.stdout.write(
            _("Geladen: deze grenzen gelden vanaf %(day)s.") % {"day": on.isoformat()}
            if changed
            else _("Deze grenzen waren er al: er is niets veranderd.")
        )
        for name, value in _told(fitted, drawing, before):
            self.stdout.write(f"  {name.ljust(width)}  {value}")
        if drawing.compressed_bytes > MOST_COMPRESSED_BYTES:
            self.stderr.write(_too_heavy(fitted, options["tolerance"]))


def _told(fitted: Fitted, drawing: Drawing, before: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what became of the file, line by line."""
    after = {row.code: row.path for row in drawing.rows}
    yield _("gemeenten en regio's"), f"{len(fitted.codes)} + {len(after) - len(fitted.codes)}"
    yield _("punten"), f"{fitted.points} -> {drawing.points}"
    yield _("gecomprimeerd"), f"{drawing.compressed_bytes / 1000:.1f} kB"
    yield _("hersteld"), first_few(fitted.mended) or _("niets")
    yield _("oppervlakte van een regio naast die van haar gemeenten"), _percent(fitted.union_change)
    yield _("oppervlakte van een regio door vereenvoudigen"), _percent(drawing.area_change)
    for name, prefix in ((_("overlap met de grenzen tot nu toe, gemeenten"), "GM"), (_("en regio's"), "AM")):
        shared = median_overlap({code: path for code, path in before.items() if code.startswith(prefix)}, after)
        yield name, "-" if shared is None else f"{shared:.2f}"
    yield _("kenmerk"), digest_of(drawing.rows)


def _percent(change: float) -> str:
    return f"{change:.3%}"


def _too_heavy(fitted: Fitted, tolerance: int) -> str:
    """Return the warning that readers get too much, with the tolerance at which they do not."""
    fits = next(
        (
            wider
            for wider in range(tolerance + 50, MOST_METRES + 1, 50)
            if fitted.drawn(wider).compressed_bytes <= MOST_COMPRESSED_BYTES
        ),
        None,
    )
    heavy = _("Let op: dit is meer dan %(most)s kB voor wie de kaart opent.") % {"most": MOST_COMPRESSED_BYTES // 1000}
    return f"{heavy} {_('Met --tolerance %(metres)s past het.') % {'metres': fits}}" if fits else heavy


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("Schrijf een datum als 2027-01-01.")) from error


def _tolerance(text: str) -> int:
    if not text.isdecimal() or not LEAST_METRES <= int(text) <= MOST_METRES:
        raise argparse.ArgumentTypeError(
            _("Kies %(least)s tot %(most)s meter.") % {"least": LEAST_METRES, "most": MOST_METRES}
        )
    return int(text)
