"""What must hold on every page, in both languages: accessible, valid, and nothing for the browser to complain about."""

import pytest
from django.urls import get_resolver

from tests.e2e.inspection import AXE, DESKTOP, PHONE, WIDTHS, faults
from tests.e2e.pages import NOT_A_PAGE, PAGES
from tests.tooling.test_public_addresses import APPS, addresses, is_public

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: make assets"),
]


def test_every_public_page_is_in_the_list():
    public = {
        name
        for name, pattern in addresses(get_resolver())
        if is_public(pattern) and pattern.callback.__module__.startswith(APPS)
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
        visitor.page.wait_for_load_state()  # a press may have led to another page, which is still coming

        assert visitor.document.status == page.status
        found = faults(visitor, mistakes_in, WIDTHS[language] if len(page.languages) > 1 else (DESKTOP, PHONE))
        assert not found, "\n".join(found)


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
