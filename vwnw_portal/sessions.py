"""Where sessions are kept: in rows, as Django does, under keys that may be ours.

What lives here: telling such a key. What does not: sessions themselves.
"""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's; a key that it never gives out is read as none, and asks the database nothing."""

    def _validate_session_key(self, key: str) -> bool:
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
