"""What stands around the apps: settings, addresses, error pages and whole-portal commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal itself."""

    name = "vwnw_portal"
    verbose_name = "Portaal"

    def ready(self) -> None:
        """Put Django's messages in our words: the apps below make their forms after this one is ready."""
        from vwnw_portal import new_key  # noqa: F401 - listens for who signs in
        from vwnw_portal.form_messages import put_in_our_words

        put_in_our_words()
