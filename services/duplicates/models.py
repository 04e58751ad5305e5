"""The table of pairs of records that may be one organisation twice.

What lives here: the row and what the database refuses. What does not: filling it (finding.py).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from services.duplicates.scoring import HIGHEST, Reason
from services.models import Provider


class PairState(models.TextChoices):
    """What is known of a pair."""

    OPEN = "open", _("nog te bekijken")
    NOT_THE_SAME = "not_the_same", _("niet dezelfde")
    MERGED = "merged", _("samengevoegd")


class DuplicatePair(models.Model):
    """Two records that are likely one organisation, with the reasons, and what people said of them.

    `digest` is that of all that was compared: as long as it holds, "not the same" is not asked again.
    """

    first = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+", verbose_name="eerste")
    second = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+", verbose_name="tweede")
    score = models.PositiveSmallIntegerField("punten", help_text="Van 0 tot 100.")
    why = models.JSONField("waarom", help_text="De redenen, de zwaarste eerst.")
    digest = models.CharField("vingerafdruk", max_length=64)
    state = models.CharField("stand", max_length=12, choices=PairState.choices, default=PairState.OPEN)

    class Meta:
        verbose_name = "mogelijk dubbele organisatie"
        verbose_name_plural = "mogelijk dubbele organisaties"
        ordering = ["-score", "first", "second"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="services_duplicatepair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="services_duplicatepair_first_before_second"
            ),
            models.CheckConstraint(condition=Q(score__lte=HIGHEST), name="services_duplicatepair_score_in_bounds"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="services_duplicatepair_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return what the two share and differ in, the weightiest first."""
        return tuple(map(Reason, self.why))
