"""Links by mail that are good once: a secret in the link, signed for one purpose, and of it a digest in the database.

What lives here: making and reading such a secret. What does not: when a link is good, which the row with its digest
says (desk/staff.py, self_checks/). Who reads the database cannot use a link; one for another purpose leads nowhere.
"""

import secrets
from hashlib import sha256
from typing import NamedTuple

from django.core.signing import BadSignature, Signer


class Secret(NamedTuple):
    """A new secret: the token for the link, and the digest to keep."""

    token: str
    digest: str


def new_secret(purpose: str) -> Secret:
    """Return a new secret for one purpose."""
    key = secrets.token_urlsafe(32)
    return Secret(Signer(salt=purpose).sign(key), _digest(key))


def digest_in(token: str, purpose: str) -> str | None:
    """Return the digest of the secret in a token; None where we did not sign it for this purpose."""
    try:
        return _digest(Signer(salt=purpose).unsign(token))
    except BadSignature:
        return None


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
