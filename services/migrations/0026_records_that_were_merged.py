"""Two records that are one organisation become one: which went into which, and the row of it.

SQLite makes the table of providers anew for the rule that what was merged has stopped.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from regions.triggers import with_triggers_of


class Migration(migrations.Migration):
    dependencies = [("services", "0025_proposals_and_what_leads_to_a_check")]

    operations = [
        *with_triggers_of(
            "services_provider",
            migrations.AddField(
                model_name="provider",
                name="merged_into",
                field=models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged_from",
                    to="services.provider",
                    verbose_name="samengevoegd met",
                ),
            ),
            migrations.AddConstraint(
                model_name="provider",
                constraint=models.CheckConstraint(
                    condition=Q(merged_into=None) | Q(retired_on__isnull=False) & ~Q(merged_into=F("pk")),
                    name="services_provider_merged_has_stopped",
                ),
            ),
        ),
        migrations.AlterField(
            model_name="changeset",
            name="verb",
            field=models.CharField(
                choices=[
                    ("create", "toegevoegd"),
                    ("edit", "gewijzigd"),
                    ("accept", "voorstel overgenomen"),
                    ("confirm", "gecontroleerd"),
                    ("take_back", "zwijgt: controles tellen niet meer"),
                    ("set_work_area", "werkgebied gewijzigd"),
                    ("retire", "gestopt of weer begonnen"),
                    ("import", "uit een bestand"),
                    ("show_examples", "voorbeeldgegevens gevuld"),
                    ("remove_examples", "voorbeeldgegevens weggehaald"),
                    ("undo", "ongedaan gemaakt"),
                    ("merge", "samengevoegd"),
                    ("unmerge", "samenvoegen ongedaan gemaakt"),
                ],
                max_length=20,
                verbose_name="wat",
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.provider",
                        verbose_name="blijft",
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.provider",
                        verbose_name="gaat op in de andere",
                    ),
                ),
                (
                    "change_set",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.changeset",
                        verbose_name="wijziging",
                    ),
                ),
                (
                    "undone_by",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.changeset",
                        verbose_name="ongedaan gemaakt door",
                    ),
                ),
            ],
            options={
                "verbose_name": "samenvoeging",
                "verbose_name_plural": "samenvoegingen",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=~Q(kept=F("gone")), name="services_merge_of_two"),
                    models.UniqueConstraint(fields=["gone"], condition=Q(undone_by=None), name="services_merge_once"),
                ],
            },
        ),
    ]
