"""The page of one region: whom to call first, a row an organisation, the gaps, and what is folded."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Role
from tests.portal.page import Page
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, days_ago

pytestmark = pytest.mark.django_db

EVERY_ROLE = frozenset(Role)
ALL_ORGANISATIONS = 12
LONGEST = 6000


def page_of(client, code: str = "AM07") -> Page:
    response = client.get(f"/regios/{code}/")
    assert response.status_code == 200
    return Page.read(response)


def text(element) -> str:
    return " ".join(element.text.split())


def main(client, code: str = "AM07") -> str:
    return text(page_of(client, code).one("main"))


def section(client, name: str = "wie", code: str = "AM07") -> str:
    """Return what a section says: who helps ("wie"), the municipalities, or whom to contact first."""
    return text(page_of(client, code).one("section", aria_labelledby=name))


def rows(client, code: str = "AM07") -> dict[str, list[str]]:
    """Return the cells of each organisation, by its name: preventive, curative, reintegration."""
    found: dict[str, list[str]] = {}
    is_inside, name = False, ""
    for element in page_of(client, code).elements:
        if element.tag == "table":
            is_inside = text(element).startswith("Wie doet wat")
        elif is_inside and element.tag == "a":
            name = text(element)
        elif is_inside and element.tag == "td":
            found.setdefault(name, []).append(text(element))
    return found


def folded(client, name: str, code: str = "AM07") -> str:
    return text(page_of(client, code).one("details", id=name))


# --- Who helps -------------------------------------------------------------------------------------------


def test_each_organisation_has_one_row_with_what_it_does_in_each_situation(client):
    add_provider("alles", "AM:AM07", type_="mobility_centre", name="Alles", roles=EVERY_ROLE)
    add_provider("desk", "AM:AM07", type_="learning_work_desk", name="Leerwerkloket", last_checked_on=None)
    add_provider("uwv", "NL", type_="uwv", name="UWV")
    add_provider("elders", "AM:AM08", type_="mobility_centre", name="Elders")

    assert rows(client) == {
        "Alles": ["ja, nagekeken"] * 3,
        "Leerwerkloket": ["ja, nog niet nagekeken", "–nee", "–nee"],
        "UWV": ["–nee", "–nee", "ja, nagekeken"],
    }


def test_the_general_entry_and_private_bureaus_have_a_row_and_close_no_gap(client):
    add_provider("wsp", "AM:AM07", name="WSP")
    add_provider("bureau", "AM:AM07", type_="outplacement_agency", name="Aap")

    assert rows(client) == {
        "WSP": ["ja, als algemene ingang"] * 3,
        "Aap": ["–nee", "ja, tegen betaling", "–nee"],
    }
    assert "Ontslag komt eraan Wij kennen hier niemand." in section(client)
    assert "(particulier, tegen betaling)" in section(client)


@pytest.mark.parametrize(
    ("kind", "doubt"),
    [
        ("uwv", "UWV helpt deze mensen alleen kort voor het einde van hun baan"),
        ("gatekeeper_centre", "Of zij gezonde mensen helpt van wie de baan verdwijnt, is niet bekend: vraag het na."),
    ],
)
def test_who_perhaps_helps_is_shown_with_that_doubt(client, kind, doubt):
    add_provider("centrum", "AM:AM07", type_=kind, name="Centrum", roles=frozenset({Role.CURATIVE}))

    (_before, curative, _after) = rows(client)["Centrum"]

    assert curative.startswith("misschien: vraag het na")
    assert doubt in curative


def test_what_a_row_asks_and_where_it_works_is_said_only_where_it_differs(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre", name="Heel", **ARNHEM)
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel", min_redundancies=10, last_checked_on=None)

    heads = [text(one) for one in page_of(client).all("th", scope="row")]

    does = "Geeft informatie en advies over ander werk en scholing als er ontslag komt."
    assert f"Heel {does} Mobiliteitscentrum" in heads
    (part,) = (one for one in heads if one.startswith("Deel"))
    assert part == f"Deel {does} Mobiliteitscentrum, werkt in een deel van Midden-Gelderland, vanaf 10 ontslagen"


def test_a_gap_names_the_nearest_outside_that_would_close_it_with_its_distance(client):
    add_provider("entry", "AM:AM08", name="Ingang", **NIJMEGEN)
    add_provider("bureau", "AM:AM08", type_="outplacement_agency", name="Bureau", **NIJMEGEN)
    add_provider("zonder", "AM:AM08", type_="mobility_centre", name="Zonder adres")
    add_provider("buur", "AM:AM08", type_="mobility_centre", name="Buur", **NIJMEGEN)

    gap = r"Ontslag komt eraan Wij kennen hier niemand\. Het dichtst bij: Buur, ongeveer \d+ km van het midden\."

    assert re.search(gap, section(client))


def test_a_gap_has_no_nearest_where_nobody_outside_has_a_position(client):
    add_provider("zonder", "AM:AM08", type_="mobility_centre", name="Zonder adres")
    add_provider("misschien", "?", type_="mobility_centre", name="Misschien", **NIJMEGEN)

    assert "dichtst bij" not in main(client)
    assert " km" not in main(client)


def test_municipalities_are_named_with_one_sentence_where_help_is_the_same_in_all(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre")

    said = section(client, "gemeenten")

    assert said.startswith("9 gemeenten")
    assert "In heel Midden-Gelderland is de hulp even zeker. Arnhem, Doesburg, Duiven, Lingewaard," in said


def test_municipalities_have_a_row_each_where_help_differs(client):
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel")

    cells = [text(one) for one in page_of(client).all("td", data_role="curative")]

    assert cells == ["hulp, gegevens nagekeken", *["wij kennen hier niemand"] * 8]
    assert "Niemand bekend in Doesburg, Duiven," in section(client)


# --- What is folded --------------------------------------------------------------------------------------


def test_desks_of_sectors_stand_once_by_sector_in_one_folded_list(client):
    add_provider("bouw", "?", type_="branch_service_point", name="Punt Bouw", sectors=("bouw",))
    add_provider("techniek", "AM:AM07", type_="branch_service_point", name="Punt Techniek", sectors=("techniek",))

    assert folded(client, "sectoren") == (
        "Brancheservicepunten: kies uw sector Bouw Punt Bouw: niet bekend of zij hier werkt "
        "Techniek Punt Techniek: ja, nagekeken"
    )
    assert main(client).count("Punt Bouw") == 1
    assert rows(client) == {}


def test_who_may_work_here_stands_in_one_folded_list(client):
    add_provider("misschien", "?", type_="mobility_centre", name="Misschien")

    assert "Niet bekend of zij hier werkt: 1 organisatie" in folded(client, "niet-bekend")
    assert "Misschien (Mobiliteitscentrum)" in folded(client, "niet-bekend")
    assert "Ontslag komt eraan Misschien hulp: vraag het na." in section(client)


def test_where_all_work_areas_are_known_nothing_is_folded(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre")

    assert not page_of(client).all("details", id="niet-bekend")
    assert not page_of(client).all("details", id="sectoren")


def test_the_shipped_directory_makes_a_short_page(client):
    call_command("load_directory", demo=True, verbosity=0)

    said = main(client)

    assert said.count("Servicepunt Bouw") == 1
    assert 1 <= len(rows(client)) <= ALL_ORGANISATIONS
    assert len(said) < LONGEST


def test_a_long_list_shows_its_first_part_and_leads_on_to_searching(client):
    for number in range(22):
        add_provider(f"centrum-{number}", "AM:AM07", type_="mobility_centre")

    (more,) = (link for link in page_of(client).all("a") if "organisaties" in link.text)

    assert (more.text, more["href"]) == ("Nog 2 organisaties", "/zoeken/?locatie=Midden-Gelderland")
    assert len(rows(client)) == 20


# --- Whom to contact first -------------------------------------------------------------------------------


def test_the_organisation_that_staff_marked_is_the_first_contact(client):
    add_provider("wsp", "AM:AM07", name="WSP")
    add_provider("centrum", "AM:AM07", type_="mobility_centre", name="Werkcentrum", first_contact=True)

    first = section(client, "eerste-contact")

    assert "Werkt in heel Midden-Gelderland, adres niet bekend." in first
    assert "Wij noemen deze organisatie hier als eerste" in first
    assert "WSP" not in first


def test_the_first_contact_stands_on_top(client):
    add_provider("wsp", "AM:AM07", name="WSP", phone="026 123 45 67")

    said = main(client)

    assert said.index("Bel eerst: WSP") < said.index("9 gemeenten") < said.index("Welke hulp is hier?")


def test_without_a_marked_organisation_the_general_entry_is_the_first_contact(client):
    add_provider("wsp", "AM:AM07", name="WSP")
    add_provider("elders", "AM:AM08", type_="mobility_centre", name="Elders", first_contact=True)
    add_provider("misschien", "?", type_="mobility_centre", name="Misschien", first_contact=True)

    first = section(client, "eerste-contact")

    assert "Ga eerst naar: WSP" in first
    assert "Dit is de algemene ingang voor werkgevers." in first


def test_of_several_first_contacts_the_one_for_the_whole_region_is_shown_and_the_others_named(client):
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel", first_contact=True)
    add_provider("heel", "AM:AM07", type_="mobility_centre", name="Heel", first_contact=True, last_checked_on=None)

    first = section(client, "eerste-contact")

    assert "Ga eerst naar: Heel" in first
    assert "Hier ook: Deel." in first


@pytest.mark.parametrize(
    ("ways", "step"),
    [
        ({"phone": "026 123 45 67", "email": "wsp@example.org"}, "Bel eerst: WSP"),
        ({"email": "wsp@example.org", "website": "https://example.org"}, "Mail eerst: WSP"),
        ({"website": "https://example.org"}, "Ga eerst naar: WSP"),
        ({}, "Ga eerst naar: WSP"),
    ],
    ids=["phone", "mail", "website", "none"],
)
def test_the_first_contact_is_reached_in_a_way_that_is_known(client, ways, step):
    add_provider("wsp", "AM:AM07", name="WSP", **ways)

    first = section(client, "eerste-contact")

    assert step in first
    assert ("Bel 026" in first) == ("phone" in ways)
    assert ("mail," in first) == ("email" in ways)


@pytest.mark.parametrize(
    ("moment", "said"),
    [("2026-11-25T10:00", "Nu open tot 17.00 uur."), ("2026-11-25T20:00", "Nu gesloten."), ("2026-12-25T10:00", "")],
    ids=["open", "closed", "holiday"],
)
def test_the_first_contact_says_whether_it_is_open_where_that_is_known(client, time_machine, moment, said):
    add_provider("wsp", "AM:AM07", name="WSP", hours="Mo-Fr 09:00-17:00")

    time_machine.move_to(f"{moment}+01:00", tick=False)

    first = section(client, "eerste-contact")
    assert said in first
    assert ("Nu " in first) == bool(said)


def test_the_first_contact_says_who_runs_it_where_that_is_known(client):
    add_provider("wsp", "AM:AM07", name="WSP", run_by="public")
    add_provider("ander", "AM:AM08", name="Ander")

    assert "Wie voert het uit? Overheid: UWV of gemeenten." in section(client, "eerste-contact")
    assert "Wie voert het uit?" not in section(client, "eerste-contact", "AM08")


def test_the_first_contact_says_when_it_was_checked(client):
    add_provider("wsp", "AM:AM07", last_checked_on=days_ago(1))
    add_provider("nooit", "AM:AM08", last_checked_on=None)

    assert "Gecontroleerd op" in section(client, "eerste-contact")
    assert "Let op:" in section(client, "eerste-contact", "AM08")


def test_a_region_without_anybody_has_no_first_contact(client):
    assert not page_of(client).all("section", aria_labelledby="eerste-contact")


# --- What is the same for all ----------------------------------------------------------------------------


def test_the_map_names_each_municipality_with_what_the_table_says_and_the_regions_beside_it(client):
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel")
    page = page_of(client)

    links = {one["data-code"]: (one["aria-label"], one["href"]) for one in page.all("a") if one.get("data-code")}

    assert links["GM0202"] == ("Arnhem: hulp, gegevens nagekeken", "/kaart/?gebied=GM0202")
    assert sum(code.startswith("GM") for code in links) == 9
    numbers = {
        one["data-digit"]: one.text.split("(")[1].split(")")[0] for one in page.all("li") if one.get("data-digit")
    }
    assert numbers == {"3": "1", "2": "0", "1": "0", "0": "8"}
    assert links["AM08"][1] == "/regios/AM08/"
    beside = text(page.one("nav", aria_labelledby="buren"))
    assert "Rijk van Nijmegen" in beside
    assert "Zeeland" not in beside


@pytest.mark.parametrize(("code", "name"), [("AM07", "Midden-Gelderland"), ("AM24", "Zeeland")])
def test_the_link_to_searching_searches_in_this_region(client, code, name):
    add_provider("hier", f"AM:{code}", name="Alleen hier")
    link = page_of(client, code).one("a", class_="nl-button nl-button--primary")

    assert name in link["href"]
    assert "Alleen hier" in client.get(link["href"]).content.decode()


def test_the_link_to_searching_means_the_region_not_the_town_of_that_name(client):
    add_provider("buiten", "GM:GM0014", name="Alleen de stad")
    add_provider("rand", "GM:GM1966", name="Alleen de rand")
    link = page_of(client, "AM01").one("a", class_="nl-button nl-button--primary")

    found = client.get(link["href"]).content.decode()

    assert "Alleen de stad" in found
    assert "Alleen de rand" in found


@pytest.mark.parametrize("code", ["AM99", "PV25", "am07", "x"])
def test_an_unknown_region_is_not_found(client, code):
    assert client.get(f"/regios/{code}/").status_code == 404


def test_names_are_text_never_markup(client):
    add_provider("loket", "AM:AM07", type_="mobility_centre", name="<script>alert(1)</script> 🙂")

    body = client.get("/regios/AM07/").content.decode()

    assert "<script>alert" not in body
    assert "🙂" in body


def test_example_data_are_announced(client):
    add_provider("loket", "AM:AM07", type_="mobility_centre", is_example=True)

    for address in ["/kaart/", "/regios/", "/regios/AM07/"]:
        assert "voorbeeldgegevens" in client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_region_takes_three_queries_whatever_there_is_to_tell(client, number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "AM:AM07", "PC:6511-6546", type_="mobility_centre", roles=EVERY_ROLE)
        add_provider(f"wsp-{turn}", "AM:AM07", first_contact=True)
        add_provider(f"punt-{turn}", "?", type_="branch_service_point", sectors=("techniek",))
    page_of(client)

    with CaptureQueriesContext(connection) as queries:
        page_of(client)

    assert len(queries) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_gap_takes_two_queries_more_however_many_are_near(client, number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE - {Role.PREVENTIVE})
        add_provider(f"desk-{turn}", "AM:AM08", type_="learning_work_desk", **NIJMEGEN)
    page_of(client)

    with CaptureQueriesContext(connection) as queries:
        page_of(client)

    assert len(queries) == 4
