"""Where sessions are kept: in rows, as Django does, under keys that may be ours.

What lives here: telling such a key, and unpacking no more than we ever pack. What does not: sessions themselves.
"""

import zlib
from typing import Any

from django.contrib.sessions.backends import db
from django.core.signing import BadSignature

from referrals.signed_values import BoundedSigner


class SessionStore(db.SessionStore):
    """Django's; a key that it never gives out is read as none, and asks the database nothing."""

    def decode(self, session_data: str) -> dict[str, Any]:
        """Return what was kept; nothing where that cannot be read, is not ours or is too much."""
        try:
            kept: dict[str, Any] = BoundedSigner(salt=self.key_salt).unsign_object(session_data, self.serializer)
        except (BadSignature, ValueError, zlib.error):
            return {}
        return kept

    def _validate_session_key(self, key: str) -> bool:
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
