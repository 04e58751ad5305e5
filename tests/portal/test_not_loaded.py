"""A database that is migrated and nothing more: every page either works or says what is missing."""

import pytest
from django.core.management import call_command

from regions.models import AreaMembership, Municipality, Place, Postcode
from services.models import DatedParameter, ProviderType, Sector
from tests.portal.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_loaded():
    """Take away everything that `load_reference` brings, in one statement a table."""
    followers = (Postcode, Place, AreaMembership, Municipality.successors.through)
    for model in (DatedParameter, ProviderType, Sector, *followers, Municipality):
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)


@pytest.mark.parametrize("address", ["/zoeken/", "/zoeken/?locatie=Arnhem", "/en/zoeken/"])
def test_searching_before_the_facts_are_loaded_says_what_is_missing(client, nothing_loaded, address):
    response = client.get(address)

    page = Page.read(response)
    assert response.status_code == 503
    assert "load_reference" in page.one("main").text
    assert page.one("meta", name="robots")["content"] == "noindex"


@pytest.mark.parametrize("address", ["/", "/contact/"])
def test_what_needs_no_facts_works_before_they_are_loaded(client, nothing_loaded, address):
    assert client.get(address).status_code == 200


def test_with_the_reference_facts_alone_the_portal_is_a_valid_and_empty_one(client, nothing_loaded):
    call_command("load_reference", verbosity=0)

    response = client.get("/zoeken/", {"locatie": "Arnhem"})

    assert response.status_code == 200
    assert "0 organisaties gevonden" in Page.read(response).one("main").text
