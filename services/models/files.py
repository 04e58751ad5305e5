"""What a file would change, kept until somebody lets it: the file itself, and the records as they were seen then.

What lives here: the rows. What does not: making and applying a plan (files/plans.py).
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from services.models.history import ChangeSet


class ImportPlan(models.Model):
    """A file that somebody sent in, and what it would do. It is applied once, and only while nothing moved since."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="door"
    )
    at = models.DateTimeField("op", default=timezone.now)
    name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("sha-256", max_length=64)
    data = models.BinaryField("inhoud")
    told = models.JSONField("wat het doet")
    seen = models.JSONField("versies", help_text="De versie van elke organisatie die het bestand wijzigt, per slug.")
    change_set = models.OneToOneField(
        ChangeSet, on_delete=models.PROTECT, null=True, related_name="plan", verbose_name="wijziging"
    )

    class Meta:
        verbose_name = "in te lezen bestand"
        verbose_name_plural = "in te lezen bestanden"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_errors(self) -> bool:
        """Return whether the file says something wrong; then it cannot be applied."""
        return bool(self.told["errors"])

    @property
    def changes_something(self) -> bool:
        """Return whether there is anything to apply."""
        return bool(self.told["changes"])
