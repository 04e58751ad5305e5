"""The verbs on municipal changes: plan one, make it on its day, and take it back.

What lives here: those verbs, one transaction each. What does not: what a change makes of facts (change.py), why one is
refused (refusals.py).

The database is read as facts, the change is made of them, and the difference is written and stored. Taking it back
writes the same difference the other way, so that exactly what was stands there again.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from regions.boundaries.change import AreaMoved, Change, Scheme, areas_moved, change_of, changed, read_schemes
from regions.boundaries.listeners import Effect, Listener, Move, listeners, move_of
from regions.boundaries.refusals import refuse_impossible
from regions.facts import Entry, Facts, as_stored, differences, from_stored, read_facts, with_entries, write
from regions.models import Area, BoundaryChange, BoundaryEffect
from regions.writing import lock_directory, lock_reference, verb

FACTS = "facts"  # the name of what a change did to places and areas, beside the names of the listeners


class Consequences(NamedTuple):
    """What a change touches: the differences of places and areas, areas that others serve, and whoever listens."""

    move: Move
    facts: list[Entry]
    areas: list[AreaMoved]
    others: list[tuple[Listener, list[Effect]]]


def foresee(change: Change) -> Consequences:
    """Return what a change would do; nothing is written. Raise ValidationError where it cannot be made."""
    before, schemes = read_facts(), read_schemes()
    _refuse_overlap(change)
    return _consequences(change, before, schemes)


def consequences_of(row: BoundaryChange) -> Consequences:
    """Return what a planned change would do today, or what one that was made did; of one undone nothing is left.

    Raise ValidationError where a planned one can no longer be made.
    """
    if row.state == BoundaryChange.State.PLANNED:
        return _consequences(change_of(row), read_facts(), read_schemes())
    stored = {effect.what: effect.effect for effect in row.effects.all()}
    others = [(one, stored[one.name]) for one in listeners if one.name in stored]
    return Consequences(Move(change_of(row), {}, {}), list(from_stored(stored.get(FACTS, ()))), [], others)


@verb
def plan_change(*, change: Change, today: date, by: Any = None) -> BoundaryChange:
    """Keep a change until its day, and make it now where that has come; raise ValidationError for what cannot be.

    `by` is who does it, for whoever keeps history; None: a command.
    """
    lock_reference()
    lock_directory()
    _refuse_overlap(change)
    before = read_facts()
    found = _consequences(change, before, read_schemes())
    planned = BoundaryChange.objects.create(on=change.on, source=change.source, **change.as_stored())
    if change.on <= today:
        _make(planned, found._replace(move=found.move._replace(by=by)))
    return planned


@verb
def make_change(*, planned: BoundaryChange) -> BoundaryChange:
    """Make a planned change, as the facts are now; raise ValidationError where they no longer allow it."""
    lock_reference()
    lock_directory()
    planned = BoundaryChange.objects.select_for_update().get(pk=planned.pk)
    if planned.state == BoundaryChange.State.PLANNED:
        _make(planned, _consequences(change_of(planned), read_facts(), read_schemes()))
    return planned


@verb
def undo_change(*, made: BoundaryChange, by: Any = None) -> BoundaryChange:
    """Take a change back: what was stands there again. Raise ValidationError where something stands on it since."""
    lock_reference()
    lock_directory()
    made = BoundaryChange.objects.select_for_update().get(pk=made.pk)
    if made.state == BoundaryChange.State.UNDONE:
        raise ValidationError(_("Deze wijziging is al ongedaan gemaakt."))
    if made.state == BoundaryChange.State.APPLIED:
        _take_back(made, by)
    made.state = BoundaryChange.State.UNDONE
    made.save(update_fields=["state"])
    return made


def due(today: date) -> list[BoundaryChange]:
    """Return the planned changes whose day has come, the earliest first."""
    return list(BoundaryChange.objects.filter(state=BoundaryChange.State.PLANNED, on__lte=today))


def _consequences(change: Change, before: Facts, schemes: Sequence[Scheme]) -> Consequences:
    areas = {f"{prefix}:{code}" for prefix, code in Area.objects.values_list("scheme__prefix", "code")}
    refuse_impossible(change, before, schemes, areas)
    after = changed(before, change, schemes)
    move = move_of(change, before, after)
    return Consequences(
        move,
        differences(before, after),
        list(areas_moved(before, after, change, schemes)),
        [(one, one.plan(move)) for one in listeners],
    )


def _make(planned: BoundaryChange, found: Consequences) -> None:
    write(found.facts)
    effects = [BoundaryEffect(change=planned, what=FACTS, effect=as_stored(found.facts))]
    for listener, effect in found.others:
        listener.apply(found.move, effect)
        effects.append(BoundaryEffect(change=planned, what=listener.name, effect=effect))
    BoundaryEffect.objects.bulk_create(effects)
    planned.state = BoundaryChange.State.APPLIED
    planned.postcodes_before = {code: sorted(pc4s) for code, pc4s in found.move.before.items()}
    planned.save(update_fields=["state", "postcodes_before"])


def _take_back(made: BoundaryChange, by: Any) -> None:
    stored = {row.what: row.effect for row in made.effects.all()}
    entries, now = list(from_stored(stored[FACTS])), read_facts()
    back = [entry.turned_back for entry in entries]
    before = with_entries(now, back)
    _refuse_moved_since(entries, now)
    _refuse_left_over(before)
    move = move_of(change_of(made), before, now)._replace(by=by)
    for listener in listeners:
        if listener.name in stored:
            listener.undo(move, stored[listener.name])
    try:
        write(back)
    except ProtectedError as error:
        raise ValidationError(_("Er hangt nog iets aan de nieuwe gemeente. Haal dat eerst weg.")) from error
    made.effects.all().delete()


def _refuse_overlap(change: Change) -> None:
    """Raise ValidationError where the change is there already, or another that is planned is about the same."""
    for other in BoundaryChange.objects.exclude(state=BoundaryChange.State.UNDONE):
        if change_of(other)._replace(source="") == change._replace(source=""):
            raise ValidationError(_("Deze wijziging staat er al, met nummer %(number)d.") % {"number": other.pk})
        shared = change_of(other).codes & change.codes
        if other.state == BoundaryChange.State.PLANNED and shared:
            message = _("Wijziging %(number)d, die nog moet ingaan, gaat ook over %(codes)s.")
            raise ValidationError(message % {"number": other.pk, "codes": ", ".join(sorted(shared))})


def _refuse_moved_since(entries: Iterable[Entry], now: Facts) -> None:
    """Raise ValidationError where what the change wrote is no longer what it wrote."""
    moved = [_named(entry) for entry in entries if getattr(now, entry.table).get(entry.key) != entry.after]
    if moved:
        message = _("Sinds deze wijziging is er iets anders veranderd: %(what)s. Maak dat eerst ongedaan.")
        raise ValidationError(message % {"what": "; ".join(moved[:5])})


def _named(entry: Entry) -> str:
    return entry.key if isinstance(entry.key, str) else " ".join(str(part) for part in entry.key if part)


def _refuse_left_over(before: Facts) -> None:
    """Raise ValidationError where places or areas would be left in a municipality that is there no more."""
    naming = [
        *(code for pair in before.successors for code in pair),
        *(code for _name, code in before.places),
        *(fact.municipality for fact in before.postcodes.values()),
        *(key.municipality for key in before.memberships),
    ]
    if left := sorted(set(naming) - before.municipalities.keys()):
        message = _("Sinds deze wijziging kwam er iets bij in %(codes)s. Haal dat eerst weg.")
        raise ValidationError(message % {"codes": ", ".join(left)})
