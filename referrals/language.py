"""The language of the reader, as the engine names it."""

from django.utils.translation import get_language


def reader_language() -> str:
    """Return `en` for a reader of the English pages, else `nl`."""
    return "en" if (get_language() or "").startswith("en") else "nl"
