"""A set of changes keeps the version of the directory that it left, so that a process can tell what changed since one."""

from django.db import migrations, models

from regions.triggers import with_triggers_of


class Migration(migrations.Migration):
    dependencies = [("services", "0032_cost_first_step_and_entrance")]

    operations = [
        *with_triggers_of(
            "services_changeset",
            migrations.AddField(
                model_name="changeset",
                name="version",
                field=models.UUIDField(db_index=True, editable=False, null=True, verbose_name="versie"),
            ),
        ),
    ]
