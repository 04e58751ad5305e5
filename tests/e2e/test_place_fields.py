"""The fields for a place, in a real browser: suggestions that leave no trace, and a doubt settled by choosing."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser

FIELDS = {
    "/": "#locatie",
    "/zoeken/": "#id_locatie",
    "/hulp-in-de-buurt/": "#id_location",
    "/casus/plaatsen/": "#id_p-0-location",
}


def opens_the_field(visitor: Visitor, address: str):
    """Open a page with a field for a place, and return that field."""
    if address.startswith("/casus/"):
        visitor.opens("/casus/situatie/")
        visitor.page.locator("input[value=redundancy]").check()
        visitor.presses("Volgende")
    else:
        visitor.opens(address)
    return visitor.part(FIELDS[address])


@pytest.mark.parametrize("address", FIELDS)
def test_every_field_for_a_place_suggests_and_no_address_holds_what_was_typed(visitor, address):
    field = opens_the_field(visitor, address)
    asked = []
    visitor.page.on("request", lambda each: each.resource_type == "fetch" and asked.append((each.method, each.url)))

    field.press_sequentially("hoogvl")
    option = visitor.page.get_by_role("option", name="Hoogvliet", exact=True)
    expect(option).to_be_visible()
    box, around = option.bounding_box(), field.bounding_box()
    assert box["y"] >= around["y"] + around["height"], "the list stands below its field"
    visitor.strikes("ArrowDown", "Enter")

    expect(field).to_have_value("Hoogvliet")
    assert {method for method, url in asked if "/punten/" not in url} == {"POST"}
    assert not [url for _method, url in asked if "hoog" in url.lower()]


def chooses_bergen(visitor: Visitor, address: str, button: str) -> None:
    """Type a name that several places have, send it, and choose one of them."""
    opens_the_field(visitor, address).fill("Bergen")
    visitor.strikes("Tab")  # on to the next: the suggestions close, which lay over the button
    visitor.part("main").get_by_role("button", name=button).first.click()
    expect(visitor.part(".vwnw-error-summary")).to_be_focused()
    assert visitor.page.title().startswith("Fout: ")
    visitor.page.get_by_label("Bergen L (gemeente Bergen L., regio Noord-Limburg)").check()


@pytest.mark.parametrize("person", ["visitor", "plain_visitor"])
def test_in_the_search_the_right_bergen_is_chosen_and_not_typed_again(request, person):
    visitor = request.getfixturevalue(person)
    chooses_bergen(visitor, "/zoeken/", "Zoeken")

    visitor.part("main").get_by_role("button", name="Zoeken").click()

    visitor.reads_heading("Wie helpt in Bergen L?")
    query = parse_qs(urlsplit(visitor.page.url).query)
    assert query == {"locatie": ["Bergen L"]}


@pytest.mark.parametrize("person", ["visitor", "plain_visitor"])
def test_on_the_employees_way_the_right_bergen_is_chosen_and_not_typed_again(request, person):
    visitor = request.getfixturevalue(person)
    chooses_bergen(visitor, "/hulp-in-de-buurt/", "Volgende")

    visitor.presses("Volgende")

    visitor.reads_heading("Wat past bij u?")
    visitor.follows("Vorige vraag")
    assert visitor.page.get_by_label("Waar woont of werkt u?").input_value() == "Bergen L"
    assert "Bergen" not in visitor.page.url


@pytest.mark.parametrize("person", ["visitor", "plain_visitor"])
def test_in_the_case_the_right_bergen_is_chosen_and_not_typed_again(request, person):
    visitor = request.getfixturevalue(person)
    chooses_bergen(visitor, "/casus/plaatsen/", "Volgende")
    visitor.page.locator("[name=p-0-permanent]").fill("3")

    visitor.presses("Volgende")

    expect(visitor.page).to_have_url(re.compile("/casus/sector/$"))
