"""A file in steps: its rows are kept, read a few seconds at a time, and applied at once, if nobody changed them since.

What lives here: those steps. What does not: reading a file and writing records (importing.py), a record as it will be
(drafts.py), taking an import back (upkeep/undoing.py), the pages (desk/importing.py).

A step that is killed leaves what earlier ones did; its lease ends by itself, and the next goes on. Applying is one
transaction: killed, it did nothing. See docs/decisions/files-in-steps.md.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from time import monotonic

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from regions.versions import read_versions
from regions.writing import lock_directory, verb
from services.files.changes import FieldChange, undone_corrections
from services.files.csv_format import UTF_8
from services.files.drafts import draft_of, kept_of
from services.files.importing import Draft, changes_of, revised, rows_once, write_drafts
from services.files.opening import open_table
from services.files.row_form import ProviderRowForm, RowLookups
from services.files.table import FileError, Row, UnreadableFile
from services.models import ImportPlan, PlanRow, Provider
from services.stewards import write_down_stewards
from services.upkeep.attempts import none_reached, take_back_of_file
from services.upkeep.door import NO_VERSION, Version, refuse_moved, staff, versions_of

Action = PlanRow.Action

# What somebody may change without asking a manager of the region.
MOST_RECORDS_OF_AN_EDITOR = 200
# A step reads for so long; the server ends a request after 15 seconds, and by then the next step may go on.
STEP_SECONDS = 3.0
LEASE = timedelta(seconds=20)
BATCH = 500
# What applying needs of a row: not its cells, nor what its page tells.
APPLIED = ("plan", "slug", "action", "version", "draft")

# How urgent some records are on a day, by key: of a record that waits, what is worse brings it back.
Urgencies = Callable[[Collection[int], date], Mapping[int, int]]

OUT_OF_REACH = "Deze organisatie valt onder een ander. Haal de regel weg, of vraag het daar."
MOVED_LISTS = "De gebieden of soorten zijn gewijzigd sinds u dit bestand opstuurde. Stuur het opnieuw."


class PlanRefused(Exception):
    """A plan cannot be applied; the text says why. Nothing was written."""


@verb
def make_plan(*, data: bytes, name: str, by: AbstractBaseUser) -> ImportPlan:
    """Keep the rows of a file, to be read by `read_on`; what is wrong with the file itself is known at once."""
    encoding, remarks, rows = _rows_of(data)
    plan = ImportPlan.objects.create(
        by_id=by.pk,
        name=name[:200],
        sha256=sha256(data).hexdigest(),
        encoding=encoding,
        remarks=[[one.line, one.column, one.message] for one in remarks],
        reference=read_versions().reference,
        rows=len(rows),
        done=sum(row.action != Action.UNREAD for row in rows),
    )
    for row in rows:
        row.plan = plan
    PlanRow.objects.bulk_create(rows, batch_size=BATCH)
    return plan


def read_on(*, plan: ImportPlan, on: date, reach: Q, most_records: int, seconds: float = STEP_SECONDS) -> bool:
    """Read on in a file for some seconds; return whether it did, as nobody else does so at this moment.

    `reach` is the condition on the records that the sender may change: a row for another is an error, and so is a file
    that changes more than `most_records`.
    """
    if not _leased(plan):
        return False
    until, step = monotonic() + seconds, _Step(plan, on, reach, most_records)
    try:
        while step.read_some() and monotonic() < until:
            pass
    finally:
        ImportPlan.objects.filter(pk=plan.pk).update(leased_until=None)
    return True


def apply_plan(*, plan: ImportPlan, by: AbstractBaseUser, reach: Q, urgencies: Urgencies) -> ImportPlan:
    """Do what a plan told, all of it or nothing, and return it as applied; applied before, nothing more is done.

    A record that moved since it was read raises MovedSinceSeen; wrong, not read or out of reach: PlanRefused. That it
    began is kept first: who killed it is told that nothing changed. `urgencies` says how urgent records are.
    """
    begun = ImportPlan.objects.filter(pk=plan.pk, applied_at=None)
    begun.update(began_at=timezone.now())
    is_over = False
    try:
        done = _apply(plan.pk, by, reach, urgencies)
        is_over = True
        return done
    finally:
        if not is_over:
            begun.update(began_at=None)


@verb
def _apply(key: int, by: AbstractBaseUser, reach: Q, urgencies: Urgencies) -> ImportPlan:
    plan = ImportPlan.objects.select_for_update().get(pk=key)
    lock_directory()
    if plan.applied_at is not None:
        return plan
    rows = list(plan.lines.filter(action__in=(Action.CREATE, Action.CHANGE)).only(*APPLIED))
    not_reached = set(not_reached_by(plan).values_list("slug", flat=True))
    if not plan.is_read or not (rows or not_reached) or plan.lines.filter(action=Action.ERROR).exists():
        raise PlanRefused("Dit bestand is niet in te lezen: er staan fouten in, of het verandert niets.")
    if read_versions().reference != plan.reference:
        raise PlanRefused(MOVED_LISTS)
    _refuse_moved(rows)
    if rows:
        plan.change_set = write_drafts([draft_of(row.draft) for row in rows], staff(by))
        write_down_stewards()  # who keeps a new record is settled by the rule before it is asked
    if _beyond(reach, {row.slug for row in rows} | not_reached):
        raise PlanRefused(
            "Er staat een nieuwe organisatie in die onder een ander valt. Vraag een beheerder van die regio."
        )
    today, called = timezone.localdate(), Provider.objects.filter(slug__in=not_reached).values_list("pk", flat=True)
    none_reached(plan=plan, by=by, on=today, urgencies=urgencies(called, today))
    plan.applied_at = timezone.now()
    plan.save(update_fields=["change_set", "applied_at"])
    return plan


def not_reached_by(plan: ImportPlan) -> QuerySet[PlanRow]:
    """Return the rows that say that nobody was reached; none where the very same file said so before."""
    rows = plan.lines.filter(answer=PlanRow.Answer.NOT_REACHED)
    return rows.none() if applied_before(plan) else rows


@verb
def take_back_calls(*, plan: ImportPlan) -> int:
    """Take back a file that only said who was not reached, which can be applied again; return how many those were."""
    ImportPlan.objects.filter(pk=plan.pk, change_set=None).update(applied_at=None, began_at=None)
    return take_back_of_file(plan=plan)


def counts_of(plan: ImportPlan) -> Counter[str]:
    """Return how many rows do what, and how many of a call sheet have which answer."""
    rows = plan.lines.order_by()
    answers = rows.exclude(answer="").values_list("answer", flat=True)
    return Counter(rows.values_list("action", flat=True)) + Counter(answers)


def applied_before(plan: ImportPlan) -> ImportPlan | None:
    """Return the last time that the very same file was applied, and not undone."""
    same = ImportPlan.objects.filter(sha256=plan.sha256, applied_at__isnull=False, change_set__undone_by=None)
    return same.exclude(pk=plan.pk).first()


# --- Keeping the rows --------------------------------------------------------------------------------------


def _rows_of(data: bytes) -> tuple[str, list[FileError], list[PlanRow]]:
    """Return how the bytes of a file were read, what there is to say of it, and its rows, to be read or wrong."""
    try:
        table = open_table(data)
        rows = [_wrong(row) if isinstance(row, FileError) else _unread(row) for row in rows_once(table)]
    except UnreadableFile as unreadable:
        return UTF_8, [], [_wrong(error) for error in unreadable.errors]
    return table.encoding, table.remarks, rows


def _unread(row: Row) -> PlanRow:
    return PlanRow(line=row.line, slug=row.slug[:120], action=Action.UNREAD, cells=dict(row.cells))


def _wrong(error: FileError) -> PlanRow:
    return PlanRow(line=error.line, action=Action.ERROR, problems=[[error.column, error.message]])


# --- Reading them ------------------------------------------------------------------------------------------


def _leased(plan: ImportPlan) -> bool:
    """Take the lease of a plan that is not read to its end; return whether it was free."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return bool(ImportPlan.objects.filter(free, pk=plan.pk, done__lt=F("rows")).update(leased_until=now + LEASE))


