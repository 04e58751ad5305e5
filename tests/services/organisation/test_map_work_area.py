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


def codes(data: dict) -> list[str]:
    return [outline["properties"]["code"] for outline in data["outlines"]]


@pytest.mark.parametrize(
    ("areas", "drawn"),
    [
        (["AM:AM07"], ["AM07"]),
        (["GM:GM0202"], ["GM0202"]),
        (["AM:AM07", "GM:GM0268"], ["AM07", "GM0268"]),
        (["PC:6811-6813"], ["6811", "6812", "6813"]),
        (["PC:6811AA-6811AE"], ["6811"]),
    ],
)
def test_a_work_area_is_drawn_in_its_parts(client, areas, drawn):
    add_provider("loket", *areas)

    assert codes(work_area(client)) == drawn


def test_the_whole_country_is_all_its_regions(client):
    add_provider("loket", "NL")

    assert len(codes(work_area(client))) == 35


def test_a_province_is_drawn_by_its_municipalities(client):
    add_provider("loket", "PV:PV25")

    drawn = codes(work_area(client))

    assert {"GM0202", "GM0268"} <= set(drawn)
    assert "GM0363" not in drawn


def test_a_postcode_is_a_point_and_all_else_an_outline(client):
    add_provider("loket", "GM:GM0202", "PC:6811")

    shapes = [outline["geometry"]["type"] for outline in work_area(client)["outlines"]]

    assert shapes[0] in {"Polygon", "MultiPolygon"}
    assert shapes[1] == "Point"


def test_the_same_is_said_in_words_with_how_sure_the_border_is(client):
    add_provider("loket", "AM:AM07", name="Loket & <b>co</b>")

    words = work_area(client)["words"]

    assert words == "Werkgebied van Loket & <b>co</b>: arbeidsmarktregio Midden-Gelderland. De grens is indicatief."


def test_nothing_in_the_answer_could_become_markup(client):
    add_provider("loket", "NL", name="</script><b>")

    assert b"<" not in client.get("/organisaties/loket/werkgebied/").content


def test_a_provider_without_a_work_area_has_nothing_to_draw(client):
    add_provider("loket")

    assert work_area(client)["outlines"] == []


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

    assert len(queries) == 5


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
