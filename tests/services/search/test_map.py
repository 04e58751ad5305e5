"""The map beside the list: what is on it, as data without markup or code."""

import json

import pytest
from django.conf import settings

from services.work_area.outlines import outlines
from tests.portal.page import Page
from tests.services.providers import ARNHEM, add_provider

pytestmark = pytest.mark.django_db


def map_of(client, **query) -> dict:
    page = Page.read(client.get("/zoeken/", query))
    return json.loads(page.with_id("kaartgegevens").text)


def codes(data: dict) -> dict[str, str]:
    return {outline["properties"]["code"]: outline["properties"]["kind"] for outline in data["outlines"]}


def test_the_hits_with_a_position_are_on_the_map(client):
    add_provider("met-plek", "NL", name="Loket", **ARNHEM)
    add_provider("zonder-plek", "NL")

    (hit,) = map_of(client, locatie="6811 AB")["hits"]["features"]

    assert hit["geometry"] == {"type": "Point", "coordinates": [5.91, 51.98]}
    assert hit["properties"]["slug"] == "met-plek"
    assert hit["properties"]["name"] == "Loket"
    assert hit["properties"]["detail"].endswith("minder dan 1 km")


def test_the_region_and_the_municipality_of_the_place_are_outlined(client):
    add_provider("loket", "NL")

    data = map_of(client, locatie="6811 AB")

    assert codes(data) == {"AM07": "area", "GM0202": "context"}
    assert data["place"]["properties"]["name"] == "6811 AB Arnhem"
    assert all(outline["geometry"]["type"] in {"Polygon", "MultiPolygon"} for outline in data["outlines"])


def test_a_province_is_outlined_by_its_regions(client):
    add_provider("loket", "NL")

    assert {"AM07", "AM08"} <= codes(map_of(client, locatie="Gelderland")).keys()


def test_without_a_place_there_is_no_outline(client):
    add_provider("loket", "NL", **ARNHEM)

    data = map_of(client)

    assert (data["outlines"], data["place"]) == ([], None)


def test_every_region_and_municipality_of_the_reference_has_an_outline():
    assert len(outlines()) == 35 + 342


def test_the_map_comes_after_the_list_and_says_that_outlines_are_indicative(client):
    add_provider("loket", "NL")

    body = client.get("/zoeken/", {"locatie": "6811 AB"}).content.decode()

    assert body.index('id="hit-loket"') < body.index('id="kaartgegevens"')
    assert "indicatief" in body


def test_a_name_cannot_end_the_data(client):
    add_provider("loket", "NL", name="</script><script>alert(1)</script>", **ARNHEM)

    body = client.get("/zoeken/", {"locatie": "6811 AB"}).content.decode()

    assert "</script><script>alert" not in body
    assert map_of(client, locatie="6811 AB")["hits"]["features"][0]["properties"]["name"].startswith("</script>")


def test_tiles_come_from_the_setting_only(client):
    add_provider("loket", "NL")

    assert settings.MAP_TILE_URL == ""
    assert "data-tile-url" not in client.get("/zoeken/").content.decode()
