"""The map beside the list: what stands on it, as links that lead to the list, and nothing that a name could add."""

import pytest

from tests.portal.page import Page
from tests.services.providers import ARNHEM, add_provider

pytestmark = pytest.mark.django_db


def drawn(client, **query) -> Page:
    return Page.read(client.get("/zoeken/", query))


def outlined(page: Page) -> dict[str, str]:
    """Return how the areas that the page is about are drawn, by code."""
    shapes = [use for use in page.all("use") if use.get("class") in {"here", "here-exactly"}]
    return {use["href"].rpartition("#v-")[2]: use["class"] for use in shapes}


def marks(page: Page) -> list:
    return [link for link in page.all("a") if (link.get("class") or "").startswith("mark ")]


def test_the_hits_with_a_position_are_on_the_map_and_lead_to_their_place_in_the_list(client):
    add_provider("met-plek", "NL", name="Loket", **ARNHEM)
    add_provider("zonder-plek", "NL")

    (mark,) = marks(drawn(client, locatie="6811 AB"))

    assert mark["href"] == "#hit-met-plek"
    assert mark["aria-label"].startswith("Loket, ")
    assert mark["aria-label"].endswith("minder dan 1 km")


def test_where_only_the_map_is_shown_a_mark_leads_to_the_address_of_the_list(client):
    add_provider("loket", "NL", **ARNHEM)

    (mark,) = marks(drawn(client, locatie="6811 AB", beeld="kaart"))

    assert mark["href"] == "?locatie=6811+AB#hit-loket"


def test_list_and_map_are_two_addresses_that_keep_the_question_and_the_page(client):
    for number in range(25):
        add_provider(f"loket-{number:02}", "NL")

    page = drawn(client, locatie="6811 AB", pagina="2")

    shown, other = [link for link in page.all("a") if link.text in {"Lijst", "Kaart"}][-2:]
    assert (shown["href"], shown["aria-current"]) == ("?locatie=6811+AB&pagina=2", "true")
    assert (other["href"], other.get("aria-current")) == ("?locatie=6811+AB&pagina=2&beeld=kaart", None)


def test_the_region_and_the_municipality_of_the_place_are_outlined(client):
    add_provider("loket", "NL")

    page = drawn(client, locatie="6811 AB")

    assert outlined(page) == {"AM07": "here", "GM0202": "here-exactly"}
    assert any(part.get("aria-label") == "6811 AB Arnhem" for part in page.all("g"))


def test_a_province_is_outlined_by_its_regions(client):
    add_provider("loket", "NL")

    assert {"AM07", "AM08"} <= outlined(drawn(client, locatie="Gelderland")).keys()


def test_without_a_place_the_whole_country_is_in_sight(client):
    add_provider("loket", "NL", **ARNHEM)

    page = drawn(client)

    assert outlined(page) == {}
    assert len(page.all("use", class_="plain")) == 35


def test_the_map_comes_after_the_list_and_says_where_its_outlines_are_from(client):
    add_provider("loket", "NL")

    body = client.get("/zoeken/", {"locatie": "6811 AB"}).content.decode()

    assert body.index('id="hit-loket"') < body.index('class="vwnw-map"')
    assert "Grenzen: indicatief" in body


def test_a_name_becomes_no_markup(client):
    add_provider("loket", "NL", name='"><script>alert(1)</script>', **ARNHEM)

    page = drawn(client, locatie="6811 AB")

    assert '"><script>alert' not in client.get("/zoeken/", {"locatie": "6811 AB"}).content.decode()
    assert marks(page)[0]["aria-label"].startswith('"><script>')


def test_pictures_of_a_tile_server_come_from_the_setting_only(client, settings):
    add_provider("loket", "NL")
    assert "<image" not in client.get("/zoeken/").content.decode()

    settings.MAP_TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"

    assert 'href="https://tiles.example.org/' in client.get("/zoeken/").content.decode()


# --- Who is on other pages -------------------------------------------------------------------------------


def elsewhere(client, **query) -> list[list]:
    return client.get("/zoeken/punten/", query).json()["points"]


def test_a_map_beside_one_page_of_several_asks_for_all_that_was_found(client):
    for number in range(21):
        add_provider(f"loket-{number:02}", "NL", type_="uwv", latitude=51 + number / 20, longitude=5.9)
    add_provider("zonder-plek", "NL", type_="uwv")
    add_provider("anders", "NL", type_="mobility_centre", **ARNHEM)

    page = drawn(client, locatie="6811 AB", type="uwv", pagina="2", beeld="kaart", vergelijk="loket-01")
    (figure,) = (one for one in page.all("figure") if one.get("data-outlines"))

    assert figure["data-points"] == "/zoeken/punten/?locatie=6811+AB&type=uwv"
    found = client.get(figure["data-points"]).json()["points"]
    assert {slug for slug, *_rest in found} == {f"loket-{number:02}" for number in range(21)}
    assert found[0][:3] == ["loket-20", "Loket-20, UWV", "/organisaties/loket-20/"]


def test_where_one_page_shows_all_nothing_more_is_asked(client):
    add_provider("loket", "NL", **ARNHEM)

    assert not [one for one in drawn(client, locatie="6811 AB").all("figure") if one.get("data-points")]


def test_a_place_that_is_not_certain_has_nobody_on_the_map(client):
    add_provider("loket", "NL", **ARNHEM)

    assert elsewhere(client, locatie="Nergenshuizen") == []
    assert [slug for slug, *_rest in elsewhere(client)] == ["loket"]


@pytest.mark.parametrize("number", [1, 3])
def test_all_that_was_found_takes_one_query(client, number, django_assert_num_queries):
    elsewhere(client, locatie="6811 AB")
    for turn in range(number):
        add_provider(f"loket-{turn}", "NL", **ARNHEM)
    elsewhere(client, locatie="6811 AB")

    with django_assert_num_queries(2):  # the tokens of the data, and those found
        assert len(elsewhere(client, locatie="6811 AB")) == number
