"""A new key for the session of who shows again who they are: one that somebody took before opens nothing after it.

What lives here: that. What does not: the new key at signing in, which is Django's; where sessions are kept
(sessions.py).
"""

from typing import Any

from allauth.account.signals import authentication_step_completed
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authentication_step_completed)
def renew_key(request: HttpRequest, reauthenticated: bool = False, **_: Any) -> None:
    """Keep what is in the session under a new key."""
    if reauthenticated:
        request.session.cycle_key()
