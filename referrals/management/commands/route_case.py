"""`route_case FILE|-`: route one case, written as JSON, and print the answer."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from referrals.advice.advise import Advice, advise
from referrals.advice.as_json import answer_of, as_data
from referrals.intake.case_reader import InvalidCase
from referrals.intake.json_input import read_json


class Command(BaseCommand):
    """Reads one case, prints its route; bad input prints every problem and ends with status 2."""

    help = "Zoekt de route voor een casus in JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, the language and the form of the answer."""
        parser.add_argument("file", metavar="FILE", help="Bestand met de casus, of - voor de standaardinvoer.")
        parser.add_argument("--json", action="store_true", help="Schrijf het antwoord als JSON.")
        parser.add_argument("--lang", choices=["nl", "en"], default="nl", help="Taal van de zinnen (nl).")

    def handle(self, *args: Any, file: str, lang: str, json: bool, **options: Any) -> None:
        """Print the route of the case in `file`."""
        with translation.override(lang):
            try:
                advice = advise(read_json(_read(file)), timezone.localdate())
            except InvalidCase as invalid:
                raise CommandError("\n".join(map(str, invalid.problems)), returncode=2) from None
            self.stdout.write(_as_json(advice, lang) if json else _as_text(advice, lang))


def _read(file: str) -> bytes:
    """Return what the file holds, or raise a CommandError that says why it cannot be read."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}", returncode=2) from None


def _as_json(advice: Advice, language: str) -> str:
    return json.dumps(answer_of(advice, language), ensure_ascii=False, indent=2)


def _as_text(advice: Advice, language: str) -> str:
    """Return the answer for a reader: one line a recommendation, its reasons under it, then the rest."""
    data = as_data(advice, language)
    lines = []
    for one in data["recommendations"]:
        lines.append(f"{one['rank']}. {one['name']} [{one['level']}]")
        lines += [f"   {reason['rule']}: {reason['text']}" for reason in one["reasons"]]
    for part in ("duties", "dates", "notes", "gaps"):
        lines += [f"{one['rule']}: {one['text']}" for one in data[part]]
    for one in data["excluded"]:
        lines += [f"- {one['name']}: {reason['rule']}: {reason['text']}" for reason in one["reasons"]]
    return "\n".join(lines)
