"""Staff take a referral back for one of a fixed list of reasons: no change to the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_final_figures")]

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
                    ("other", "Een andere reden"),
                    ("employer_asks", "De werkgever vraagt erom"),
                    ("provider_asks", "De organisatie vraagt erom"),
                    ("wrong_provider", "Deze organisatie helpt hier niet bij"),
                    ("nobody_answers", "Niemand bij de organisatie reageert"),
                ],
                max_length=20,
                verbose_name="reden",
            ),
        ),
    ]
