"""What a page tells of itself elsewhere: every page that anybody may find tells all of it, and no other page any."""

import json
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation

from referrals.engine.rule_ids import RuleId
from tests.portal.page import Page
from tests.referrals.support.journeys import walk
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.providers import add_provider
from tests.tooling.test_public_addresses import APPS, addresses, is_public
from vwnw_portal.sitemaps import PAGES
from vwnw_portal.templatetags.share import PICTURES

pytestmark = pytest.mark.django_db

LANGUAGES = ("nl", "en")
# What an address of a page needs.
FILLED_IN = {
    "organisation": ("loket",),
    "region": ("AM07",),
    "rule": (RuleId.R11_COLLECTIVE,),
    "case_step": ("situatie",),
    "employee_answer": ("GM0202",),
    "employee_mail": ("GM0202",),
    "employee_mailed": ("GM0202",),
    "employee_question": ("GM0202", "situatie"),
    "report_mistake": ("loket",),
    "mistake_reported": ("loket",),
}
TO_BE_FOUND = (*PAGES, "organisation", "region", "rule")
# Everything that schema.org has of what we say, by type (https://schema.org/docs/full.html).
VOCABULARY = {
    "WebSite": {"@id", "url", "name", "alternateName", "inLanguage", "publisher", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Organization": {
        *{"@id", "mainEntityOfPage", "name", "alternateName", "description", "keywords", "areaServed", "url"},
        *{"email", "telephone", "address", "contactPoint", "dissolutionDate"},
    },
    "Place": {"name"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "ContactPoint": {"telephone", "email", "availableLanguage", "hoursAvailable"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
}


@pytest.fixture(autouse=True)
def loket(db):
    return add_provider(
        "loket",
        "AM:AM07",
        name='Loket "Werk" & <Zo>',
        street="Plein 1",
        postcode="6811AB",
        city="Arnhem",
        phone="026 123 45 67",
        email="loket@example.org",
        hours="Mo-Fr 09:00-17:00",
        languages="nl en",
    )


def address(name: str, language: str = "nl") -> str:
    with translation.override(language):
        return reverse(name, args=FILLED_IN.get(name, ()))


def other_pages(client) -> dict[str, Page]:
    """Return each page that a visitor gets and that is not to be found, by the name of its address."""
    pages = {}
    for name, pattern in addresses(get_resolver()):
        if not is_public(pattern) or name in TO_BE_FOUND or not pattern.callback.__module__.startswith(APPS):
            continue
        response = client.get(_reached(name))
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            pages[name] = Page.read(response)
    return pages


def _reached(name: str) -> str:
    for arguments in (FILLED_IN.get(name, ()), ["bestaat-niet"], ["bestaat-niet", "bestaat-niet"]):
        with suppress(NoReverseMatch):
            return reverse(name, args=arguments)
    raise AssertionError(name)


def shared(page: Page) -> dict[str, str]:
    return {meta["property"]: meta["content"] for meta in page.all("meta") if meta.get("property")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TO_BE_FOUND)
def test_a_page_to_be_found_tells_what_it_is_in_its_language(client, name, language):
    here = f"http://testserver{address(name, language)}"

    page = Page.read(client.get(here))

    title, description = page.one("title").text, page.one("meta", name="description")["content"]
    assert " - " in title
    assert 20 <= len(description) <= 300
    assert page.one("link", rel="canonical")["href"] == here
    assert {link["hreflang"] for link in page.all("link", rel="alternate")} == {*LANGUAGES, "x-default"}
    assert page.all("meta", name="robots") == []
    told = shared(page)
    assert title.startswith(told["og:title"])
    assert told["og:description"] == description
    assert told["og:url"] == here
    assert told["og:locale"][:2] == language
    assert told["og:image"].startswith("http://testserver/static/share-")
    assert told["og:image"].endswith(f"-{language}.png")


def test_pages_to_be_found_differ_in_what_they_tell(client):
    pages = [Page.read(client.get(address(name))) for name in TO_BE_FOUND]

    assert len({page.one("title").text for page in pages}) == len(pages)
    assert len({page.one("meta", name="description")["content"] for page in pages}) == len(pages)


def test_no_other_page_tells_anything(client):
    pages = other_pages(client)

    assert {"case_step", "employee_answer", "report_mistake", "referred", "answer", "style"} <= set(pages)
    for name, page in pages.items():
        assert page.one("meta", name="robots")["content"] == "noindex", name
        assert shared(page) == {}, name
        assert page.all("link", rel="canonical") == [], name
        assert page.facts == [], name


def test_a_case_its_plan_and_the_desk_tell_nothing():
    browser = at_the_desk(colleague("anna"))
    walk(browser)

    for where in ("/casus/controleren/", "/casus/advies/", "/casus/doorverwijzen/", "/beheer/", "/account/2fa/"):
        response = browser.get(where)
        page = Page.read(response)
        assert (response.status_code, response.headers["Content-Type"][:9]) == (200, "text/html"), where
        assert page.one("meta", name="robots")["content"] == "noindex", where
        assert (shared(page), page.facts) == ({}, []), where


def test_a_page_that_does_not_exist_tells_nothing(client):
    page = Page.read(client.get("/organisaties/bestaat-niet/"))

    assert page.one("meta", name="robots")["content"] == "noindex"
    assert shared(page) == {}


def test_a_list_that_is_shared_leads_back_to_the_same_list_and_is_found_as_one(client):
    page = Page.read(client.get("/zoeken/?locatie=Arnhem&rol=curative"))

    assert shared(page)["og:url"] == "http://testserver/zoeken/?locatie=Arnhem&rol=curative"
    assert page.one("link", rel="canonical")["href"] == "http://testserver/zoeken/"


def test_what_is_told_of_an_organisation_is_text_whatever_its_name(client):
    page = Page.read(client.get(address("organisation")))

    assert shared(page)["og:title"] == 'Loket "Werk" & <Zo>'
    assert page.one("title").text == 'Loket "Werk" & <Zo> - VWNW-portaal'


def test_an_example_is_not_offered(client):
    add_provider("verzonnen", "NL", is_example=True)

    page = Page.read(client.get("/organisaties/verzonnen/"))

    assert page.one("meta", name="robots")["content"] == "noindex"
    assert shared(page) == {}


# --- In the words of schema.org ------------------------------------------------------------------------------


def things(facts: object):
    """Yield every thing in these facts that has a type."""
    if isinstance(facts, list):
        for one in facts:
            yield from things(one)
    elif isinstance(facts, dict):
        yield facts
        yield from things(list(facts.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_type_and_is_one_that_the_type_has(client, language, settings):
    settings.OWNER_NAME = "Stichting Een"
    found = [fact for name in TO_BE_FOUND for fact in Page.read(client.get(address(name, language))).facts]

    assert {fact["@type"] for fact in found} == {"WebSite", "BreadcrumbList", "Organization"}
    for fact in found:
        assert fact.pop("@context") == "https://schema.org"
    for thing in things(found):
        assert thing.keys() - {"@type"} <= VOCABULARY[thing["@type"]], thing
        assert all(value not in (None, "", [], {}) for value in thing.values()), thing


def test_where_a_page_stands_is_told_step_by_step(client):
    crumbs = Page.read(client.get("/en/regios/AM07/")).fact("BreadcrumbList")

    assert [(step["position"], step["item"]) for step in crumbs["itemListElement"]] == [
        (1, "http://testserver/en/"),
        (2, "http://testserver/en/regios/"),
        (3, "http://testserver/en/regios/AM07/"),
    ]
    assert crumbs["itemListElement"][2]["name"] == "Midden-Gelderland"


@pytest.mark.parametrize(("home", "search"), [("/", "/zoeken/"), ("/en/", "/en/zoeken/")])
def test_home_tells_who_runs_the_site_and_how_to_search_it(client, settings, home, search):
    settings.OWNER_NAME, settings.CONTACT_EMAIL = "Stichting </script> Een", "een@example.org"

    site = Page.read(client.get(home)).fact("WebSite")

    assert site["url"] == f"http://testserver{home}"
    assert site["publisher"] == {
        "@type": "Organization",
        "name": "Stichting </script> Een",
        "email": "een@example.org",
    }
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == f"http://testserver{search}?q={{words}}"
    assert 'id="hit-loket"' in client.get(template.replace("{words}", "loket")).content.decode()


def test_nobody_is_told_to_run_the_site_who_is_not_named(client, settings):
    settings.OWNER_NAME = ""

    assert "publisher" not in Page.read(client.get("/")).fact("WebSite")


# --- The pictures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted({"site", *PICTURES.values()}))
def test_every_picture_is_made_in_the_size_that_pages_say(kind, language):
    picture = _built(f"share-{kind}-{language}.png")

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_phone_needs_to_keep_the_site_is_made_with_its_icons(language):
    manifest = json.loads(_built(f"site-{language}.webmanifest"))

    assert manifest["lang"] == language
    for icon in manifest["icons"]:
        assert _built(icon["src"])
        if icon["sizes"] != "any":
            assert struct.unpack(">II", _built(icon["src"])[16:24]) == tuple(map(int, icon["sizes"].split("x")))


def test_the_oldest_icon_holds_the_sizes_that_browsers_ask_for():
    icon = _built("favicon.ico")

    assert struct.unpack("<HHH", icon[:6]) == (0, 1, 3)
    for line in range(3):
        width, *_rest, size, begins = struct.unpack("<BBBBHHII", icon[6 + 16 * line : 22 + 16 * line])
        assert width in (16, 32, 48)
        assert icon[begins : begins + 4] == b"\x89PNG"
        assert begins + size <= len(icon)


def _built(name: str) -> bytes:
    path = Path(project.ASSETS_DIR, name)
    if not path.exists():
        pytest.skip("the browser's files are not built: make assets")
    return path.read_bytes()
