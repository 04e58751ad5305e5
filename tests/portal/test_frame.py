"""What stands around every page is drawn once for all readers: it still follows the page and the language."""

import pytest
from django import forms
from django.template import Context, Template

from tests.portal.page import Page
from tests.services.providers import add_provider, by_hand

pytestmark = pytest.mark.django_db


def current(client, address: str, kind: str = "page") -> list[str]:
    return [link.text for link in Page.read(client.get(address)).all("a", aria_current=kind)]


def test_the_menu_marks_the_page_that_is_open(client):
    assert current(client, "/") == ["Home"]
    assert current(client, "/zoeken/") == ["Zoeken"]
    assert current(client, "/") == ["Home"]


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("/casus/situatie/", "Ik ben werkgever"),
        ("/hulp-in-de-buurt/GM0202/", "Ik ben werknemer"),
        ("/en/casus/situatie/", "I am an employer"),
    ],
)
def test_the_menu_marks_the_way_that_a_page_belongs_to(client, address, way):
    assert current(client, address, "true") == [way]
    assert current(client, address) == []


def test_menu_and_footer_follow_the_language(client):
    for prefix in ("", "/en", ""):
        links = {link["href"] for link in Page.read(client.get(f"{prefix}/privacy/")).all("a")}
        assert {f"{prefix}/zoeken/", f"{prefix}/contact/"} <= links


def test_the_other_language_is_that_of_this_page_and_this_question(client):
    for query in ("locatie=Arnhem", "locatie=Nijmegen&rol=curative", ""):
        page = Page.read(client.get(f"/zoeken/?{query}"))
        assert page.one("a", hreflang="en")["href"] == f"/en/zoeken/{'?' if query else ''}{query}"


def test_the_addresses_for_search_engines_follow_the_host(client, settings):
    settings.ALLOWED_HOSTS = ["een.example.org", "twee.example.org"]

    for host in settings.ALLOWED_HOSTS:
        page = Page.read(client.get("/privacy/", headers={"host": host}))
        assert page.one("link", rel="canonical")["href"] == f"http://{host}/privacy/"


def test_an_option_of_a_list_has_no_looks_of_a_text_field():
    class Form(forms.Form):
        sector = forms.ChoiceField(choices=[("bouw", "Bouw")])

    drawn = Template("{% for option in form.sector %}{{ option }}{% endfor %}").render(Context({"form": Form()}))

    assert Page.read(drawn).one("option").get("class") is None


def examples_notices(client, address: str) -> list[str]:
    return [notice.text for notice in Page.read(client.get(address)).all("aside", class_="vwnw-examples")]


@pytest.mark.parametrize("address", ["/", "/zoeken/", "/regios/", "/hulp-in-de-buurt/", "/privacy/"])
def test_every_page_says_that_the_directory_holds_examples_for_as_long_as_it_does(client, address):
    provider = add_provider("loket", "NL", is_example=True)
    assert "voorbeeldgegevens" in examples_notices(client, address)[0]

    provider.is_example = False
    with by_hand():
        provider.save()

    assert examples_notices(client, address) == []


def test_the_notice_of_examples_is_asked_for_once_after_a_change(client, django_assert_num_queries):
    add_provider("loket", "NL", is_example=True)
    client.get("/")

    with django_assert_num_queries(1):  # which version of the directory this is
        client.get("/")
