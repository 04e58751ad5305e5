"""The figures of a year that is final are written down, before the numbers behind them become rough."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0004_each_draft_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="FinalFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="jaar")),
                ("figures", models.JSONField(null=True, verbose_name="cijfers")),
            ],
            options={
                "verbose_name": "cijfers van een jaar",
                "verbose_name_plural": "cijfers van jaren",
            },
        ),
    ]
