from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0002_parameters_need_four_eyes"),
    ]

    operations = [
        migrations.AddField(
            model_name="provider",
            name="silent_since",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="Geeft steeds geen antwoord. Controles van vóór deze dag tellen niet meer.",
                null=True,
                verbose_name="zwijgt sinds",
            ),
        ),
    ]
