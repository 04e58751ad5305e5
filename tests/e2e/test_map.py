"""The map of who helps where, as hands and ears use it: keys, fingers, another layer, and the same without JavaScript.

What lives here: what only a browser can tell. What does not: what the server draws and whether digits are right
(tests/services/map/, tests/services/coverage/).
"""

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser

# From each link that can be reached: where each arrow leads.
ARROWS = """() => {
    const links = [...document.querySelectorAll(".map-shapes a:not([aria-hidden])")];
    const press = (link, key) => {
        link.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        return document.activeElement.dataset.code;
    };
    const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
    return Object.fromEntries(links.map((link) => [link.dataset.code, keys.map((key) => press(link, key))]));
}"""
# The same in each region after Enter on it, and then back by Escape.
ARROWS_IN_EACH_REGION = f"""() => {{
    const arrows = {ARROWS};
    const press = (element, name, more) =>
        element.dispatchEvent(new name(more.type, {{ bubbles: true, cancelable: true, ...more }}));
    return Object.fromEntries([...document.querySelectorAll(".map-shapes a")].map((region) => {{
        press(region, MouseEvent, {{ type: "click" }});
        const found = arrows();
        press(document.activeElement, KeyboardEvent, {{ type: "keydown", key: "Escape" }});
        return [region.dataset.code, found];
    }}));
}}"""
# What the page says of each area and each state, in all the ways in which it says it.
SAID = """() => {
    const texts = (selector, of) => Object.fromEntries([...document.querySelectorAll(selector)].map(of));
    return {
        names: texts(".map-shapes a", (link) => [link.dataset.code, link.getAttribute("aria-label")]),
        shapes: texts(".map-shapes a", (link) => [
            link.dataset.code,
            [...link.children].map((shape) => `${shape.id} ${shape.getAttribute("class")}`).sort(),
        ]),
        cells: texts(".vwnw-states tr[data-code]", (row) => [
            row.dataset.code,
            [...row.querySelectorAll("[data-role]")].map((cell) => cell.textContent),
        ]),
        legend: texts(".vwnw-map [data-digit]", (line) => [
            line.dataset.digit,
            [line.querySelector("[data-words]").textContent, line.querySelector("[data-number]").textContent],
        ]),
        sum: document.querySelector(".vwnw-map-sum").textContent,
        panel: document.querySelector("#gebied")?.innerText.trim() ?? "",
        marks: [...document.querySelectorAll(".map-marks .mark")].map((mark) => mark.dataset.slug).sort(),
        texts: [...document.querySelectorAll(".map-names text")].map((text) => text.textContent).sort(),
        work_areas: document.querySelectorAll(".map-areas *").length,
        chosen: document.querySelector(".map-chosen").getAttribute("href") ?? "",
    };
}"""
# How many municipalities each state has by the classes on the map: a region in one shape counts for all of its own.
COUNTED = """async () => {
    const { regios } = await (await fetch(document.querySelector(".vwnw-map").dataset.layers)).json();
    const counts = { 3: 0, 2: 0, 1: 0, 0: 0 };
    for (const shape of document.querySelectorAll(".map-shapes a path:not(.mixed)"))
        counts[shape.getAttribute("class").slice(1)] += regios[shape.id.slice(2)]?.[1].length ?? 1;
    return counts;
}"""

WORK_AREA = "?werkgebied=werkcentrum-midden-gelderland"


@pytest.fixture(scope="module")
def reader(browse) -> Iterator[Visitor]:
    """Give a visitor who does not want to see things move: each move is over at once."""
    with browse(reduced_motion="reduce") as visitor:
        yield visitor
        assert visitor.complaints() == []


def opens_map(visitor: Visitor, query: str = "") -> None:
    """Open the map, and wait until it is lively."""
    visitor.opens(f"/kaart/{query}")
    visitor.part("svg.map--ready").wait_for(timeout=30_000)  # the first one waits for the rows of the whole country


def focused(visitor: Visitor) -> str:
    """Return the code of the area that has the focus; empty where it is elsewhere."""
    return visitor.page.evaluate("() => document.activeElement.closest('.map-shapes a')?.dataset.code ?? ''")


def reached_from(start: str, arrows: Mapping[str, list[str]]) -> set[str]:
    """Return all that arrows lead to."""
    reached, waiting = set(), [start]
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += arrows[code]
    return reached


# --- Keys ----------------------------------------------------------------------------------------------------


