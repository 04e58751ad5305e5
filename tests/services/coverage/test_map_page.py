"""The map in words: its table, legend, panel and work areas say what the digits say, for whatever was asked."""

import re
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regions.boundaries.change import Change, Successor
from regions.boundaries.verbs import plan_change
from regions.grid import to_grid
from regions.models import Postcode
from services.coverage.ground import ground
from services.coverage.layers import layers
from services.models import Role
from tests.portal.page import Page
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, days_ago

pytestmark = pytest.mark.django_db

EVERY_ROLE = frozenset(Role)
NOBODY = "wij kennen hier niemand"
KNOWN_WORDS = {
    "3": ("hulp, gegevens nagekeken", "hulp, nagekeken in {n} van {all}", "nagekeken in {n}"),
    "2": (
        "hulp, gegevens nog niet nagekeken",
        "hulp, nog niet nagekeken in {n} van {all}",
        "nog niet nagekeken in {n}",
    ),
    "1": ("misschien hulp: vraag het na", "misschien hulp in {n} van {all}", "misschien hulp in {n}"),
    "0": (NOBODY, "niemand bekend in {n} van {all}", "niemand bekend in {n}"),
}


def page_of(client, address: str = "/kaart/", **query: str) -> Page:
    response = client.get(address, query)
    assert response.status_code == 200
    return Page.read(response)


def text(element) -> str:
    return " ".join(element.text.split())


def main(client, address: str = "/kaart/", **query: str) -> str:
    return text(page_of(client, address, **query).one("main"))


def states(page: Page) -> dict[tuple[str, str], str]:
    """Return the words of the table by place and role."""
    found, place = {}, ""
    for element in page.elements:
        if element.tag == "tr":
            place = element.get("data-code") or ""
        elif element.tag == "td" and place:
            found[place, element["data-role"]] = text(element)
    return found


def state_of(client, code: str = "AM07", **query: str) -> str:
    (found,) = (words for (place, _role), words in states(page_of(client, **query)).items() if place == code)
    return found


def legend(page: Page) -> dict[str, int]:
    items = (one for one in page.all("li") if one.get("data-digit"))
    return {one["data-digit"]: int(re.search(r"\((\d+)\)", one.text)[1]) for one in items}


def drawn(page: Page) -> dict[str, tuple[str, str]]:
    """Return the name of each link of the map by code, and the digits of the shapes in it: one, or all that differ."""
    found: dict[str, tuple[str, str]] = {}
    code = ""
    for element in page.elements:
        if element.tag == "a" and element.get("data-code"):
            code = element["data-code"]
            found[code] = (element["aria-label"], "")
        elif element.tag == "path" and code and re.fullmatch(r"s\d", element.get("class") or ""):
            name, digits = found[code]
            found[code] = (name, digits + element["class"][1])
        elif element.tag == "g":
            code = ""
    return {
        code: (name, digits[:1] if len(set(digits)) == 1 else "".join(sorted(digits)))
        for code, (name, digits) in found.items()
    }


def digits_of(row: str, members: Sequence[int]) -> str:
    digits = [row[position] for position in members]
    return digits[0] if len(set(digits)) == 1 else "".join(sorted(digits))


def in_words(digits: str) -> str:
    """Return what the digits of a region say, written apart from the page."""
    there = [digit for digit in "3210" if digit in digits]
    if len(there) == 1:
        return KNOWN_WORDS[there[0]][0]
    numbers = {digit: digits.count(digit) for digit in there}
    of_all = f"{len(digits)} gemeenten"
    first = KNOWN_WORDS[there[0]][1].format(n=numbers[there[0]], all=of_all)
    return "; ".join([first, *(KNOWN_WORDS[digit][2].format(n=numbers[digit]) for digit in there[1:])])


@pytest.fixture
def directory():
    """Organisations with every state in it, in all and in parts of regions."""
    add_provider("land", "NL", type_="uwv", last_checked_on=None)
    add_provider("provincie", "PV:PV25", type_="mobility_centre")
    add_provider("arnhem", "GM:GM0202", "PC:6981", type_="learning_work_desk")
    add_provider("misschien", "?", type_="learning_work_desk")
    add_provider("bouw", "AM:AM18", type_="branch_service_point", sectors=("bouw",), last_checked_on=days_ago(500))


# --- One source ------------------------------------------------------------------------------------------