class _Step:
    """One step of reading a file."""

    def __init__(self, plan: ImportPlan, on: date, reach: Q, most_records: int) -> None:
        self._plan, self._reach, self._most = plan, reach, most_records
        self._lookups = RowLookups(on)
        self._form = ProviderRowForm(self._lookups)

    @verb
    def read_some(self) -> bool:
        """Read some rows; return whether there are more."""
        plan = ImportPlan.objects.select_for_update().get(pk=self._plan.pk)
        unread = list(plan.lines.filter(action=Action.UNREAD)[:BATCH])
        if unread:
            plan.done += len(unread)
            PlanRow.objects.filter(pk__in=[row.pk for row in unread]).delete()
            PlanRow.objects.bulk_create(self._read(unread), batch_size=BATCH)
            if plan.is_read:
                PlanRow.objects.bulk_create(_too_many(plan, self._most))
            plan.save(update_fields=["done"])
        return not plan.is_read

    def _read(self, unread: list[PlanRow]) -> list[PlanRow]:
        """Return what some rows do. The versions come first: what moves after it is seen when the plan is applied."""
        slugs = [row.slug for row in unread]
        keys = dict(Provider.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        versions, others = versions_of(keys.values()), _beyond(self._reach, slugs)
        rows = [Row(row.line, row.cells) for row in unread]
        told: list[FieldChange] = []
        stored: dict[str, Provider] = {}
        for kept, (_row, draft, wrong) in zip(unread, revised(rows, self._form, self._lookups), strict=True):
            kept.pk, kept.problems = None, [[error.column, error.message] for error in wrong]
            if kept.slug in others and not wrong:
                kept.problems = [["slug", OUT_OF_REACH]]
            kept.version = versions.get(keys.get(kept.slug, 0), NO_VERSION)
            told += self._tell(kept, draft)
            stored |= {} if draft.is_new else {kept.slug: draft.provider}
        _warn(unread, undone_corrections(told, stored))
        return unread

    def _tell(self, row: PlanRow, draft: Draft) -> list[FieldChange]:
        """Write down what a row does: wrong, the same, or what it changes; return that."""
        row.action = Action.ERROR if row.problems else Action.SAME
        row.answer = draft.answer
        if row.problems or not draft.is_changed:
            return []
        row.action = Action.CREATE if draft.is_new else Action.CHANGE
        changes = list(changes_of(draft, self._lookups))
        row.changes = [[change.field, change.old, change.new] for change in changes]
        row.draft = kept_of(draft)
        return changes


def _warn(rows: Iterable[PlanRow], warnings: Iterable[FileError]) -> None:
    by_line = {row.line: row for row in rows}
    for warning in warnings:
        by_line[warning.line].warnings.append([warning.column, warning.message])


def _too_many(plan: ImportPlan, most: int) -> Iterator[PlanRow]:
    number = plan.lines.filter(action__in=(Action.CREATE, Action.CHANGE)).count()
    if number > most:
        message = f"Dit bestand wijzigt {number} organisaties. U mag er {most} tegelijk wijzigen."
        yield PlanRow(plan=plan, line=1, action=Action.ERROR, problems=[["", message]])


# --- Applying ----------------------------------------------------------------------------------------------


def _refuse_moved(rows: Collection[PlanRow]) -> None:
    """Raise MovedSinceSeen where a record was changed, or PlanRefused where one was added or deleted since."""
    keys = dict(Provider.objects.filter(slug__in=[row.slug for row in rows]).values_list("slug", "pk"))
    if set(keys) != {row.slug for row in rows if row.action == Action.CHANGE}:
        raise PlanRefused(
            "Er kwam een organisatie bij, of er ging een weg, sinds u dit bestand opstuurde. Stuur het opnieuw."
        )
    seen: dict[int, Version] = {keys[row.slug]: row.version for row in rows if row.slug in keys}
    refuse_moved(seen)


def _beyond(reach: Q, slugs: Iterable[str]) -> set[str]:
    """Return those of these records that lie out of reach."""
    return set(Provider.objects.filter(slug__in=list(slugs)).exclude(reach).values_list("slug", flat=True))
