"""Keeps data of persons out of what readers type: a case or a report says what is the matter, never who people are.

What lives here: recognising what looks like a citizen service number, an e-mail address or a phone number.
What does not: names; those cannot be told from places, so an unknown place is refused.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.nl import bsn

# One character on each side is enough, and no long text takes long.
_EMAIL = re.compile(r"[^\s@]@[^\s@]")
_PHONE = re.compile(r"(?<!\d)(?:\+\d{2}|00\d{2}|0)[\s-]?(?:\d[\s-]?){8,9}(?!\d)")
_NUMBER = re.compile(r"(?<![\d+])\d{3,4}[ .-]?\d{2,3}[ .-]?\d{2,3}(?!\d)")


def refuse_personal_data(text: str) -> None:
    """Raise a ValidationError when the text holds what looks like data of a person, saying what and why."""
    if _EMAIL.search(text):
        raise ValidationError(_("Dit lijkt een e-mailadres. Haal het weg: wij vragen geen gegevens van personen."))
    if any(bsn.is_valid(match.group()) for match in _NUMBER.finditer(text)):
        raise ValidationError(
            _("Dit lijkt een burgerservicenummer. Haal het weg: wij vragen geen gegevens van personen.")
        )
    if _PHONE.search(text):
        raise ValidationError(_("Dit lijkt een telefoonnummer. Haal het weg: wij vragen geen gegevens van personen."))
