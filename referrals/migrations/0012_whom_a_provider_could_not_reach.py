"""The reason of a provider names the employer, since both read it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0011_a_session_at_the_firm"),
    ]

    operations = [
        migrations.AlterField(
            model_name="referralevent",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_capacity", "Wij hebben nu geen plek"),
                    ("outside_area", "Wij werken niet op deze plaats"),
                    ("outside_sector", "Wij werken niet voor deze sector"),
                    ("below_minimum", "Het gaat om te weinig mensen"),
                    ("wrong_help", "Wij geven deze hulp niet"),
                    ("could_not_reach", "Wij konden de werkgever niet bereiken"),
                    ("already_helped", "De mensen zijn al bij ons, of een ander helpt hen al"),
                    ("not_needed", "De hulp is niet meer nodig"),
                    ("other", "Een andere reden"),
                    ("employer_asks", "De werkgever vraagt erom"),
                    ("provider_asks", "De organisatie vraagt erom"),
                    ("wrong_provider", "Deze organisatie helpt hier niet bij"),
                    ("nobody_answers", "Niemand bij de organisatie reageert"),
                    ("double", "Dezelfde aanvraag is er twee keer"),
                ],
                max_length=20,
                verbose_name="reden",
            ),
        ),
    ]
