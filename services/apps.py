"""The app of providers."""

from importlib import import_module

from django.apps import AppConfig

# Tables of packages that stand above the models of the app.
TABLES = ("services.duplicates.models",)


class ServicesConfig(AppConfig):
    """Who helps with what, where, and is the record still true."""

    name = "services"
    verbose_name = "Organisaties"

    def import_models(self) -> None:
        """Load the tables of the packages too: Django by itself looks in models.py only."""
        super().import_models()
        for module in TABLES:
            import_module(module)

    def ready(self) -> None:
        """Follow municipal changes."""
        from regions.boundaries.listeners import listeners
        from services.boundaries import WORK_AREAS

        listeners.append(WORK_AREAS)
