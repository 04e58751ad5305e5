"""What an inspection of the page before a visitor finds: by axe, by the markup checker, by the browser.

At each width, on a light and on a dark screen. A page in two languages is the same but for its words: it is laid before
axe once at each width, the one in Dutch and the other in English.

What lives here: looking. What does not: which pages (pages.py), getting there.
"""

import json
from collections.abc import Sequence

from django.conf import settings as project

from tests.e2e.visitor import Visitor

AXE = project.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS_ONLY = AXE_OPTIONS | {"runOnly": ["color-contrast"], "rules": {}}
PHONE, NARROWEST, DESKTOP = 360, 320, 1280
SCROLLS_SIDEWAYS = """() => [...document.querySelectorAll("html, body *:not(textarea)")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .filter((part) => part.localName === "html" || ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
    .map((part) => part.outerHTML.slice(0, 80))"""

WIDTHS = {"nl": (DESKTOP,), "en": (PHONE,)}


def faults(visitor: Visitor, mistakes_in, widths: Sequence[int] = (DESKTOP, PHONE)) -> list[str]:
    """Return all that is wrong with the page; where that is looked at in both languages, `WIDTHS` has those of each."""
    found = [*visitor.complaints(), *mistakes_in(visitor.document.text())]
    visitor.page.evaluate(AXE.read_text())
    for width in widths:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        found += [f"axe at {width}: {violation}" for violation in violations(visitor)]
    if DESKTOP in widths:
        visitor.page.emulate_media(color_scheme="dark")
        found += [f"axe in the dark: {violation}" for violation in violations(visitor, COLOURS_ONLY)]
    visitor.page.set_viewport_size({"width": NARROWEST, "height": 256})
    return found + [f"scrolls sideways at {NARROWEST}: {part}" for part in visitor.page.evaluate(SCROLLS_SIDEWAYS)]


def violations(visitor: Visitor, options: dict = AXE_OPTIONS) -> list[str]:
    """Return what axe finds, each with the first element that shows it."""
    run = f"axe.run({json.dumps(options)}).then((result) => JSON.stringify(result.violations))"
    found = json.loads(visitor.page.evaluate(run))
    return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found]
