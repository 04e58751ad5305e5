"""Who is shown beside those who serve the place, what an empty list advises, and the choices that can be taken away."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regions.places import find_place
from tests.portal.page import Page
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider

pytestmark = pytest.mark.django_db

AMSTERDAM = {"latitude": 52.37, "longitude": 4.9}


def search(client, **query) -> Page:
    return Page.read(client.get("/zoeken/", query))


def groups(client, **query) -> tuple[list[str], list[str]]:
    """Return the slugs of those who serve the place, and of those shown because they are near."""
    body = client.get("/zoeken/", query).content.decode()
    serving, _heading, outside = body.partition('id="buiten"')
    return tuple(
        [one["id"].removeprefix("hit-") for one in Page.read(part).all("article")] for part in (serving, outside)
    )


def text(page: Page) -> str:
    return " ".join(page.one("main").text.split())


def tags(page: Page) -> dict[str, dict[str, list[str]]]:
    """Return for each tag the question that is left when it is taken away."""
    links = page.all("a", class_="nl-data-badge vwnw-tag--remove")
    return {
        " ".join(link.text.split()).removeprefix("Verwijder filter: "): parse_qs(urlsplit(link["href"]).query)
        for link in links
    }


# --- Near, but not serving -----------------------------------------------------------------------------------


def test_where_few_serve_the_place_the_nearest_others_follow_under_their_own_heading(client):
    add_provider("hier", "AM:AM07", **AMSTERDAM)
    add_provider("ver", "GM:GM0363", **AMSTERDAM)
    add_provider("dichtbij", "GM:GM0268", **NIJMEGEN)

    assert groups(client, locatie="Arnhem") == (["hier"], ["dichtbij", "ver"])
    page = search(client, locatie="Arnhem")
    assert page.with_id("buiten").text.strip() == "Buiten Arnhem, verder weg"
    assert "ongeveer 15 km" in page.with_id("hit-dichtbij").text
    assert "Werkt in" not in page.with_id("hit-dichtbij").text


def test_where_nobody_serves_the_place_the_nearest_are_named(client):
    add_provider("dichtbij", "GM:GM0268", **NIJMEGEN)

    assert groups(client, locatie="Arnhem") == ([], ["dichtbij"])


def test_a_provider_at_the_very_centre_of_the_place_can_be_outside_too(client):
    centre = find_place("6811", timezone.localdate()).location
    add_provider("in-het-midden", "GM:GM0268", latitude=centre.latitude, longitude=centre.longitude)

    assert groups(client, locatie="6811")[1] == ["in-het-midden"]


def test_at_most_five_are_named_and_they_fit_the_other_filters(client):
    for number in range(7):
        add_provider(f"loket-{number}", "GM:GM0268", latitude=51.9 - number / 50, longitude=5.9)
    add_provider("uwv-elders", "GM:GM0268", type_="uwv", **ARNHEM)

    _serving, outside = groups(client, locatie="Arnhem", type="employer_service_point")

    assert outside == [f"loket-{number}" for number in range(5)]


def test_where_enough_serve_the_place_no_others_are_shown(client):
    for number in range(5):
        add_provider(f"hier-{number}", "AM:AM07")
    add_provider("dichtbij", "GM:GM0268", **NIJMEGEN)

    assert groups(client, locatie="Arnhem")[1] == []


def test_a_private_provider_outside_is_only_named_where_its_type_was_asked_for(client):
    add_provider("bureau", "GM:GM0268", type_="outplacement_agency", **NIJMEGEN)

    assert groups(client, locatie="Arnhem") == ([], [])
    assert groups(client, locatie="Arnhem", type="outplacement_agency") == ([], ["bureau"])


def test_one_without_a_position_or_that_stopped_is_not_among_the_nearest(client):
    add_provider("zonder-plek", "GM:GM0268")
    add_provider("gestopt", "GM:GM0268", retired_on="2020-01-01", **NIJMEGEN)

    assert groups(client, locatie="Arnhem") == ([], [])


def marked(page: Page) -> list[str]:
    """Return the slugs of those with a mark on the map."""
    return [mark["data-slug"] for mark in page.all("a") if (mark.get("class") or "").startswith("mark ")]


def test_those_outside_are_on_the_map_too(client):
    add_provider("dichtbij", "GM:GM0268", **NIJMEGEN)

    assert marked(search(client, locatie="Arnhem")) == ["dichtbij"]


@pytest.mark.parametrize("number", [1, 3])
def test_showing_those_outside_takes_no_query_of_its_own(client, number):
    for i in range(number):
        add_provider(f"hier-{i}", "AM:AM07", sectors=("techniek",), description_nl="Advies")
        add_provider(f"elders-{i}", "GM:GM0268", sectors=("techniek", "bouw"), description_nl="Advies", **NIJMEGEN)
    question = {"locatie": "6811 AB", "sector": "techniek", "rol": "curative", "q": "advies"}
    search(client, **question | {"locatie": "Arnhem"})

    with CaptureQueriesContext(connection) as queries:
        page = search(client, **question)

    assert len(page.all("article")) == 2 * number
    assert len(queries) == 3


# --- May work here -------------------------------------------------------------------------------------------


def possible(page: Page) -> list[str]:
    """Return the slugs of those that may work at the place: those between that heading and the next."""
    names, is_under = [], False
    for element in page.elements:
        if element.tag == "h2":
            is_under = element.get("id") == "misschien"
        elif element.tag == "article" and is_under:
            names.append(element["id"].removeprefix("hit-"))
    return names


def test_who_works_nobody_knows_where_stands_in_a_group_of_its_own_and_is_not_counted(client):
    add_provider("hier", "AM:AM07", **ARNHEM)
    add_provider("wie-weet", "?", postcode="6811AB", **ARNHEM)
    add_provider("een-ander", "?", name="Aa")

    page = search(client, locatie="Arnhem")

    assert page.with_id("misschien").text == "Werkt misschien bij u: vraag het na"
    assert possible(page) == ["een-ander", "wie-weet"]
    assert page.with_id("resultaten").text.split()[0] == "1"
    assert {option.text for option in page.all("option", value="employer_service_point")} == {
        "Werkgeversservicepunt (1)"
    }
    card = page.with_id("hit-wie-weet").text
    assert "werkgebied niet bekend" in card
    assert " km" not in card
    assert "Toon het werkgebied" not in card
    assert marked(page) == ["hier"]


def test_who_may_work_here_fits_all_other_choices(client):
    add_provider("goed", "?", type_="branch_service_point", sectors=("techniek",), description_nl="Omscholing")
    add_provider("andere-sector", "?", type_="branch_service_point", sectors=("bouw",), description_nl="Omscholing")
    add_provider("andere-woorden", "?", type_="branch_service_point", sectors=("techniek",))
    add_provider("ander-soort", "?", type_="uwv", description_nl="Omscholing")
    add_provider("gestopt", "?", type_="branch_service_point", description_nl="Omscholing", retired_on="2020-01-01")

    page = search(client, locatie="Arnhem", rol="curative", type="branch_service_point", sector="techniek", q="omschol")

    assert possible(page) == ["goed"]
    assert "0 organisaties gevonden" in text(page)


def test_who_may_work_here_is_never_said_to_work_elsewhere(client):
    add_provider("wie-weet", "?", **NIJMEGEN)
    add_provider("elders", "GM:GM0268", **NIJMEGEN)

    page = search(client, locatie="Arnhem")

    assert possible(page) == ["wie-weet"]
    assert groups(client, locatie="Arnhem")[1] == ["elders"]


def test_of_many_that_may_work_here_ten_are_shown_on_the_first_page_and_the_rest_counted(client):
    for number in range(13):
        add_provider(f"misschien-{number:02}", "?")
    for number in range(21):
        add_provider(f"hier-{number:02}", "NL")

    first, second = (search(client, locatie="Arnhem", pagina=page) for page in "12")

    assert possible(first) == [f"misschien-{number:02}" for number in range(10)]
    assert "En nog 3 andere." in text(first)
    assert len(groups(client, locatie="Arnhem")[0]) == 30
    assert possible(second) == []
    assert "Werkt misschien bij u" not in text(second)


def test_without_a_place_they_stand_in_the_list_as_records_with_what_is_not_known(client):
    add_provider("a-weet-niet", "?")
    add_provider("b-hier", "NL")

    page = search(client)

    assert groups(client)[0] == ["a-weet-niet", "b-hier"]
    assert "werkgebied niet bekend" in page.with_id("hit-a-weet-niet").text
    assert "werkgebied niet bekend" not in page.with_id("hit-b-hier").text
    assert possible(page) == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("here", [0, 6])
def test_who_may_work_here_takes_no_query_of_its_own(client, number, here):
    for i in range(here):
        add_provider(f"hier-{i}", "AM:AM07", sectors=("techniek",), description_nl="Advies")
    for i in range(number):
        add_provider(f"misschien-{i}", "?", sectors=("techniek", "bouw"), description_nl="Advies")
    question = {"sector": "techniek", "rol": "curative", "q": "advies"}
    search(client, locatie="6812 AB", **question)

    with CaptureQueriesContext(connection) as queries:
        page = search(client, locatie="6811 AB", **question)

    assert len(page.all("article")) == here + number
    assert len(queries) == 3, [one["sql"] for one in queries]


def test_who_may_work_here_is_read_anew_after_a_change(client):
    add_provider("misschien", "?")
    assert possible(search(client, locatie="Zwolle")) == ["misschien"]

    add_provider("misschien-ook", "?")

    assert possible(search(client, locatie="Zwolle")) == ["misschien", "misschien-ook"]


# --- Nothing found -------------------------------------------------------------------------------------------


def test_an_empty_list_says_which_choice_to_take_away_the_one_that_gives_most_first(client):
    add_provider("een", "AM:AM07", type_="uwv")
    add_provider("twee", "AM:AM07", type_="learning_work_desk")
    add_provider("drie", "AM:AM07", type_="learning_work_desk")

    page = search(client, locatie="Arnhem", rol="preventive", type="uwv")

    advice = [link for link in page.all("a", class_="nl-link") if link.text.startswith("Zonder")]
    assert [link.text for link in advice] == ["Zonder ‘Soort: UWV’", "Zonder ‘Situatie: Nog geen ontslag’"]
    assert parse_qs(urlsplit(advice[0]["href"]).query) == {"locatie": ["Arnhem"], "rol": ["preventive"]}
    assert "2 organisaties" in text(page)


def test_an_empty_list_tells_when_the_words_are_in_the_way(client):
    add_provider("een", "AM:AM07")

    page = search(client, locatie="Arnhem", q="xyzzy")

    assert any(link.text == "Zonder ‘Woorden: xyzzy’" for link in page.all("a"))


def test_where_no_single_choice_is_in_the_way_all_of_them_can_be_left_out(client):
    add_provider("een", "AM:AM07", type_="employer_service_point")

    page = search(client, locatie="Arnhem", type="uwv", q="xyzzy")

    (link,) = [link for link in page.all("a") if link.text.startswith("Laat alle filters weg")]
    assert parse_qs(urlsplit(link["href"]).query) == {"locatie": ["Arnhem"]}


def test_where_nobody_is_known_at_all_the_reader_is_led_to_a_wider_place(client):
    assert "Zoek op een plaats in de buurt" in text(search(client, locatie="Arnhem"))


# --- Choices as tags -----------------------------------------------------------------------------------------


def test_every_choice_is_a_tag_that_takes_only_itself_away(client):
    add_provider("loket", "AM:AM07")

    page = search(client, locatie="6811 AB", rol="curative", type="uwv", sector="bouw", q="loket", pagina="1")

    asked = {"locatie": "6811 AB", "rol": "curative", "type": "uwv", "sector": "bouw", "q": "loket"}
    expected = {
        "Plaats: 6811 AB Arnhem": "locatie",
        "Situatie: Ontslag komt eraan": "rol",
        "Soort: UWV": "type",
        "Sector: Bouw": "sector",
        "Woorden: loket": "q",
    }
    assert {tag: {key: values[0] for key, values in left.items()} for tag, left in tags(page).items()} == {
        tag: {key: value for key, value in asked.items() if key != gone} for tag, gone in expected.items()
    }


def test_without_a_choice_there_are_no_tags(client):
    add_provider("loket", "NL")

    assert tags(search(client)) == {}
    assert tags(search(client, locatie="Qwxyzstad", rol="onzin")) == {}


def test_a_word_that_holds_markup_is_text_in_its_tag(client):
    page = search(client, q="<b>vet</b>")

    assert "Woorden: <b>vet</b>" in tags(page)
    assert page.all("b") == []
