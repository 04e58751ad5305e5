"""The app of places and areas."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Where is this, and what does it belong to on a date."""

    name = "regions"
    verbose_name = "Plaatsen en gebieden"
