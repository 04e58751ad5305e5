"""Where is this? Answer for each query with the place and every division that it lies in.

What lives here: reading the command line and writing the answers. What does not: finding (regions/places.py).
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from notation.dates import read_day, refuse_far_dates
from regions.places import Located, Location, atlas

NAMES_OF_KINDS = {
    "postcode": "postcode",
    "place": "plaats",
    "municipality": "gemeente",
    "former_municipality": "voormalige gemeente",
    "area": "gebied",
    "unknown": "onbekend",
}


class Command(BaseCommand):
    """`python manage.py locate QUERY... [--on DATE] [--json]`."""

    help = "Zoekt postcodes, plaatsen, gemeenten en gebieden, met de indelingen die op een dag gelden."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the queries, the date and the form of the answer."""
        parser.add_argument("queries", nargs="+", metavar="QUERY", help="een plek, of - voor één per regel")
        parser.add_argument("--on", type=_date, metavar="DATE", help="dag als 2026-01-31 (standaard vandaag)")
        parser.add_argument("--json", action="store_true", help="één JSON-object per regel")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one answer a query."""
        on = options["on"] or timezone.localdate()
        write = as_json if options["json"] else as_text
        places = atlas()
        for query in _queries(options["queries"]):
            self.stdout.write(write(places.locate(query, on)))


def as_json(located: Located) -> str:
    """Return the answer as one line of JSON."""
    guess = {"guessed": True} if located.guessed else {}
    matches = [_match(location) | guess for location in located.matches]
    return json.dumps({"query": located.query, "kind": located.kind, "matches": matches}, ensure_ascii=False)


def as_text(located: Located) -> str:
    """Return the answer for a person to read."""
    guess = ", geraden" if located.guessed else ""
    lines = [f"{located.query}: {NAMES_OF_KINDS[located.kind]}{guess}"]
    for location in located.matches:
        codes = [f"{scheme} {', '.join(areas)}" for scheme, areas in location.areas.items()]
        within = [f"gemeente {location.municipality}"] if location.municipality else []
        lines.append(f"  {location.label}: {'; '.join(within + codes)}")
    return "\n".join(lines)


def _match(location: Location) -> dict[str, Any]:
    if location.kind == "area":
        return {"label": location.label, "scheme": location.scheme, "code": location.area_code}
    return {
        "label": location.label,
        "postcode": location.postcode,
        "place": location.place,
        "municipality_code": location.municipality_code,
        "municipality": location.municipality,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "areas": {scheme: list(codes) for scheme, codes in location.areas.items()},
    }


def _queries(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the queries; `-` stands for the lines of standard input. Bytes that are not UTF-8 become marks."""
    for argument in arguments:
        if argument == "-":
            for line in sys.stdin.buffer:
                yield line.decode("utf-8-sig", errors="replace").rstrip("\r\n")
        else:
            yield argument.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def _date(text: str) -> date:
    try:
        day = read_day(text)
        if day is None:
            raise ValidationError("Vul een dag in, bijvoorbeeld 2026-01-31.")
        refuse_far_dates(day, timezone.localdate())
    except ValidationError as refusal:
        raise argparse.ArgumentTypeError(refusal.message) from None
    return day
