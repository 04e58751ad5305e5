"""What happens on the way to a check: who could not be reached, what waits for another day, who was asked by mail.

What lives here: the rows. What does not: a check itself (providers.py), the verbs (desk/, self_checks/). Nothing of it
is under the version of a record: it must not disturb who edits one.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.models.providers import Check, Provider

ACCOUNT = settings.AUTH_USER_MODEL


class ContactAttempt(models.Model):
    """Somebody tried to reach an organisation, in vain; `plan` is the file that said so, where it was one."""

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="attempts", verbose_name="organisatie"
    )
    on = models.DateField("op")
    by = models.ForeignKey(ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="door")
    method = models.CharField("hoe", max_length=10, choices=Check.Method.choices, blank=True)
    note = models.CharField("opmerking", max_length=500, blank=True)
    plan = models.ForeignKey(
        "services.ImportPlan", on_delete=models.SET_NULL, null=True, related_name="attempts", verbose_name="bestand"
    )

    class Meta:
        verbose_name = "poging om te bereiken"
        verbose_name_plural = "pogingen om te bereiken"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.provider}: {self.on}"


class Snooze(models.Model):
    """A record that may wait until a day, unless something more urgent comes up than it was put away with."""

    provider = models.OneToOneField(
        Provider, on_delete=models.CASCADE, primary_key=True, related_name="snooze", verbose_name="organisatie"
    )
    until = models.DateField("tot", db_index=True)
    urgency = models.PositiveSmallIntegerField("hoogste urgentie van toen")
    by = models.ForeignKey(ACCOUNT, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="door")

    class Meta:
        verbose_name = "uitgestelde organisatie"
        verbose_name_plural = "uitgestelde organisaties"

    def __str__(self) -> str:
        return f"{self.provider}: {self.until}"


class SelfCheck(models.Model):
    """An organisation was asked by mail whether its record still holds; the link in that mail is good once.

    `checked_on` is its last check of then: about the day on which the next is due it is asked twice at most. Of the
    secret in the link a digest is kept only.
    """

    class Turn(models.IntegerChoices):
        BEFORE = 1, "30 dagen ervoor"
        AFTER = 2, "14 dagen erna"

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="self_checks", verbose_name="organisatie"
    )
    checked_on = models.DateField("laatste controle van toen")
    turn = models.PositiveSmallIntegerField("beurt", choices=Turn.choices)
    sent_on = models.DateField("gestuurd op", db_index=True)
    expires_on = models.DateField("geldig tot en met")
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    answered_at = models.DateTimeField("beantwoord", null=True, blank=True)

    class Meta:
        verbose_name = "vraag aan een organisatie"
        verbose_name_plural = "vragen aan organisaties"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "checked_on", "turn"], name="services_selfcheck_once_a_turn"),
            models.CheckConstraint(condition=Q(turn__in=[1, 2]), name="services_selfcheck_no_third"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.sent_on}"
