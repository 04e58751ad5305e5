"""The portal's own pages, as a reader meets them."""

import itertools

import pytest
from django.urls import reverse
from django.utils import translation

from tests.portal.page import Page

BUTTON = "nl-button nl-button--primary"
PAGES = ["home", "style", "accessibility", "privacy", "contact"]
pytestmark = pytest.mark.django_db


@pytest.fixture(params=PAGES)
def name(request):
    return request.param


@pytest.fixture(params=["nl", "en"])
def language(request):
    return request.param


def address(name: str, language: str = "nl") -> str:
    with translation.override(language):
        return reverse(name)


def test_a_page_answers_in_its_language(client, name, language):
    response = client.get(address(name, language))

    assert response.status_code == 200
    assert Page.read(response).one("html")["lang"] == language


def test_a_page_has_one_main_heading_a_title_and_a_description(client, name, language):
    page = Page.read(client.get(address(name, language)))

    assert page.one("h1").text.strip()
    assert page.one("title").text.strip().endswith(("- VWNW-portaal", "- VWNW portal"))
    assert page.one("meta", name="description")["content"].strip()


def test_the_first_link_skips_to_the_main_content(client, name):
    page = Page.read(client.get(address(name)))

    assert page.all("a")[0]["href"] == "#inhoud"
    assert page.with_id("inhoud").tag == "main"


def test_every_id_is_used_once(client, name):
    page = Page.read(client.get(address(name)))

    identifiers = [element["id"] for element in page.elements if element.get("id")]
    assert sorted(set(identifiers)) == sorted(identifiers)


def test_headings_skip_no_level(client, name):
    page = Page.read(client.get(address(name)))

    levels = [int(element.tag[1]) for element in page.elements if element.tag in ("h1", "h2", "h3", "h4")]
    steps = itertools.pairwise(levels)
    assert all(after <= before + 1 for before, after in steps)


def test_a_page_holds_no_inline_style_or_script(client, name):
    page = Page.read(client.get(address(name)))

    assert page.all("style") == []
    assert [element for element in page.elements if "style" in element.attributes] == []
    assert [key for element in page.elements for key in element.attributes if key.startswith("on")] == []
    data = ("application/json", "application/ld+json")
    running = [script for script in page.all("script") if script.get("type") not in data]
    assert all(script["src"] for script in running)


def test_a_page_forbids_the_browser_everything_but_its_own_files(client, name):
    policy = client.get(address(name)).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_sets_no_cookie(client, name):
    assert not client.get(address(name)).cookies


def test_a_page_changes_nothing_so_it_refuses_a_post(client, name):
    assert client.post(address(name)).status_code == 405


# --- Two languages ---------------------------------------------------------------------------------------


def test_the_language_switch_keeps_the_page_and_its_query(client):
    page = Page.read(client.get("/privacy/?van=1&naar=caf%C3%A9"))

    link = page.one("a", hreflang="en")
    assert link["href"] == "/en/privacy/?van=1&naar=caf%C3%A9"
    assert link["lang"] == "en"


def test_the_english_page_leads_back_to_the_dutch_one(client):
    page = Page.read(client.get("/en/contact/?van=1"))

    assert page.one("a", hreflang="nl")["href"] == "/contact/?van=1"


def test_a_page_names_its_own_address_and_that_in_each_language(client):
    page = Page.read(client.get("/en/privacy/?van=1"))

    assert page.one("link", rel="canonical")["href"] == "http://testserver/en/privacy/"
    assert {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")} == {
        "nl": "http://testserver/privacy/",
        "en": "http://testserver/en/privacy/",
        "x-default": "http://testserver/privacy/",
    }


# --- Home ------------------------------------------------------------------------------------------------


def test_home_leads_employers_to_the_case_and_employees_to_help(client):
    links = {link["href"] for link in Page.read(client.get(address("home"))).all("a", class_=BUTTON)}

    assert address("case") in links
    assert address("employee") in links


