"""Phone numbers: read whole as people write them, stored as E.164, dialled by a link, shown the Dutch way.

What lives here: text to number to text, pure. What does not: which fields hold one (files/columns.py), the other ways
to reach somebody (contact.py).

Numbers that only the Netherlands can dial (14 026) or that cost nothing or extra (0800, 0900) are numbers as any other:
their E.164 is what the library makes of them, and `phonenumbers` reads it back.
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberFormat

from notation.characters import plain, visible

COUNTRY, COUNTRY_CODE = "NL", 31  # where a number without a country code is from
# The digits after an area code: fewer, as in 0800 1234, stay together.
SHORTEST_IN_PAIRS = 6

# One digit at a time, so that no text takes long: "(026) 123 45 67", "+31 (0)26-1234567", "026.123.45.67".
_WRITTEN = re.compile(r"(?:\(\+[0-9]{1,3}\)|\+? ?(?:\([0-9]+\)|[0-9]))(?:[ ./-]{0,3}(?:\([0-9]+\)|[0-9]))*")
_NOT_A_DIGIT = re.compile(r"[^0-9]")
# What a spreadsheet makes of a cell that it took for a number: 6,12E+08 or 201234567.0.
_COMPUTED = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+|[0-9]{7,}[.,]0+", re.IGNORECASE)


def read_phone_number(text: str) -> str:
    """Return the number that a text is, whole, as E.164: "+31261234567"; raise ValidationError where it is none.

    A number without its first 0 or + is refused: a spreadsheet took that away, and what is left could be another one.
    """
    written = plain(visible(text))
    if _COMPUTED.fullmatch(written):
        raise ValidationError(
            _("Een spreadsheet heeft dit nummer veranderd. Maak van de cel tekst en vul het nummer opnieuw in.")
        )
    number = _number_in(written) if _WRITTEN.fullmatch(written) else None
    if number is None:
        raise ValidationError(_("Dit is geen telefoonnummer. Schrijf het als 026 123 45 67 of +31 26 123 45 67."))
    if _NOT_A_DIGIT.sub("", written) not in _ways_to_write(number, has_plus="+" in written):
        raise ValidationError(
            _(
                "Voor dit nummer mist een 0 of een +: een spreadsheet haalt die weg. Bedoelt u %(number)s? "
                "Schrijf het dan zo."
            ),
            params={"number": _in_words(number)},
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def link_of(stored: str) -> str:
    """Return the address that dials a stored number (RFC 3966): "tel:+31261234567"; empty where it is no number."""
    number = _number_in(stored)
    return _link(number) if number else ""


def shown(stored: str) -> str:
    """Return a stored number as the Dutch write it, "026 123 45 67"; as it is stored where it is no number."""
    number = _number_in(stored)
    return _in_words(number) if number else stored


def _number_in(text: str) -> PhoneNumber | None:
    """Return the phone number in a text; None where no phone could dial it."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _ways_to_write(number: PhoneNumber, *, has_plus: bool) -> set[str]:
    """Return the digits with which a number can be written; a 0 behind the country's code is a habit."""
    country, national = str(number.country_code), phonenumbers.national_significant_number(number)
    abroad = {country + national, f"{country}0{national}"}
    if has_plus:
        return abroad
    at_home = national if not phonenumbers.can_be_internationally_dialled(number) else f"0{national}"
    return {at_home, *(f"00{digits}" for digits in abroad)}


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
