"""Names of places while someone types: what the address answers, and that it stays small, cheap and anonymous."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/zoeken/plaatsen/"


def suggested(client, text: str) -> list[str]:
    response = client.get(ADDRESS, {"q": text})
    assert response.status_code == 200
    return response.json()["places"]


def test_places_that_begin_so_are_suggested_the_biggest_first(client):
    assert suggested(client, "arn")[0] == "Arnhem"
    assert "'s-Gravenhage" in suggested(client, "den haa")


def test_a_postcode_is_completed_with_its_place(client):
    assert suggested(client, "6811") == ["6811 Arnhem"]
    assert len(suggested(client, "68")) == 8


@pytest.mark.parametrize("text", ["arn", "1013", "ber", "fries", "naar"])
def test_every_suggestion_is_understood_when_it_is_sent(client, text):
    for place in suggested(client, text):
        page = Page.read(client.get("/zoeken/", {"locatie": place}))
        assert [element for element in page.elements if element.get("id") == "id_locatie_error"] == []


@pytest.mark.parametrize("text", ["", "a", " ", "qwxyz", "\x00", "x" * 20_000, "'; DROP TABLE regions_place; --"])
def test_what_begins_no_name_gives_no_suggestions(client, text):
    assert suggested(client, text) == []


def test_without_a_question_there_is_an_empty_answer(client):
    assert client.get(ADDRESS).json()["places"] == []


def test_the_words_around_the_names_follow_the_language(client):
    dutch, english = (client.get(f"{prefix}{ADDRESS}", {"q": "68"}).json() for prefix in ("", "/en"))

    assert dutch["status"] == "8 plaatsen om uit te kiezen."
    assert dutch["label"] == "Plaatsen"
    assert english["places"] == dutch["places"]


@pytest.mark.parametrize("text", ["6811", "ams"])
def test_an_answer_takes_one_query_whatever_there_is_to_suggest(client, text):
    suggested(client, text)

    with CaptureQueriesContext(connection) as queries:
        suggested(client, text)

    assert len(queries) == 1


def test_an_answer_may_be_kept_and_knows_nobody(client):
    response = client.get(ADDRESS, {"q": "arn"})

    assert "public" in response["Cache-Control"]
    assert "max-age" in response["Cache-Control"]
    assert not response.cookies
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_field_on_the_search_page_knows_where_to_ask(client, prefix):
    page = Page.read(client.get(f"{prefix}/zoeken/"))

    assert page.with_id("id_locatie")["data-suggest-url"] == f"{prefix}{ADDRESS}"
    assert page.all("script", src="/static/suggest.js")