def test_arrows_lead_from_any_region_to_any_other(reader):
    opens_map(reader)

    arrows = reader.page.evaluate(ARROWS)

    assert len(arrows) == 35
    assert all(reached_from(code, arrows) == arrows.keys() for code in arrows)


def test_arrows_lead_to_every_municipality_of_a_region_and_on_to_its_neighbours(reader):
    opens_map(reader)

    near = reader.page.evaluate(ARROWS_IN_EACH_REGION)

    assert len(near) == 35
    assert all(reached_from(code, arrows) == arrows.keys() for arrows in near.values() for code in arrows)
    assert len({code for arrows in near.values() for code in arrows if code.startswith("GM")}) == 342


def test_the_map_is_one_stop_and_no_trap(reader):
    opens_map(reader)
    reader.tabs_to("Achterhoek: ")
    assert focused(reader)

    reader.strikes("Tab")
    assert not focused(reader)

    reader.strikes("Shift+Tab", "End")
    assert focused(reader)
    reader.strikes("Home", "T")
    assert reader.page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith("Twente")


def test_enter_goes_nearer_and_escape_back_to_where_one_came_from(reader):
    opens_map(reader)
    reader.part(".map-shapes a[data-code=AM07]").focus()
    reader.strikes("Enter")
    expect(reader.part("#gebied")).to_have_attribute("data-code", "AM07")
    municipality = focused(reader)
    assert municipality.startswith("GM")

    reader.strikes("Enter")
    expect(reader.part("#gebied")).to_have_attribute("data-code", municipality)
    reader.strikes("Escape")
    assert focused(reader) == municipality
    expect(reader.part("#gebied")).to_have_attribute("data-code", "AM07")
    reader.strikes("Escape")
    assert focused(reader) == "AM07"
    expect(reader.part("#gebied")).to_have_count(0)

    reader.goes_back()
    expect(reader.part("#gebied")).to_have_attribute("data-code", "AM07")
    assert "gebied=AM07" in reader.page.url


# --- Another layer -------------------------------------------------------------------------------------------


