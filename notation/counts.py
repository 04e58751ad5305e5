"""A count as people write it: "12", "1.000" and "1 000".

What lives here: text to number, and the reason where a text is none. What does not: form fields (fields.py).
A text is read as the number that was meant, or refused: "12,0" is never 120, and "1.000" never 1. A comma groups no
thousands, in English neither: who changes the language of the page must not change the number.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notation.characters import plain

MAX_LENGTH = 25

# Behind a point, space or apostrophe come three digits: then it groups thousands, and all groups use the same one.
_COUNT = re.compile(r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?P<group>[. '])[0-9]{3}(?:(?P=group)[0-9]{3})*)")


def read_count(text: str) -> int | None:
    """Return the whole number that a text means, None for an empty one; raise ValidationError where it means none."""
    if len(text) > MAX_LENGTH:
        raise ValidationError(_("Dit is te lang voor een aantal. Vul een heel aantal in, bijvoorbeeld 12."))
    written = plain(text)
    if not written:
        return None
    if _COUNT.fullmatch(written):
        return int(re.sub("[. ']", "", written))
    if re.fullmatch("[0-9., ]+", written):
        raise ValidationError(
            _("Vul een heel aantal in, zonder komma. Een punt staat alleen voor drie cijfers: 1.000 is duizend.")
        )
    raise ValidationError(_("Vul een heel aantal in, bijvoorbeeld 12."))
