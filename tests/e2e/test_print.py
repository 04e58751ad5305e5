"""What comes out of a printer: no empty sheets, and what a reader needs without a screen."""

import re
import zlib

import pytest
from django.utils import timezone

from tests.e2e.pages import ask_as_employee
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


def sheets_of(visitor: Visitor) -> list[int]:
    """Return how much is written on each sheet when the page is printed: the number of runs of letters."""
    pdf = visitor.page.pdf(format="A4")
    objects = dict(re.findall(rb"(?s)\n(\d+) 0 obj\n(.*?)endobj", pdf))
    contents = [
        re.search(rb"/Contents (\d+) 0 R", page)[1]
        for page in objects.values()
        if re.search(rb"/Type\s*/Page\b(?!s)", page)
    ]
    streams = [re.search(rb"(?s)stream\r?\n(.*?)\r?\nendstream", objects[number])[1] for number in contents]
    # What ends a packed stream may look like an end of line, and is then cut off here: it holds no letters.
    written = [zlib.decompressobj().decompress(stream) for stream in streams]
    return [len(re.findall(rb"\bT[jJ]\b", page)) for page in written]


@pytest.mark.parametrize(
    ("address", "most"), [("/zoeken/?locatie=Arnhem", 6), ("/organisaties/werkcentrum-midden-gelderland/", 2), ("/", 2)]
)
def test_a_print_has_no_sheet_that_is_all_but_empty(visitor, address, most):
    visitor.opens(address)

    sheets = sheets_of(visitor)

    assert 1 <= len(sheets) <= most
    assert min(sheets) > 5


def test_a_print_for_an_employee_says_whom_to_reach_without_buttons_and_questions(visitor):
    visitor.opens("/hulp-in-de-buurt/")
    ask_as_employee(visitor.page)
    sheets = sheets_of(visitor)
    visitor.page.emulate_media(media="print")

    assert len(sheets) == 1
    assert visitor.page.locator("button:visible, input:visible, a.nl-button:visible").count() == 0
    assert "voorbeeld-poortwachtercentrum-arnhem@example.org" in visitor.part("main").inner_text()


def test_the_plan_on_paper_says_what_it_is_of_which_day_and_on_which_answers(visitor, complete_case):
    visitor.page.context.add_cookies(complete_case)
    visitor.opens("/casus/advies/")
    sheets = sheets_of(visitor)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    printed = visitor.part("body").inner_text()

    assert len(sheets) <= 2
    assert min(sheets) > 5
    for words in (
        "VWNW-portaal",
        "Uw plan",
        str(timezone.localdate().year),
        "Uw antwoorden",
        "6811 AB Arnhem",
        "Scholing",
    ):
        assert words in printed
    assert "Bewaar mijn casus" not in printed
    ground = visitor.part("html").evaluate("(page) => getComputedStyle(page).getPropertyValue('--vwnw-paper')")
    assert ground == "#ffffff"