def test_home_searches_with_the_key_that_the_search_page_reads(client):
    page = Page.read(client.get(address("home")))

    assert page.one("form", role="search")["action"] == address("search")
    assert page.one("input")["name"] == "locatie"


def test_the_menu_marks_the_page_that_is_open(client):
    page = Page.read(client.get(address("home")))

    assert page.one("a", aria_current="page")["href"] == "/"


# --- Who runs it -----------------------------------------------------------------------------------------


@pytest.fixture
def sender(settings):
    settings.OWNER_NAME = "Stichting <Van> Werk & Zo"
    settings.CONTACT_EMAIL = "beheer@example.org"
    settings.PRIVACY_CONTACT = "de privacyfunctionaris, privacy@example.org"
    settings.COMPLAINT_WAY = "https://example.org/klacht"


@pytest.fixture
def no_sender(settings):
    settings.OWNER_NAME = settings.CONTACT_EMAIL = settings.PRIVACY_CONTACT = settings.COMPLAINT_WAY = ""


def test_every_page_says_who_runs_the_portal(client, sender, name):
    assert "Stichting <Van> Werk & Zo beheert dit portaal." in Page.read(client.get(address(name))).one("footer").text


def test_without_a_name_every_page_says_what_will_stand_there(client, no_sender, name):
    assert "Hier staat straks wie dit portaal beheert." in Page.read(client.get(address(name))).one("footer").text


def test_the_footer_follows_a_new_owner(client, settings):
    for owner in ("Stichting Een", "Stichting Twee"):
        settings.OWNER_NAME = owner
        assert f"{owner} beheert dit portaal." in Page.read(client.get("/")).one("footer").text


@pytest.mark.parametrize("name", ["accessibility", "privacy", "contact"])
def test_who_runs_the_portal_also_stands_with_the_way_to_reach_it(client, sender, name):
    assert "Stichting <Van> Werk & Zo beheert dit portaal." in Page.read(client.get(address(name))).one("main").text


def test_the_privacy_page_names_whom_to_ask_and_how_to_complain(client, sender):
    page = Page.read(client.get(address("privacy")))

    assert "Stel uw vraag aan: de privacyfunctionaris, privacy@example.org" in page.one("main").text
    assert page.one("a", href="mailto:privacy@example.org")
    assert page.one("a", href="https://example.org/klacht")


def test_the_privacy_page_says_what_the_cookie_of_an_employee_is(client):
    text = " ".join(Page.read(client.get(address("privacy"))).one("main").text.split())
    assert "Zoekt u als werknemer hulp in de buurt? Dan bewaart een cookie wat u invult" in text
    assert "In het adres van het antwoord staat alleen de gemeente." in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_privacy_page_names_the_authority_whatever_is_set(client, no_sender, language):
    assert "Autoriteit Persoonsgegevens" in Page.read(client.get(address("privacy", language))).one("main").text


def test_the_privacy_page_says_what_will_stand_there(client, no_sender):
    words = Page.read(client.get(address("privacy"))).one("main").text

    assert "Hier staat straks wie uw vragen over gegevens beantwoordt." in words
    assert "Hier staat straks hoe u bij ons een klacht indient." in words


# --- Contact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["accessibility", "privacy", "contact"])
def test_the_operator_can_be_mailed_when_an_address_is_set(client, settings, name):
    settings.CONTACT_EMAIL = "beheer@example.org"

    page = Page.read(client.get(address(name)))

    assert page.one("a", href="mailto:beheer@example.org")


@pytest.mark.parametrize("name", ["accessibility", "privacy", "contact"])
def test_the_page_says_so_when_no_address_is_set(client, settings, name):
    settings.CONTACT_EMAIL = ""

    response = client.get(address(name))

    assert "mailto:" not in response.content.decode()
    assert "nog geen e-mailadres" in response.content.decode()