def test_after_every_change_of_layer_map_table_legend_and_names_say_the_same(reader):
    opens_map(reader)
    role, kind = reader.page.locator("#id_rol"), reader.page.locator("#id_type")
    kinds = kind.locator("option").evaluate_all("(options) => options.map((option) => option.value)")

    for turn in range(20):
        field, values = (role, ["preventive", "curative", "reintegration"]) if turn % 2 else (kind, kinds)
        field.select_option(values[turn // 2 % len(values)])
        said = reader.page.evaluate(SAID)

        assert {code: name.split(": ", 1)[1] for code, name in said["names"].items()} == {
            code: cell for code, (cell,) in said["cells"].items()
        }
        counts = reader.page.evaluate(COUNTED)
        assert {digit: int(number) for digit, (_words, number) in said["legend"].items()} == counts
        assert sum(counts.values()) == 342
        reader.part(".vwnw-map-sum").get_by_text(f"hulp in {counts['3'] + counts['2']} van").wait_for()


def test_a_layer_is_another_without_loading_the_page_and_back_is_the_one_before(reader):
    opens_map(reader)
    reader.part(".map-shapes a[data-code=AM07]").focus()
    before = reader.page.evaluate(SAID)
    reader.page.evaluate("() => { window.isSamePage = true }")

    reader.page.locator("#id_rol").select_option("reintegration")
    assert reader.page.evaluate(SAID) != before
    assert "rol=reintegration" in reader.page.url
    reader.goes_back()

    assert reader.page.evaluate(SAID) == before
    assert reader.page.evaluate("() => window.isSamePage")


def test_without_javascript_an_address_says_the_same(reader, plain_visitor):
    for query in (
        "",
        "?rol=reintegration",
        "?gebied=AM07",
        "?gebied=GM0202&rol=preventive",
        "?type=uwv&nagekeken=1",
        "?rol=geen&type=gatekeeper_center&sector=visserij-en-zo&gebied=XX99",
        WORK_AREA,
    ):
        opens_map(reader, query)
        plain_visitor.opens(f"/kaart/{query}")

        # Its scripts do not run, but it can be asked what it says.
        assert reader.page.evaluate(SAID) == plain_visitor.page.evaluate(SAID), query


def test_a_choice_on_the_page_leads_to_what_its_address_says(reader, plain_visitor):
    opens_map(reader)
    reader.page.locator("#id_rol").select_option("preventive")
    reader.part(".map-shapes a[data-code=AM07]").focus()
    reader.strikes("Enter")
    reader.part("#gebied h2").wait_for()
    plain_visitor.opens(reader.page.url)

    assert reader.page.evaluate(SAID) == plain_visitor.page.evaluate(SAID)


# --- Where the reader is -------------------------------------------------------------------------------------

ARNHEM = {"latitude": 51.98493, "longitude": 5.91134}
ABROAD = {"latitude": 48.85661, "longitude": 2.35222}


def asks_for_my_place(visitor: Visitor) -> None:
    """Press the button by keyboard."""
    visitor.page.get_by_role("button", name="Mijn plek").focus()
    visitor.strikes("Enter")


def test_my_place_is_asked_on_a_press_and_leads_to_its_municipality_without_being_sent(browse):
    with browse(reduced_motion="reduce", geolocation=ARNHEM, permissions=["geolocation"]) as visitor:
        sent: list[str] = []
        visitor.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
        opens_map(visitor, "?rol=preventive")
        assert visitor.part("#gebied").count() == 0

        asks_for_my_place(visitor)

        expect(visitor.part("#gebied")).to_have_attribute("data-code", "GM0202")
        assert focused(visitor) == "GM0202"
        assert visitor.page.url.endswith("/kaart/?rol=preventive&gebied=GM0202")
        assert not [one for one in sent if "51.98" in one or "5.91" in one or "vak=" in one]

        visitor.page.context.set_geolocation(ABROAD)
        asks_for_my_place(visitor)
        expect(visitor.part("#mijn-plek")).to_contain_text("buiten Nederland")
        expect(visitor.part("#gebied")).to_have_attribute("data-code", "GM0202")


def test_a_place_that_is_refused_is_said_and_without_javascript_is_not_offered(reader, plain_visitor):
    opens_map(reader)
    asks_for_my_place(reader)
    expect(reader.part("#mijn-plek")).to_contain_text("gaf uw plek niet door")

    plain_visitor.opens("/kaart/")
    expect(plain_visitor.page.get_by_text("Mijn plek")).to_be_hidden()


# --- Beside a list -------------------------------------------------------------------------------------------


def test_all_that_was_found_is_on_the_map_and_the_keyboard_stops_only_at_those_of_the_page(reader):
    reader.opens("/zoeken/")
    reader.part(".mark--dot").first.wait_for(state="attached")

    marks = reader.page.evaluate(
        """() => [...document.querySelectorAll(".mark")].map(
            (mark) => [mark.dataset.slug, mark.tabIndex, mark.matches(".mark--dot")]
        )"""
    )
    points = reader.page.evaluate("async () => (await (await fetch('/zoeken/punten/')).json()).points")

    assert {slug for slug, _stop, _is_dot in marks} == {slug for slug, *_rest in points}
    assert {stop for _slug, stop, is_dot in marks if is_dot} == {-1}
    expect(reader.part(".vwnw-map__others")).to_contain_text(f"({sum(is_dot for _slug, _stop, is_dot in marks)})")


# --- Fingers -------------------------------------------------------------------------------------------------


def test_one_finger_scrolls_the_page_and_two_move_the_map(browse):
    with browse(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as visitor:
        opens_map(visitor)
        visitor.part("svg.map").scroll_into_view_if_needed()
        wire = visitor.page.context.new_cdp_session(visitor.page)
        box = visitor.part("svg.map").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 740 - box["y"]) / 2

        def drags(*fingers: tuple[float, float], to: tuple[float, float]) -> tuple[str, float]:
            for part, kind in ((0, "touchStart"), (0.3, "touchMove"), (0.6, "touchMove"), (1, "touchMove")):
                points = [{"x": a + to[0] * part, "y": b + to[1] * part, "id": at} for at, (a, b) in enumerate(fingers)]
                wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            visitor.page.wait_for_timeout(100)
            return visitor.part("svg.map").get_attribute("viewBox"), visitor.page.evaluate("() => scrollY")

        view, top = visitor.part("svg.map").get_attribute("viewBox"), visitor.page.evaluate("() => scrollY")
        visitor.part("[data-move=in]").click()
        visitor.page.wait_for_timeout(400)
        near = visitor.part("svg.map").get_attribute("viewBox")
        assert near != view

        after_two, top_after_two = drags((x - 30, y), (x + 30, y), to=(0, -60))
        assert after_two != near
        assert top_after_two == top

        after_one, top_after_one = drags((x, y), to=(0, -60))
        assert after_one == after_two
        assert top_after_one != top
