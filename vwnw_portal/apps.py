"""What stands around the apps: settings, addresses, error pages and whole-portal commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal itself."""

    name = "vwnw_portal"
    verbose_name = "Portaal"
