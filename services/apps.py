"""The room of providers."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Who helps with what, where, and is the record still true."""

    name = "services"
    verbose_name = "Organisaties"

    def ready(self) -> None:
        """Renew the data version whenever staff change the role matrix, a sector or a dated value."""
        from regions.versions import renew_version_when_changed
        from services import models

        renew_version_when_changed(models.ProviderType, models.Sector, models.DatedParameter)
