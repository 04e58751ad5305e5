"""The room of cases."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """From a redundancy case to an outcome."""

    name = "referrals"
    verbose_name = "Casussen en doorverwijzingen"
