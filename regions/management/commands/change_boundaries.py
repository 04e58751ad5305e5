"""`change_boundaries`: municipalities that merge or are divided.

What lives here: reading the command line, and telling. What does not: what a change does (regions/boundaries/).
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from regions.boundaries.change import Change
from regions.boundaries.reading import MOST_BYTES, change_in_file, change_in_words
from regions.boundaries.telling import in_words
from regions.boundaries.verbs import Consequences, due, foresee, make_change, plan_change, undo_change
from regions.facts import as_stored
from regions.models import BoundaryChange

REFUSED = 1
BAD_USAGE = 2


class Command(BaseCommand):
    """Show what a municipal change touches; make it on its day, or take it back, where that is asked."""

    help = (
        "Laat zien wat een wijziging van gemeenten raakt. Schrijft niets, tenzij u --apply, --due of --undo geeft. "
        "Zonder wijziging: de lijst van wijzigingen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a change, as a file or in words, or what to do with those that are there."""
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml", help="de wijziging als bestand")
        parser.add_argument("--from", nargs="+", default=[], metavar="CODE", help="gemeenten die ophouden: GM0501")
        parser.add_argument(
            "--to", nargs="+", default=[], metavar="CODE[=NAAM]", help="opvolgers; een nieuwe met haar naam"
        )
        parser.add_argument(
            "--postcodes", nargs="+", default=[], metavar="CODE=PC4,PC4", help="welke postcodes elke opvolger krijgt"
        )
        parser.add_argument("--on", default="", metavar="DATE", help="de eerste dag, als 2027-01-01")
        parser.add_argument("--source", default="", help="waar dit staat")
        does = parser.add_mutually_exclusive_group()
        does.add_argument("--apply", action="store_true", help="voer door, of bewaar tot de dag er is")
        does.add_argument("--due", action="store_true", help="voer door waarvan de dag er is (dagelijks)")
        does.add_argument("--undo", type=int, metavar="NUMMER", help="maak een wijziging ongedaan")
        parser.add_argument("--json", action="store_true", help="geeft de uitkomst als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit status 1 where the change cannot be made, 2 for bad usage."""
        in_words = any(options[name] for name in ("from", "to", "postcodes", "on", "source"))
        is_given = in_words or options["file"] is not None
        if (in_words and options["file"]) or (is_given and (options["due"] or options["undo"] is not None)):
            raise CommandError(
                _("Geef één ding: een bestand, een wijziging in woorden, --due of --undo."), returncode=BAD_USAGE
            )
        if options["apply"] and not is_given:
            raise CommandError(_("Geef de wijziging: een bestand, of --from, --to en --on."), returncode=BAD_USAGE)
        try:
            told = list(self._do(is_given, options))
        except ValidationError as refusal:
            self._refuse(refusal.messages, as_json=options["json"])
        write = _as_json if options["json"] else _as_text
        self.stdout.write(write(told))
        if any("errors" in one for one in told):
            sys.exit(REFUSED)

    def _do(self, is_given: bool, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what to tell of each change."""
        if options["undo"] is not None:
            yield _row(undo_change(made=_numbered(options["undo"])))
        elif options["due"]:
            yield from map(_made, due(timezone.localdate()))
        elif not is_given:
            yield from map(_row, BoundaryChange.objects.all())
        else:
            change = _change(options)
            touched = _touched(foresee(change))
            if options["apply"]:
                yield _row(plan_change(change=change, today=timezone.localdate())) | touched
            else:
                yield {"state": "shown", **_said(change), **touched}

    def _refuse(self, messages: list[str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"errors": messages}, ensure_ascii=False))
        else:
            self.stderr.write("\n".join([*messages, _("Er is niets gewijzigd.")]))
        sys.exit(REFUSED)


def _change(options: dict[str, Any]) -> Change:
    if options["file"] is None:
        given = (options[name] for name in ("from", "to", "postcodes", "on", "source"))
        return change_in_words(*given)
    try:
        with options["file"].open("rb") as file:
            return change_in_file(file.read(MOST_BYTES + 1))
    except OSError as error:
        message = _("Het bestand %(file)s is niet te openen: %(reason)s.")
        said = {"file": options["file"], "reason": error.strerror}
        raise CommandError(message % said, returncode=BAD_USAGE) from error


def _made(planned: BoundaryChange) -> dict[str, Any]:
    """Make one change, and tell it; one that can no longer be made stays planned, and keeps no other from its day."""
    try:
        return _row(make_change(planned=planned))
    except ValidationError as refusal:
        return _row(planned) | {"errors": refusal.messages}


def _numbered(number: int) -> BoundaryChange:
    try:
        return BoundaryChange.objects.get(pk=number)
    except (BoundaryChange.DoesNotExist, OverflowError):
        raise ValidationError(_("Er is geen wijziging met nummer %(number)d.") % {"number": number}) from None


# --- What is told --------------------------------------------------------------------------------------------


def _row(row: BoundaryChange) -> dict[str, Any]:
    return {
        "number": row.pk,
        "state": row.state,
        "from": row.predecessors,
        "to": row.successors,
        "on": row.on.isoformat(),
        "source": row.source,
    }


def _said(change: Change) -> dict[str, Any]:
    stored = change.as_stored()
    return {
        "from": stored["predecessors"],
        "to": stored["successors"],
        "on": change.on.isoformat(),
        "source": change.source,
    }


def _touched(found: Consequences) -> dict[str, Any]:
    """Return what a change touches: differences of places and areas by table, and of whoever listens."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for entry in as_stored(found.facts):
        tables.setdefault(entry.pop("table"), []).append(entry)
    others = {listener.name: effects for listener, effects in found.others}
    moved = [area._asdict() for area in found.areas]
    return {"touches": {**tables, "areas_moved": moved, **others}, "told": list(in_words(found))}


def _as_json(told: list[dict[str, Any]]) -> str:
    return json.dumps({"changes": [{k: v for k, v in one.items() if k != "told"} for one in told]}, ensure_ascii=False)


def _as_text(told: list[dict[str, Any]]) -> str:
    if not told:
        return _("Er zijn geen wijzigingen.")
    return "\n".join(line for one in told for line in _lines(one))


def _lines(one: dict[str, Any]) -> Iterator[str]:
    states = {**dict(BoundaryChange.State.choices), "shown": _("een proef, er is niets gewijzigd")}
    to = ", ".join(" ".join(filter(None, [heir["code"], heir["name"]])) for heir in one["to"])
    number = f"{one['number']}. " if "number" in one else ""
    yield f"{number}{', '.join(one['from'])} -> {to}, {one['on']}: {states[one['state']]}"
    yield from (f"  {line}" for line in (*one.get("told", ()), *one.get("errors", ())))
