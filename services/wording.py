"""Facts about a provider in words, the same on every page.

What lives here: short sentences. What does not: which facts a page shows (search/results.py, search/views.py).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import date_in_words
from services.distance import approximate
from services.freshness import CheckPart, Freshness
from services.language import reader_language
from services.models import Role

NAMED_AT_MOST = 3

ROLES_EXPLAINED = {
    Role.PREVENTIVE: gettext_lazy("preventief: er dreigt nog geen ontslag"),
    Role.CURATIVE: gettext_lazy("curatief: er komt ontslag"),
    Role.REINTEGRATION: gettext_lazy("re-integratie: ziek of al met een uitkering"),
}

# What pages call the situation that a role is for: people who need help do not know the words of the field.
SITUATIONS = {
    Role.PREVENTIVE: gettext_lazy("Nog geen ontslag"),
    Role.CURATIVE: gettext_lazy("Ontslag komt eraan"),
    Role.REINTEGRATION: gettext_lazy("Ziek of een uitkering"),
}

PARTS = {
    CheckPart.EXISTENCE: gettext_lazy("bestaan"),
    CheckPart.CONTACT: gettext_lazy("contactgegevens"),
    CheckPart.AREA: gettext_lazy("werkgebied"),
    CheckPart.ROLES: gettext_lazy("rollen en voorwaarden"),
}

# When each part of a record was last checked; None where never.
DatesOfChecks = Mapping[CheckPart, date | None]


def check_in_words(last_checked_on: date | None, state: Freshness, checked: DatesOfChecks | None = None) -> str:
    """Return when the record was last checked, or which parts of it, and what that means for the reader.

    `checked` tells it of each part; without it all that is known is the day that counts for a referral (R17).
    """
    if state is Freshness.SILENT:
        return _("Deze organisatie antwoordt niet op aanvragen. Vraag eerst of dit nog klopt.")
    if checked is not None and not _all_since(last_checked_on, checked):
        found = parts_checked_in_words(checked)
        return found if state.is_up_to_date else f"{found} {ask_first()}"
    if last_checked_on is None:
        return f"{_('Contactgegevens of werkgebied nog niet gecontroleerd.')} {ask_first()}"
    day = date_in_words(last_checked_on)
    if state.is_up_to_date:
        return _("Gecontroleerd op %(day)s") % {"day": day}
    return _("Laatste controle op %(day)s. Dat is lang geleden: vraag eerst of dit nog klopt.") % {"day": day}


def checked_on_in_words(last_checked_on: date | None, state: Freshness, checked: DatesOfChecks) -> str:
    """Return the day on which all of a record was last checked; empty where `check_in_words` has more to tell."""
    is_told_by_a_day = state.is_up_to_date and _all_since(last_checked_on, checked)
    return date_in_words(last_checked_on) if last_checked_on and is_told_by_a_day else ""


def _all_since(day: date | None, checked: DatesOfChecks) -> bool:
    """Return whether every part was checked on that day or later, so that the day tells it of the whole record."""
    return day is not None and all(part is not None and part >= day for part in checked.values())


def parts_checked_in_words(checked: DatesOfChecks) -> str:
    """Return which parts of a record were checked when, the latest first, and which never."""
    if not any(checked.values()):
        return _("Nog niet gecontroleerd.")
    sentences = [
        _("Gecontroleerd op %(day)s: %(parts)s.") % {"day": date_in_words(day), "parts": _parts_of(checked, day)}
        for day in sorted({day for day in checked.values() if day}, reverse=True)
    ]
    if None in checked.values():
        sentences.append(_("Niet nagegaan: %(parts)s.") % {"parts": _parts_of(checked, None)})
    return " ".join(sentences)


def _parts_of(checked: DatesOfChecks, day: date | None) -> str:
    return ", ".join(str(PARTS[part]) for part, checked_on in checked.items() if checked_on == day)


def ask_first() -> str:
    """Return what to do with a record that nobody vouches for: it names no way that may not be known."""
    return _("Vraag eerst of dit nog klopt.")


def state_in_words(state: Freshness, checked: DatesOfChecks) -> str:
    """Return how far a record can be trusted in a few words: never "up to date" where a part was not checked."""
    if state is not Freshness.SILENT and None in checked.values():
        return _("niet alles is nagegaan") if any(checked.values()) else _("nog niet gecontroleerd")
    return str(state.label)


def roles_in_words(roles: Collection[Role]) -> str:
    """Return the roles in their fixed order, with commas between."""
    return ", ".join(str(role.label) for role in Role if role in roles)


def role_explained(role: Role) -> str:
    """Return a role with the situation that it is for."""
    return str(ROLES_EXPLAINED[role])


def situation(role: Role) -> str:
    """Return the situation that a role is for, in the words of pages."""
    return str(SITUATIONS[role])


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


def months_in_words(months: int) -> str:
    """Return a number of months with its noun: "3 maanden"."""
    return ngettext("%(n)d maand", "%(n)d maanden", months) % {"n": months}


def distance_in_words(kilometres: float | None) -> str:
    """Return a distance as the crow flies, "ongeveer 3 km"; empty where it is not known."""
    return "" if kilometres is None else approximate(kilometres, reader_language())


def labelled(label: str, text: object) -> str:
    """Return a text behind its label: after a question mark without a colon."""
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


def listed(names: Sequence[str], at_most: int = NAMED_AT_MOST) -> str:
    """Return names with commas between; of many only the first, and how many more there are."""
    if len(names) <= at_most:
        return ", ".join(names)
    return _("%(names)s en nog %(n)d") % {"names": ", ".join(names[:at_most]), "n": len(names) - at_most}
