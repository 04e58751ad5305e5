"""The smallest screens: nothing scrolls sideways (WCAG 2.2, 1.4.10), and a search shows what it found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser

# Each cell has the width of the row and room for all that it says, below the one before it.
STANDS_AS_A_BLOCK = """(row) => [...row.children].every((cell, at, cells) => {
    const [box, before] = [cell, cells[at - 1]].map((part) => part?.getBoundingClientRect());
    const isBelow = !before || before.bottom <= box.top;
    return isBelow && box.width === row.clientWidth && cell.scrollHeight <= box.height + 1;
})"""
LONG_WORD = "arbeidsongeschiktheidsverzekering"
PLACES_OF_WORDS = "h1, h2, h3, h4, th, td, dt, dd, caption, legend, label, summary, p, .nl-button, .nl-data-badge"
# Of a map only what lies in its frame is drawn.
HIDDEN = "option, thead *, svg *, .vwnw-visually-hidden"
WITH_TABLES = ("/regios/", "/begrippen/", "/privacy/", "/regels/R11-collective/", "/stijl/", "/wat-kunt-u-doen/")


@pytest.fixture(scope="module")
def on_a_phone(browse) -> Iterator[Visitor]:
    """Give a visitor with a phone, or with a screen of 1280 pixels that is enlarged to 400 %."""
    with browse(viewport={"width": 320, "height": 640}) as visitor:
        yield visitor


@pytest.mark.parametrize("address", WITH_TABLES)
def test_a_row_of_a_table_is_a_block_whose_cells_say_their_columns(on_a_phone, address):
    on_a_phone.opens(address)
    for details in on_a_phone.part("details").all():
        details.evaluate("(details) => { details.open = true }")
    rows = on_a_phone.part("tbody tr").all()

    assert rows
    for row in rows:
        assert row.evaluate(STANDS_AS_A_BLOCK), row.inner_text()
    labels = on_a_phone.part("main td[data-column]").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell, '::before').content.replace(/ \\/ .*/, ''))"
    )
    columns = on_a_phone.part("main td[data-column]").evaluate_all(
        "(cells) => cells.map((cell) => cell.dataset.column)"
    )
    assert labels == [f'"{column}: "' for column in columns]


def test_the_days_of_the_plan_are_blocks_on_a_phone(on_a_phone, complete_case):
    on_a_phone.page.context.add_cookies(complete_case)
    on_a_phone.opens("/casus/advies/#dagen")

    day = on_a_phone.part(".vwnw-timeline tbody tr").first

    assert day.evaluate(STANDS_AS_A_BLOCK)
    assert day.evaluate("(row) => [...row.children].map((cell) => cell.dataset.column)") == [
        "Nummer",
        "Dag",
        "Wat",
        "Bron",
    ]


@pytest.mark.parametrize(
    "address", ["/", "/zoeken/?locatie=Arnhem", "/organisaties/werkcentrum-midden-gelderland/", "/stijl/", "/regios/"]
)
def test_the_longest_words_of_dutch_fit_the_smallest_screen(on_a_phone, address):
    on_a_phone.opens(address)
    on_a_phone.page.evaluate(
        """([places, word]) => {
            for (const place of document.querySelectorAll("body :is(" + places + ")")) place.append(" ", word);
        }""",
        [PLACES_OF_WORDS, LONG_WORD],
    )

    sideways = on_a_phone.page.evaluate(
        """(hidden) => [...document.querySelectorAll(`body *:not(${hidden})`)]
            .filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && part.checkVisibility())
            .map((part) => part.outerHTML.slice(0, 80))""",
        HIDDEN,
    )
    assert sideways == []
    assert on_a_phone.part("h1").evaluate("(heading) => getComputedStyle(heading).hyphens") == "auto"


# --- Searching on a phone ------------------------------------------------------------------------------------


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def searcher(request, browse) -> Iterator[Visitor]:
    """Give a visitor who searches on a phone."""
    with browse(viewport={"width": 360, "height": 740}, java_script_enabled=request.param) as visitor:
        yield visitor


@pytest.mark.parametrize(
    "address",
    ["/zoeken/?locatie=Arnhem", "/zoeken/?locatie=Arnhem&rol=curative&sector=techniek", "/en/zoeken/?locatie=6811+AB"],
)
def test_the_first_result_stands_on_the_first_screen(searcher, address):
    searcher.opens(address)

    box = searcher.part(".vwnw-cards h3").first.bounding_box()

    assert box["y"] + box["height"] <= 740


def test_list_and_map_are_two_links_at_the_top_and_one_of_the_two_is_shown(searcher):
    searcher.opens("/zoeken/?locatie=Arnhem")
    switch = searcher.page.get_by_role("navigation", name="Lijst of kaart")
    assert switch.bounding_box()["y"] < 740
    first, shown_map = searcher.part(".vwnw-cards > li").first, searcher.part("svg.map")
    expect(shown_map).to_be_hidden()

    switch.get_by_role("link", name="Kaart").click()
    expect(first).to_be_hidden()
    expect(shown_map).to_be_visible()
    expect(switch).to_be_in_viewport()

    switch.get_by_role("link", name="Lijst").click()
    expect(first).to_be_visible()
    searcher.goes_back()
    expect(first).to_be_hidden()


def test_a_mark_on_the_map_leads_back_to_its_place_in_the_list(searcher):
    searcher.opens("/zoeken/?locatie=Texel&beeld=kaart")
    searcher.part(".mark").first.dispatch_event("click")

    expect(searcher.part(".vwnw-card:target")).to_be_in_viewport()


def test_the_keyboard_passes_the_question_the_switch_and_the_list_in_the_order_in_which_they_stand(searcher):
    searcher.opens("/zoeken/?locatie=Arnhem")

    stops = searcher.tabs_through()

    order = [stops.index(stop) for stop in ("Postcode of plaats", "Filters", "Zoeken", "Lijst", "Kaart")]
    for at, name in ((2, "Zoeken"), (4, "Kaart")):
        assert stops.count(name) == 2, "the menu has one of its own"
        order[at] = len(stops) - 1 - stops[::-1].index(name)
    first_hit = next(at for at, stop in enumerate(stops) if "Voorbeeld Werkgeversservicepunt" in stop)
    assert [*order, first_hit] == sorted([*order, first_hit])
