"""Taking a change set back: what it changed goes back to what it was, in a change set of its own.

What lives here: that verb. What does not: who may (the desk), the history that tells what can be undone (history.py).
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from regions.writing import lock_directory, verb
from services.models import ChangeSet, Check, ChecksTakenBack, ImportPlan, Provider, RecordChange, Verb
from services.upkeep.attempts import take_back_of_file
from services.upkeep.checks import OF_CHECKS, date_by_checks
from services.upkeep.door import Actor, change, changes_since
from services.upkeep.record import (
    ENGLISH_IS_OLDER,
    SETS,
    TEXTS,
    TOGETHER,
    WHOLE_RECORD,
    Record,
    Value,
    as_stored,
    is_about_texts,
    write,
)

# What these did holds for two records at once, and is not undone by halves (duplicates/merging.py).
OF_MERGING = (Verb.MERGE, Verb.UNMERGE)


class Kept(NamedTuple):
    """A field that was not put back: somebody changed it since, or the record cannot go."""

    slug: str
    field: str
    now: Value


class Undone(NamedTuple):
    """What an undoing did: the fields that went back, by record, what was kept, and how many attempts it forgot."""

    change_set: ChangeSet | None
    restored: Sequence[tuple[str, str]]
    kept: Sequence[Kept]
    attempts: int = 0


@verb
def undo(
    *,
    change_set: ChangeSet,
    by: Actor,
    on: date,
    slugs: Collection[str] | None = None,
    also: Collection[tuple[str, str]] = (),
) -> Undone:
    """Take back what a change set did, to all of its records or to these; return what went back and what was kept.

    A field that was changed since stays as it is, unless it is one of `also` (record, field). Members of a list
    (sectors, areas) go back one by one. A record that the set added is deleted, where nothing was done to it since and
    nothing refers to it. What a file told of who was not reached goes too. Done twice it does nothing more. What
    deleted a record cannot be undone, and what merged two has an undoing of its own: ValidationError.
    """
    lock_directory()
    chosen = change_set.records.all() if slugs is None else change_set.records.filter(slug__in=slugs)
    chosen = list(chosen.order_by("pk"))
    _refuse(change_set, chosen)
    with change(Verb.UNDO, by=by, records=[row.provider_id for row in chosen], undoes=change_set) as door:
        undoing = take_back(chosen, door.change_set, on=on, also=also)
    plan = ImportPlan.objects.filter(change_set=change_set).first()
    undoing = undoing._replace(attempts=take_back_of_file(plan=plan, slugs=slugs) if plan else 0)
    is_kept = ChangeSet.objects.filter(pk=door.change_set.pk).exists()
    return undoing if is_kept else undoing._replace(change_set=None)


def take_back(
    rows: Collection[RecordChange], by: ChangeSet, *, on: date, also: Collection[tuple[str, str]] = ()
) -> Undone:
    """Take back what was done to these records, as a part of the open change set; return what went back."""
    undoing = _Undoing(on=on, also=frozenset(also))
    now = as_stored(row.provider_id for row in rows)
    for row in rows:
        undoing.take_back(row, now.get(row.provider_id), by)
    return Undone(by, undoing.restored, undoing.kept)


def _refuse(change_set: ChangeSet, chosen: Sequence[RecordChange]) -> None:
    if change_set.verb in OF_MERGING:
        raise ValidationError("Samenvoegen maakt u ongedaan op de pagina van de organisatie die bleef.")
    if not chosen:
        raise ValidationError("Deze wijziging veranderde geen van deze organisaties.")
    if any(not row.after for row in chosen):
        raise ValidationError("Deze organisatie is verwijderd. Voeg haar opnieuw toe.")


class _Undoing:
    """One undoing: what went back, and what was kept."""

    def __init__(self, *, on: date, also: frozenset[tuple[str, str]]) -> None:
        self._on, self._also = on, also
        self.restored: list[tuple[str, str]] = []
        self.kept: list[Kept] = []

    def take_back(self, row: RecordChange, now: Record | None, undoing: ChangeSet) -> None:
        """Take back what was done to one record."""
        if now is not None and row.before:
            self._put_back(row, now, undoing)
        elif now is not None:
            self._delete(row, now)

    def _delete(self, row: RecordChange, now: Record) -> None:
        """Delete a record that was added, unless something happened to it since."""
        is_as_added = _is_as_added(now, row.after) or (row.slug, WHOLE_RECORD) in self._also
        try:
            if is_as_added:
                Provider.objects.get(pk=row.provider_id).delete()
                self.restored.append((row.slug, WHOLE_RECORD))
                return
        except ProtectedError:
            pass  # a referral is about it
        self.kept.append(Kept(row.slug, WHOLE_RECORD, None))

    def _put_back(self, row: RecordChange, now: Record, undoing: ChangeSet) -> None:
        back: Record = {}
        for name in row.before.keys() - _FOLLOWING:
            was = row.before[name]
            if name in SETS:
                back[name] = _without_difference(now[name], was, row.after[name])
            elif name == "retired_on" and now["merged_into"] and "merged_into" not in row.before:
                self.kept.append(Kept(row.slug, name, now[name]))  # what was merged has stopped
            elif self._may_go_back(name, row, now):
                back[name] = was
            elif now[name] != was:
                self.kept.append(Kept(row.slug, name, now[name]))
        if ENGLISH_IS_OLDER in row.before or is_about_texts(back):
            back[ENGLISH_IS_OLDER] = _english_is_older(row, now, back)
        back = {name: value for name, value in back.items() if value != now[name]}
        self.restored += [(row.slug, name) for name in back]
        checks = _checks_put_back(row, now)
        if not back and not checks:
            return
        provider = Provider.objects.get(pk=row.provider_id)
        write(provider, back, on=self._on)
        if checks:
            self._undo_checks(provider, now, checks, undoing)

    def _may_go_back(self, name: str, row: RecordChange, now: Record) -> bool:
        """Return whether a field is still as the change left it, or is asked for: with those that it is one with."""
        unit = next((names for names in TOGETHER if name in names), (name,))
        as_it_became = all(now[one] == row.after.get(one, now[one]) for one in unit)  # older rows lack some
        return as_it_became or any((row.slug, one) in self._also for one in unit)

    def _undo_checks(self, provider: Provider, now: Record, checks: Record, undoing: ChangeSet) -> None:
        """Let what the set recorded of checks count no more, and what it undid count again."""
        for name, then in checks.items():
            model = _CHECKS[name]
            model.objects.filter(pk__in=set(now[name]) - set(then)).update(undone_by=undoing)
            model.objects.filter(pk__in=set(then) - set(now[name])).update(undone_by=None)
            self.restored.append((provider.slug, name))
        date_by_checks(provider)
        provider.save(update_fields=["updated_at", *OF_CHECKS])


# What follows from checks or texts is never put back by its value: another check or text may have come.
_CHECKS = {"checks": Check, "checks_taken_back": ChecksTakenBack}
_FOLLOWING = frozenset({*OF_CHECKS, *_CHECKS, ENGLISH_IS_OLDER})


def _english_is_older(row: RecordChange, now: Record, back: Record) -> bool:
    """Return whether English is the older text once a change is taken back: as then, where both texts are as then."""
    then, becomes = dict(now), now | back
    for change_since in changes_since(row.provider_id, row.change_set_id - 1):
        then |= change_since.before
    if all(becomes[name] == then[name] for name in TEXTS):
        return bool(then[ENGLISH_IS_OLDER])
    return bool(becomes["description_en"]) if is_about_texts(back) else bool(now[ENGLISH_IS_OLDER])


def _checks_put_back(row: RecordChange, now: Record) -> Record:
    """Return the checks that count once a change is taken back, where they are others than now."""
    then = {name: _without_difference(now[name], row.before.get(name, []), row.after.get(name, [])) for name in _CHECKS}
    return {name: checks for name, checks in then.items() if checks != now[name]}


def _is_as_added(now: Record, added: Record) -> bool:
    """Return whether a record is as it was added; a field that is younger than the record was empty then."""
    return all(value == added[name] if name in added else not value for name, value in now.items())


def _without_difference(now: list, was: list, became: list) -> list:
    """Return the members that there are now, without those that were added and with those that were taken away."""
    return sorted((set(now) - (set(became) - set(was))) | (set(was) - set(became)))
