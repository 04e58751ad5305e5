"""What one wants to know before going somewhere: hours by day, languages, room, where referrals go, and documents.

SQLite makes the table of providers anew for them.
"""

from django.db import migrations, models
from django.db.models import Q

from regions.triggers import with_triggers_of


def _text(name, label, length, **more):
    field = models.CharField(blank=True, default="", max_length=length, verbose_name=label, **more)
    return migrations.AddField("provider", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("services", "0027_files_in_steps")]

    operations = [
        *with_triggers_of(
            "services_provider",
            _text("hours", "openingstijden per dag", 300),
            _text("languages", "talen", 60),
            _text(
                "capacity",
                "plek",
                10,
                choices=[("open", "er is plek"), ("full", "vol"), ("waiting", "wachtlijst")],
            ),
            migrations.AddField(
                "provider",
                "capacity_until",
                models.DateField(blank=True, null=True, verbose_name="plek: geldt tot en met"),
            ),
            migrations.AddField(
                "provider",
                "waiting_weeks",
                models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="weken wachtlijst"),
            ),
            migrations.AddField(
                "provider",
                "referral_email",
                models.EmailField(
                    blank=True,
                    default="",
                    help_text="Leeg: het gewone adres. Niet openbaar.",
                    max_length=254,
                    verbose_name="e-mailadres voor doorverwijzingen",
                ),
                preserve_default=False,
            ),
            _text("referral_phone", "telefoon voor doorverwijzingen", 30),
            migrations.AddField(
                "provider", "documents", models.JSONField(blank=True, default=list, verbose_name="documenten")
            ),
            migrations.AddConstraint(
                "provider",
                models.CheckConstraint(
                    condition=Q(capacity="", capacity_until=None, waiting_weeks=None)
                    | Q(capacity__in=("open", "full"), capacity_until__isnull=False, waiting_weeks=None)
                    | Q(capacity="waiting", capacity_until__isnull=False, waiting_weeks__isnull=False),
                    name="services_provider_capacity_ends",
                ),
            ),
        ),
    ]
