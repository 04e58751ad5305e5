"""The work area of one provider, as a map asks for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal.page import Page
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, days_ago

pytestmark = pytest.mark.django_db


def work_area(client, slug: str = "loket", prefix: str = "") -> dict:
    response = client.get(f"{prefix}/organisaties/{slug}/werkgebied/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()


def uses(page: Page, kind: str) -> set[str]:
    """Return the codes of the outlines that are drawn in a way."""
    return {use["href"].rpartition("#v-")[2] for use in page.all("use", class_=kind)}


@pytest.mark.parametrize(
    ("areas", "drawn"),
    [
        (["AM:AM07"], ["AM07"]),
        (["GM:GM0202"], ["GM0202"]),
        (["AM:AM07", "GM:GM0268"], ["AM07", "GM0268"]),
        (["PC:6811-6813"], []),
    ],
)
def test_a_work_area_is_drawn_in_its_parts(client, areas, drawn):
    add_provider("loket", *areas)

    assert work_area(client)["codes"] == drawn
    assert uses(Page.read(client.get("/organisaties/loket/")), "w1") == set(drawn)


def test_the_whole_country_is_all_its_regions(client):
    add_provider("loket", "NL")

    assert len(work_area(client)["codes"]) == 35


def test_a_province_is_drawn_by_its_municipalities(client):
    add_provider("loket", "PV:PV25")

    drawn = work_area(client)["codes"]

    assert {"GM0202", "GM0268"} <= set(drawn)
    assert "GM0363" not in drawn


def test_a_postcode_is_a_circle_and_all_else_an_outline(client):
    add_provider("loket", "GM:GM0202", "PC:6811-6812")

    area = work_area(client)

    assert area["codes"] == ["GM0202"]
    assert len(area["points"]) == 2
    circles = Page.read(client.get("/organisaties/loket/")).all("circle", class_="w1")
    assert [[float(one["cx"]), float(one["cy"])] for one in circles] == area["points"]


def test_the_whole_work_area_is_in_sight(client):
    add_provider("loket", "GM:GM0202", "PC:9711")

    (x, y), box = *work_area(client)["points"], work_area(client)["box"]

    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
    assert box["height"] > 2000, "Arnhem and Groningen are some 130 km apart"


def test_the_same_is_said_in_words_with_how_sure_the_border_is(client):
    add_provider("loket", "AM:AM07", name="Loket & <b>co</b>")

    words = work_area(client)["words"]

    assert words == "Werkgebied van Loket & <b>co</b>: arbeidsmarktregio Midden-Gelderland. De grens is indicatief."


def test_a_provider_without_a_work_area_has_nothing_to_draw(client):
    add_provider("loket")

    assert work_area(client)["codes"] == work_area(client)["points"] == []


def test_the_language_of_the_address_counts(client):
    add_provider("loket", "AM:AM07")

    assert "labour market region" in work_area(client, prefix="/en")["words"]


def test_an_unknown_provider_has_none(client):
    assert client.get("/organisaties/bestaat-niet/werkgebied/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_takes_the_same_queries_for_one_part_and_for_three(client, number):
    add_provider("loket", *["AM:AM07", "GM:GM0268", "AM:AM18"][:number], *["PC:6511", "PC:6512", "PC:6521"][:number])
    work_area(client)

    with CaptureQueriesContext(connection) as queries:
        work_area(client)

    assert len(queries) == 3


def test_an_answer_may_be_kept_and_knows_nobody(client):
    add_provider("loket", "NL")

    response = client.get("/organisaties/loket/werkgebied/")

    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.post("/organisaties/loket/werkgebied/").status_code == 405


def test_every_provider_in_the_list_leads_to_its_work_area_with_and_without_javascript(client):
    add_provider("hier", "AM:AM07", **ARNHEM)
    add_provider("elders", "GM:GM0268", last_checked_on=days_ago(3), **NIJMEGEN)

    page = Page.read(client.get("/zoeken/", {"locatie": "Arnhem"}))

    links = [link for link in page.all("a") if link.get("data-work-area")]
    assert [link["data-slug"] for link in links] == ["hier", "elders"]
    assert links[0]["href"] == "/organisaties/hier/#werkgebied"
    assert links[0]["data-work-area"] == "/organisaties/hier/werkgebied/"
    assert "van Hier" in links[0].text
    assert Page.read(client.get("/organisaties/hier/")).with_id("werkgebied").tag == "h2"
