"""How to reach providers: what their records hold, for a list of them in one query.

What lives here: reading. What does not: phone numbers by themselves (phone_numbers.py), markup
(templates/ui/contact.html), the page of one provider (organisation/profile.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils import timezone

from regions.versions import current_versions
from services import phone_numbers
from services.models import Provider, RunBy
from services.practical.capacity import ROOM, capacity_in_words


@dataclass(frozen=True, slots=True)
class Contact:
    """The ways to reach a provider that its record holds, who runs it, and whether it has room; empty: not known."""

    email: str
    phone: str
    website: str
    is_example: bool
    run_by: str = ""
    room: str = ""

    @property
    def is_known(self) -> bool:
        """Return whether there is any way to reach it."""
        return bool(self.email or self.phone or self.website)

    @property
    def is_public(self) -> bool:
        """Return whether UWV or municipalities run it: owners who ask for an independent party want to know."""
        return self.run_by == RunBy.PUBLIC

    @property
    def phone_link(self) -> str:
        """Return the address that dials the number; empty where it is no number."""
        return phone_numbers.link_of(self.phone)

    @property
    def phone_shown(self) -> str:
        """Return the number as the Dutch write it: "020 123 45 67"; as it is stored where it is no number."""
        return phone_numbers.shown(self.phone)


def contact_of(provider: Provider) -> Contact:
    """Return the contact data of a provider that was read already."""
    return _contact(provider)


def contacts_of(slugs: Iterable[str]) -> dict[str, Contact]:
    """Return the contact data of the providers with these slugs."""
    fields = ("slug", "email", "phone", "website", "is_example", "run_by")
    rows = Provider.objects.filter(slug__in=list(slugs)).values_list(*fields, *ROOM, named=True)
    return {row.slug: _contact(row) for row in rows}


def _contact(of: Any) -> Contact:
    """Return it of a provider, or of a row with its columns."""
    room = capacity_in_words(of, timezone.localdate())
    return Contact(of.email, of.phone, of.website, of.is_example, of.run_by, room)


def rooms_of(slugs: Iterable[str], on: date) -> dict[str, dict[str, Any]]:
    """Return what providers said of their room as plain data, of those with these slugs of whom it holds on a day."""
    said = Provider.objects.filter(slug__in=list(slugs), capacity_until__gte=on)
    return {
        slug: {"capacity": capacity, "until": until.isoformat(), "weeks": weeks}
        for slug, capacity, until, weeks in said.values_list("slug", *ROOM)
    }


def has_examples() -> bool:
    """Return whether the directory holds organisations whose contact data are made up."""
    return _has_examples(current_versions().directory)


@lru_cache(maxsize=1)
def _has_examples(_directory: UUID | None) -> bool:
    """Return it for one version of the directory, which tells when to ask again."""
    return Provider.objects.filter(is_example=True).exists()
