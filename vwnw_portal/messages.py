"""Where a message waits for the next page: in a cookie under the name that all cookies of this site have.

What lives here: that name. What does not: the cookie itself, which is Django's.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageStorage(CookieStorage):
    """Django's, under our name."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"
