"""What an employer chose to keep. Nothing else of a case is ever stored.

What lives here: the rows. What does not: keeping, renewing and deleting (keeping.py), when they go (retention.py).
"""

import secrets
import uuid

from django.db import models


def new_key() -> str:
    """Return a key that cannot be guessed."""
    return secrets.token_urlsafe(16)


class SavedCase(models.Model):
    """A case behind a private link. It holds answers (places, numbers, dates), no names and no contact data.

    `key` is part of the link: a new key ends the old link. `seen` is what the plan said when it was kept or last
    looked at and accepted, to tell later what changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("sleutel", max_length=32, default=new_key)
    answers = models.JSONField("antwoorden")
    seen = models.JSONField("gezien plan")
    created_at = models.DateTimeField("bewaard", auto_now_add=True)
    expires_on = models.DateField("verloopt op", db_index=True)

    class Meta:
        verbose_name = "bewaarde casus"
        verbose_name_plural = "bewaarde casussen"

    def __str__(self) -> str:
        return str(self.id)
