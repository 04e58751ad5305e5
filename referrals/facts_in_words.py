"""Dated values in words, and what is said in the place of one that nobody checked.

What lives here: words for a value. What does not: which values are known (services/parameters.py, engine/facts.py), the
names of their codes (engine/sentences.py).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import date_in_words
from referrals.engine.sentences import PARAMETERS
from services.language import reader_language
from services.parameters import DatedValue
from services.wording import months_in_words

EXAMPLE = gettext_lazy("Voorbeeld: voor deze demo als nagekeken gezet.")


@dataclass(frozen=True, slots=True)
class FactInWords:
    """A fact that staff checked: what it is about, its value, its source and when it was checked."""

    name: str
    value: str
    source: str
    checked: str
    is_example: bool


def facts_in_words(values: Iterable[DatedValue]) -> list[FactInWords]:
    """Return facts in words."""
    return [
        FactInWords(name_of(value.code), value_in_words(value), value.source, checked_in_words(value), value.is_example)
        for value in values
    ]


def name_of(code: str) -> str:
    """Return what a dated value is about."""
    return PARAMETERS[code][reader_language()]


def ask_uwv(code: str) -> str:
    """Return what is said in the place of a fact that is not known."""
    return _("%(fact)s: vraag dit na bij UWV.") % {"fact": name_of(code)}


def value_in_words(value: DatedValue) -> str:
    """Return the number with its unit."""
    match value.unit:
        case "maanden":
            return months_in_words(value.value)
        case "weken":
            return ngettext("%(n)d week", "%(n)d weken", value.value) % {"n": value.value}
        case "dagen":
            return ngettext("%(n)d dag", "%(n)d dagen", value.value) % {"n": value.value}
        case "jaren":
            return ngettext("%(n)d jaar", "%(n)d jaar", value.value) % {"n": value.value}
        case "personen":
            return ngettext("%(n)d persoon", "%(n)d personen", value.value) % {"n": value.value}
        case "euro":
            return euros(value.value)
        case "deel: 1 op":
            return f"1/{value.value}"
        case "ja=1 nee=0":
            return _("Ja") if value.value else _("Nee")
    return str(value.value)


def euros(amount: int) -> str:
    """Return a round amount of euros."""
    grouped = f"{amount:,}" if reader_language() == "en" else f"{amount:,}".replace(",", ".")
    return _("%(amount)s euro") % {"amount": grouped}


def sources_of(values: Collection[DatedValue]) -> str:
    """Return where values come from, each source once; in a demo that their check is pretended."""
    sources = dict.fromkeys(value.source for value in values)
    if any(value.is_example for value in values):
        sources[str(EXAMPLE)] = None
    return " ".join(sources)


def checked_in_words(value: DatedValue) -> str:
    """Return when staff checked a value; in a demo that this is pretended."""
    if value.is_example:
        return str(EXAMPLE)
    return _("Nagekeken op %(day)s.") % {"day": date_in_words(value.checked_on)} if value.checked_on else ""
