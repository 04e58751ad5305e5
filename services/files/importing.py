"""Provider records from a file: all of it or nothing.

What lives here: comparing each row with what is stored, and writing the difference. What does not: reading the file
(opening.py) and its cells (row_form.py), telling the difference (changes.py), writing a file (exporting.py).

A column that the file lacks leaves a stored record as it is; an empty cell empties. Only `verified_on` makes a record
fresher: an import without it does not. A record that has stopped is not in an export, and a row for it is an error.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from regions.versions import Versions, read_versions
from regions.writing import lock_directory, tried_twice, verb
from services.files.changes import FieldChange, Revision, field_changes, undone_corrections
from services.files.columns import ANSWER, FILLED, VERSION, Record
from services.files.csv_format import UTF_8
from services.files.opening import open_table
from services.files.row_form import ProviderRowForm, RowLookups
from services.files.table import FileError, ProviderTable, Row, UnreadableFile
from services.freshness import CheckPart
from services.models import ChangeSet, Check, ChecksTakenBack, PlanRow, Provider, ServiceArea, Verb
from services.practical.capacity import ROOM
from services.upkeep.checks import area_forgotten, forget_area_check, move_dates, parts_filled
from services.upkeep.door import BY_COMMAND, Actor, Version, change, changes_since, versions_of
from services.upkeep.history import told_changes
from services.upkeep.record import CONTACT_COLUMNS, DATE_COLUMNS, ENGLISH_IS_OLDER
from services.upkeep.values import fields_told
from services.work_area.parts import AreaPart, parts_by_provider

T = TypeVar("T")

BATCH = 1000
# The fields of a provider that an import can change.
FIELDS = (
    *FILLED,
    "type_id",
    "has_own_roles",
    "preventive",
    "curative",
    "reintegration",
    "latitude",
    "longitude",
    "is_example",
    ENGLISH_IS_OLDER,
    "silent_since",
    *DATE_COLUMNS,
)
# What is written with them: it says nothing of the provider.
KEPT_BESIDE = ("words", "changed_by_file_at", "updated_at")
# So much of what happened to a record since a call sheet was made is told at its line.
MOST_TOLD = 3
ProviderSectors = Provider.sectors.through


@dataclass
class ImportSummary:
    """What an import did, or would do; with errors it did nothing.

    A trial tells each field that would change, and warns of corrections by hand that would be undone. Any import warns
    of what it noticed in the file and is no error.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[FileError] = field(default_factory=list)
    encoding: str = UTF_8
    changes: list[FieldChange] | None = None
    warnings: list[FileError] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the summary in the keys of the contract, with what else there is to say beside them."""
        told = asdict(self)
        if self.encoding == UTF_8:
            del told["encoding"]
        if self.changes is None:
            del told["changes"]
            if not self.warnings:
                del told["warnings"]
        else:
            told["changes"] = [change._asdict() for change in self.changes]
        return told


@dataclass
class Draft:
    """A record as it will be after the import."""

    provider: Provider
    sectors: frozenset[int] = frozenset()
    areas: frozenset[AreaPart] = frozenset()
    line: int = 0
    before: "Draft | None" = None
    forgets_area_check: bool = False
    checked_parts: frozenset[CheckPart] = frozenset()
    checked_on: date | None = None
    answer: str = ""

    @property
    def is_new(self) -> bool:
        """Return whether the record is not stored yet."""
        return self.provider.pk is None

    @property
    def state(self) -> tuple[Any, ...]:
        """Return all that an import can change."""
        return (*(getattr(self.provider, name) for name in FIELDS), self.sectors, self.areas)

    @property
    def is_changed(self) -> bool:
        """Return whether a row said something else than what is stored."""
        return self.before is not None and self.before.state != self.state

    def record(self, lookups: RowLookups) -> Record:
        """Return the record as a file tells it."""
        known = lookups.catalogue
        return Record(
            self.provider,
            known.types_by_id[self.provider.type_id].code,
            frozenset(known.sectors_by_id[key].code for key in self.sectors),
            frozenset(map(lookups.areas.written, self.areas)),
        )


@tried_twice
def import_providers(
    data: bytes, *, on: date, by: Actor = BY_COMMAND, dry_run: bool = False, only_missing: bool = False
) -> ImportSummary:
    """Write the records of a file and return what changed, or every error of the file and write nothing.

    `on` is the day on which areas must exist and which a check cannot be after. `dry_run` finds out what would
    change. `only_missing` leaves every stored record alone, whatever the file says of it.

    Comparing takes long and holds nobody off. Where somebody else wrote in the meantime, all of it is done again.
    """
    seen = read_versions()
    try:
        table = open_table(data)
    except UnreadableFile as unreadable:
        return ImportSummary(errors=list(unreadable.errors))
    summary = ImportSummary(encoding=table.encoding, warnings=table.remarks)
    lookups = RowLookups(on)
    changed: list[Draft] = []
    for draft in _drafts(table, lookups, only_missing, summary.errors):
        if draft.is_changed:
            changed.append(draft)
        else:
            summary.unchanged += 1
    if summary.errors:
        errors = sorted(summary.errors, key=lambda error: error.line)
        return ImportSummary(errors=errors, encoding=table.encoding, warnings=table.remarks)
    summary.created = sum(draft.is_new for draft in changed)
    summary.updated = len(changed) - summary.created
    if dry_run:
        _tell(summary, changed, lookups)
    elif changed and not _write_unless_outdated(changed, seen, by):
        return _import_alone(data, on=on, by=by, only_missing=only_missing)
    return summary


@verb
def _import_alone(data: bytes, *, on: date, by: Actor, only_missing: bool) -> ImportSummary:
    """Import while nobody else writes to the directory."""
    lock_directory()
    return import_providers(data, on=on, by=by, only_missing=only_missing)


@transaction.atomic
def _write_unless_outdated(changed: Iterable[Draft], seen: Versions, by: Actor) -> bool:
    """Store the drafts, and return True; store nothing where the data changed since they were read."""
    lock_directory()
    if read_versions() != seen:
        return False
    write_drafts(list(changed), by)
    return True


def write_drafts(changed: Sequence[Draft], by: Actor) -> ChangeSet:
    """Store drafts as one change of records, and return it; the directory is locked by who calls."""
    stored = [draft.provider.pk for draft in changed if not draft.is_new]
    with change(Verb.IMPORT, by=by, records=stored) as door:
        for batch in _batches(changed):
            _write(batch, by)
    return door.change_set


def _drafts(table: ProviderTable, lookups: RowLookups, only_missing: bool, errors: list[FileError]) -> Iterator[Draft]:
    """Yield a draft for every good row, and put what is wrong with the other rows into `errors`."""
    form = ProviderRowForm(lookups)
    try:
        for batch in _batches(_whole_rows(table, errors)):
            for _row, draft, wrong in revised(batch, form, lookups, only_missing=only_missing):
                errors += wrong
                yield draft
    except UnreadableFile as unreadable:
        errors += unreadable.errors


def revised(
    rows: Sequence[Row], form: ProviderRowForm, lookups: RowLookups, *, only_missing: bool = False
) -> Iterator[tuple[Row, Draft, list[FileError]]]:
    """Yield each row with its draft and what is wrong with it; three queries for all, one more for a call sheet."""
    stored = _stored_drafts([row.slug for row in rows])
    is_call_sheet = any(VERSION in row.cells for row in rows)
    versions = versions_of(draft.provider.pk for draft in stored.values()) if is_call_sheet else {}
    for row in rows:
        draft = stored.get(row.slug)
        if draft is not None and only_missing:
            yield row, draft, []
        else:
            draft = draft or Draft(Provider())
            yield row, draft, _revise(draft, row, form, lookups, versions)


def _tell(summary: ImportSummary, changed: Sequence[Draft], lookups: RowLookups) -> None:
    """Put into the summary which fields would change, and which corrections by hand would be undone."""
    summary.changes = []
    for batch in _batches(changed):
        changes = [change for draft in batch for change in changes_of(draft, lookups)]
        stored = {draft.provider.slug: draft.provider for draft in batch if not draft.is_new}
        summary.changes += changes
        summary.warnings += undone_corrections(changes, stored)


def changes_of(draft: Draft, lookups: RowLookups) -> Iterator[FieldChange]:
    """Yield every field that a draft changes."""
    before = None if draft.is_new or draft.before is None else draft.before.record(lookups)
    return field_changes(Revision(draft.line, before, draft.record(lookups), draft.checked_on))


def _whole_rows(table: ProviderTable, errors: list[FileError]) -> Iterator[Row]:
    """Yield the rows that can be read, and put what is wrong with the others into `errors`."""
    for row in rows_once(table):
        if isinstance(row, FileError):
            errors.append(row)
        else:
            yield row


def rows_once(table: ProviderTable) -> Iterator[Row | FileError]:
    """Yield the whole rows; a row of the wrong length, or with a slug that came before, is an error."""
    first_lines: dict[str, int] = {}
    for row in table:
        if isinstance(row, FileError):
            yield row
        elif row.slug in first_lines:
            message = _("'%(slug)s' staat ook op regel %(line)d. Elke organisatie komt één keer voor.")
            named = {"slug": row.slug, "line": first_lines[row.slug]}
            yield FileError(row.line, "slug", message % named)
        else:
            if row.slug:
                first_lines[row.slug] = row.line
            yield row


def _stored_drafts(slugs: Sequence[str]) -> dict[str, Draft]:
    """Return what is stored under these slugs, in three queries."""
    providers = Provider.objects.filter(slug__in=slugs)
    drafts = {provider.pk: Draft(provider) for provider in providers}
    sectors: dict[int, set[int]] = defaultdict(set)
    rows = ProviderSectors.objects.filter(provider__in=drafts).values_list("provider_id", "sector_id")
    for key, sector in rows:
        sectors[key].add(sector)
    areas = parts_by_provider(ServiceArea.objects.filter(provider__in=drafts))
    for key, draft in drafts.items():
        draft.sectors = frozenset(sectors[key])
        draft.areas = frozenset(areas[key])
    return {draft.provider.slug: draft for draft in drafts.values()}


def _revise(
    draft: Draft, row: Row, form: ProviderRowForm, lookups: RowLookups, versions: Mapping[int, Version]
) -> list[FileError]:
    """Bring a draft in line with a row, or return what is wrong with the row."""
    form.read(row.cells)
    _check_against_stored(form, draft, row, lookups.on)
    _check_version(form, draft, versions)
    if form.errors:
        return [
            FileError(row.line, column, message) for column, messages in form.errors.items() for message in messages
        ]
    draft.line, draft.before = row.line, replace(draft, provider=copy(draft.provider))
    _fill(draft, form, {column: form.cleaned_data[column] for column in row.cells}, lookups.on)
    return []


def _check_against_stored(form: ProviderRowForm, draft: Draft, row: Row, on: date) -> None:
    """Put errors on the form that only show beside the stored record."""
    retired_on = draft.provider.retired_on
    if retired_on is not None and retired_on <= on:
        message = _("Deze organisatie is gestopt op %(date)s. Haal de regel weg, of zet haar eerst in beheer terug.")
        form.add_error("slug", message % {"date": date_in_words(retired_on)})
    form.refuse_without_sector(form.cleaned_data.get("sectors") if "sectors" in row.cells else draft.sectors)


def _check_version(form: ProviderRowForm, draft: Draft, versions: Mapping[int, Version]) -> None:
    """Put an error on the form where the record was changed since the call sheet was made, with what happened."""
    version = form.cleaned_data.get(VERSION)
    if version is None:
        return
    if draft.is_new:
        form.add_error(VERSION, _("Deze organisatie staat er niet meer in. Haal de regel weg."))
    elif versions[draft.provider.pk] != version:
        message = _("Deze organisatie is gewijzigd sinds u de belijst maakte. Kijk wat er nu staat.")
        happened = told_changes(changes_since(draft.provider.pk, version))
        form.add_error(VERSION, " ".join([message, *happened[:MOST_TOLD]]))


def _fill(draft: Draft, form: ProviderRowForm, given: dict[str, Any], on: date) -> None:
    """Carry the columns that the file has over to the draft."""
    provider = draft.provider
    told = {column: given[column] for column in (*FILLED, "roles") if column in given}
    if "latitude" in given or "longitude" in given:
        told["latitude"], told["longitude"] = form.given_position
    for name, value in fields_told(told, provider).items():
        setattr(provider, name, value)
    if given.keys() & set(ROOM):
        for column in ROOM:
            setattr(provider, column, given.get(column) or ("" if column == "capacity" else None))
    provider.type_id = given["type"].id
    _fill_areas(draft, given["areas"])
    draft.sectors = given.get("sectors", draft.sectors)
    _fill_check(draft, given)
    draft.answer = given.get(ANSWER, "")
    if draft.answer == PlanRow.Answer.HOLDS:
        _fill_call(draft, on)


def _fill_areas(draft: Draft, areas: frozenset[AreaPart]) -> None:
    """Take the work area over; that of a record which becomes unknown is no longer a checked one."""
    if areas != draft.areas and any(part.unknown for part in areas):
        forget_area_check(draft.provider)
        draft.forgets_area_check = not draft.is_new
    draft.areas = areas


def _fill_check(draft: Draft, given: dict[str, Any]) -> None:
    """Take the source's check of that day as one of all parts that the row fills."""
    verified_on = given.get("verified_on")
    if verified_on is None:
        return
    parts = _parts_of_row(given)
    if move_dates(draft.provider, parts, verified_on):
        draft.checked_parts, draft.checked_on = parts, verified_on


