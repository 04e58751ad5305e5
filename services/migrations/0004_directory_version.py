"""The database itself renews the version of the directory whenever a provider, work area or sector link changes.

Processes keep providers in memory for as long as that version stays the same, so no writer may forget it: neither an
update in bulk, nor a statement by hand. PostgreSQL does it once a statement, and before the rows are locked, so that
two writers wait for each other instead of locking each other out. SQLite knows row triggers only.
"""

from django.db import migrations

DIRECTORY = 2
TABLES = ["services_provider", "services_servicearea", "services_provider_sectors"]
RENEW = (
    "INSERT INTO regions_dataversion (id, token) VALUES ({id}, {token}) ON CONFLICT (id) DO UPDATE SET token = {token}"
)
RENEW_SQLITE = RENEW.format(id=DIRECTORY, token="lower(hex(randomblob(16)))")  # noqa: S106 - not a secret
RENEW_POSTGRESQL = RENEW.format(id=DIRECTORY, token="gen_random_uuid()")  # noqa: S106 - not a secret


def renew_by_trigger(apps, schema_editor):
    """Make the triggers, and give the directory its first version."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION services_renew_version() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN {RENEW_POSTGRESQL}; RETURN NULL; END$$",
            None,
        )
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_version BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION services_renew_version()",
                None,
            )
        schema_editor.execute(RENEW_POSTGRESQL, None)
        return
    for table in TABLES:
        for event in ("INSERT", "UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_version_{event.lower()} AFTER {event} ON {table} BEGIN {RENEW_SQLITE}; END",
                None,
            )
    schema_editor.execute(RENEW_SQLITE, None)


def stop_renewing(apps, schema_editor):
    """Remove the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_version ON {table}", None)
        schema_editor.execute("DROP FUNCTION services_renew_version()", None)
        return
    for table in TABLES:
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_version_{event}", None)


class Migration(migrations.Migration):
    dependencies = [("services", "0003_silent_providers"), ("regions", "0001_places_and_areas")]

    operations = [migrations.RunPython(renew_by_trigger, stop_renewing)]
