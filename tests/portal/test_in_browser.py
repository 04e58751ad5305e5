"""The portal's own pages in a real browser: axe, reflow and the console.

What lives here: what only a browser can tell. What does not: journeys through the portal (tests/e2e).
"""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["/", "/stijl/", "/toegankelijkheid/", "/privacy/", "/contact/", "/bestaat-niet/", "/account/login/"]
ADDRESSES = [*PAGES, *(f"/en{page}" for page in PAGES if page != "/account/login/")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: run make assets"),
    pytest.mark.skipif(not Path(settings.ASSETS_DIR, "vwnw.css").exists(), reason="run make assets first"),
]


@pytest.fixture
def visit(live_server):
    """Return a function that opens each page at a size and calls `look` on it, in one browser."""

    def visit_all(width: int, height: int, look):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": width, "height": height})
            answers = {}
            for address in ADDRESSES:
                page.goto(live_server.url + address)
                answers[address] = look(page)
            browser.close()
        return answers

    return visit_all


def violations(page) -> list[str]:
    found = page.evaluate(AXE.read_text() + "; axe.run().then((result) => JSON.stringify(result.violations))")
    return [f"{rule['id']}: {rule['nodes'][0]['html']}" for rule in json.loads(found)]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit, width):
    assert {address: found for address, found in visit(width, 800, violations).items() if found} == {}


def test_a_page_fits_a_screen_of_320_pixels(visit):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    widths = visit(320, 256, lambda page: page.evaluate(overflow))

    assert {address: width for address, width in widths.items() if width} == {}


def test_the_first_tab_shows_the_skip_link_and_enter_follows_it(visit):
    def skip(page):
        page.keyboard.press("Tab")
        shown = page.locator(".nl-skip-link").first.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        return shown, page.evaluate("document.activeElement.id")

    assert set(visit(1280, 800, skip).values()) == {(True, "inhoud")}


def test_the_browser_has_nothing_to_complain_about(live_server):
    complaints = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/stijl/")
        page.locator(".vwnw-map .vwnw-marker").first.wait_for()
        browser.close()

    assert complaints == []
