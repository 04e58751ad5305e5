"""Facts about a provider in words, the same on every page.

What lives here: short sentences. What does not: which facts a page shows (search/results.py, search/views.py).
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from services.freshness import Freshness
from services.models import Role

NAMED_AT_MOST = 3

ROLES_EXPLAINED = {
    Role.PREVENTIVE: gettext_lazy("preventief: er dreigt nog geen ontslag"),
    Role.CURATIVE: gettext_lazy("curatief: er komt ontslag"),
    Role.REINTEGRATION: gettext_lazy("re-integratie: ziek of al met een uitkering"),
}


def date_in_words(day: date) -> str:
    """Return a date as people write it, "3 mei 2026", in the reader's language."""
    return _date_in_words(day, get_language())


@cache
def _date_in_words(day: date, _language: str | None) -> str:
    return date_format(day, "j F Y")


def check_in_words(last_checked_on: date | None, state: Freshness) -> str:
    """Return when the record was last checked, and what that means for the reader."""
    if state is Freshness.SILENT:
        return _("Deze organisatie antwoordt niet op aanvragen. Bel of mail eerst of dit nog klopt.")
    if last_checked_on is None:
        return _("Nog niet gecontroleerd. Bel of mail eerst of dit nog klopt.")
    day = date_in_words(last_checked_on)
    if state.is_up_to_date:
        return _("Gecontroleerd op %(day)s") % {"day": day}
    return _("Laatste controle op %(day)s. Dat is lang geleden: vraag eerst of dit nog klopt.") % {"day": day}


def roles_in_words(roles: Collection[Role]) -> str:
    """Return the roles in their fixed order, with commas between."""
    return ", ".join(str(role.label) for role in Role if role in roles)


def role_explained(role: Role) -> str:
    """Return a role with the situation that it is for."""
    return str(ROLES_EXPLAINED[role])


def takes_redundant_in_words(answer: bool | None) -> str:
    """Return whether healthy people who are made redundant are welcome (R8)."""
    if answer is None:
        return _("niet bekend: vraag het na")
    return _("ja, zij zijn welkom") if answer else _("nee, alleen mensen die ziek zijn")


def minimum_in_words(minimum: int | None) -> str:
    """Return the minimum number of redundancies that the provider asks; empty where none is known."""
    if not minimum:
        return ""
    return ngettext("vanaf %(n)d ontslag", "vanaf %(n)d ontslagen", minimum) % {"n": minimum}


def distance_in_words(kilometres: float | None) -> str:
    """Return a distance as the crow flies, "3,2 km"; empty where it is not known."""
    return "" if kilometres is None else _tenths_in_words(round(kilometres, 1), get_language())


@cache
def _tenths_in_words(kilometres: float, _language: str | None) -> str:
    return f"{number_format(kilometres, 1)} km"


def listed(names: Sequence[str], at_most: int = NAMED_AT_MOST) -> str:
    """Return names with commas between; of many only the first, and how many more there are."""
    if len(names) <= at_most:
        return ", ".join(names)
    return _("%(names)s en nog %(n)d") % {"names": ", ".join(names[:at_most]), "n": len(names) - at_most}
