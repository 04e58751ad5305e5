"""How to reach providers: what their records hold, for a list of them in one query.

What lives here: reading. What does not: the page of one provider (organisation/profile.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.models import Provider


@dataclass(frozen=True, slots=True)
class Contact:
    """The ways to reach a provider that its record holds; empty where none is known."""

    email: str
    phone: str
    website: str
    is_example: bool

    @property
    def is_known(self) -> bool:
        """Return whether there is any way to reach it."""
        return bool(self.email or self.phone or self.website)


def contacts_of(slugs: Iterable[str]) -> dict[str, Contact]:
    """Return the contact data of the providers with these slugs."""
    rows = Provider.objects.filter(slug__in=list(slugs)).values_list("slug", "email", "phone", "website", "is_example")
    return {slug: Contact(*rest) for slug, *rest in rows}
