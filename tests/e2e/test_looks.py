"""What a page shows by its looks alone can be seen in each look that a reader may ask for.

What lives here: light, dark, and the reader's own colours (WCAG 2.2, 1.4.11). What does not: the contrast of the
theme's colours (tests/portal/test_theme.py), what axe finds (test_every_page.py).
"""

from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from playwright.sync_api import Locator

from tests.e2e.pixels import MARGIN, Picture, look_at
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser

LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "dark forced colours": {"forced_colors": "active", "color_scheme": "dark"},
}
ABOVE, MIDDLE, LEFT_EDGE = slice(MARGIN), slice(MARGIN + 8, -MARGIN - 8), slice(MARGIN, MARGIN + 4)
WITHIN = slice(MARGIN + 2, -MARGIN - 2)


@pytest.fixture(scope="module", params=LOOKS.values(), ids=LOOKS)
def reader(request, browse) -> Iterator[Visitor]:
    """Give a visitor for each look."""
    with browse(**request.param) as visitor:
        yield visitor


@pytest.fixture
def on_a_phone(reader) -> Iterator[Visitor]:
    """Give the visitor a small screen for one visit."""
    wide = reader.page.viewport_size
    reader.page.set_viewport_size({"width": 360, "height": 740})
    yield reader
    reader.page.set_viewport_size(wide)


@pytest.fixture(scope="module")
def see(chromium) -> Iterator[Callable[[Locator], Picture]]:
    """Return a function that looks at an element."""
    page = chromium.new_page()
    yield lambda element: look_at(element, page)
    page.close()


STOPS = (
    *("#voorbeeld_reason_0", "#voorbeeld_needs_0", "#voorbeeld_sector", "#voorbeeld_place", "#button .nl-button"),
    *("#card .nl-link", ".utrecht-pagination__page-link", ".vwnw-tag--remove", ".vwnw-nav a", ".vwnw-footer li a"),
    "[data-move=in]",
)

# --- The page itself -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/privacy/", "/zoeken/?locatie=Arnhem", "/casus/situatie/", "/hulp-in-de-buurt/", "/regels/"]
)
def test_a_page_is_as_dark_as_the_readers_screen(reader, see, address):
    reader.opens(address)
    is_dark = reader.page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")

    ground = see(reader.part("main h1").first).ground()

    assert ground < 0.05 if is_dark else ground > 0.8


# --- Controls ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("control", ["#voorbeeld_reason_0", "#voorbeeld_needs_0"], ids=["radio button", "checkbox"])
def test_a_chosen_answer_has_a_mark_and_another_has_none(reader, see, control):
    reader.opens("/stijl/")
    answer = reader.part(control)
    before = see(answer)
    answer.evaluate("(answer) => { answer.checked = true }")
    after = see(answer)

    assert before.painted(columns=MIDDLE, lines=MIDDLE) == 0
    assert before.painted() > 0.1, "the frame cannot be seen"
    assert after.painted(columns=MIDDLE, lines=MIDDLE) > 0.2


def test_a_list_of_choices_shows_its_arrow(reader, see):
    reader.opens("/stijl/")

    picture = see(reader.part("#voorbeeld_sector"))

    assert picture.painted(columns=slice(-MARGIN - 34, -MARGIN - 4), lines=MIDDLE) > 0.02


def test_what_can_be_filled_in_or_pressed_has_an_edge(reader, see):
    reader.opens("/stijl/")
    edges = {
        field: see(reader.part(field).first).painted(columns=LEFT_EDGE, lines=MIDDLE)
        for field in ("#voorbeeld_place", "#voorbeeld_sector", "#voorbeeld_note", ".nl-button", ".nl-button--secondary")
    }

    assert {field for field, edge in edges.items() if edge < 0.25} == set()


def test_a_field_with_an_error_is_marked_beside_its_message(reader, see):
    reader.opens("/stijl/")
    wrong = reader.part(".utrecht-form-field--invalid").first
    right = reader.part(".utrecht-form-field:not(.utrecht-form-field--invalid)").first

    assert see(wrong).painted(columns=LEFT_EDGE) == 1
    assert see(right).painted(columns=LEFT_EDGE, lines=slice(MARGIN, MARGIN + 20)) < 0.5


def test_the_focus_has_a_ring(reader, see):
    reader.opens("/stijl/")
    reader.strikes("Tab")  # who uses the keyboard sees the ring on everything
    rings = {}
    for stop in STOPS:
        element = reader.part(stop).first
        before = see(element)
        element.focus()
        rings[stop] = see(element).painted(lines=ABOVE) - before.painted(lines=ABOVE)

    assert {stop for stop, ring in rings.items() if ring < 0.1} == set()


# --- Where one is, and what is chosen ------------------------------------------------------------------------


