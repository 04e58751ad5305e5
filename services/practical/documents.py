"""Links to documents of an organisation: a brochure, a form. We keep the address and its title, never the document.

What lives here: reading and writing them as text. What does not: the form (desk/practical_form.py).
"""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

# A title in Dutch, one in English (or nothing), and an address.
Document = Sequence[str]

MOST = 5
LONGEST_TITLE = 120
LONGEST_ADDRESS = 200
BETWEEN = "|"
# Of a text with all of them, blanks and empty lines between them included.
LONGEST = 2 * MOST * (2 * LONGEST_TITLE + LONGEST_ADDRESS)


def read_documents(text: str) -> list[list[str]]:
    """Return the documents of a text with one on each line: "Folder | Brochure | https://..."."""
    if len(text) > LONGEST:
        raise ValidationError(_("Dit is te lang. Er passen %(number)d tekens in.") % {"number": LONGEST})
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return checked([part.strip() for part in line.split(BETWEEN)] for line in lines)


def written(documents: Iterable[Document]) -> str:
    """Return documents as such a text."""
    return "\n".join(f" {BETWEEN} ".join(one) for one in documents)


def checked(documents: Iterable[Document]) -> list[list[str]]:
    """Return documents as they are stored; raise ValidationError with all that is wrong with them."""
    found, wrong = [], []
    for one in documents:
        problem = _wrong_with(one)
        if problem:
            wrong.append(problem)
        elif one[2] not in [other[2] for other in found]:
            found.append(list(one))
    if len(found) > MOST:
        wrong.append(_("Vul ten hoogste %(number)d documenten in.") % {"number": MOST})
    if wrong:
        raise ValidationError(wrong)
    return found


def _wrong_with(one: Document) -> str:
    if len(one) != 3 or not one[0] or not one[2]:
        return _("Vul van elk document een titel en een webadres in: titel | title | https://...")
    if len(one[0]) > LONGEST_TITLE or len(one[1]) > LONGEST_TITLE:
        return _("Een titel heeft hoogstens %(number)d tekens.") % {"number": LONGEST_TITLE}
    if len(one[2]) > LONGEST_ADDRESS or any(BETWEEN in part for part in one):
        return _("Dit webadres kunnen wij niet gebruiken. Schrijf het als https://www.voorbeeld.nl.")
    try:
        URLValidator(schemes=["http", "https"])(one[2])
    except ValidationError:
        return _("Dit webadres kunnen wij niet gebruiken. Schrijf het als https://www.voorbeeld.nl.")
    return ""
