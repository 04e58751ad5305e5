"""What a reader gets when the database is busy, takes nothing or is gone; no page waits for it without end."""

from threading import Thread

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from tests.portal.page import Page
from vwnw_portal import urls

BUSY = "Wij kunnen nu niet bij onze gegevens"


def raising(error: Exception):
    @login_not_required
    def view(_request: HttpRequest):
        raise error

    return view


urlpatterns = [
    path("bezet/", raising(OperationalError("database is locked"))),
    path("en/bezet/", raising(OperationalError("database is locked"))),
    path("weg/", raising(InterfaceError("connection already closed"))),
    path("api/bezet/", raising(OperationalError("canceling statement due to lock timeout"))),
    path("fout/", raising(IntegrityError("a fault of ours"))),
    *urls.urlpatterns,
]
handler500 = urls.handler500


@pytest.fixture
def faults(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


@pytest.mark.parametrize("address", ["/bezet/", "/weg/"])
def test_a_reader_is_told_to_try_again_and_when(client, faults, address):
    response = client.get(address)

    page = Page.read(response)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert page.one("h1").text == BUSY
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert "invulde" not in page.one("main").text


def test_who_sent_a_form_is_told_that_it_is_still_there(client, faults):
    text = Page.read(client.post("/bezet/")).one("main").text

    assert "Wat u invulde, staat nog in uw browser." in text


def test_a_reader_of_the_english_site_is_told_in_english(client, faults):
    assert "We cannot reach our data" in Page.read(client.get("/en/bezet/")).one("h1").text


def test_a_program_is_told_in_json(client, faults):
    response = client.post("/api/bezet/")

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response.json()["title"] == "Service Unavailable"


def test_another_mistake_is_still_a_mistake(client, faults):
    assert client.get("/fout/").status_code == 500


@pytest.fixture
def without_database(monkeypatch):
    """Return what gets pages while there is no database: a new thread makes its own connection."""
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")

    def get(address: str):
        responses = []
        client = Client(raise_request_exception=False)
        thread = Thread(target=lambda: responses.append(client.get(address)))
        thread.start()
        thread.join()
        return responses[0]

    return get


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/privacy/", "/contact/", "/toegankelijkheid/", "/en/"])
def test_a_page_without_data_is_there_without_a_database(without_database, address):
    assert without_database(address).status_code == 200


@pytest.mark.django_db
def test_a_page_with_data_says_so_without_a_database(without_database):
    response = without_database("/zoeken/?locatie=Arnhem")

    assert response.status_code == 503
    assert Page.read(response).one("h1").text == BUSY
