"""What an inspection of the page before a visitor finds: by axe, by the markup checker, by the browser, at each width.

What lives here: looking. What does not: which pages (pages.py), getting there.
"""

import json

from django.conf import settings as project

from tests.e2e.visitor import Visitor

AXE = project.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
PHONE, NARROWEST, DESKTOP = 360, 320, 1280


def faults(visitor: Visitor, mistakes_in) -> list[str]:
    """Return all that is wrong with the page, at each width."""
    found = [*visitor.complaints(), *mistakes_in(visitor.document.text())]
    visitor.page.evaluate(AXE.read_text())
    for width in (DESKTOP, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        found += [f"axe at {width}: {violation}" for violation in violations(visitor)]
    visitor.page.set_viewport_size({"width": NARROWEST, "height": 256})
    sideways = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + [f"scrolls {sideways} px sideways at {NARROWEST}"] * bool(sideways)


def violations(visitor: Visitor) -> list[str]:
    """Return what axe finds, each with the first element that shows it."""
    run = f"axe.run({json.dumps(AXE_OPTIONS)}).then((result) => JSON.stringify(result.violations))"
    found = json.loads(visitor.page.evaluate(run))
    return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in found]
