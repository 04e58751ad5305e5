"""Who changed what of a record, when and how: change sets, and what each did to each record.

What lives here: the rows, and what the database refuses. What does not: opening and closing a change set
(upkeep/door.py), the triggers that let nothing be written outside one (migrations), reading them (upkeep/history.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Verb(models.TextChoices):
    """What was done to records."""

    CREATE = "create", "toegevoegd"
    EDIT = "edit", "gewijzigd"
    ACCEPT = "accept", "voorstel overgenomen"
    CONFIRM = "confirm", "gecontroleerd"
    TAKE_BACK = "take_back", "zwijgt: controles tellen niet meer"
    SET_WORK_AREA = "set_work_area", "werkgebied gewijzigd"
    RETIRE = "retire", "gestopt of weer begonnen"
    IMPORT = "import", "uit een bestand"
    SHOW_EXAMPLES = "show_examples", "voorbeeldgegevens gevuld"
    REMOVE_EXAMPLES = "remove_examples", "voorbeeldgegevens weggehaald"
    UNDO = "undo", "ongedaan gemaakt"
    MERGE = "merge", "samengevoegd"
    UNMERGE = "unmerge", "samenvoegen ongedaan gemaakt"


class ActingAs(models.TextChoices):
    """On whose behalf something was done."""

    STAFF = "staff", "medewerker"
    PROVIDER = "provider", "de organisatie zelf"
    COMMAND = "command", "opdracht op de server"
    TIME = "time", "vanzelf, door de tijd"


class ChangeSet(models.Model):
    """One act that changed records. Its number is given while the directory is locked: later commits have higher ones.

    Only while a set is open the database lets records be written, and whoever opened it sees it alone: it is closed
    before its transaction ends.
    """

    verb = models.CharField("wat", max_length=20, choices=Verb.choices)
    acting_as = models.CharField("namens", max_length=10, choices=ActingAs.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="door",
    )
    at = models.DateTimeField("op")
    reason = models.CharField("reden", max_length=500, blank=True)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name="maakt ongedaan"
    )
    is_open = models.BooleanField("open", default=True)
    # The token of the directory (regions/versions.py) when the set closed: nothing was written since, while it is that.
    version = models.UUIDField("versie", null=True, editable=False, db_index=True)

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["is_open"], condition=Q(is_open=True), name="services_changeset_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(acting_as=ActingAs.STAFF) | Q(by=None), name="services_changeset_only_staff_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(undoes=None) | Q(undoes__lt=models.F("pk")), name="services_changeset_undoes_an_older_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_verb_display()}"


class RecordChange(models.Model):
    """What one change set did to one record: the fields that differ, as they were and as they became.

    A record that was added has nothing before, one that was deleted nothing after. The number of a record's last set
    is its version. The record itself may be gone, so the database does not ask for it.
    """

    change_set = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, related_name="records", verbose_name="wijziging"
    )
    provider = models.ForeignKey(
        "services.Provider",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="changes",
        verbose_name="organisatie",
    )
    slug = models.SlugField("slug", max_length=120)
    before = models.JSONField("was")
    after = models.JSONField("werd")

    class Meta:
        verbose_name = "wijziging van een organisatie"
        verbose_name_plural = "wijzigingen van organisaties"
        ordering = ["-change_set_id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "change_set"], name="services_recordchange_once_a_set"),
        ]

    def __str__(self) -> str:
        return f"{self.slug}: {self.change_set_id}"


class Touched(models.Model):
    """A record that was written in the open change set: triggers add it, closing the set takes it away.

    No key to the record: it may have been deleted.
    """

    provider_id = models.BigIntegerField(primary_key=True)
    is_new = models.BooleanField()

    def __str__(self) -> str:
        return str(self.provider_id)
