"""The portal's settings for the processes of the kill tests: pages without collected files."""

from vwnw_portal.settings import *  # noqa: F403 - all of them

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# One employer at one machine does all of it, time and again.
CASES_PER_ADDRESS = CASES_PER_MAILBOX = CONFIRMATIONS_PER_ADDRESS = MOVES_PER_ADDRESS = 1_000_000
ASKED_MAILS_PER_MAILBOX = MAILS_PER_MAILBOX = 1_000_000
