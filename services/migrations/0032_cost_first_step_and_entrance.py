"""What help costs, the first step in the organisation's own words, and whether a wheelchair gets in.

SQLite makes the table of providers anew for them.
"""

from django.db import migrations, models
from django.db.models import Q

from regions.triggers import with_triggers_of


def _text(name, label, length, **more):
    field = models.CharField(blank=True, default="", max_length=length, verbose_name=label, **more)
    return migrations.AddField("provider", name, field, preserve_default=False)


STEP = "Wat u het beste eerst doet, zoals de organisatie het zelf zegt."


class Migration(migrations.Migration):
    dependencies = [("services", "0031_english_that_is_older")]

    operations = [
        *with_triggers_of(
            "services_provider",
            _text("first_step_nl", "eerste stap (Nederlands)", 300, help_text=STEP),
            _text("first_step_en", "eerste stap (Engels)", 300),
            _text("cost", "kosten", 10, choices=[("free", "gratis"), ("paid", "tegen betaling")]),
            _text(
                "wheelchair",
                "toegang met een rolstoel",
                10,
                choices=[
                    ("yes", "toegankelijk met een rolstoel"),
                    ("partly", "deels toegankelijk met een rolstoel"),
                    ("no", "niet toegankelijk met een rolstoel"),
                ],
            ),
            migrations.AddConstraint(
                "provider",
                models.CheckConstraint(
                    condition=Q(cost__in=("", "free", "paid"), wheelchair__in=("", "yes", "partly", "no")),
                    name="services_provider_known_visit",
                ),
            ),
        ),
    ]
