"""The app of cases: from what an employer or employee fills in to help found."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """From a redundancy case to an outcome."""

    name = "referrals"
    verbose_name = "Casussen en doorverwijzingen"
