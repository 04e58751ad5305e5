"""What a machine reads about the portal's state."""

import sqlite3
from contextlib import closing
from threading import Thread

import pytest
from django.db import connection, connections
from django.test import Client

from referrals.models import Attempt
from regions.models import Postcode

pytestmark = pytest.mark.django_db


def test_a_portal_with_its_database_and_facts_is_well(client):
    response = client.get("/gezond/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "reference": True}
    assert "no-store" in response.headers["Cache-Control"]


def test_a_portal_without_reference_facts_is_unavailable(client):
    Postcode.objects.all().delete()

    response = client.get("/gezond/")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "ok", "reference": False}


def get_on_a_new_connection(address: str):
    """Get an address in a thread of its own, which makes its own connection by the settings as they are now."""

    def get() -> None:
        responses.append(Client().get(address))
        connections.close_all()

    responses = []
    thread = Thread(target=get)
    thread.start()
    thread.join()
    return responses[0]


@pytest.mark.parametrize("address", ["/gezond/", "/gezond/klaar/"])
def test_a_portal_without_a_database_is_unavailable(monkeypatch, address):
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")

    response = get_on_a_new_connection(address)

    assert response.status_code == 503
    assert response.json()["status"] == response.json()["database"] == "unavailable"
    assert response.json()["reference"] is False


# --- Ready for what people send -----------------------------------------------------------------------------


def test_a_portal_that_can_keep_what_people_send_is_ready_and_keeps_nothing_of_the_question(client):
    response = client.get("/gezond/klaar/")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "reference": True,
        "writable": True,
        "disk": True,
        "no_demo_in_production": True,
    }
    assert not Attempt.objects.exists()


def test_a_full_disk_makes_the_portal_not_ready_and_lets_it_live(client, settings):
    settings.LEAST_FREE_MEGABYTES = 10**9

    response = client.get("/gezond/klaar/")

    assert response.status_code == 503
    assert response.json()["disk"] is False
    assert client.get("/gezond/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_nothing_makes_the_portal_not_ready_and_lets_it_live(monkeypatch, tmp_path):
    if connection.vendor == "postgresql":
        options = {"options": "-c default_transaction_read_only=on"}
    else:
        # SQLite in memory belongs to one thread: the portal opens a copy on disk.
        with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
            connection.connection.backup(copy)
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "copy.sqlite3"))
        options = {"init_command": "PRAGMA query_only=ON;", "transaction_mode": "IMMEDIATE"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)

    ready, alive = get_on_a_new_connection("/gezond/klaar/"), get_on_a_new_connection("/gezond/")

    assert ready.status_code == 503
    assert (ready.json()["database"], ready.json()["writable"]) == ("ok", False)
    assert alive.status_code == 200
