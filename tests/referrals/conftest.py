"""The small directory that the routing examples are about."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from regions.versions import current_version
from services.models import ChangeSet, Check, Provider, RecordChange, ServiceArea

CASES = settings.EXAMPLES_DIR
FILLED = (Provider, Provider.sectors.through, ServiceArea, Check, ChangeSet, RecordChange)


class Written(NamedTuple):
    """What an import wrote: when, and by which statements."""

    at: datetime
    statements: list[tuple[str, Any]]


_written: dict[tuple[Any, ...], Written] = {}


@pytest.fixture
def example_directory(db, capsys):
    """Fill the directory with the organisations of fixtures/rule_examples/directory.csv.

    It is imported once for the facts and the day that a test begins with; then, the same is written again.
    """
    begins_with = (connection.vendor, current_version(), timezone.localdate())
    written = _written.get(begins_with)
    if any(model.objects.exists() for model in FILLED):
        _import()
    elif written is not None and written.at <= timezone.now():
        _write_again(written)
    else:
        _written[begins_with] = _import_from_one()
    capsys.readouterr()


def _import() -> None:
    call_command("import_providers", str(CASES / "directory.csv"), "--json")


def _import_from_one() -> Written:
    """Import with keys from 1, and return what that wrote."""
    written = Written(timezone.now(), [])

    def listen(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.statements.append((sql, params))
        return execute(sql, params, many, context)

    _count_from_one()
    with connection.execute_wrapper(listen):
        _import()
    return written


@transaction.atomic
def _write_again(written: Written) -> None:
    _count_from_one()
    with connection.cursor() as cursor:
        for statement in written.statements:
            cursor.execute(*statement)


def _count_from_one() -> None:
    keys = [{"table": model._meta.db_table, "column": model._meta.pk.column} for model in FILLED]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_by_name_sql(no_style(), keys):
            cursor.execute(statement)
