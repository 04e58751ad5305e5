"""A form in a part of a page: the part gets the token without which a browser's press is refused.

The test client asks for no token, so no other test would notice.
"""

import re

from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
INCLUDE = re.compile(r'{% include "([^"]+)"([^%]*)%}')


def has_token(name: str) -> bool:
    """Return whether a template, or one of its parts, holds a form that sends a token."""
    text = (TEMPLATES / name).read_text()
    return "{% csrf_token %}" in text or any(has_token(part) for part, _words in INCLUDE.findall(text) if part != name)


def test_no_part_with_a_form_is_cut_off_from_the_token():
    cut_off = [
        f"{path.relative_to(TEMPLATES)}: {part}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for part, words in INCLUDE.findall(path.read_text())
        if words.split()[-1:] == ["only"] and has_token(part)
    ]
    assert cut_off == []
