"""A QR code of an address, as a picture in the page.

What lives here: drawing it. What does not: which address it leads to, which the page chooses.
"""

from functools import lru_cache

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=100)
def qr_code(address: str, title: str) -> SafeString:
    """Return an address as an SVG picture that `title` names; a camera reads it with a corner folded."""
    drawn = segno.make_qr(address, error="m").svg_inline(
        border=2, title=title, svgclass="vwnw-scan__code", lineclass=None, omitsize=True, light="#fff"
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - segno escapes the title
