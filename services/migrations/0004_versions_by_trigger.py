"""The versions of the small lists and of the directory are renewed by the database itself (regions/triggers.py)."""

from django.db import migrations

from regions.triggers import renew_on_change, stop_renewing

REFERENCE, DIRECTORY = 1, 2
LISTS = ["services_providertype", "services_sector", "services_datedparameter"]
PROVIDERS = ["services_provider", "services_servicearea", "services_provider_sectors"]


def make(apps, schema_editor):
    """Make the triggers."""
    renew_on_change(schema_editor, REFERENCE, LISTS)
    renew_on_change(schema_editor, DIRECTORY, PROVIDERS)


def unmake(apps, schema_editor):
    """Remove them."""
    stop_renewing(schema_editor, LISTS + PROVIDERS)


class Migration(migrations.Migration):
    dependencies = [("services", "0003_silent_providers"), ("regions", "0002_version_by_trigger")]

    operations = [migrations.RunPython(make, unmake)]
