"""The pages about regions: all 35 with what is missing, and who serves one of them in which role."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Role
from tests.portal.page import Page
from tests.services.providers import add_provider, days_ago

pytestmark = pytest.mark.django_db

EVERY_ROLE = frozenset(Role)
MIDDEN_GELDERLAND = (
    "GM:GM0202",
    "GM:GM0221",
    "GM:GM0226",
    "GM:GM0275",
    "GM:GM0277",
    "GM:GM0293",
    "GM:GM0299",
    "GM:GM1705",
    "GM:GM1734",
)


def page_of(client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page.read(response)


def text(element) -> str:
    return " ".join(element.text.split())


def line_of(client, name: str) -> str:
    """Return the line of a region in the list of all."""
    (line,) = (text(item) for item in page_of(client, "/regios/").all("li") if text(item).startswith(name))
    return line


def section(client, role: str, code: str = "AM07") -> str:
    """Return what the page of a region says about a role, or about the general entry ("ingang")."""
    return text(page_of(client, f"/regios/{code}/").one("section", aria_labelledby=role))


# --- All regions -----------------------------------------------------------------------------------------


def test_all_35_regions_are_listed_by_name_and_lead_to_their_page(client):
    links = [link for link in page_of(client, "/regios/").all("a") if (link.get("id") or "").startswith("region-")]

    assert len(links) == 35
    assert [link.text for link in links] == sorted((link.text for link in links), key=str.lower)
    assert all(client.get(link["href"]).status_code == 200 for link in links)


def test_without_any_provider_every_region_misses_all_help(client):
    line = line_of(client, "Midden-Gelderland")

    assert "0 van 3 soorten hulp" in line
    assert "geen preventieve hulp" in line
    assert "geen curatieve hulp" in line
    assert "geen hulp bij re-integratie" in line


def test_a_region_is_helped_by_who_serves_it_and_its_neighbour_is_not(client):
    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE)

    assert line_of(client, "Midden-Gelderland") == "Midden-Gelderland 3 van 3 soorten hulp"
    assert "0 van 3" in line_of(client, "Rijk van Nijmegen")


def test_who_serves_the_country_helps_every_region(client):
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=EVERY_ROLE)

    assert "35 regio's hebben alle drie de soorten hulp." in text(page_of(client, "/regios/").one("main"))


def test_the_general_entry_closes_no_gap(client):
    add_provider("wsp", "NL", type_="employer_service_point")

    assert "0 van 3 soorten hulp" in line_of(client, "Midden-Gelderland")


@pytest.mark.parametrize("answer", [None, False])
def test_a_gatekeeper_centre_that_does_not_say_it_takes_healthy_people_closes_no_curative_gap(client, answer):
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=answer)

    line = line_of(client, "Midden-Gelderland")

    assert "geen curatieve hulp" in line
    assert "1 van 3 soorten hulp" in line


def test_a_gatekeeper_centre_that_takes_healthy_people_helps_them(client):
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=True)

    assert "2 van 3 soorten hulp" in line_of(client, "Midden-Gelderland")


@pytest.mark.parametrize(
    "limits",
    [
        {"type_": "branch_service_point", "sectors": ("techniek",)},
        {"type_": "mobility_centre", "min_redundancies": 5},
        {"type_": "outplacement_agency"},
    ],
    ids=["sector", "minimum", "private"],
)
def test_help_with_conditions_is_called_limited(client, limits):
    add_provider("organisatie", "AM:AM07", **limits)

    assert "curatieve hulp: beperkt" in line_of(client, "Midden-Gelderland")


def test_help_in_a_part_of_the_region_is_called_limited(client):
    add_provider("werkcentrum", "GM:GM0202", type_="mobility_centre")

    assert "curatieve hulp: beperkt" in line_of(client, "Midden-Gelderland")


def test_providers_that_hold_the_region_together_help_all_of_it(client):
    for number, municipality in enumerate(MIDDEN_GELDERLAND):
        add_provider(f"centrum-{number}", municipality, type_="mobility_centre")

    line = line_of(client, "Midden-Gelderland")

    assert "geen curatieve hulp" not in line
    assert "beperkt" not in line


def test_who_stopped_helps_nowhere(client):
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=EVERY_ROLE, retired_on=days_ago(0))

    assert "0 van 3 soorten hulp" in line_of(client, "Midden-Gelderland")


def test_the_map_comes_after_the_list_has_every_outline_and_says_indicative(client):
    page = page_of(client, "/regios/")
    body = client.get("/regios/").content.decode()

    data = json.loads(page.with_id("kaartgegevens").text)

    listed = {link["id"].removeprefix("region-") for link in page.all("a") if "region-" in (link.get("id") or "")}
    assert {outline["properties"]["code"] for outline in data["outlines"]} == listed
    assert body.index('id="region-AM07"') < body.index('id="kaartgegevens"')
    assert "(indicatief)" in body


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_three_queries_whatever_there_is_to_tell(client, number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "NL", "AM:AM07", "PC:6511", type_="mobility_centre", sectors=("techniek",))
    page_of(client, "/regios/")

    with CaptureQueriesContext(connection) as queries:
        page_of(client, "/regios/")

    assert len(queries) == 3


# --- One region ------------------------------------------------------------------------------------------


def test_a_region_names_its_municipalities(client):
    names = "Arnhem, Doesburg, Duiven, Lingewaard, Overbetuwe, Rheden, Rozendaal, Westervoort, Zevenaar"

    assert f"9 gemeenten: {names}." in text(page_of(client, "/regios/AM07/").one("main"))


def test_a_region_shows_for_each_role_who_serves_it(client):
    add_provider("desk", "AM:AM07", type_="learning_work_desk", name="Leerwerkloket")
    add_provider("uwv", "NL", type_="uwv", name="UWV Landelijk")

    assert "Leerwerkloket" in section(client, "preventive")
    assert "UWV Landelijk" in section(client, "reintegration")
    assert "UWV Landelijk" not in section(client, "preventive")


def test_a_gap_is_named_plainly(client):
    add_provider("desk", "AM:AM07", type_="learning_work_desk")

    assert "Voor curatieve hulp kennen wij hier niemand." in section(client, "curative")
    assert "kennen wij hier niemand" not in section(client, "preventive")


def test_the_general_entry_stands_apart_and_leaves_the_gap(client):
    add_provider("wsp", "AM:AM07", type_="employer_service_point", name="WSP Arnhem")

    assert "WSP Arnhem" in section(client, "ingang")
    assert "WSP Arnhem" not in section(client, "curative")
    assert "kennen wij hier niemand" in section(client, "curative")


def test_a_region_without_general_entry_says_so(client):
    assert "geen werkgeversservicepunt" in section(client, "ingang")


def test_whole_and_part_of_the_region_are_told_apart(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre", name="Heel")
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel")
    add_provider("elders", "AM:AM08", type_="mobility_centre", name="Elders")

    curative = section(client, "curative")

    assert "Heel Mobiliteitscentrum, werkt in de hele regio." in curative
    assert "Deel Mobiliteitscentrum, werkt in een deel van de regio." in curative
    assert "Elders" not in curative


def test_limited_help_is_announced_with_its_conditions(client):
    add_provider("punt", "AM:AM07", type_="branch_service_point", sectors=("techniek",), min_redundancies=10)

    curative = section(client, "curative")

    assert "Curatieve hulp is hier beperkt" in curative
    assert "Alleen voor: Techniek." in curative
    assert "vanaf 10 ontslagen" in curative


def test_private_providers_come_last_and_are_called_so(client):
    add_provider("bureau", "AM:AM07", type_="outplacement_agency", name="Aap")
    add_provider("centrum", "AM:AM07", type_="mobility_centre", name="Zebra")

    curative = section(client, "curative")

    assert curative.index("Zebra") < curative.index("Aap Outplacementbureau (particulier)")


def test_the_age_of_a_check_is_shown(client):
    add_provider("vers", "AM:AM07", type_="mobility_centre", last_checked_on=days_ago(1))
    add_provider("nooit", "AM:AM07", type_="learning_work_desk", last_checked_on=None)

    assert "Gecontroleerd op" in section(client, "curative")
    assert "Let op: Contactgegevens of werkgebied nog niet gecontroleerd." in section(client, "preventive")


def test_a_long_list_shows_its_first_part_and_leads_on_to_searching(client):
    for number in range(22):
        add_provider(f"centrum-{number}", "AM:AM07", type_="mobility_centre")

    page = page_of(client, "/regios/AM07/")

    (more,) = (link for link in page.all("a") if "organisaties" in link.text)
    assert more.text == "Nog 2 organisaties"
    assert more["href"] == "/zoeken/?locatie=Midden-Gelderland&rol=curative"


@pytest.mark.parametrize(("code", "name"), [("AM07", "Midden-Gelderland"), ("AM01", "Groningen"), ("AM24", "Zeeland")])
def test_the_link_to_searching_searches_in_this_region(client, code, name):
    add_provider("hier", f"AM:{code}", name="Alleen hier")
    link = page_of(client, f"/regios/{code}/").one("a", class_="nl-button nl-button--primary")

    result = client.get(link["href"])

    assert name in link["href"]
    assert "Alleen hier" in result.content.decode()


def test_the_link_to_searching_means_the_region_not_the_town_of_that_name(client):
    add_provider("buiten", "GM:GM0014", name="Alleen de stad")
    add_provider("rand", "GM:GM1966", name="Alleen de rand")
    link = page_of(client, "/regios/AM01/").one("a", class_="nl-button nl-button--primary")

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

    for address in ["/regios/", "/regios/AM07/"]:
        assert "voorbeeldgegevens" in client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_region_takes_two_queries_whatever_there_is_to_tell(client, number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "AM:AM07", "PC:6511-6546", type_="mobility_centre", sectors=("techniek",))
    page_of(client, "/regios/AM07/")

    with CaptureQueriesContext(connection) as queries:
        page_of(client, "/regios/AM07/")

    assert len(queries) == 2
