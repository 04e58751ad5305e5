"""The questions that can be asked of providers, in the words of the field.

What lives here: conditions and orders on providers. What does not: what a search page shows (search.py).
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from regions.places import Location


class ProviderQuerySet(models.QuerySet):
    """Providers, filtered in words: `Provider.objects.published(on).offering(role).covering(location)`."""

    def published(self, on: date) -> "ProviderQuerySet":
        """Keep the providers that had not stopped on the date."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=on))

    def offering(self, role: str) -> "ProviderQuerySet":
        """Keep the providers with this role: their own roles win over their type's."""
        return self.filter(
            Q(has_own_roles=True, **{role: True}) | Q(has_own_roles=False, **{f"type__{role}": True})
        )

    def in_sector(self, sector: str) -> "ProviderQuerySet":
        """Keep the providers that serve this sector; one without sectors serves them all (R3)."""
        listed = self.model.sectors.through.objects.values("provider_id")
        return self.filter(Q(pk__in=listed.filter(sector__code=sector)) | ~Q(pk__in=listed))

    def covering(self, location: "Location") -> "ProviderQuerySet":
        """Keep the providers whose work area holds (part of) the location (R2), through the area indexes."""
        return self.filter(pk__in=areas_holding(location).values("provider_id"))


def areas_holding(location: "Location") -> models.QuerySet:
    """Return the service areas that hold the location, or part of it where it spans several postcodes."""
    from services.models import ServiceArea

    in_postcodes = Q(pc4__in=location.pc4s)
    if location.letters:
        in_postcodes &= Q(letters_from__lte=location.letters, letters_to__gte=location.letters)
    return ServiceArea.objects.filter(
        Q(national=True)
        | Q(area_id__in=location.area_ids)
        | Q(municipality_id__in=location.municipality_ids)
        | in_postcodes
    )
