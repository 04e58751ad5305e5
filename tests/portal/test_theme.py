"""The theme's colours can be told apart, by computation (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
COLOURS = dict(re.findall(r"--vwnw-([\w-]+): (#[0-9a-f]{6});", TOKENS))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("text", "background"),
    [
        *[("ink", ground) for ground in ("paper", "mist", "brand-tint", "signal")],
        *[("ink", f"{kind}-tint") for kind in ("info", "ok", "warning", "error")],
        ("ink-soft", "paper"),
        ("ink-soft", "mist"),
        *[("brand", ground) for ground in ("paper", "mist", "brand-tint", "warning-tint", "error-tint", "info-tint")],
        ("brand-dark", "brand-tint"),
        ("paper", "brand"),
        ("paper", "brand-dark"),
        ("paper", "ink"),
        ("error", "paper"),
    ],
)
def test_text_stands_out(text, background):
    assert contrast(text, background) >= 4.5


@pytest.mark.parametrize(
    ("shape", "background"),
    [
        ("control", "paper"),
        ("control", "mist"),
        ("brand", "mist"),
        ("ink", "paper"),
        ("ink", "brand-tint"),
        ("signal", "brand-dark"),
        ("signal", "ink"),
        *[(kind, f"{kind}-tint") for kind in ("info", "ok", "warning", "error")],
    ],
)
def test_controls_and_focus_stand_out(shape, background):
    assert contrast(shape, background) >= 3
