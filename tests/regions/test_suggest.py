"""Names of places while someone types: what the address answers, and that it stays small, cheap and anonymous."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regions.place_field import WITH_AREAS, PlaceField
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/plaatsen/"


def suggested(client, text: str, address: str = ADDRESS) -> list[str]:
    response = client.post(address, {"q": text})
    assert response.status_code == 200
    return response.json()["places"]


def test_places_that_begin_so_are_suggested_the_biggest_first(client):
    assert suggested(client, "arn")[0] == "Arnhem"
    assert suggested(client, "den haa") == ["Den Haag"]


def test_a_postcode_is_completed_with_its_place(client):
    assert suggested(client, "6811") == ["6811 Arnhem"]
    assert len(suggested(client, "68")) == 8


@pytest.mark.parametrize("text", ["arn", "1013", "ber", "fries", "naar"])
def test_every_suggestion_is_understood_when_it_is_sent(client, text):
    for place in suggested(client, text):
        assert PlaceField().clean(place) == place
    for place in suggested(client, text, f"{ADDRESS}?{WITH_AREAS}"):
        assert PlaceField(with_areas=True).clean(place) == place


def test_a_region_is_suggested_only_where_it_is_taken(client):
    assert "Fryslân" in suggested(client, "friesland", f"{ADDRESS}?{WITH_AREAS}")
    assert suggested(client, "friesland") == []


@pytest.mark.parametrize("text", ["", "a", " ", "qwxyz", "\x00", "x" * 20_000, "'; DROP TABLE regions_place; --"])
def test_what_begins_no_name_gives_no_suggestions(client, text):
    assert suggested(client, text) == []


def test_without_a_question_there_is_an_empty_answer(client):
    assert client.post(ADDRESS).json()["places"] == []


def test_the_words_around_the_names_follow_the_language(client):
    dutch, english = (client.post(f"{prefix}{ADDRESS}", {"q": "68"}).json() for prefix in ("", "/en"))

    assert dutch["status"] == "8 plaatsen om uit te kiezen."
    assert dutch["label"] == "Plaatsen"
    assert english["places"] == dutch["places"]


@pytest.mark.parametrize("text", ["6811", "ams"])
def test_an_answer_takes_one_query_whatever_there_is_to_suggest(client, text):
    suggested(client, text)

    with CaptureQueriesContext(connection) as queries:
        suggested(client, text)

    assert len(queries) == 1


def test_a_place_never_stands_in_an_address_and_the_answer_knows_nobody():
    client = Client(enforce_csrf_checks=True)
    response = client.post(ADDRESS, {"q": "arn"})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.get(ADDRESS, {"q": "arn"}).status_code == 405
    assert client.post(f"{ADDRESS}?q=arn").json()["places"] == []


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("address", "field", "query"),
    [
        ("/", "locatie", f"?{WITH_AREAS}"),
        ("/zoeken/", "id_locatie", f"?{WITH_AREAS}"),
        ("/zoeken/?locatie=Bergen", "id_locatie", f"?{WITH_AREAS}"),
        ("/hulp-in-de-buurt/", "id_location", ""),
        ("/casus/plaatsen/", "id_p-0-location", ""),
    ],
)
def test_every_field_for_a_place_knows_where_to_ask(client, prefix, address, field, query):
    client.post(f"{prefix}/casus/situatie/", {"situations": ["redundancy"]})
    page = Page.read(client.get(prefix + address))

    assert page.with_id(field)["data-suggest-url"] == f"{prefix}{ADDRESS}{query}"
    assert page.all("script", src="/static/suggest.js")
