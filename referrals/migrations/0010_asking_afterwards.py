"""The employer of a kept case may be asked by mail how it went; what comes of it is counted by year."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from referrals.models import new_key

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
RESULTS = [
    ("new_work", "ander werk gevonden"),
    ("own_business", "een eigen bedrijf begonnen"),
    ("training", "volgt een opleiding"),
    ("kept_job", "kon toch blijven"),
    ("no_work_yet", "nog geen werk"),
    ("unknown", "niet bekend"),
]


class Migration(migrations.Migration):
    dependencies = [("referrals", "0009_what_is_done_of_a_kept_case")]

    operations = [
        migrations.CreateModel(
            "Afterwards",
            [
                ("id", models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)),
                ("key", models.CharField("sleutel", max_length=32, default=new_key)),
                ("email", models.EmailField("e-mailadres", max_length=254, blank=True)),
                ("language", models.CharField("taal", max_length=2, choices=LANGUAGES, default="nl")),
                ("ask_on", models.DateField("vragen op", db_index=True)),
                ("answered_on", models.DateField("beantwoord op", null=True, blank=True)),
                ("elsewhere", models.BooleanField("gevraagd bij een aanvraag", default=False)),
                (
                    "case",
                    models.OneToOneField(
                        "referrals.SavedCase",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="afterwards",
                        verbose_name="bewaarde casus",
                    ),
                ),
            ],
            options={"verbose_name": "vraag achteraf", "verbose_name_plural": "vragen achteraf"},
        ),
        migrations.CreateModel(
            "WithoutReferral",
            [
                ("id", models.BigAutoField(primary_key=True, auto_created=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField("jaar")),
                ("result", models.CharField("uitkomst", max_length=16, choices=RESULTS, blank=True)),
                ("cases", models.PositiveIntegerField("aantal casussen", default=0)),
                ("people", models.PositiveIntegerField("aantal mensen", default=0)),
            ],
            options={
                "verbose_name": "uitkomsten zonder aanvraag",
                "verbose_name_plural": "uitkomsten zonder aanvraag",
                "constraints": [
                    models.UniqueConstraint(fields=["year", "result"], name="referrals_without_referral_once")
                ],
            },
        ),
        migrations.AddField(
            "CaseDetails",
            "kept",
            models.ForeignKey(
                "referrals.SavedCase",
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
                related_name="requests",
                verbose_name="bewaarde casus",
            ),
        ),
    ]
