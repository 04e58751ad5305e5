"""Why a record asks for somebody's attention: each reason is a condition on providers, with its words and its urgency.

What lives here: the reasons and the list that they make. What does not: its page (start.py), what is to be done beside
records (start.py). Nothing of it is stored: what is done is gone at once, and what is due appears by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)

from services.catalogue import catalogue
from services.freshness import OldestChecks, oldest_checks
from services.models import Draft, Provider, PublicReport
from services.querysets import ProviderQuerySet
from services.stewards import without_owner

WEEK = timedelta(days=7)
WEEKS_AHEAD = 4


class Reason(NamedTuple):
    """A reason: the higher its urgency, the sooner somebody should look."""

    code: str
    label: str
    urgency: int
    where: Callable[[OldestChecks], Q]


def _reported(_edges: OldestChecks) -> Q:
    return Q(Exists(PublicReport.objects.filter(provider=OuterRef("pk"), handled_at=None)))


def _not_published(_edges: OldestChecks) -> Q:
    return Q(Exists(Draft.objects.filter(provider=OuterRef("pk"), ended_at=None).exclude(failure="")))


REASONS = (
    Reason("zwijgt", "geeft steeds geen antwoord", 8, lambda _edges: Q(silent_since__isnull=False)),
    Reason("nooit", "nooit gecontroleerd", 6, lambda _edges: Q(last_checked_on=None, silent_since=None)),
    Reason("te-lang", "te lang niet gecontroleerd", 6, lambda edges: Q(last_checked_on__lt=edges.overdue)),
    Reason(
        "te-laat",
        "controle is te laat",
        5,
        lambda edges: Q(last_checked_on__gte=edges.overdue, last_checked_on__lt=edges.due),
    ),
    Reason("concept", "geplande wijziging is niet gepubliceerd", 5, _not_published),
    Reason("gemeld", "melding van een bezoeker", 4, _reported),
    Reason(
        "binnenkort",
        "binnenkort controleren",
        3,
        lambda edges: Q(last_checked_on__gte=edges.due, last_checked_on__lt=edges.fresh),
    ),
    Reason("telefoon", "geen telefoonnummer", 3, lambda _edges: Q(phone="")),
    Reason("werkgebied", "werkgebied niet bekend", 3, lambda _edges: Q(service_areas__unknown=True)),
    Reason("adres", "geen adres", 2, lambda _edges: Q(street="", postcode="")),
    Reason("eigenaar", "geen eigenaar", 2, lambda _edges: without_owner()),
    Reason("engels", "geen Engelse tekst", 1, lambda _edges: Q(description_en="") & ~Q(description_nl="")),
)
BY_CODE: Mapping[str, Reason] = {reason.code: reason for reason in REASONS}


class WorkList:
    """What some records ask for on a day."""

    def __init__(self, providers: ProviderQuerySet, on: date) -> None:
        self._providers = providers
        self._edges = oldest_checks(on, catalogue().parameters)

    def records(self, reason: Reason | None = None) -> ProviderQuerySet:
        """Return the records with any reason, or with this one: the most urgent first, then the longest unchecked.

        Each has its reasons as attributes, for `reasons_of`.
        """
        holds = {_attribute(one): ExpressionWrapper(self._where(one), output_field=BooleanField()) for one in REASONS}
        urgency = Case(
            *(When(self._where(one), then=Value(one.urgency)) for one in sorted(REASONS, key=lambda one: -one.urgency)),
            default=Value(0),
            output_field=IntegerField(),
        )
        found = self._providers.annotate(urgency=urgency, **holds).filter(urgency__gt=0)
        if reason is not None:
            found = found.filter(self._where(reason))
        return found.order_by("-urgency", F("last_checked_on").asc(nulls_first=True), "name", "slug")

    def counts(self) -> list[tuple[Reason, int]]:
        """Return how many records have each reason, of those that any has; one query."""
        numbers = self._providers.aggregate(
            **{_attribute(one): Count("pk", filter=self._where(one), distinct=True) for one in REASONS}
        )
        return [(one, numbers[_attribute(one)]) for one in REASONS if numbers[_attribute(one)]]

    def forecast(self, on: date) -> list[tuple[date, int]]:
        """Return the day on which each of the next weeks begins, and how many records fall due in it; one query."""
        begins = [on + number * WEEK for number in range(WEEKS_AHEAD)]
        weeks = {
            f"week_{number}": Count(
                "pk",
                filter=Q(
                    last_checked_on__gte=self._edges.fresh + number * WEEK,
                    last_checked_on__lt=self._edges.fresh + (number + 1) * WEEK,
                ),
            )
            for number in range(WEEKS_AHEAD)
        }
        return list(zip(begins, self._providers.aggregate(**weeks).values(), strict=True))

    def _where(self, reason: Reason) -> Q:
        return reason.where(self._edges)


def reasons_of(provider: Provider) -> Sequence[Reason]:
    """Return the reasons of a record of a work list, the most urgent first."""
    held = [reason for reason in REASONS if getattr(provider, _attribute(reason))]
    return sorted(held, key=lambda reason: -reason.urgency)


def _attribute(reason: Reason) -> str:
    return f"asks_{reason.code.replace('-', '_')}"
