"""What an import would change, field by field, and which corrections by hand it would undo.

What lives here: comparing a record before and after, and the history that the admin keeps. What does not: the import
(importing.py), the cells of a record (columns.py).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from services.files.columns import COLUMNS, FILLED, Record
from services.files.csv_format import text_of
from services.files.table import FileError
from services.models import Provider, Role, ServiceArea


class FieldChange(NamedTuple):
    """One field of one record that a line of the file changes; a cell that is empty is an empty text."""

    line: int
    slug: str
    field: str
    old: str
    new: str


class Revision(NamedTuple):
    """A record before (not where it is new) and after a line of a file, and the day of a check that counts."""

    line: int
    before: Record | None
    after: Record
    checked_on: date | None


def field_changes(revision: Revision) -> Iterator[FieldChange]:
    """Yield every field that differs, as its cells tell it."""
    for column in COLUMNS:
        old = text_of(column.cell(revision.before)) if revision.before else ""
        is_moved = column.name == "verified_on" and revision.checked_on
        new = text_of(revision.checked_on if is_moved else column.cell(revision.after))
        if old != new:
            yield FieldChange(revision.line, revision.after.provider.slug, column.name, old, new)


def undone_corrections(changes: Sequence[FieldChange], providers: dict[str, Provider]) -> Iterator[FileError]:
    """Yield a warning for each change of a field that staff corrected after a file last changed the record."""
    corrected = _corrections([providers[change.slug] for change in changes if change.slug in providers])
    for change in changes:
        at = corrected.get((change.slug, change.field))
        if at is not None:
            day = date_in_words(timezone.localdate(at))
            message = _("Een medewerker verbeterde dit veld op %(day)s. Deze regel maakt dat ongedaan.") % {"day": day}
            yield FileError(change.line, change.field, message)


def _corrections(providers: Sequence[Provider]) -> dict[tuple[str, str], datetime]:
    """Return when staff last changed which column of which record, where no file changed the record since."""
    by_key = {str(provider.pk): provider for provider in providers}
    columns = _columns_by_label()
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Provider), action_flag=CHANGE, object_id__in=by_key
    )
    found = {}
    for entry in entries.order_by("action_time"):
        provider = by_key[entry.object_id]
        if provider.changed_by_file_at is None or entry.action_time > provider.changed_by_file_at:
            names = {columns.get(label.casefold()) for label in _labels_in(entry.change_message)}
            found |= {(provider.slug, name): entry.action_time for name in names if name}
    return found


def _labels_in(message: str) -> list[str]:
    """Return the labels of the record's own fields in a message of the admin's history."""
    if not message.startswith("["):
        return []
    parts = [part.get("changed", {}) for part in json.loads(message)]
    return [label for part in parts if "name" not in part for label in part.get("fields", [])]


def _columns_by_label() -> dict[str, str]:
    """Return the column for each label of the admin's form: its history knows fields by their label alone."""
    with translation.override(None):
        fields = {name: name for name in (*FILLED, "type", "sectors", "latitude", "longitude")}
        fields |= dict.fromkeys(("has_own_roles", *Role.values), "roles")
        labels = {str(Provider._meta.get_field(field).verbose_name): column for field, column in fields.items()}
        labels[str(ServiceArea._meta.verbose_name)] = "areas"
    return {label.casefold(): column for label, column in labels.items()}
