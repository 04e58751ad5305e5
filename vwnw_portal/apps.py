"""What stands around the apps: settings, addresses, error pages and whole-portal commands."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    """The portal itself."""

    name = "vwnw_portal"
    verbose_name = "Portaal"

    def ready(self) -> None:
        """Put Django's messages in our words: the apps below make their forms after this one is ready."""
        from vwnw_portal import new_key  # noqa: F401 - listens for who signs in
        from vwnw_portal.form_messages import put_in_our_words

        put_in_our_words()
        import_module("vwnw_portal.demo")  # has a system check, for `check --deploy`

        # What listens for somebody who signs in, and for what changes of an account.
        from vwnw_portal.sign_in import changes, factors, journal, second_factor  # noqa: F401


class ClosedAdminConfig(admin_apps.AdminConfig):
    """Django's admin, on a site where an address asks only what a list asks."""

    default = False  # `vwnw_portal` in the settings is the portal itself
    default_site = "vwnw_portal.admin_site.ClosedAdminSite"

    def ready(self) -> None:
        """Leave to the pages of an account what is theirs, once every app has registered its lists."""
        super().ready()
        from vwnw_portal.sign_in.desk import leave_to_account_pages

        leave_to_account_pages(admin.site)
