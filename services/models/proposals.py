"""What somebody who may not change a record says that should change in it, and what became of that.

What lives here: the rows and what the database refuses. What does not: proposing and deciding (upkeep/proposals.py),
the forms (public_reports.py, desk/, self_checks/).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from services.models.history import ChangeSet
from services.models.providers import Provider

ACCOUNT = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """Something that should change in a record, by whom it comes from. Without fields it says in words what is wrong.

    The same by the same kind of proposer is one proposal for as long as it is open. `email` is the address of who wants
    to hear what became of it: it is emptied with the answer.
    """

    class Source(models.TextChoices):
        PUBLIC = "public", "bezoeker"
        PROVIDER = "provider", "de organisatie zelf"
        COLLEAGUE = "colleague", "collega"

    class What(models.TextChoices):
        CONTACT = "contact", _("Het telefoonnummer, het e-mailadres of het adres klopt niet")
        WORK_AREA = "work_area", _("Het werkgebied klopt niet")
        GONE = "gone", _("Deze organisatie bestaat niet meer")
        OTHER = "other", _("Er klopt iets anders niet")

    class State(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "overgenomen"
        REJECTED = "rejected", "niet overgenomen"
        OUTDATED = "outdated", "stond er al"

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="proposals", verbose_name="organisatie"
    )
    source = models.CharField("van", max_length=10, choices=Source.choices)
    what = models.CharField("wat", max_length=10, choices=What.choices, blank=True)
    text = models.CharField("toelichting", max_length=500, blank=True)
    proposed_on = models.DateField("voorgesteld op", db_index=True)
    digest = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        ACCOUNT, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="door"
    )
    email = models.EmailField("e-mailadres voor het antwoord", blank=True)
    language = models.CharField("taal", max_length=2, default="nl")
    state = models.CharField("staat", max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField("antwoord", max_length=500, blank=True)
    closed_at = models.DateTimeField("afgehandeld", null=True, blank=True)
    closed_by = models.ForeignKey(
        ACCOUNT, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="afgehandeld door"
    )

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ["proposed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "source", "digest"],
                condition=Q(state="open"),
                name="services_proposal_once_while_open",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | ~Q(state="open") & Q(closed_at__isnull=False, email=""),
                name="services_proposal_closed_without_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_source_display()}"

    @property
    def is_open(self) -> bool:
        """Return whether somebody has to decide."""
        return self.state == Proposal.State.OPEN


class ProposalField(models.Model):
    """One field of a record as it was when somebody proposed another value, that value, and what became of it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="fields", verbose_name="voorstel")
    field = models.CharField("veld", max_length=40)
    old = models.JSONField("was", null=True)
    new = models.JSONField("voorstel", null=True)
    state = models.CharField("staat", max_length=10, choices=Proposal.State.choices, default=Proposal.State.OPEN)
    reason = models.CharField("reden", max_length=500, blank=True)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "voorgestelde waarde"
        verbose_name_plural = "voorgestelde waarden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "field"], name="services_proposalfield_once"),
            models.CheckConstraint(
                condition=Q(state="accepted", change_set__isnull=False) | ~Q(state="accepted") & Q(change_set=None),
                name="services_proposalfield_accepted_in_a_set",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.field}"
