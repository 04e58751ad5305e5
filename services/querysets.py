"""The questions that can be asked of providers, in the words of the field.

What lives here: conditions and orders on providers. What does not: SQL (sql.py), what a search page shows
(search/results.py), how much of a place a work area holds (work_area/holding.py).
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from services import sql
from services.freshness import Freshness, OldestChecks

if TYPE_CHECKING:
    from regions.places import Location

# What can be asked in words: more is no question, and costs the database time.
MAX_TEXT_LENGTH = 100
MAX_WORDS = 8


class ProviderQuerySet(models.QuerySet):
    """Providers, filtered in words: `Provider.objects.published(on).offering(role).covering(location)`."""

    def published(self, on: date) -> "ProviderQuerySet":
        """Keep the providers that had not stopped on the date."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=on))

    def in_state(self, state: Freshness, edges: OldestChecks) -> "ProviderQuerySet":
        """Keep the providers whose record is in this state of freshness, as `OldestChecks.state_of` says it of one."""
        if state in edges.periods:
            oldest, too_good = edges.periods[state]
            return self.filter(last_checked_on__gte=oldest, last_checked_on__lt=too_good)
        silent = Q(last_checked_on=None, silent_since__isnull=False)
        if state is Freshness.SILENT:
            return self.filter(silent)
        return self.exclude(last_checked_on__gte=edges.referable).exclude(silent)

    def referable(self, on: date, edges: OldestChecks) -> "ProviderQuerySet":
        """Keep the providers that can be referred to on the date: not stopped, and checked in time (R17)."""
        return self.published(on).filter(last_checked_on__gte=edges.referable)

    def offering(self, role: str) -> "ProviderQuerySet":
        """Keep the providers with this role."""
        return self.filter(offers(role))

    def in_sector(self, sector: str) -> "ProviderQuerySet":
        """Keep the providers that serve this sector; one without sectors serves them all (R3)."""
        listed = self.model.sectors.through.objects.filter(provider_id=OuterRef("pk"))
        return self.filter(Exists(listed.filter(sector__code=sector)) | ~Exists(listed))

    def for_every_sector(self) -> "ProviderQuerySet":
        """Keep the providers that serve all sectors: they have none of their own (R3)."""
        return self.filter(~Exists(self.model.sectors.through.objects.filter(provider_id=OuterRef("pk"))))

    def covering(self, *locations: "Location") -> "ProviderQuerySet":
        """Keep the providers whose work area holds (part of) one of the locations (R2)."""
        return self.filter(sql.serves(locations).as_condition())

    def not_covering(self, location: "Location") -> "ProviderQuerySet":
        """Keep the providers that are known to work elsewhere only: not those of which nobody knows it."""
        return self.exclude(pk__in=sql.areas_holding_or_unknown(location).as_subquery())

    def maybe_covering(self, location: "Location") -> "ProviderQuerySet":
        """Keep the providers that may serve the location: they do, or nobody knows where they work (R2)."""
        return self.filter(sql.is_one_of(sql.areas_holding_or_unknown(location)).as_condition())

    def in_ring(self, point: sql.Point, inner: float, outer: float) -> "ProviderQuerySet":
        """Keep the providers from `inner` up to `outer` degrees of latitude away from the point (sql.RINGS)."""
        return self.filter(sql.in_ring(point, inner, outer).as_condition())

    def nearest_first(self, point: sql.Point) -> "ProviderQuerySet":
        """Order by distance from the point; slug settles a tie."""
        return self.order_by(sql.squared_distance(point), "slug")

    def by_name(self) -> "ProviderQuerySet":
        """Order by name."""
        return self.order_by("name", "slug")

    def roomy_first(self, on: date, last: Collection[int] = ()) -> "ProviderQuerySet":
        """Order by who has room on the date, then name; the providers of some types (by key) come last."""
        return self.order_by(*sql.is_of(last), sql.shortage(on), "name", "slug")

    def best_first(self, point: sql.Point, edges: OldestChecks, last: Collection[int] = ()) -> "ProviderQuerySet":
        """Order by trust in the record, then room, then distance from the point; some types (by key) come last.

        What has no position comes after what has one; name and slug settle the rest, so no tie is left.
        """
        distance = sql.squared_distance(point).asc(nulls_last=True)
        return self.order_by(*sql.is_of(last), sql.trust(edges), sql.shortage(edges.on), distance, "name", "slug")


def offers(role: str) -> Q:
    """Return the condition that a provider has this role: as `roles_held` says it of one row (models/)."""
    return Q(has_own_roles=True, **{role: True}) | Q(has_own_roles=False, **{f"type__{role}": True})
