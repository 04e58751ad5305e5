"""What an import would change, field by field, and which corrections by hand it would undo.

What lives here: comparing a record before and after, and what staff corrected. What does not: the import
(importing.py), the cells of a record (columns.py).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from notation.dates import date_in_words
from services.files.columns import COLUMNS, FILLED, Record
from services.files.csv_format import text_of
from services.files.table import FileError
from services.models import ActingAs, Provider, RecordChange, Role, Verb


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
    by_key = {provider.pk: provider for provider in providers}
    changes = RecordChange.objects.filter(provider__in=by_key, change_set__acting_as=ActingAs.STAFF)
    changes = changes.exclude(change_set__verb__in=(Verb.IMPORT, Verb.CREATE)).select_related("change_set")
    found = {}
    for change in changes.order_by("change_set_id"):
        provider, at = by_key[change.provider_id], change.change_set.at
        if provider.changed_by_file_at is None or at > provider.changed_by_file_at:
            found |= {(provider.slug, COLUMN_OF[name]): at for name in change.after if name in COLUMN_OF}
    return found


# The column that tells a field of a record.
COLUMN_OF = {name: name for name in (*FILLED, "type", "sectors", "areas", "latitude", "longitude")}
COLUMN_OF |= dict.fromkeys(("has_own_roles", *Role.values), "roles")
