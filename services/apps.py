"""The app of providers."""

from importlib import import_module

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Who helps with what, where, and is the record still true."""

    name = "services"
    verbose_name = "Organisaties"

    def import_models(self) -> None:
        """Let Django find the rows of the desk beside those of the directory."""
        super().import_models()
        import_module("services.staff_models")
