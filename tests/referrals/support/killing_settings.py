"""The portal's settings for the processes of the kill tests: pages without collected files."""

from vwnw_portal.settings import *  # noqa: F403 - all of them

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
