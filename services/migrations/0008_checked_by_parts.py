"""The database refuses a check of nothing, and a record that counts as checked without its parts."""

from django.db import migrations, models

from regions.triggers import renew_on_change, stop_renewing

DIRECTORY = 2
TABLES = ["services_provider", "services_servicearea"]


def make(apps, schema_editor):
    """Make the triggers by which these tables renew the version of the directory."""
    renew_on_change(schema_editor, DIRECTORY, TABLES)


def unmake(apps, schema_editor):
    """Remove them."""
    stop_renewing(schema_editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [("services", "0007_old_checks_looked_at_everything")]

    operations = [
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("existence", True), ("contact", True), ("area", True), ("roles", True), _connector="OR"
                ),
                name="services_check_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_checked_on", None),
                    models.Q(
                        ("area_checked_on__gte", models.F("last_checked_on")),
                        ("contact_checked_on__gte", models.F("last_checked_on")),
                    ),
                    _connector="OR",
                ),
                name="services_provider_checked_by_parts",
            ),
        ),
        migrations.AddConstraint(
            model_name="provider",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("run_by", ""),
                    ("run_by__in", ["public", "employers_network", "public_private", "private"]),
                    _connector="OR",
                ),
                name="services_provider_known_run_by",
            ),
        ),
        migrations.RunPython(make, unmake),
    ]
