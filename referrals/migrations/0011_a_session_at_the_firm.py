"""A provider that helps says whether it comes to explain at the firm, where the employer asked for that."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0010_asking_afterwards")]

    operations = [
        migrations.CreateModel(
            name="SessionReply",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="session_reply",
                        serialize=False,
                        to="referrals.referral",
                        verbose_name="doorverwijzing",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Ja"), ("to_arrange", "Dat spreken wij nog af"), ("no", "Nee")],
                        max_length=10,
                        verbose_name="antwoord",
                    ),
                ),
            ],
            options={
                "verbose_name": "antwoord op de vraag om uitleg in het bedrijf",
                "verbose_name_plural": "antwoorden op de vraag om uitleg in het bedrijf",
            },
        ),
    ]
