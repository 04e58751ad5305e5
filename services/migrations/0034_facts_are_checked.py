"""A dated value has a last day and a day on which staff looked in its source; what held before counts as checked then."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import TruncDate

from regions.triggers import with_triggers_of


def count_as_checked(apps, schema_editor):
    """What holds was approved by staff, or came with the project after its source was read."""
    holding = apps.get_model("services", "DatedParameter").objects.exclude(approved_at=None)
    holding.update(checked_by=models.F("entered_by"), checked_by_staff_on=TruncDate("approved_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0033_sets_keep_the_version_they_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *with_triggers_of(
            "services_datedparameter",
            migrations.AddField(
                model_name="datedparameter",
                name="checked_by",
                field=models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="nagekeken door",
                ),
            ),
            migrations.AddField(
                model_name="datedparameter",
                name="checked_by_staff_on",
                field=models.DateField(blank=True, editable=False, null=True, verbose_name="nagekeken op"),
            ),
            migrations.AddField(
                model_name="datedparameter",
                name="is_example",
                field=models.BooleanField(default=False, editable=False, verbose_name="voorbeeld"),
            ),
            migrations.AddField(
                model_name="datedparameter",
                name="valid_until",
                field=models.DateField(
                    blank=True,
                    help_text="Leeg: tot een volgende waarde begint.",
                    null=True,
                    verbose_name="geldig tot en met",
                ),
            ),
            migrations.RunPython(count_as_checked, migrations.RunPython.noop),
            migrations.AddConstraint(
                model_name="datedparameter",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("checked_by", None),
                        ("approved_by", None),
                        models.Q(("checked_by", models.F("approved_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="services_parameter_checked_by_another",
                ),
            ),
            migrations.AddConstraint(
                model_name="datedparameter",
                constraint=models.CheckConstraint(
                    condition=models.Q(("approved_at", None), ("checked_by_staff_on__isnull", False), _connector="OR"),
                    name="services_parameter_holds_when_checked",
                ),
            ),
        ),
    ]