def test_table_legend_and_sum_say_what_the_digits_say_for_every_region_and_role(client, directory):
    here, rows = ground(timezone.localdate()), layers(timezone.localdate())
    told = states(page_of(client, "/regios/"))

    assert len(told) == 35 * 3
    for role in Role.values:
        for region in here.regions:
            digits = "".join(rows.row(role)[position] for position in region.members)
            assert told[region.code, role] == in_words(digits), (region.name, role)
        page = page_of(client, rol=role)
        assert states(page) == {key: words for key, words in told.items() if key[1] == role}
        assert legend(page) == {digit: rows.row(role).count(digit) for digit in "3210"}
        assert drawn(page) == {
            region.code: (f"{region.name}: {told[region.code, role]}", digits_of(rows.row(role), region.members))
            for region in here.regions
        }
        sure = rows.row(role).count("3") + rows.row(role).count("2")
        assert f"hulp in {sure} van 342 gemeenten" in text(page.one("main"))


def test_type_sector_and_what_is_checked_are_told_apart(client, directory):
    rows = layers(timezone.localdate())

    assert legend(page_of(client, type="mobility_centre"))["3"] == rows.row("curative", "mobility_centre").count("3")
    assert state_of(client, "AM01", type="mobility_centre") == "niemand van deze soort"
    assert state_of(client, "AM18", sector="bouw") != state_of(client, "AM18", sector="horeca")
    assert legend(page_of(client, nagekeken="1")) == {
        "3": rows.row("curative").count("3"),
        "2": 0,
        "1": 0,
        "0": 342 - rows.row("curative").count("3"),
    }
    assert state_of(client, "AM18", nagekeken="1") == "niemand nagekeken"


def test_all_regions_stand_by_name_and_lead_to_their_page(client):
    links = [one for one in page_of(client, "/regios/").all("a") if (one.get("id") or "").startswith("region-")]

    assert len(links) == 35
    assert [one.text for one in links] == sorted((one.text for one in links), key=str.lower)
    assert all(client.get(one["href"]).status_code == 200 for one in links)


def test_the_two_pages_are_one_with_another_heading_and_more_columns(client):
    assert page_of(client, "/kaart/").one("h1").text == "Wie helpt waar?"
    assert page_of(client, "/regios/").one("h1").text == "Alle regio's"
    assert {role for _place, role in states(page_of(client, "/kaart/"))} == {"curative"}


# --- What is asked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ({"rol": "curatief"}, "‘curatief’ kennen wij hier niet als situatie."),
        ({"type": "employer_service_point"}, "‘employer_service_point’ kennen wij hier niet als soort organisatie."),
        ({"sector": "x" * 90}, "kennen wij hier niet als sector."),
        ({"gebied": "AM99"}, "‘AM99’ kennen wij hier niet als gebied."),
        ({"gebied": "GM9999"}, "‘GM9999’ kennen wij hier niet als gebied."),
        ({"werkgebied": "niemand"}, "‘niemand’ kennen wij hier niet als organisatie."),
        ({"werkgebied": "\0"}, "kennen wij hier niet als organisatie."),
        ({"vak": "1,2"}, "‘1,2’ kennen wij hier niet als deel van de kaart."),
        ({"vak": "1,2,0"}, "‘1,2,0’ kennen wij hier niet als deel van de kaart."),
        ({"vak": "<b>"}, "‘<b>’ kennen wij hier niet als deel van de kaart."),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(client, query, what):
    page = page_of(client, **query)

    assert what in text(page.one("main"))
    assert len(states(page)) == 35
    assert "Wij laten het weg." not in main(client)


