"""What somebody types is taken for what it says: nothing in it is decoded again, worked out or run."""

import pytest

from tests.portal.page import Page
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

TYPED = [
    "%2541",
    "&lt;b&gt;",
    r"A \n",
    "{{ 7|add:7 }}",
    "{% now 'Y' %}",
    "%(most)s %s %n",
    "{0.__class__}",
    "${7*7}",
    "<!--#echo var='x'-->",
    "=1+1",
    "' OR '1'='1",
    "$(id)",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_searched_for_stands_in_its_field_as_it_was_typed(client, typed):
    assert Page.read(client.get("/zoeken/", {"q": typed})).one("input", name="q")["value"] == typed


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_reported_stands_in_its_field_as_it_was_typed(client, typed):
    add_provider("loket", "NL")

    page = Page.read(client.post("/organisaties/loket/fout-gezien/", {"text": typed}))

    assert page.one("textarea", name="text").text.strip() == typed.strip()
