"""A work area may be unknown, a check says what it looked at, and a record says who runs it and whom to contact first.

SQLite makes a table anew when a column changes, and its triggers go with the old one: they come back in 0008.
"""

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
    dependencies = [("services", "0005_public_reports"), ("regions", "0002_version_by_trigger")]

    operations = [
        migrations.RunPython(unmake, make),
        migrations.RemoveConstraint(
            model_name="servicearea",
            name="services_servicearea_exactly_one",
        ),
        migrations.AddField(
            model_name="check",
            name="area",
            field=models.BooleanField(default=False, verbose_name="werkgebied"),
        ),
        migrations.AddField(
            model_name="check",
            name="contact",
            field=models.BooleanField(default=False, verbose_name="contactgegevens"),
        ),
        migrations.AddField(
            model_name="check",
            name="existence",
            field=models.BooleanField(default=False, verbose_name="bestaat nog"),
        ),
        migrations.AddField(
            model_name="check",
            name="roles",
            field=models.BooleanField(default=False, verbose_name="rollen en voorwaarden"),
        ),
        migrations.AddField(
            model_name="provider",
            name="area_checked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="werkgebied gecontroleerd op"),
        ),
        migrations.AddField(
            model_name="provider",
            name="contact_checked_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="contactgegevens gecontroleerd op"
            ),
        ),
        migrations.AddField(
            model_name="provider",
            name="existence_checked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="bestaan gecontroleerd op"),
        ),
        migrations.AddField(
            model_name="provider",
            name="first_contact",
            field=models.BooleanField(
                default=False,
                help_text="Wie een kleine werkgever in dit werkgebied het eerst kan benaderen (R19).",
                verbose_name="eerste contact",
            ),
        ),
        migrations.AddField(
            model_name="provider",
            name="opening_hours",
            field=models.CharField(blank=True, max_length=300, verbose_name="openingstijden"),
        ),
        migrations.AddField(
            model_name="provider",
            name="roles_checked_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="rollen en voorwaarden gecontroleerd op"
            ),
        ),
        migrations.AddField(
            model_name="provider",
            name="run_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("public", "overheid: UWV of gemeenten"),
                    ("employers_network", "netwerk van werkgevers"),
                    ("public_private", "overheid en bedrijven samen"),
                    ("private", "particulier"),
                ],
                help_text="Leeg: niet bekend.",
                max_length=20,
                verbose_name="wie het uitvoert",
            ),
        ),
        migrations.AddField(
            model_name="servicearea",
            name="unknown",
            field=models.BooleanField(default=False, verbose_name="niet bekend"),
        ),
        migrations.AlterField(
            model_name="provider",
            name="last_checked_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="De oudste van de laatste controles van contactgegevens en werkgebied: daarvan hangt af of wij mensen kunnen doorverwijzen (R17). Leeg: minstens een van die twee is nooit gecontroleerd.",
                null=True,
                verbose_name="laatst gecontroleerd op",
            ),
        ),
        migrations.AddIndex(
            model_name="servicearea",
            index=models.Index(fields=["unknown"], name="services_area_by_unknown"),
        ),
        migrations.AddConstraint(
            model_name="servicearea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("area", None), ("municipality", None), ("national", True), ("pc4", ""), ("unknown", False)
                    ),
                    models.Q(
                        ("area__isnull", False),
                        ("municipality", None),
                        ("national", False),
                        ("pc4", ""),
                        ("unknown", False),
                    ),
                    models.Q(
                        ("area", None),
                        ("municipality__isnull", False),
                        ("national", False),
                        ("pc4", ""),
                        ("unknown", False),
                    ),
                    models.Q(
                        ("area", None),
                        ("municipality", None),
                        ("national", False),
                        ("unknown", False),
                        models.Q(("pc4", ""), _negated=True),
                    ),
                    models.Q(
                        ("area", None), ("municipality", None), ("national", False), ("pc4", ""), ("unknown", True)
                    ),
                    _connector="OR",
                ),
                name="services_servicearea_exactly_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicearea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unknown", True)), fields=("provider",), name="services_servicearea_unknown_once"
            ),
        ),
    ]
