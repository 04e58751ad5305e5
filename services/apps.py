"""The app of providers."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Who helps with what, where, and is the record still true."""

    name = "services"
    verbose_name = "Organisaties"
