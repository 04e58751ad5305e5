import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0004_versions_by_trigger"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("contact", "Het telefoonnummer, het e-mailadres of het adres klopt niet"),
                            ("work_area", "Het werkgebied klopt niet"),
                            ("gone", "Deze organisatie bestaat niet meer"),
                            ("other", "Er klopt iets anders niet"),
                        ],
                        max_length=10,
                        verbose_name="wat",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("reported_on", models.DateField(db_index=True, verbose_name="gemeld op")),
                ("handled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="afgehandeld")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="services.provider",
                        verbose_name="organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "melding van een fout",
                "verbose_name_plural": "meldingen van fouten",
                "ordering": ["-reported_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "reported_on", "what", "text"), name="services_publicreport_once_a_day"
                    )
                ],
            },
        ),
    ]
