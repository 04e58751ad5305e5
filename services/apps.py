"""The app of providers."""

from importlib import import_module

from django.apps import AppConfig

# Tables that stand elsewhere than in models/.
TABLES = ("services.staff_models", "services.duplicates.models")


class ServicesConfig(AppConfig):
    """Who helps with what, where, and is the record still true."""

    name = "services"
    verbose_name = "Organisaties"

    def import_models(self) -> None:
        """Let Django find the rows of packages beside those of the directory."""
        super().import_models()
        for module in TABLES:
            import_module(module)

    def ready(self) -> None:
        """Follow municipal changes."""
        from regions.boundaries.listeners import listeners
        from services.boundaries import WORK_AREAS

        listeners.append(WORK_AREAS)
