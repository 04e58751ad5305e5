"""Addresses of web pages in records, and what became of asking them.

What lives here: the rows and what the database refuses. What does not: which are asked and when (link_checks/queue.py),
asking (link_checks/asking.py). A row goes with its record.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# So many days without the page, and no fewer, make a link broken: a site is down for a night, or a weekend.
DAYS_UNTIL_BROKEN = 3
# No name of a host is longer (RFC 1035).
LONGEST_NAME = 253


class LinkState(models.TextChoices):
    """What is known of a link."""

    UNKNOWN = "unknown", _("niet bekend")
    WORKS = "works", _("werkt")
    BROKEN = "broken", _("werkt niet")


class LinkField(models.TextChoices):
    """The fields of a record that hold a link."""

    WEBSITE = "website", _("website")
    DOCUMENT = "document", _("document")


class LinkCheck(models.Model):
    """One link of a record. While somebody asks it, it holds the turn of a host, of which there is one."""

    provider = models.ForeignKey(
        "services.Provider", on_delete=models.CASCADE, related_name="link_checks", verbose_name="organisatie"
    )
    field = models.CharField("veld", max_length=20, choices=LinkField.choices)
    url = models.CharField("adres", max_length=200)
    host = models.CharField("domein", max_length=LONGEST_NAME)
    state = models.CharField("stand", max_length=10, choices=LinkState.choices, default=LinkState.UNKNOWN)
    failed_days = models.PositiveSmallIntegerField("dagen zonder pagina", default=0)
    last_failed_on = models.DateField("laatst zonder pagina", null=True)
    last_status = models.CharField("laatste antwoord", max_length=20, blank=True)
    next_on = models.DateField("volgende keer", db_index=True)
    leased_host = models.CharField(max_length=LONGEST_NAME, null=True, unique=True)  # noqa: DJ001 - none is no host
    leased_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "controle van een webadres"
        verbose_name_plural = "controles van webadressen"
        ordering = ["-failed_days", "provider"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "field", "url"], name="services_linkcheck_once_a_link"),
            models.CheckConstraint(condition=Q(state__in=LinkState.values), name="services_linkcheck_known_state"),
            models.CheckConstraint(condition=Q(field__in=LinkField.values), name="services_linkcheck_known_field"),
            models.CheckConstraint(
                condition=~Q(state=LinkState.BROKEN) | Q(failed_days__gte=DAYS_UNTIL_BROKEN),
                name="services_linkcheck_broken_after_days",
            ),
            models.CheckConstraint(
                condition=Q(failed_days=0, last_failed_on=None) | Q(failed_days__gt=0, last_failed_on__isnull=False),
                name="services_linkcheck_failed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(leased_host=None, leased_until=None)
                | Q(leased_host__isnull=False, leased_until__isnull=False),
                name="services_linkcheck_leased_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.url}"