def test_what_was_chosen_stands_in_the_form_and_stays(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    page = page_of(client, rol="reintegration", sector="bouw", gebied="AM07", werkgebied="centrum", beeld="lijst")

    chosen = [one["value"] for one in page.all("option") if "selected" in one.attributes]
    hidden = {one["name"]: one["value"] for one in page.all("input", type="hidden")}

    assert chosen == ["reintegration", "", "bouw"]
    assert hidden == {"gebied": "AM07", "werkgebied": "centrum", "beeld": "lijst"}


def test_a_place_leads_to_its_municipality_with_all_else_kept(client):
    response = client.get("/kaart/", {"locatie": "6811 AB", "rol": "preventive"})

    assert (response.status_code, response.headers["Location"]) == (302, "/kaart/?rol=preventive&gebied=GM0202")


def test_a_place_that_may_be_several_is_asked_about(client):
    page = page_of(client, locatie="Bergen")

    assert "Welke plaats bedoelt u?" in text(page.one("main"))
    assert len(states(page)) == 35


# --- One area --------------------------------------------------------------------------------------------


def panel(client, code: str, **query: str) -> str:
    return text(page_of(client, f"/kaart/gebied/{code}/", **query).one("section", class_="vwnw-panel"))


def test_a_municipality_tells_who_helps_by_situation_and_who_is_nearest_outside(client):
    add_provider("centrum", "GM:GM0202", type_="mobility_centre", name="Werkcentrum")
    add_provider("buur", "AM:AM08", type_="learning_work_desk", name="Buurloket", **NIJMEGEN)
    add_provider("wsp", "AM:AM07", name="WSP", phone="026 123 45 67", hours="Mo-Su 00:00-23:59")

    said = panel(client, "GM0202")

    assert said.startswith("Arnhem Gemeente in de regio Midden-Gelderland.")
    assert "Ontslag komt eraan Hulp, gegevens nagekeken. Werkcentrum." in said
    assert re.search(r"Nog geen ontslag Wij kennen hier niemand\. Het dichtst bij: Buurloket, ongeveer \d+ km", said)
    assert "Bel eerst: WSP" in said


def test_a_region_tells_where_in_it_nobody_is_and_each_municipality(client):
    add_provider("arnhem", "GM:GM0202", type_="mobility_centre", name="Werkcentrum")

    said = panel(client, "AM07")

    assert said.startswith("Midden-Gelderland Regio met 9 gemeenten.")
    assert "Hulp, nagekeken in 1 van 9 gemeenten; niemand bekend in 8. Werkcentrum." in said
    assert "Niemand bekend in Doesburg, Duiven, Lingewaard" in said
    rows = states(page_of(client, "/kaart/gebied/AM07/"))
    assert rows["GM0202", "curative"] == "hulp, gegevens nagekeken"
    assert rows["GM0221", "curative"] == NOBODY


def test_the_panel_in_the_page_is_the_panel_by_itself(client, directory):
    for code in ("AM07", "GM0202"):
        inside = page_of(client, gebied=code, rol="preventive").one("section", class_="vwnw-panel")
        assert text(inside) == panel(client, code, rol="preventive")


def test_who_works_here_without_an_address_stands_in_a_drawer(client):
    add_provider("zonder", "AM:AM07", type_="mobility_centre", name="Zonder")
    add_provider("met", "AM:AM07", type_="mobility_centre", name="Met", **ARNHEM)

    said = panel(client, "AM07")

    assert "Werkt hier, adres niet bekend (1) Zonder (Mobiliteitscentrum)" in said


@pytest.mark.parametrize("code", ["AM99", "GM9999", "PV25", "x"])
def test_an_area_that_is_none_is_not_found(client, code):
    assert client.get(f"/kaart/gebied/{code}/").status_code == 404


def test_who_took_over_a_part_of_a_municipality_waits_for_an_outline_and_is_named(client):
    today = timezone.localdate()
    codes = sorted(Postcode.objects.filter(place__municipality__code="GM0014").values_list("pc4", flat=True))
    heirs = (Successor("GM9001", "Noord", tuple(codes[:3])), Successor("GM9002", "Zuid", tuple(codes[3:])))
    assert "Nog niet op de kaart" not in main(client)

    plan_change(change=Change(("GM0014",), heirs, today), today=today)

    said = "Nog niet op de kaart, wel in de lijst van hun regio: Noord, Zuid."
    assert said in main(client)
    assert said in main(client, gebied="GM9001")
    assert "Noord: wij kennen hier niemand" not in {
        name for name, _digits in drawn(page_of(client, gebied="GM9001")).values()
    }


# --- Work areas ------------------------------------------------------------------------------------------


def work_areas(client, *slugs: str) -> dict[str, str]:
    """Return where organisations work, by who does."""
    page = page_of(client, werkgebied=",".join(slugs))
    section = text(page.one("section", aria_labelledby="werkgebieden"))
    told = {text(who): text(where) for who, where in zip(page.all("dt"), page.all("dd"), strict=True)}
    return {who: where for who, where in told.items() if who in section}


def test_of_two_work_areas_is_told_where_both_work_and_where_one_does(client):
    add_provider("a", "GM:GM0202", "GM:GM0221", name="A")
    add_provider("b", "GM:GM0202", "GM:GM0226", name="B")

    assert work_areas(client, "a", "b") == {"Beide": "Arnhem", "Alleen A": "Doesburg", "Alleen B": "Duiven"}


def test_a_part_of_a_municipality_is_told_by_its_postcodes_apart(client):
    add_provider("a", "GM:GM0202", "PC:6981-6982", name="A")
    add_provider("b", "PC:6811", "PC:6981", name="B")

    assert work_areas(client, "a", "b") == {
        "Beide": "in Arnhem alleen postcode 6811; in Doesburg alleen postcode 6981",
        "Alleen A": "Arnhem; in Doesburg alleen postcode 6982",
    }


def test_the_legend_says_whose_lines_are_whose_and_leaves_out_who_is_not_on_the_map(client):
    add_provider("a", "GM:GM0202", name="A")
    add_provider("b", "?", name="B")
    add_provider("c", "PC:6811", name="C")

    page = page_of(client, werkgebied="a,b,c")
    lines = [text(one) for one in page.all("li") if text(one).startswith("Werkgebied van ")]

    assert lines == ["Werkgebied van A", "Werkgebied van C"]
    drawn_in = [one["class"] for one in page.all("rect") if (one.get("class") or "").startswith("w")]
    assert drawn_in == ["w1", "w3"]
    assert {one.get("class") for one in (*page.all("path"), *page.all("circle"))} >= {"w1", "w3"}
    assert "Waar lijnen elkaar kruisen" in text(page.one("main"))
    assert legend(page) == {}
    assert "Waar lijnen elkaar kruisen" not in main(client, werkgebied="a")


def test_one_work_area_is_told_by_its_name_and_one_not_known_as_such(client):
    add_provider("a", "NL", name="A")
    add_provider("b", "?", name="B")

    assert work_areas(client, "a") == {"A": "heel Nederland"}
    assert work_areas(client, "a", "b")["B"] == "niet bekend waar deze organisatie werkt"


# --- A part of the map -----------------------------------------------------------------------------------


def test_in_the_part_in_sight_stand_those_with_an_address_there_and_those_that_work_there(client):
    x, y = to_grid(ARNHEM["latitude"], ARNHEM["longitude"])
    add_provider("hier", "AM:AM18", type_="mobility_centre", name="Heeft hier een adres", **ARNHEM)
    add_provider("werkt", "AM:AM07", type_="mobility_centre", name="Werkt hier")
    add_provider("elders", "AM:AM18", type_="mobility_centre", name="Elders")
    add_provider("anders", "AM:AM07", type_="learning_work_desk", name="Voor een andere situatie")

    page = page_of(client, vak=f"{x - 200:.0f},{y - 200:.0f},400")

    said = text(page.one("section", aria_labelledby="in-beeld"))
    assert said.startswith("In dit deel van de kaart: 2 organisaties")
    assert "Heeft hier een adres (Mobiliteitscentrum): ja, nagekeken, met een adres hier" in said
    assert "Werkt hier (Mobiliteitscentrum): ja, nagekeken" in said


# --- As browsers keep it ---------------------------------------------------------------------------------


def test_a_page_that_did_not_change_is_not_made_again(client):
    first = client.get("/kaart/?rol=preventive")
    again = client.get("/kaart/?rol=preventive", headers={"if-none-match": first.headers["ETag"]})
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    changed = client.get("/kaart/?rol=preventive", headers={"if-none-match": first.headers["ETag"]})

    assert "no-cache" in first.headers["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert client.get("/en/kaart/?rol=preventive").headers["ETag"] != changed.headers["ETag"]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries_taken"),
    [("/kaart/", 1), ("/regios/", 1), ("/kaart/?gebied=AM07", 3), ("/kaart/gebied/GM0202/", 2)],
)
def test_a_page_takes_the_same_queries_whatever_there_is_to_tell(client, number, address, queries_taken):
    for turn in range(number):
        add_provider(f"loket-{turn}", "NL", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE)
        add_provider(f"wsp-{turn}", "AM:AM07", first_contact=True)
        add_provider(f"punt-{turn}", "?", type_="branch_service_point", sectors=("techniek",))
    page_of(client, address)

    with CaptureQueriesContext(connection) as queries:
        page_of(client, address)

    assert len(queries) == queries_taken
