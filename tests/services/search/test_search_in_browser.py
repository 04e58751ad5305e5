"""Suggestions and the map in a real browser: by keyboard, in step with the list, without a complaint."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import CHROMIUM
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not Path(settings.ASSETS_DIR, "suggest.js").exists(), reason="run make assets first"),
]


@pytest.fixture
def page(live_server):
    """A page on the portal with two providers; leaving it fails the test where the browser had to complain."""
    add_provider("hier", "AM:AM07", **ARNHEM)
    add_provider("elders", "GM:GM0268", **NIJMEGEN)
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        cookies = opened.context.cookies()
        browser.close()
    assert complaints == []
    assert cookies == []


def type_place(page: Page, text: str):
    """Type in the field for the place, wait for suggestions and return the field."""
    page.goto("/zoeken/")
    field = page.get_by_role("combobox", name="Postcode of plaats")
    field.press_sequentially(text)
    expect(field).to_have_attribute("aria-expanded", "true")
    return field


def test_a_suggestion_is_chosen_by_keyboard_and_announced(page):
    field = type_place(page, "nijm")

    expect(page.get_by_role("status").filter(has_text="om uit te kiezen")).to_have_count(1)
    field.press("ArrowDown")
    option = page.get_by_role("option").first
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    field.press("Enter")

    expect(field).to_have_value("Nijmegen")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie helpt in Nijmegen?")


def test_escape_and_leaving_close_the_suggestions_and_keep_what_was_typed(page):
    field = type_place(page, "arnh")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("arnh")

    field.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("arnh")


def test_a_suggestion_is_chosen_by_pointer(page):
    field = type_place(page, "arnh")

    page.get_by_role("option", name="Arnhem", exact=True).click()

    expect(field).to_have_value("Arnhem")
    expect(field).to_be_focused()


def test_choosing_a_provider_draws_its_work_area_and_leads_back_to_the_list(page):
    page.goto("/zoeken/?locatie=Arnhem")

    page.get_by_role("link", name="Toon het werkgebied van Elders").press("Enter")

    words = page.get_by_text("Werkgebied van Elders: gemeente Nijmegen. De grens is indicatief.")
    expect(words).to_be_focused()
    expect(page.locator(".map-areas .w1")).to_have_count(1)
    words.get_by_role("link").click()
    assert page.url.endswith("#hit-elders")


def test_list_and_map_point_each_other_out(page):
    page.goto("/zoeken/?locatie=Arnhem")
    page.locator("svg.map--lively").wait_for()
    marker = page.locator(".mark[data-slug=hier]")

    marker.focus()
    expect(page.locator("#hit-hier")).to_have_class("vwnw-card vwnw-card--active")
    page.get_by_role("link", name="Hier", exact=True).focus()
    expect(page.locator("#hit-hier")).to_have_class("vwnw-card")
    assert "mark--active" in marker.get_attribute("class")


def test_the_page_of_an_organisation_draws_its_work_area_at_once(page):
    page.goto("/organisaties/elders/")

    expect(page.locator(".map-shapes .w1")).to_have_count(1)
