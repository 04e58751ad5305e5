"""Outlines of municipalities and regions, for maps; with them the version of the reference data changes."""

import django.db.models.deletion
from django.db import migrations, models

from regions.triggers import renew_on_change, stop_renewing

REFERENCE = 1
TABLES = ["regions_outlineset", "regions_outline"]


def make(apps, schema_editor):
    """Make the triggers."""
    renew_on_change(schema_editor, REFERENCE, TABLES)


def unmake(apps, schema_editor):
    """Remove them."""
    stop_renewing(schema_editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0003_boundary_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutlineSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, unique=True, verbose_name="geldig vanaf")),
                ("source", models.TextField(verbose_name="bron")),
                ("licence", models.CharField(blank=True, max_length=200, verbose_name="licentie")),
                ("tolerance", models.PositiveSmallIntegerField(verbose_name="vereenvoudigd tot, in meters")),
                ("is_indicative", models.BooleanField(default=False, verbose_name="indicatief")),
                (
                    "digest",
                    models.CharField(
                        help_text="Een ander kenmerk: andere grenzen.", max_length=16, verbose_name="kenmerk"
                    ),
                ),
            ],
            options={
                "verbose_name": "verzameling grenzen",
                "verbose_name_plural": "verzamelingen grenzen",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_indicative", True), ("valid_from", None)),
                            models.Q(("is_indicative", False), ("valid_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="regions_outlineset_indicative_since_ever",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_indicative", True)),
                        fields=("is_indicative",),
                        name="regions_outlineset_one_indicative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6, verbose_name="code")),
                (
                    "region",
                    models.CharField(
                        blank=True,
                        help_text="Waar een gemeente in getekend is.",
                        max_length=6,
                        verbose_name="arbeidsmarktregio",
                    ),
                ),
                ("path", models.TextField(verbose_name="grens")),
                ("overview_path", models.TextField(blank=True, verbose_name="grens op een kaart van het land")),
                ("label_x", models.SmallIntegerField(verbose_name="naam, stappen naar het oosten")),
                ("label_y", models.SmallIntegerField(verbose_name="naam, stappen naar het zuiden")),
                ("left", models.SmallIntegerField(verbose_name="westkant")),
                ("top", models.SmallIntegerField(verbose_name="noordkant")),
                ("right", models.SmallIntegerField(verbose_name="oostkant")),
                ("bottom", models.SmallIntegerField(verbose_name="zuidkant")),
                (
                    "outline_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outlines",
                        to="regions.outlineset",
                        verbose_name="verzameling",
                    ),
                ),
            ],
            options={
                "verbose_name": "grens",
                "verbose_name_plural": "grenzen",
                "constraints": [
                    models.UniqueConstraint(fields=("outline_set", "code"), name="regions_outline_once_in_a_set")
                ],
            },
        ),
        migrations.RunPython(make, unmake),
    ]
