"""Pairs of records that may be one organisation twice, and those that were merged.

What lives here: the rows and what the database refuses. What does not: finding pairs (finding.py), merging them
(merging.py).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from services.duplicates.scoring import HIGHEST, Reason
from services.models import ChangeSet, Provider


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


class Merge(models.Model):
    """Two records that became one: `gone` stays as it was, and has stopped; `kept` stands for both.

    Why, who and when stand in the change set.
    """

    kept = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", verbose_name="blijft")
    gone = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", verbose_name="gaat op in de andere")
    change_set = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, related_name="+", verbose_name="wijziging")
    undone_by = models.OneToOneField(
        ChangeSet, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ongedaan gemaakt door"
    )

    class Meta:
        verbose_name = "samenvoeging"
        verbose_name_plural = "samenvoegingen"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="services_merge_of_two"),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_by=None), name="services_merge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} > {self.kept}"
