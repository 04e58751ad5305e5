"""What somebody typed about a record and did not finish, and who has a record open now.

What lives here: the rows. What does not: keeping and publishing drafts (desk/saving.py), their pages (desk/drafts.py,
desk/presence.py). Nothing here is public, and nothing here stands in the way of anybody.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.models.history import ChangeSet

ACCOUNT: Any = settings.AUTH_USER_MODEL


class Draft(models.Model):
    """The form of a record as somebody typed it, and the version of the record that it began with.

    It ends when it is published, or thrown away. One without a record is for a new record, or for one that is gone.
    """

    class Kind(models.TextChoices):
        AUTOSAVE = "autosave", "vanzelf bewaard"
        DRAFT = "draft", "concept"
        SCHEDULED = "scheduled", "wordt gepubliceerd"

    provider = models.ForeignKey(
        "services.Provider",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name="organisatie",
    )
    author = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="+", verbose_name="door")
    kind = models.CharField("soort", max_length=10, choices=Kind.choices)
    seen = models.BigIntegerField("versie waarmee dit begon")
    typed = models.JSONField("wat er getypt is")
    publish_on = models.DateField("publiceren op", null=True, blank=True)
    failure = models.TextField("waarom het niet lukte", blank=True)
    changed_at = models.DateTimeField("bewaard", default=timezone.now)
    ended_at = models.DateTimeField("klaar", null=True, blank=True)
    change_set = models.ForeignKey(
        ChangeSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wijziging"
    )

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "provider"],
                condition=Q(kind="autosave"),
                name="services_draft_one_autosave",
            ),
            models.CheckConstraint(
                condition=~Q(kind="scheduled") | Q(publish_on__isnull=False), name="services_draft_scheduled_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"

    @property
    def name(self) -> str:
        """Return what the record is called in it."""
        return next(iter(self.typed.get("name", ())), "") or (self.provider.name if self.provider else "zonder naam")


class Presence(models.Model):
    """Somebody has the form of a record open: since when, and when their page last said so."""

    provider = models.ForeignKey("services.Provider", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(ACCOUNT, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "aanwezige"
        verbose_name_plural = "aanwezigen"
        constraints = [models.UniqueConstraint(fields=["provider", "user"], name="services_presence_once")]

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.user_id}"
