"""The triggers by which the database itself renews a version (versions.py) with every change of the tables behind it.

What lives here: their SQL, for migrations; it stays as it is, since they run it again on every new database. And what
brings all triggers of a table back that SQLite makes anew. What does not: which tables (the migrations).

No writer can forget it: neither an update in bulk, nor a statement by hand. PostgreSQL renews once a statement, and
before it locks rows, so that two writers wait for each other instead of locking each other out. SQLite knows row
triggers only.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation

RENEW = (
    "INSERT INTO regions_dataversion (id, token) VALUES ({row}, {token}) ON CONFLICT (id) DO UPDATE SET token = {token}"
)
SQLITE_TOKEN, POSTGRESQL_TOKEN = "lower(hex(randomblob(16)))", "gen_random_uuid()"
EVENTS = ("INSERT", "UPDATE", "DELETE")


def renew_on_change(schema_editor: BaseDatabaseSchemaEditor, row: int, tables: Iterable[str]) -> None:
    """Make the triggers of these tables for one row of the versions, and renew it."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    renew = RENEW.format(row=row, token=POSTGRESQL_TOKEN if is_postgresql else SQLITE_TOKEN)
    for table in tables:
        if is_postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION {table}_renews() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN {renew}; RETURN NULL; END$$",
                None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_renews BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_renews()",
                None,
            )
        else:
            for event in EVENTS:
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_renews_{event.lower()} AFTER {event} ON {table} BEGIN {renew}; END", None
                )
    schema_editor.execute(renew, None)


def stop_renewing(schema_editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    """Remove the triggers of these tables."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_renews ON {table}", None)
            schema_editor.execute(f"DROP FUNCTION {table}_renews()", None)
        else:
            for event in EVENTS:
                schema_editor.execute(f"DROP TRIGGER {table}_renews_{event.lower()}", None)


def with_triggers_of(table: str, *operations: Operation) -> Sequence[Operation]:
    """Return the operations of a migration with what brings the triggers of a table back that SQLite makes anew."""
    kept: list[str] = []

    def look(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            kept[:] = _triggers_of(schema_editor, table).values()

    def bring_back(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            present = _triggers_of(schema_editor, table).values()
            for statement in [one for one in kept if one not in present]:
                schema_editor.execute(statement, None)

    return [RunPython(look, bring_back), *operations, RunPython(bring_back, look)]


def _triggers_of(schema_editor: BaseDatabaseSchemaEditor, table: str) -> dict[str, str]:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return dict(cursor.fetchall())
