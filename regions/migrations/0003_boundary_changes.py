"""Municipal changes: planned, made and taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0002_version_by_trigger"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoundaryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("predecessors", models.JSONField(verbose_name="gemeenten die ophouden")),
                ("successors", models.JSONField(verbose_name="opvolgers")),
                ("on", models.DateField(verbose_name="gaat in op")),
                ("source", models.TextField(blank=True, verbose_name="bron")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "gepland"), ("applied", "doorgevoerd"), ("undone", "ongedaan gemaakt")],
                        default="planned",
                        max_length=8,
                        verbose_name="stand",
                    ),
                ),
                ("postcodes_before", models.JSONField(default=dict, verbose_name="postcodes van daarvoor")),
            ],
            options={
                "verbose_name": "wijziging van gemeenten",
                "verbose_name_plural": "wijzigingen van gemeenten",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("planned", "applied", "undone"))),
                        name="regions_boundarychange_known_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoundaryEffect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.SlugField(verbose_name="wat")),
                ("effect", models.JSONField(verbose_name="gevolg")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="effects", to="regions.boundarychange"
                    ),
                ),
            ],
            options={
                "verbose_name": "gevolg van een wijziging",
                "verbose_name_plural": "gevolgen van wijzigingen",
                "constraints": [models.UniqueConstraint(fields=("change", "what"), name="regions_boundaryeffect_once")],
            },
        ),
    ]
