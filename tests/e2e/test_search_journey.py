"""Looking for an organisation: with the keyboard alone, without JavaScript, and one with an odd name."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

ODD_NAME = '<img src=x onerror="document.title=\'kapot\'"> & "Werk" 🧰'
HITS = ".vwnw-cards > li"

pytestmark = pytest.mark.browser


def asked_for(visitor: Visitor) -> dict[str, list[str]]:
    """Return what the address of the page asks for."""
    return parse_qs(urlsplit(visitor.page.url).query)


def test_the_keyboard_alone_finds_filters_opens_and_pages(visitor):
    visitor.opens("/")
    visitor.tabs_to("Postcode of plaats van het werk")
    visitor.types("Arnhem")
    visitor.enters()
    visitor.reads_heading("Wie helpt in Arnhem?")

    visitor.tabs_to("Situatie")
    visitor.types("Ontslag")
    visitor.tabs_to("Zoeken")
    visitor.enters()
    assert asked_for(visitor) == {"locatie": ["Arnhem"], "rol": ["curative"]}
    for hit in visitor.part(".vwnw-cards").first.locator(":scope > li").all():
        expect(hit).to_contain_text("ntslag komt eraan")

    visitor.tabs_to("Werkcentrum Midden-Gelderland")
    visitor.enters()
    visitor.reads_heading("Werkcentrum Midden-Gelderland")

    visitor.goes_back()
    visitor.reads_heading("Wie helpt in Arnhem?")
    assert asked_for(visitor) == {"locatie": ["Arnhem"], "rol": ["curative"]}


def test_the_keyboard_alone_pages_on(visitor):
    visitor.opens("/zoeken/")
    visitor.tabs_to("Volgende")
    visitor.enters()

    expect(visitor.part("[aria-current=page]").last).to_contain_text("2")
    assert asked_for(visitor)["pagina"] == ["2"]


def test_names_of_places_are_suggested_to_the_keyboard(visitor):
    visitor.opens("/zoeken/")
    visitor.tabs_to("Postcode of plaats")
    visitor.types("Amers")
    expect(visitor.page.get_by_role("option").first).to_have_text("Amersfoort")

    visitor.strikes("ArrowDown", "Enter")
    expect(visitor.page.get_by_label("Postcode of plaats")).to_have_value("Amersfoort")
    visitor.enters()

    visitor.reads_heading("Wie helpt in Amersfoort?")


def test_without_javascript_everything_works_on_a_phone(plain_visitor):
    visitor = plain_visitor
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.opens("/")
    visitor.fills("Postcode of plaats van het werk", "6811 AB")
    visitor.presses("Zoek organisaties")
    switch = visitor.page.get_by_role("navigation", name="Lijst of kaart")
    switch.get_by_role("link", name="Kaart").click()
    expect(visitor.part("svg.map")).to_be_visible()
    switch.get_by_role("link", name="Lijst").click()

    visitor.part("summary").filter(has_text="Filters").click()
    visitor.page.get_by_label("Sector").select_option("techniek")
    visitor.part("main").get_by_role("button", name="Zoeken").click()
    assert asked_for(visitor)["sector"] == ["techniek"]
    visitor.follows("Werkcentrum Midden-Gelderland")
    visitor.reads_heading("Werkcentrum Midden-Gelderland")

    visitor.opens("/zoeken/")
    first = visitor.part(HITS).first.inner_text()
    visitor.follows("Volgende")
    expect(visitor.part(HITS).first).not_to_have_text(first)


def test_a_name_with_markup_and_pictures_is_shown_as_text(visitor):
    visitor.opens("/zoeken/?locatie=Texel")
    visitor.part("#hit-vreemde-naam").get_by_role("link", name=ODD_NAME, exact=True).wait_for()
    visitor.part(f".vwnw-map .mark[aria-label^={quoted(ODD_NAME)}]").wait_for(state="attached")
    visitor.part("#hit-vreemde-naam").get_by_role("link", name=ODD_NAME, exact=True).click()

    visitor.reads_heading(ODD_NAME)
    visitor.sees("<script>document.title='kapot'</script> Wij helpen. 👷")
    assert visitor.page.title() == f"{ODD_NAME} - VWNW-portaal"


def quoted(text: str) -> str:
    """Return a text as a value in a selector."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