def _fill_call(draft: Draft, on: date) -> None:
    """Take who called and heard that it still holds as a check today of all that the record says by now."""
    provider = draft.provider
    parts = parts_filled((getattr(provider, column) for column in CONTACT_COLUMNS), draft.areas)
    if move_dates(provider, parts, on):
        draft.checked_parts, draft.checked_on = parts, on


def _parts_of_row(given: Mapping[str, Any]) -> frozenset[CheckPart]:
    """Return the parts of a record that a row says anything of: its source looked at these."""
    return parts_filled((given.get(column) for column in CONTACT_COLUMNS), given["areas"])


def _write(drafts: Sequence[Draft], by: Actor) -> None:
    """Store drafts in a handful of statements; sectors and work area are replaced as a whole."""
    for draft in drafts:
        draft.provider.changed_by_file_at = timezone.now()
    stored = [draft.provider for draft in drafts if not draft.is_new]
    Provider.objects.bulk_create([draft.provider for draft in drafts if draft.is_new])
    Provider.objects.bulk_create(
        stored, update_conflicts=True, unique_fields=["pk"], update_fields=[*FIELDS, *KEPT_BESIDE]
    )
    ProviderSectors.objects.filter(provider__in=stored).delete()
    ServiceArea.objects.filter(provider__in=stored).delete()
    ProviderSectors.objects.bulk_create(
        ProviderSectors(provider_id=draft.provider.pk, sector_id=sector)
        for draft in drafts
        for sector in sorted(draft.sectors)
    )
    ServiceArea.objects.bulk_create(part.row_for(draft.provider.pk) for draft in drafts for part in draft.areas)
    # A check from the same row is one of after that: created later, it counts.
    ChecksTakenBack.objects.bulk_create(area_forgotten(draft.provider) for draft in drafts if draft.forgets_area_check)
    Check.objects.bulk_create(_check(draft, by) for draft in drafts if draft.checked_parts)


def _check(draft: Draft, by: Actor) -> Check:
    is_call = draft.answer == PlanRow.Answer.HOLDS
    return Check(
        provider=draft.provider,
        checked_on=draft.checked_on,
        checked_by=(by.name if is_call else draft.provider.source[:150]) or "import",
        method=Check.Method.PHONE if is_call else Check.Method.SOURCE,
        **{part.value: True for part in draft.checked_parts},
    )


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
