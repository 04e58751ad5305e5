"""The language of the reader, and texts that staff keep in both.

What lives here: choosing between the two. What does not: translations of the site's own words (locale/).
"""

from django.utils.translation import get_language


def reader_language() -> str:
    """Return `en` for a reader of the English pages, else `nl`."""
    return "en" if (get_language() or "").startswith("en") else "nl"


def in_own_language(dutch: str, english: str) -> str:
    """Return a text in the reader's language, in Dutch where there is no English one."""
    return english if reader_language() == "en" and english else dutch
