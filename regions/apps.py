"""The room of places and areas."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Where is this, and what does it belong to on a date."""

    name = "regions"
    verbose_name = "Plaatsen en gebieden"

    def ready(self) -> None:
        """Renew the data version whenever staff correct a place or an area."""
        from regions import models
        from regions.versions import renew_version_when_changed

        renew_version_when_changed(
            models.Municipality,
            models.Place,
            models.Postcode,
            models.AreaScheme,
            models.Area,
            models.AreaMembership,
        )
