"""Links that are signed: they name a row and the key that it has now, so that a new key ends them all.

What lives here: making and opening one. What does not: what each link is for (loop/links.py, advice/saved_cases.py).
"""

from typing import Any

from django.core import signing
from django.db.models import QuerySet

from referrals.models import CaseDetails, Referral
from referrals.signed_values import BoundedSigner


class LinkRefused(Exception):
    """A link that is altered, replaced, withdrawn or expired.

    `row` is what it led to when only its time has passed, so that a new link can be sent; None otherwise.
    """

    def __init__(self, row: CaseDetails | Referral | None = None) -> None:
        super().__init__("expired" if row else "refused")
        self.row = row

    @property
    def expired(self) -> bool:
        """Return whether nothing is wrong with the link but its age."""
        return self.row is not None


def sign(row: Any, salt: str) -> str:
    """Return the part of an address that names this row and the key that it has now."""
    return BoundedSigner(salt=salt).sign_object([row.pk.hex, row.key])


def named_by(token: str, salt: str) -> tuple[str, str]:
    """Return the primary key and the key that a token names, whatever their row says now; or raise LinkRefused."""
    try:
        pk, key = BoundedSigner(salt=salt).unsign_object(token)
    except signing.BadSignature:
        raise LinkRefused from None
    return pk, key


def row_behind(token: str, salt: str, rows: QuerySet) -> Any:
    """Return the one of these rows that a token names, if its key is still the same; or raise LinkRefused."""
    pk, key = named_by(token, salt)
    row = rows.filter(pk=pk, key=key).first()
    if row is None:
        raise LinkRefused
    return row
