"""What a file would change, row by row, kept until somebody lets it.

What lives here: the rows. What does not: reading and applying a plan (files/plans.py).
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.models.history import ChangeSet


class ImportPlan(models.Model):
    """A file that somebody sent in. It is read in steps, and applied once, and only while nothing moved since.

    The file itself is not kept: its rows are, until they are read. `leased_until` says that somebody reads it now, and
    `began_at` that applying it began: without `applied_at` it has not ended, or not well. A file that only says who was
    not reached changes no record: it is applied without a change set, and once that is taken back it is not applied.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="door"
    )
    at = models.DateTimeField("op", default=timezone.now)
    name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("sha-256", max_length=64, db_index=True)
    encoding = models.CharField("tekens", max_length=20)
    remarks = models.JSONField("opmerkingen", default=list, help_text="Regel, kolom en wat er staat.")
    reference = models.UUIDField("versie van plaatsen en lijsten", null=True)
    rows = models.PositiveIntegerField("regels", default=0)
    done = models.PositiveIntegerField("nagekeken", default=0)
    leased_until = models.DateTimeField("wordt nagekeken tot", null=True)
    began_at = models.DateTimeField("inlezen begonnen", null=True)
    applied_at = models.DateTimeField("ingelezen", null=True)
    change_set = models.OneToOneField(
        ChangeSet, on_delete=models.PROTECT, null=True, related_name="plan", verbose_name="wijziging"
    )

    class Meta:
        verbose_name = "in te lezen bestand"
        verbose_name_plural = "in te lezen bestanden"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("rows")), name="services_importplan_done_of_its_rows"),
            models.CheckConstraint(
                condition=Q(change_set=None) | Q(applied_at__isnull=False),
                name="services_importplan_changed_when_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Return whether all of the file is read: then it is known what it does."""
        return self.done == self.rows


class PlanRow(models.Model):
    """One row of a file: its cells until it is read, and then what it would do."""

    class Action(models.TextChoices):
        UNREAD = "unread", "nog niet nagekeken"
        CREATE = "create", "nieuw"
        CHANGE = "change", "gewijzigd"
        SAME = "same", "hetzelfde"
        ERROR = "error", "fout"

    class Answer(models.TextChoices):
        HOLDS = "ja", "klopt"
        CHANGED = "nee", "klopt niet"
        NOT_REACHED = "niet bereikt", "niet bereikt"

    plan = models.ForeignKey(ImportPlan, on_delete=models.CASCADE, related_name="lines", verbose_name="bestand")
    line = models.PositiveIntegerField("regel")
    slug = models.CharField("slug", max_length=120, blank=True)
    action = models.CharField("wat", max_length=10, choices=Action.choices)
    answer = models.CharField("klopt", max_length=12, choices=Answer.choices, blank=True, help_text="Van een belijst.")
    cells = models.JSONField("cellen", default=dict)
    version = models.BigIntegerField("versie", null=True, help_text="Van de organisatie toen de regel werd nagekeken.")
    changes = models.JSONField("wijzigingen", default=list, help_text="Kolom, was en wordt.")
    problems = models.JSONField("fouten", default=list, help_text="Kolom en wat er mis is.")
    warnings = models.JSONField("waarschuwingen", default=list, help_text="Kolom en wat er staat.")
    draft = models.JSONField("wordt", null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "regel van een bestand"
        verbose_name_plural = "regels van bestanden"
        ordering = ["line", "pk"]
        indexes = [models.Index(fields=["plan", "action", "line"], name="services_planrow_by_action")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=("create", "change")) | Q(draft__isnull=False),
                name="services_planrow_says_what_becomes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.line}"
