"""Pairs of records that may be one organisation twice."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0021_link_checks"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField(help_text="Van 0 tot 100.", verbose_name="punten")),
                ("why", models.JSONField(help_text="De redenen, de zwaarste eerst.", verbose_name="waarom")),
                ("digest", models.CharField(max_length=64, verbose_name="vingerafdruk")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "nog te bekijken"),
                            ("not_the_same", "niet dezelfde"),
                            ("merged", "samengevoegd"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="stand",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="services.provider",
                        verbose_name="eerste",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="services.provider",
                        verbose_name="tweede",
                    ),
                ),
            ],
            options={
                "verbose_name": "mogelijk dubbele organisatie",
                "verbose_name_plural": "mogelijk dubbele organisaties",
                "ordering": ["-score", "first", "second"],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="services_duplicatepair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="services_duplicatepair_first_before_second",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__lte", 100)), name="services_duplicatepair_score_in_bounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "not_the_same", "merged"])),
                        name="services_duplicatepair_known_state",
                    ),
                ],
            },
        ),
    ]
