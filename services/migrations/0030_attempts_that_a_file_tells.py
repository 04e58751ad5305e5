"""Who was not reached, by a call sheet, is kept with the file that says so; a file may be applied by that alone."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def applied_with_their_changes(apps, schema_editor):
    """Say of the files that changed records when they did."""
    change_sets = apps.get_model("services", "ChangeSet").objects.filter(pk=OuterRef("change_set"))
    applied = apps.get_model("services", "ImportPlan").objects.exclude(change_set=None)
    applied.update(applied_at=Subquery(change_sets.values("at")))


class Migration(migrations.Migration):
    dependencies = [("services", "0029_links_of_documents_are_asked")]

    operations = [
        migrations.AddField(
            "contactattempt",
            "plan",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="attempts",
                to="services.importplan",
                verbose_name="bestand",
            ),
        ),
        migrations.AddField("importplan", "applied_at", models.DateTimeField(null=True, verbose_name="ingelezen")),
        migrations.RunPython(applied_with_their_changes, migrations.RunPython.noop),
        migrations.AddConstraint(
            "importplan",
            models.CheckConstraint(
                condition=Q(change_set=None) | Q(applied_at__isnull=False),
                name="services_importplan_changed_when_applied",
            ),
        ),
    ]
