"""What must hold on every page, in both languages: accessible, valid, and nothing for the browser to complain about."""

import json

import pytest
from django.conf import settings as project
from django.urls import get_resolver

from tests.e2e.pages import NOT_A_PAGE, PAGES
from tests.e2e.visitor import Visitor
from tests.tooling.test_public_addresses import ROOMS, addresses, is_public

AXE = project.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
PHONE, NARROWEST, DESKTOP = 360, 320, 1280

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: make assets"),
]


def test_every_public_page_is_in_the_list():
    public = {
        name
        for name, pattern in addresses(get_resolver())
        if is_public(pattern) and pattern.callback.__module__.startswith(ROOMS)
    }

    assert {page.name for page in PAGES} - {"account_login"} == public - NOT_A_PAGE.keys()


@pytest.mark.parametrize(
    ("page", "language"),
    [pytest.param(page, language, id=f"{page.title} ({language})") for page in PAGES for language in page.languages],
)
def test_a_page_is_accessible_valid_and_without_faults(browse, complete_case, mistakes_in, page, language):
    with browse(viewport={"width": DESKTOP, "height": 800}) as visitor:
        if page.with_answers:
            visitor.page.context.add_cookies(complete_case)
        visitor.opens(page.address(language))
        page.reach(visitor.page)

        assert visitor.document.status == page.status
        found = faults(visitor, mistakes_in)
        assert not found, "\n".join(found)


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


def test_the_first_tab_shows_the_skip_link_and_enter_follows_it(visitor):
    visitor.opens("/")
    visitor.strikes("Tab")
    assert visitor.part(".nl-skip-link").bounding_box()["y"] >= 0

    visitor.strikes("Enter")

    assert visitor.page.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.parametrize(
    "address",
    ["/", "/zoeken/?locatie=Arnhem", "/organisaties/werkcentrum-midden-gelderland/", "/regios/", "/casus/plaatsen/"],
)
def test_the_keyboard_passes_the_whole_page_and_can_be_seen_everywhere(visitor, address):
    visitor.opens(address)

    stops = visitor.tabs_through()

    assert stops[0] == "Naar de inhoud"
    assert "Contact" in stops[-1]
