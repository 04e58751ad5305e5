"""How to reach providers: what their records hold, for a list of them in one query.

What lives here: reading. What does not: phone numbers by themselves (phone_numbers.py), markup
(templates/ui/contact.html), the page of one provider (organisation/profile.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from regions.versions import current_versions
from services import phone_numbers
from services.models import Provider, RunBy


@dataclass(frozen=True, slots=True)
class Contact:
    """The ways to reach a provider that its record holds, and who runs it; empty where that is not known."""

    email: str
    phone: str
    website: str
    is_example: bool
    run_by: str = ""

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
    return Contact(provider.email, provider.phone, provider.website, provider.is_example, provider.run_by)


def contacts_of(slugs: Iterable[str]) -> dict[str, Contact]:
    """Return the contact data of the providers with these slugs."""
    fields = ("slug", "email", "phone", "website", "is_example", "run_by")
    rows = Provider.objects.filter(slug__in=list(slugs)).values_list(*fields)
    return {slug: Contact(*rest) for slug, *rest in rows}


def has_examples() -> bool:
    """Return whether the directory holds organisations whose contact data are made up."""
    return _has_examples(current_versions().directory)


@lru_cache(maxsize=1)
def _has_examples(_directory: UUID | None) -> bool:
    """Return it for one version of the directory, which tells when to ask again."""
    return Provider.objects.filter(is_example=True).exists()
