"""How to reach providers: what their records hold, for a list of them in one query, and phone numbers to dial.

What lives here: reading, and a phone number as a link and as a Dutch reader writes it. What does not: markup
(templates/ui/contact.html), the page of one provider (organisation/profile.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from regions.versions import current_versions
from services.models import Provider, RunBy

COUNTRY, COUNTRY_CODE = "NL", 31
# The digits after an area code: fewer, as in 0800 1234, stay together.
SHORTEST_IN_PAIRS = 6


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
        """Return the address that dials the number (RFC 3966): "tel:+31201234567"; empty where it is no number."""
        number = _read(self.phone)
        return _link(number) if number else ""

    @property
    def phone_shown(self) -> str:
        """Return the number as the Dutch write it: "020 123 45 67"; as it is stored where it is no number."""
        number = _read(self.phone)
        return _in_words(number) if number else self.phone


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


def _read(text: str) -> PhoneNumber | None:
    """Return the phone number in a text; None where no phone could dial it."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _link(number: PhoneNumber) -> str:
    """Return the link: a number such as 14 020 that only the country itself can dial is told with its country."""
    extension = f";ext={number.extension}" if number.extension else ""
    if phonenumbers.can_be_internationally_dialled(number):
        return f"tel:{phonenumbers.format_number(number, PhoneNumberFormat.E164)}{extension}"
    return f"tel:{phonenumbers.national_significant_number(number)}{extension};phone-context=+{number.country_code}"


def _in_words(number: PhoneNumber) -> str:
    """Return the number in the groups in which Dutch people say it: pairs, and three first where one is left over."""
    if number.country_code != COUNTRY_CODE:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    code, _space, rest = written.partition(" ")
    digits = rest.replace(" ", "")
    if len(digits) < SHORTEST_IN_PAIRS or not digits.isdecimal():
        return written
    first = 2 + len(digits) % 2
    pairs = (digits[start : start + 2] for start in range(first, len(digits), 2))
    return " ".join([code, digits[:first], *pairs])
