"""A file is read in steps: its rows are kept, with what each would do, and not the file.

Files that were sent in and not applied are sent in again; those that were applied are still there to be taken back.
"""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def forget_unapplied(apps, schema_editor):
    apps.get_model("services", "ImportPlan").objects.filter(change_set=None).delete()


def forget_all(apps, schema_editor):
    apps.get_model("services", "ImportPlan").objects.all().delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it alters no table of which rows are still judged


class Migration(migrations.Migration):
    dependencies = [("services", "0026_records_that_were_merged")]

    operations = [
        migrations.RunPython(forget_unapplied, migrations.RunPython.noop),
        migrations.RemoveField(model_name="importplan", name="data"),
        migrations.RemoveField(model_name="importplan", name="seen"),
        migrations.RemoveField(model_name="importplan", name="told"),
        migrations.AddField(
            model_name="importplan",
            name="began_at",
            field=models.DateTimeField(null=True, verbose_name="inlezen begonnen"),
        ),
        migrations.AddField(
            model_name="importplan",
            name="done",
            field=models.PositiveIntegerField(default=0, verbose_name="nagekeken"),
        ),
        migrations.AddField(
            model_name="importplan",
            name="encoding",
            field=models.CharField(default="utf-8", max_length=20, verbose_name="tekens"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="importplan",
            name="leased_until",
            field=models.DateTimeField(null=True, verbose_name="wordt nagekeken tot"),
        ),
        migrations.AddField(
            model_name="importplan",
            name="reference",
            field=models.UUIDField(null=True, verbose_name="versie van plaatsen en lijsten"),
        ),
        migrations.AddField(
            model_name="importplan",
            name="remarks",
            field=models.JSONField(default=list, help_text="Regel, kolom en wat er staat.", verbose_name="opmerkingen"),
        ),
        migrations.AddField(
            model_name="importplan",
            name="rows",
            field=models.PositiveIntegerField(default=0, verbose_name="regels"),
        ),
        migrations.AlterField(
            model_name="importplan",
            name="sha256",
            field=models.CharField(db_index=True, max_length=64, verbose_name="sha-256"),
        ),
        migrations.AddConstraint(
            model_name="importplan",
            constraint=models.CheckConstraint(
                condition=Q(done__lte=F("rows")), name="services_importplan_done_of_its_rows"
            ),
        ),
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(verbose_name="regel")),
                ("slug", models.CharField(blank=True, max_length=120, verbose_name="slug")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("unread", "nog niet nagekeken"),
                            ("create", "nieuw"),
                            ("change", "gewijzigd"),
                            ("same", "hetzelfde"),
                            ("error", "fout"),
                        ],
                        max_length=10,
                        verbose_name="wat",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("ja", "klopt"), ("nee", "klopt niet"), ("niet bereikt", "niet bereikt")],
                        help_text="Van een belijst.",
                        max_length=12,
                        verbose_name="klopt",
                    ),
                ),
                ("cells", models.JSONField(default=dict, verbose_name="cellen")),
                (
                    "version",
                    models.BigIntegerField(
                        help_text="Van de organisatie toen de regel werd nagekeken.", null=True, verbose_name="versie"
                    ),
                ),
                (
                    "changes",
                    models.JSONField(default=list, help_text="Kolom, was en wordt.", verbose_name="wijzigingen"),
                ),
                (
                    "problems",
                    models.JSONField(default=list, help_text="Kolom en wat er mis is.", verbose_name="fouten"),
                ),
                (
                    "warnings",
                    models.JSONField(default=list, help_text="Kolom en wat er staat.", verbose_name="waarschuwingen"),
                ),
                (
                    "draft",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name="wordt"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="services.importplan",
                        verbose_name="bestand",
                    ),
                ),
            ],
            options={
                "verbose_name": "regel van een bestand",
                "verbose_name_plural": "regels van bestanden",
                "ordering": ["line", "pk"],
                "indexes": [models.Index(fields=["plan", "action", "line"], name="services_planrow_by_action")],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(action__in=("create", "change")) | Q(draft__isnull=False),
                        name="services_planrow_says_what_becomes",
                    ),
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_all),
    ]
