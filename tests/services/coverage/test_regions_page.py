"""The pages about regions: how sure help is in all 35, and who is known to serve one of them in which role."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Role
from tests.portal.page import Page
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, days_ago

pytestmark = pytest.mark.django_db

EVERY_ROLE = frozenset(Role)
REFERABLE = "doorverwijzen kan"
KNOWN = "bekend, nog te controleren"
POSSIBLE = "misschien: vraag het na"
NOBODY = "niemand bekend"
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


def rows_of(page: Page, caption: str) -> list[list[str]]:
    """Return the cells of the table with this caption, row by row."""
    rows: list[list[str]] = []
    is_inside = False
    for element in page.elements:
        if element.tag == "table":
            is_inside = text(element).startswith(caption)
        elif is_inside and element.tag == "tr":
            rows.append([])
        elif is_inside and element.tag in ("th", "td"):
            rows[-1].append(text(element))
    return rows


def states_of(client, name: str = "Midden-Gelderland") -> list[str]:
    """Return what the table of all regions says of a region: preventive, curative, reintegration."""
    (row,) = (row for row in rows_of(page_of(client, "/regios/"), "Hoe zeker de hulp is") if row[0] == name)
    return row[1:]


def totals(client) -> dict[str, list[str]]:
    """Return for each state how many regions are in it: preventive, curative, reintegration."""
    rows = rows_of(page_of(client, "/regios/"), "Aantal regio's")
    return {row[0]: row[1:] for row in rows[1:]}


def section(client, role: str, code: str = "AM07") -> str:
    """Return what the page of a region says about a role, or about the general entry ("ingang")."""
    return text(page_of(client, f"/regios/{code}/").one("section", aria_labelledby=role))


# --- All regions -----------------------------------------------------------------------------------------


def test_all_35_regions_are_listed_by_name_and_lead_to_their_page(client):
    links = [link for link in page_of(client, "/regios/").all("a") if (link.get("id") or "").startswith("region-")]

    assert len(links) == 35
    assert [link.text for link in links] == sorted((link.text for link in links), key=str.lower)
    assert all(client.get(link["href"]).status_code == 200 for link in links)


def test_without_any_provider_nobody_is_known_anywhere(client):
    assert states_of(client) == [NOBODY] * 3
    assert totals(client) == {
        "Doorverwijzen kan": ["0", "0", "0"],
        "Bekend, nog te controleren": ["0", "0", "0"],
        "Misschien: vraag het na": ["0", "0", "0"],
        "Niemand bekend": ["35", "35", "35"],
    }


def test_a_region_is_helped_by_who_serves_it_and_its_neighbour_is_not(client):
    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE)

    assert states_of(client) == [REFERABLE] * 3
    assert states_of(client, "Rijk van Nijmegen") == [NOBODY] * 3


@pytest.mark.parametrize("days", [None, 400], ids=["never", "too long ago"])
def test_who_was_not_checked_in_time_is_known_and_no_more(client, days):
    checked = days and days_ago(days)
    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE, last_checked_on=checked)

    assert states_of(client) == [KNOWN] * 3


def test_who_is_checked_late_but_not_too_late_can_still_be_referred_to(client):
    add_provider("uwv", "NL", type_="uwv", last_checked_on=days_ago(300))

    assert states_of(client) == [NOBODY, NOBODY, REFERABLE]


def test_who_may_work_anywhere_is_possible_in_every_region_and_known_in_none(client):
    add_provider("werkcentrum", "?", type_="mobility_centre", roles=EVERY_ROLE)

    assert states_of(client) == [POSSIBLE] * 3
    assert totals(client)["Misschien: vraag het na"] == ["35", "35", "35"]
    assert totals(client)["Doorverwijzen kan"] == ["0", "0", "0"]


def test_the_totals_count_each_region_once_in_each_role(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    add_provider("desk", "NL", type_="learning_work_desk", last_checked_on=None)
    add_provider("punt", "AM:AM07", "AM:AM08", type_="branch_service_point", sectors=("techniek",))
    add_provider("bouw", "?", type_="branch_service_point", sectors=("bouw",))

    assert totals(client) == {
        "Doorverwijzen kan": ["2 (2 niet voor iedereen)", "2 (1 niet voor iedereen)", "2 (2 niet voor iedereen)"],
        "Bekend, nog te controleren": ["33", "0", "0"],
        "Misschien: vraag het na": ["0", "33 (33 niet voor iedereen)", "33 (33 niet voor iedereen)"],
        "Niemand bekend": ["0", "0", "0"],
    }


def test_the_general_entry_closes_no_gap(client):
    add_provider("wsp", "NL", type_="employer_service_point")

    assert states_of(client) == [NOBODY] * 3


def test_a_private_organisation_closes_no_gap(client):
    add_provider("bureau", "AM:AM07", type_="outplacement_agency")

    assert states_of(client) == [NOBODY] * 3


def test_whether_a_gatekeeper_centre_takes_healthy_people_is_possible_where_it_does_not_say(client):
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=None)

    assert states_of(client) == [NOBODY, POSSIBLE, REFERABLE]


def test_a_gatekeeper_centre_that_takes_no_healthy_people_is_nobody_for_them(client):
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=False)

    assert states_of(client) == [NOBODY, NOBODY, REFERABLE]


def test_a_gatekeeper_centre_that_takes_healthy_people_helps_them(client):
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=True)

    assert states_of(client) == [NOBODY, REFERABLE, REFERABLE]


def test_uwv_may_help_redundant_people_near_the_end_only_whatever_its_record_says(client):
    add_provider("uwv", "AM:AM07", type_="uwv", name="UWV Arnhem", roles=EVERY_ROLE)

    assert states_of(client) == [REFERABLE, POSSIBLE, REFERABLE]
    assert "UWV helpt deze mensen alleen kort voor het einde van hun baan" in section(client, "curative")
    assert "kort voor het einde" not in section(client, "reintegration")


@pytest.mark.parametrize(
    "limits",
    [
        {"type_": "branch_service_point", "sectors": ("techniek",)},
        {"type_": "mobility_centre", "min_redundancies": 5},
    ],
    ids=["sector", "minimum"],
)
def test_help_for_some_says_what_there_is_for_the_others(client, limits):
    add_provider("organisatie", "AM:AM07", **limits)
    assert states_of(client)[1] == f"{REFERABLE} niet voor iedereen; anderen: {NOBODY}"

    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", last_checked_on=None)
    assert states_of(client)[1] == f"{REFERABLE} niet voor iedereen; anderen: {KNOWN}"


def test_help_in_a_part_of_the_region_is_not_for_everyone(client):
    add_provider("werkcentrum", "GM:GM0202", type_="mobility_centre")

    assert states_of(client)[1] == f"{REFERABLE} niet voor iedereen; anderen: {NOBODY}"


def test_who_may_work_here_is_possible_for_those_whom_nobody_is_known_to_help(client):
    add_provider("deel", "GM:GM0202", type_="mobility_centre")
    add_provider("misschien", "?", type_="mobility_centre")

    assert states_of(client)[1] == f"{REFERABLE} niet voor iedereen; anderen: {POSSIBLE}"


def test_providers_that_hold_the_region_together_help_all_of_it(client):
    for number, municipality in enumerate(MIDDEN_GELDERLAND):
        add_provider(f"centrum-{number}", municipality, type_="mobility_centre")

    assert states_of(client)[1] == REFERABLE


def test_together_they_are_as_sure_as_the_least_sure(client):
    for number, municipality in enumerate(MIDDEN_GELDERLAND):
        checked = days_ago(1) if number else None
        add_provider(f"centrum-{number}", municipality, type_="mobility_centre", last_checked_on=checked)

    assert states_of(client)[1] == f"{REFERABLE} niet voor iedereen; anderen: {KNOWN}"


def test_who_stopped_helps_nowhere(client):
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=EVERY_ROLE, retired_on=days_ago(0))

    assert states_of(client) == [NOBODY] * 3


def test_no_count_of_kinds_of_help_is_called_complete(client):
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=EVERY_ROLE)

    words = text(page_of(client, "/regios/").one("main"))

    assert "van 3" not in words
    assert "beperkt" not in words.lower()


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


def test_a_gap_names_the_nearest_outside_that_would_close_it_with_its_distance(client):
    add_provider("entry", "AM:AM08", name="Ingang", **NIJMEGEN)
    add_provider("bureau", "AM:AM08", type_="outplacement_agency", name="Bureau", **NIJMEGEN)
    add_provider("zonder", "AM:AM08", type_="mobility_centre", name="Zonder adres")
    add_provider("buur", "AM:AM08", type_="mobility_centre", name="Buur", **NIJMEGEN)

    curative = section(client, "curative")

    assert re.search(
        r"Het dichtst bij, buiten deze regio: Buur \(ongeveer \d+ km van het midden van de regio\)\.", curative
    )


def test_a_gap_has_no_nearest_where_nobody_outside_has_a_position(client):
    add_provider("zonder", "AM:AM08", type_="mobility_centre", name="Zonder adres")
    add_provider("misschien", "?", type_="mobility_centre", name="Misschien", **NIJMEGEN)

    curative = section(client, "curative")

    assert "dichtst bij" not in curative
    assert " km" not in curative


def test_the_general_entry_stands_apart_and_leaves_the_gap(client):
    add_provider("wsp", "AM:AM07", type_="employer_service_point", name="WSP Arnhem")

    assert "WSP Arnhem" in section(client, "ingang")
    assert "WSP Arnhem" not in section(client, "curative")
    assert "kennen wij hier niemand" in section(client, "curative")


def test_a_region_without_general_entry_says_so(client):
    assert "geen werkgeversservicepunt" in section(client, "ingang")


def test_whole_and_part_of_the_region_are_told_apart(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre", name="Heel", **ARNHEM)
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel")
    add_provider("elders", "AM:AM08", type_="mobility_centre", name="Elders")

    curative = section(client, "curative")

    assert "Heel Mobiliteitscentrum, werkt in heel Midden-Gelderland." in curative
    assert "Deel Mobiliteitscentrum, werkt in een deel van Midden-Gelderland, adres niet bekend." in curative
    assert "Elders" not in curative


def test_who_serves_the_region_without_an_address_has_no_distance(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre", name="Heel")

    assert "werkt in heel Midden-Gelderland, adres niet bekend." in section(client, "curative")
    assert " km" not in text(page_of(client, "/regios/AM07/").one("main"))


def test_help_for_some_is_announced_with_its_conditions(client):
    add_provider("punt", "AM:AM07", type_="branch_service_point", sectors=("techniek",), min_redundancies=10)

    curative = section(client, "curative")

    assert "Deze hulp is er niet voor iedereen, of niet overal." in curative
    assert "Voor de anderen: niemand bekend." in curative
    assert "Alleen voor: Techniek." in curative
    assert "vanaf 10 ontslagen" in curative


def test_each_role_is_told_in_short_with_who_gives_it(client):
    add_provider("desk", "AM:AM07", type_="learning_work_desk", name="Leerwerkloket", last_checked_on=None)
    add_provider("centrum", "AM:AM07", type_="mobility_centre", name="Werkcentrum")

    short = section(client, "in-het-kort")

    assert "Preventieve hulp: bekend, nog te controleren: Leerwerkloket" in short
    assert "Curatieve hulp: doorverwijzen kan: Werkcentrum" in short
    assert "Hulp bij re-integratie: niemand bekend" in short


def test_who_may_work_here_stands_in_one_folded_list_and_under_no_role(client):
    for sector in ("bouw", "techniek"):
        add_provider(sector, "?", type_="branch_service_point", name=f"Punt {sector}", sectors=(sector,))

    page = page_of(client, "/regios/AM07/")
    unknown = section(client, "niet-bekend")

    assert text(page.one("main")).count("Punt bouw") == 1
    assert "Laat 2 organisaties zien" in text(page.one("details"))
    assert "Punt bouw Brancheservicepunt. Hulp: preventief, curatief, re-integratie. Alleen voor: Bouw." in unknown
    assert "werkt in" not in unknown
    assert "Van niemand weten wij zeker dat die hier curatieve hulp geeft." in section(client, "curative")
    assert "Bekijk wie hier misschien werkt." in section(client, "curative")


def test_where_all_work_areas_are_known_nothing_is_folded(client):
    add_provider("heel", "AM:AM07", type_="mobility_centre")

    assert not page_of(client, "/regios/AM07/").all("section", aria_labelledby="niet-bekend")


def test_a_gatekeeper_centre_that_does_not_say_whom_it_takes_is_shown_with_that_doubt(client):
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", name="Centrum")

    doubt = "Of zij gezonde mensen helpt van wie de baan verdwijnt, is niet bekend: vraag het na."

    assert doubt in section(client, "curative")
    assert doubt not in section(client, "reintegration")


def test_private_providers_come_last_and_are_called_so(client):
    add_provider("bureau", "AM:AM07", type_="outplacement_agency", name="Aap")
    add_provider("centrum", "AM:AM07", type_="mobility_centre", name="Zebra")

    curative = section(client, "curative")

    assert curative.index("Zebra") < curative.index("Aap Outplacementbureau (particulier, tegen betaling)")


# --- Whom to contact first -------------------------------------------------------------------------------


def test_the_organisation_that_staff_marked_is_the_first_contact(client):
    add_provider("wsp", "AM:AM07", name="WSP")
    add_provider("centrum", "AM:AM07", type_="mobility_centre", name="Werkcentrum", first_contact=True)

    first = section(client, "eerste-contact")

    assert "Werkcentrum (werkt in heel Midden-Gelderland, adres niet bekend)." in first
    assert "Wij noemen deze organisatie hier als eerste" in first
    assert "WSP" not in first


def test_without_a_marked_organisation_the_general_entry_is_the_first_contact(client):
    add_provider("wsp", "AM:AM07", name="WSP")
    add_provider("elders", "AM:AM08", type_="mobility_centre", name="Elders", first_contact=True)
    add_provider("misschien", "?", type_="mobility_centre", name="Misschien", first_contact=True)

    first = section(client, "eerste-contact")

    assert "WSP (werkt in heel Midden-Gelderland" in first
    assert "Dit is de algemene ingang voor werkgevers." in first


def test_of_several_first_contacts_the_one_for_the_whole_region_is_shown_and_the_others_named(client):
    add_provider("deel", "GM:GM0202", type_="mobility_centre", name="Deel", first_contact=True)
    add_provider("heel", "AM:AM07", type_="mobility_centre", name="Heel", first_contact=True, last_checked_on=None)

    first = section(client, "eerste-contact")

    assert "Heel (werkt in heel Midden-Gelderland" in first
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
    assert ("Bel " in first) == ("phone" in ways)
    assert ("mail," in first) == ("email" in ways)


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
    assert not page_of(client, "/regios/AM07/").all("section", aria_labelledby="eerste-contact")


# --- What is the same for all ----------------------------------------------------------------------------


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
def test_a_region_takes_three_queries_whatever_there_is_to_tell(client, number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "AM:AM07", "PC:6511-6546", type_="mobility_centre", roles=EVERY_ROLE)
        add_provider(f"wsp-{turn}", "AM:AM07", first_contact=True)
        add_provider(f"punt-{turn}", "?", type_="branch_service_point", sectors=("techniek",))
    page_of(client, "/regios/AM07/")

    with CaptureQueriesContext(connection) as queries:
        page_of(client, "/regios/AM07/")

    assert len(queries) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_a_gap_takes_two_queries_more_however_many_are_near(client, number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE - {Role.PREVENTIVE})
        add_provider(f"desk-{turn}", "AM:AM08", type_="learning_work_desk", **NIJMEGEN)
    page_of(client, "/regios/AM07/")

    with CaptureQueriesContext(connection) as queries:
        page_of(client, "/regios/AM07/")

    assert len(queries) == 4
