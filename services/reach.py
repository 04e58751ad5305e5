"""How an organisation is best reached: a page says "Bel" only with a phone number, "Mail" only with an address.

What lives here: choosing the way, pure. What does not: the contact data themselves (contact.py), the words for it.
"""

from enum import StrEnum


class Reach(StrEnum):
    """The quickest way that a record knows; `none` where it knows no way at all."""

    PHONE = "phone"
    MAIL = "mail"
    WEBSITE = "website"
    NONE = "none"


def reach_by(phone: str, email: str, website: str) -> Reach:
    """Return the quickest of the ways that are known."""
    if phone:
        return Reach.PHONE
    if email:
        return Reach.MAIL
    return Reach.WEBSITE if website else Reach.NONE