def test_the_page_that_is_open_stands_out_in_the_menu(reader, see):
    reader.opens("/zoeken/")
    line = slice(-MARGIN - 3, -MARGIN - 1)

    assert see(reader.part(".vwnw-nav a[aria-current]")).painted(lines=line) > 0.9
    assert see(reader.part(".vwnw-nav a:not([aria-current])").first).painted(lines=line) < 0.1


def test_the_page_of_the_list_that_is_open_stands_out(reader, see):
    reader.opens("/stijl/")
    around = {"columns": slice(MARGIN + 3, MARGIN + 9), "lines": MIDDLE}

    assert see(reader.part(".utrecht-pagination__page-link--current")).painted(**around) == 1
    assert see(reader.part(".utrecht-pagination__page-link:not([aria-current])").first).painted(**around) == 0


def test_a_chosen_filter_has_an_edge_and_a_cross(reader, see):
    reader.opens("/zoeken/?locatie=Arnhem&rol=curative")
    cross = reader.part(".vwnw-tag--remove svg").first

    assert see(cross).painted() > 0.1


def test_the_step_that_is_open_stands_out(reader, see, complete_case):
    reader.page.context.add_cookies(complete_case)
    reader.opens("/casus/doorverwijzen/")
    around = {"columns": slice(MARGIN + 3, MARGIN + 6), "lines": MIDDLE}

    current = see(reader.part(".vwnw-steps__number--current"))
    assert current.painted(**around) > 0.8
    assert current.painted(columns=MIDDLE, lines=MIDDLE) < 0.95, "its number cannot be read"
    assert see(reader.part(".vwnw-steps li:last-child > span").first).painted(**around) < 0.5


def test_what_is_shown_of_list_and_map_stands_out_on_a_phone(on_a_phone, see):
    on_a_phone.opens("/zoeken/?locatie=Arnhem")
    beside_its_word = {"columns": slice(MARGIN + 8, MARGIN + 16), "lines": MIDDLE}

    the_list, the_map = on_a_phone.part(".vwnw-results__switch a").all()

    assert see(the_list).painted(**beside_its_word) == 1
    assert see(the_map).painted(**beside_its_word) == 0


# --- Figures -------------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_number_says(reader, see):
    reader.opens("/stijl/")
    track = see(reader.part(".vwnw-bars__track").first)
    sixty_percent = round((len(track.rows[0]) - 2 * MARGIN) * 0.6)

    assert track.painted(columns=slice(MARGIN + 2, MARGIN + sixty_percent - 2), lines=WITHIN) > 0.9
    assert track.painted(columns=slice(MARGIN + sixty_percent + 2, -MARGIN - 2), lines=WITHIN) == 0


def seen(look: Callable[[], Picture], is_as_expected: Callable[[Picture], bool]) -> Picture:
    """Return the first picture that is as expected; after ten seconds of looking there is none."""
    until = monotonic() + 10
    while not is_as_expected(picture := look()):
        assert monotonic() < until, "never seen as expected"
    return picture


def test_a_mark_of_the_map_looks_otherwise_where_the_keyboard_is(reader, see):
    reader.opens("/stijl/")
    reader.part("svg.map--lively").wait_for()
    frame = reader.part(".vwnw-map__frame")
    reader.strikes("Tab")
    before = pixels_of(see(frame))
    reader.part(".mark").first.focus()

    seen(lambda: see(frame), lambda picture: number_that_differ(before, pixels_of(picture)) > 500)


def pixels_of(picture: Picture) -> list:
    return [pixel for row in picture.rows for pixel in row]


def number_that_differ(before: list, after: list) -> int:
    return sum(one != other for one, other in zip(before, after, strict=True))


def test_a_mark_and_the_land_stand_out_on_the_map(reader, see):
    reader.opens("/stijl/")
    reader.part("svg.map--lively").wait_for()
    frame = reader.part(".vwnw-map__frame")
    whole = see(frame).painted()
    reader.part(".map-marks").evaluate("(marks) => { marks.style.display = 'none' }")
    without_marks = seen(lambda: see(frame), lambda picture: picture.painted() < whole).painted()
    reader.part(".map-country").evaluate("(country) => { country.style.display = 'none' }")
    seen(lambda: see(frame), lambda picture: picture.painted() < without_marks)


def test_the_picture_of_a_notice_can_be_read(reader, see):
    reader.opens("/stijl/")

    for icon in reader.part(".utrecht-alert__icon").all():
        assert 0.5 < see(icon).painted() < 0.95


def test_the_days_of_the_plan_have_numbers_that_can_be_read(reader, see, complete_case):
    reader.page.context.add_cookies(complete_case)
    reader.opens("/casus/advies/#dagen")

    # The browser may still be on its way to the part that the address names.
    seen(lambda: see(reader.part(".vwnw-timeline__dot").first), lambda dot: 0.5 < dot.painted() < 0.95)
