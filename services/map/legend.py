"""How states and work areas look on a map, and the same in its legend.

What lives here: patterns, swatches and signs as text. What does not: their colours and widths (static/css/map.css).
"""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from services.map.marks import SIGNS


class Pattern(NamedTuple):
    """A square of so many pixels that is repeated, turned by so many degrees."""

    name: str
    size: int
    turn: int
    drawing: str


PATTERNS = (
    Pattern("s2", 8, 45, '<rect class="p-ground" width="8" height="8"/><path class="p-known" d="M0 4h8"/>'),
    Pattern(
        "s1",
        8,
        0,
        '<rect class="p-ground" width="8" height="8"/>'
        '<circle class="p-maybe" cx="2" cy="2" r="1"/><circle class="p-maybe" cx="6" cy="6" r="1"/>',
    ),
    Pattern(
        "s0", 7, 45, '<rect class="p-nobody-ground" width="7" height="7"/><path class="p-nobody" d="M0 3.5h7M3.5 0v7"/>'
    ),
    *(
        Pattern(f"w{number}", 9, turn, f'<path class="p-area{other}" d="M0 4.5h9"/>')
        for number, (turn, other) in enumerate(
            ((45, ""), (-45, " p-other-area"), (0, ""), (90, " p-other-area")), start=1
        )
    ),
)


def patterns(prefix: str, unit: float = 1) -> str:
    """Return the patterns of the states, and of work areas, where a pixel is so many steps."""
    return "".join(
        f'<pattern id="{prefix}{one.name}" width="{one.size}" height="{one.size}" patternUnits="userSpaceOnUse"'
        f' patternTransform="scale({unit:.2f}) rotate({one.turn})">{one.drawing}</pattern>'
        for one in PATTERNS
    )


def swatch(digit: str) -> SafeString:
    """Return the look of a state as a small picture; `legend_patterns` must stand in the page once."""
    fill = 'class="s3"' if digit == "3" else f'class="swatch" fill="url(#l-s{digit})"'
    return mark_safe(  # noqa: S308 - digits of our own
        f'<svg class="map-swatch" viewBox="0 0 28 20" width="28" height="20" aria-hidden="true">'
        f'<rect {fill} x="1" y="1" width="26" height="18"/></svg>'
    )


def legend_patterns() -> SafeString:
    """Return the patterns for swatches: those of the map change their size with it."""
    return mark_safe(  # noqa: S308 - text of our own
        f'<svg class="map-patterns" width="0" height="0" aria-hidden="true"><defs>{patterns("l-")}</defs></svg>'
    )


def sign_for_legend(type_code: str) -> SafeString:
    """Return the sign of a type as a picture of its own."""
    sign = SIGNS[type_code]
    return format_html(
        '<svg class="map-sign" viewBox="-18 -18 36 36" width="22" height="22" aria-hidden="true">'
        '<g class="mark mark--{}"><path class="mark__form" d="{}"/><text class="mark__letter" y="5">{}</text></g>'
        "</svg>",
        sign.form,
        sign.path,
        sign.letter,
    )
