"""Where sessions are kept: in rows, as Django does. How long one lasts, which ones an account has, and ending them.

What lives here: that, telling a key that Django never gave, and unpacking no more than we ever pack. What does not:
signing in, the page that lists sessions (sign_in/session_pages.py). Only who has an account has a session, so that
looking through all rows for those of one account is looking through a few.
"""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.core.signing import BadSignature
from django.utils import timezone
from django.utils.crypto import salted_hmac

from referrals.signed_values import BoundedSigner

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
DEVICE = "device"
# Being there is written down so often, and not at each page.
WRITTEN_EACH = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """Django's; it ends when nobody was there for a while, and in any case so long after signing in."""

    def decode(self, session_data: str) -> dict[str, Any]:
        """Return what was kept; nothing where that cannot be read, is not ours or is too much."""
        try:
            kept: dict[str, Any] = BoundedSigner(salt=self.key_salt).unsign_object(session_data, self.serializer)
        except (BadSignature, ValueError, zlib.error):
            return {}
        return kept

    def _validate_session_key(self, key: str) -> bool:
        """Return whether Django could have given this key: another is read as none, and asks the database nothing."""
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()

    def get_session_cookie_age(self) -> int:
        """Return for how many seconds this session is good from now on; its row goes by this."""
        if SIGNED_IN_AT not in self:
            return settings.SESSION_IDLE_MINUTES * 60
        signed_in_for = timezone.now().timestamp() - self[SIGNED_IN_AT]
        return max(0, min(settings.SESSION_IDLE_MINUTES * 60, int(settings.SESSION_HOURS * 3600 - signed_in_for)))

    def begin(self, device: str) -> None:
        """Write down that somebody signed in now, and with what."""
        self[SIGNED_IN_AT] = self[SEEN_AT] = timezone.now().timestamp()
        self[DEVICE] = device

    def keep_alive(self) -> None:
        """Write down that somebody is there, which lengthens the session."""
        now = timezone.now().timestamp()
        if now - self.get(SEEN_AT, 0) >= WRITTEN_EACH.total_seconds():
            self[SEEN_AT] = now


class OpenSession(NamedTuple):
    """A session of an account, as its owner may know it: its key stays unsaid."""

    name: str
    device: str
    signed_in_at: datetime
    seen_at: datetime
    is_current: bool


def open_sessions(account_id: int, current_key: str | None) -> list[OpenSession]:
    """Return the sessions of an account, the last one used first."""
    sessions = [
        OpenSession(
            name=_name_of(key),
            device=held.get(DEVICE, ""),
            signed_in_at=_moment(held.get(SIGNED_IN_AT, 0)),
            seen_at=_moment(held.get(SEEN_AT, 0)),
            is_current=key == current_key,
        )
        for key, held in _sessions_of(account_id)
    ]
    return sorted(sessions, key=lambda session: (session.is_current, session.seen_at), reverse=True)


def end_sessions(account_id: int, *, name: str | None = None, keep: str | None = None) -> int:
    """End the sessions of an account: the one with this name, or all but the one with the key to keep."""
    ended = [key for key, _held in _sessions_of(account_id) if key != keep and name in (None, _name_of(key))]
    SessionStore.get_model_class().objects.filter(session_key__in=ended).delete()
    return len(ended)


def _sessions_of(account_id: int) -> Iterator[tuple[str, dict]]:
    """Yield the key and the content of each session of an account that is good."""
    for session in SessionStore.get_model_class().objects.filter(expire_date__gt=timezone.now()):
        held = session.get_decoded()
        if held.get(SESSION_KEY) == str(account_id):
            yield session.session_key, held


def _name_of(key: str) -> str:
    """Return a name for a session by which nobody can use it."""
    return salted_hmac("vwnw_portal.sessions", key, algorithm="sha256").hexdigest()[:16]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
