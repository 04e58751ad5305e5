"""What a machine reads about the portal's state."""

from threading import Thread

import pytest
from django.db import connection
from django.test import Client

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


def test_a_portal_without_a_database_is_unavailable(monkeypatch):
    # A new thread makes its own connection, here to a database that does not exist.
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
    responses = []

    thread = Thread(target=lambda: responses.append(Client().get("/gezond/")))
    thread.start()
    thread.join()

    assert responses[0].status_code == 503
    assert responses[0].json() == {"status": "unavailable", "database": "unavailable", "reference": False}
