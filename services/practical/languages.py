"""Languages in which an organisation helps people.

What lives here: which there are, and their names in both languages. What does not: the language of the reader
(services/language.py).
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

LANGUAGES: dict[str, Any] = {
    "nl": gettext_lazy("Nederlands"),
    "en": gettext_lazy("Engels"),
    "de": gettext_lazy("Duits"),
    "fr": gettext_lazy("Frans"),
    "es": gettext_lazy("Spaans"),
    "pl": gettext_lazy("Pools"),
    "ro": gettext_lazy("Roemeens"),
    "bg": gettext_lazy("Bulgaars"),
    "uk": gettext_lazy("Oekraïens"),
    "tr": gettext_lazy("Turks"),
    "ar": gettext_lazy("Arabisch"),
    "fa": gettext_lazy("Perzisch"),
    "ti": gettext_lazy("Tigrinya"),
    "so": gettext_lazy("Somalisch"),
    "dse": gettext_lazy("Nederlandse Gebarentaal"),
}


def written(codes: Iterable[str]) -> str:
    """Return languages as they are stored: their codes in the order of the list, with spaces between."""
    chosen = set(codes)
    return " ".join(code for code in LANGUAGES if code in chosen)


def in_words(text: str) -> list[str]:
    """Return the languages of a record by name."""
    return [str(LANGUAGES[code]) for code in text.split() if code in LANGUAGES]
