"""The theme's colours can be told apart, by computation (WCAG 2.2, 1.4.3 and 1.4.11), on a light and a dark screen."""

import re
from itertools import pairwise

import pytest
from django.conf import settings

STYLES = settings.BASE_DIR / "static" / "css"
A_COLOUR = re.compile(r"--vwnw-([\w-]+): (#[0-9a-f]{6}|var\(--vwnw-[\w-]+\));")
ON_LIGHT, ON_DARK = (
    dict(A_COLOUR.findall(part))
    for part in (STYLES / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
)
THEMES = {"light": ON_LIGHT, "dark": ON_LIGHT | ON_DARK}

A_COLOUR_BY_VALUE = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|color)\(|\b(?:white|black|gr[ae]y|red|blue|green|yellow|orange)(?![\w-])"
)
PAINT_IN_MARKUP = re.compile(r'\b(?:fill|stroke|style|bgcolor|color)="(?!none|currentColor)[^"]*"')


def luminance(theme: str, name: str) -> float:
    colour = THEMES[theme][name]
    if colour.startswith("var"):
        return luminance(theme, colour.removeprefix("var(--vwnw-").removesuffix(")"))
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, one: str, other: str) -> float:
    lighter, darker = sorted((luminance(theme, name) for name in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "background"),
    [
        *[("ink", ground) for ground in ("paper", "mist", "brand-tint")],
        *[("ink", f"{kind}-tint") for kind in ("info", "ok", "warning", "error")],
        *[("ink-soft", ground) for ground in ("paper", "mist", "info-tint", "warning-tint")],
        *[("brand", ground) for ground in ("paper", "mist", "brand-tint", "warning-tint", "error-tint", "info-tint")],
        ("brand-strong", "brand-tint"),
        ("paper", "brand"),
        ("paper", "brand-strong"),
        ("paper", "ink"),
        ("on-band", "band"),
        ("on-signal", "signal"),
        ("error", "paper"),
    ],
)
def test_text_stands_out(theme, text, background):
    assert contrast(theme, text, background) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("shape", "background"),
    [
        ("control", "paper"),
        ("control", "mist"),
        ("brand", "mist"),
        ("ink", "paper"),
        ("ink", "brand-tint"),
        ("signal", "band"),
        *[(kind, f"{kind}-tint") for kind in ("info", "ok", "warning", "error")],
        *[("paper", kind) for kind in ("info", "ok", "warning", "error")],
    ],
)
def test_controls_and_marks_stand_out(theme, shape, background):
    assert contrast(theme, shape, background) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("pattern", "ground"),
    [
        *[("map-sure", ground) for ground in ("paper", "map-ground", "map-sea", "map-land")],
        *[(state, "map-ground") for state in ("map-known", "map-maybe", "map-area", "map-other-area")],
        ("map-nobody", "map-nobody-ground"),
        ("ink", "map-sea"),
        ("ink", "map-land"),
    ],
)
def test_the_states_and_work_areas_of_the_map_stand_out(theme, pattern, ground):
    assert contrast(theme, pattern, ground) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_states_of_the_map_are_as_light_from_afar(theme):
    """From so far that a pattern is one tone: what is seen of its ink and of its ground, as static/css/map.css says."""
    tones = sorted(seen_from_afar(theme, *look) for look in LOOKS[theme].values())

    assert all(lighter - darker > 8 for darker, lighter in pairwise(tones)), tones


def seen_from_afar(theme: str, ink: str, ground: str, part: float) -> float:
    """Return how light (0-100) a pattern seems of which this part is ink."""
    seen = part * luminance(theme, ink) + (1 - part) * luminance(theme, ground)
    return 116 * seen ** (1 / 3) - 16


# What part of each pattern is ink: a stripe of its period, two dots of a square, a lattice of both directions.
LOOKS = {
    theme: {
        "3": ("map-sure", "map-ground", 1),
        "2": ("map-known", "map-ground", stripe / 8),
        "1": ("map-maybe", "map-ground", 2 * 3.14 / 64),
        "0": ("map-nobody", "map-nobody-ground", 1 - (1 - line / 7) ** 2),
    }
    for theme, stripe, line in (("light", 3.3, 1.9), ("dark", 2.8, 1.8))
}


def test_in_the_readers_own_colours_no_colour_of_the_map_is_ours():
    forced = (STYLES / "map.css").read_text().split("@media (forced-colors: active)")[1]

    set_there = set(re.findall(r"--vwnw-([\w-]+): (?:Canvas|CanvasText|Highlight|HighlightText);", forced))
    assert {name for name in ON_LIGHT if name.startswith("map-")} <= set_there


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "mist", "brand", "brand-tint", "error-tint", "signal"])
def test_one_of_the_two_rings_of_the_focus_stands_out_on_every_ground(theme, ground):
    assert max(contrast(theme, ring, ground) for ring in ("focus", "focus-inside")) >= 3
    assert contrast(theme, "focus", "focus-inside") >= 3


def test_a_dark_screen_has_a_colour_of_its_own_for_all_but_what_is_the_same_on_both():
    assert ON_LIGHT.keys() - ON_DARK.keys() == {"signal", "on-signal", "on-band"}
    assert ON_DARK.keys() < ON_LIGHT.keys()


@pytest.mark.parametrize(
    "sheet", sorted(set(STYLES.glob("*.css")) - {STYLES / "tokens.css"}), ids=lambda sheet: sheet.name
)
def test_only_the_theme_names_a_colour(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)

    assert A_COLOUR_BY_VALUE.findall(rules) == []


def test_no_template_paints_in_a_colour_that_the_theme_cannot_change():
    painted = {
        str(template.relative_to(settings.BASE_DIR)): PAINT_IN_MARKUP.findall(template.read_text())
        for template in settings.BASE_DIR.glob("templates/**/*.html")
        if "mail" not in template.parts  # a letter has no style sheet
    }

    assert {name: found for name, found in painted.items() if found} == {}
