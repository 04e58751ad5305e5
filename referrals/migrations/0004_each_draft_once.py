"""The same draft sent twice makes one row: the browser's case and what was filled in have one digest (Answers.digest)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_only_allowed_moves"),
    ]

    operations = [
        migrations.AddField(
            model_name="casedetails",
            name="draft",
            field=models.CharField(
                blank=True, max_length=64, null=True, unique=True, verbose_name="kenmerk van het concept"
            ),
        ),
        migrations.AddField(
            model_name="savedcase",
            name="draft",
            field=models.CharField(
                blank=True, max_length=64, null=True, unique=True, verbose_name="kenmerk van het concept"
            ),
        ),
    ]
