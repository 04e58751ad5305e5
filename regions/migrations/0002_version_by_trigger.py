"""The version of the reference data is renewed by the database itself (regions/triggers.py)."""

from django.db import migrations

from regions.triggers import renew_on_change, stop_renewing

REFERENCE = 1
TABLES = [
    "regions_municipality",
    "regions_municipality_successors",
    "regions_place",
    "regions_postcode",
    "regions_areascheme",
    "regions_area",
    "regions_areamembership",
]


def make(apps, schema_editor):
    """Make the triggers."""
    renew_on_change(schema_editor, REFERENCE, TABLES)


def unmake(apps, schema_editor):
    """Remove them."""
    stop_renewing(schema_editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_places_and_areas")]

    operations = [migrations.RunPython(make, unmake)]
