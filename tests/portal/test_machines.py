"""What machines ask at fixed addresses: robots.txt, the site map, security.txt and the oldest icon."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from services.models import Provider
from tests.portal.page import Page
from tests.services.providers import add_provider, by_hand, days_ago
from tests.tooling.test_public_addresses import APPS, addresses, closed_pages, is_public
from vwnw_portal.sitemaps import Organisations

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def text_of(response) -> list[str]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def tree(client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own


def parts(client) -> list[str]:
    return [part.text for part in tree(client, "/sitemap.xml").iter(f"{MAP}loc")]


def entries(client, part: str) -> dict[str, ElementTree.Element]:
    return {entry.find(f"{MAP}loc").text: entry for entry in tree(client, part).iter(f"{MAP}url")}


def listed(client) -> set[str]:
    """Return the path of every page in the site map."""
    return {urlsplit(address).path for part in parts(client) for address in entries(client, part)}


def last_changed(client, slug: str) -> str:
    entry = entries(client, "/sitemap-organisations.xml")[f"http://testserver/organisaties/{slug}/"]
    return entry.find(f"{MAP}lastmod").text


# --- The site map --------------------------------------------------------------------------------------------


def test_the_site_map_lists_exactly_the_organisations_that_are_public(client):
    add_provider("loket", "NL")
    add_provider("stopt-morgen", "NL", retired_on=days_ago(-1))
    stands = add_provider("blijft", "NL")
    add_provider("gestopt", "NL", retired_on=days_ago(0))
    add_provider("opgegaan", "NL", retired_on=days_ago(3), merged_into=stands)

    found = {path for path in listed(client) if "/organisaties/" in path}

    public = {f"/organisaties/{slug}/" for slug in ("loket", "stopt-morgen", "blijft")}
    assert found == public | {f"/en{path}" for path in public}


def test_the_site_map_lists_every_page_that_names_its_own_address_and_no_other(client):
    add_provider("loket", "NL")
    of_pages = {"organisation": ["loket"], "region": ["AM07"], "rule": ["R11-collective"]}
    filled_in = of_pages | {"employee_answer": ["GM0202"]}
    known = listed(client)

    for name, pattern in addresses(get_resolver()):
        if not is_public(pattern) or not pattern.callback.__module__.startswith(APPS):
            continue
        try:
            path = reverse(name, args=filled_in.get(name, ()))
        except NoReverseMatch:
            continue
        names_itself = [link["href"] for link in _links(client.get(path)) if link.get("rel") == "canonical"]
        assert (path in known) == (names_itself == [f"http://testserver{path}"]), path


def _links(response) -> list:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return Page.read(response).all("link") if is_page else []


def test_every_page_in_the_site_map_is_there_and_names_the_same_other_languages(client):
    add_provider("loket", "NL")

    for part in parts(client):
        pages = entries(client, part)
        for address in [*list(pages)[:6], *list(pages)[-2:]]:
            page = Page.read(client.get(address))
            alternates = {link.get("hreflang"): link.get("href") for link in pages[address].iter(LINK)}
            assert page.one("link", rel="canonical")["href"] == address
            assert alternates == {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}


def test_a_region_is_listed_once_in_each_language(client):
    regions = [path for path in listed(client) if "/regios/AM" in path]

    assert len(regions) == 70
    assert {"/regios/AM07/", "/en/regios/AM07/"} <= set(regions)


def test_the_site_map_says_when_a_record_changed_or_was_checked_last(client):
    loket = add_provider("loket", "NL", last_checked_on=days_ago(40))
    version = loket.changes.get().change_set

    def changed_on(day: date) -> str:
        type(version).objects.filter(pk=version.pk).update(at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        return last_changed(client, "loket")

    assert last_changed(client, "loket") == f"{days_ago(0)}"
    assert changed_on(days_ago(60)) == f"{days_ago(40)}"
    assert changed_on(days_ago(20)) == f"{days_ago(20)}"


def test_the_site_map_comes_in_parts_that_hold_everything_once(client, monkeypatch):
    monkeypatch.setattr(Organisations, "limit", 2)
    for number in range(5):
        add_provider(f"loket-{number}", "NL")

    found = [path for part in parts(client) for path in entries(client, part) if "/en/organisaties/" in path]

    assert len([part for part in parts(client) if "organisations" in part]) == 3
    assert sorted(found) == [f"http://testserver/en/organisaties/loket-{number}/" for number in range(5)]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "most"), [("/sitemap.xml", 4), ("/sitemap-organisations.xml", 4)])
def test_the_site_map_takes_as_many_queries_whatever_it_lists(client, number, address, most):
    for one in range(number):
        add_provider(f"loket-{one}", "NL")
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) == most


@pytest.mark.parametrize("address", ["/sitemap-onbekend.xml", "/sitemap-pages.xml?p=9", "/sitemap-pages.xml?p=x"])
def test_a_part_that_is_none_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_directory_with_examples_is_not_offered(client):
    loket = add_provider("loket", "NL", is_example=True)

    assert client.get("/sitemap.xml").status_code == 404
    assert client.get("/sitemap-pages.xml").status_code == 404
    assert text_of(client.get("/robots.txt")) == ["User-agent: *", "Disallow: /"]

    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(is_example=False)

    assert client.get("/sitemap.xml").status_code == 200
    assert "Disallow: /" not in text_of(client.get("/robots.txt"))


# --- robots.txt ----------------------------------------------------------------------------------------------


def may_be_read(rules: list[str], path: str) -> bool:
    """Judge as RFC 9309 says: the longest rule that fits decides, and to allow wins from to disallow."""
    fitting = [(0, True)]
    for rule in rules:
        verb, _colon, pattern = rule.partition(": ")
        if verb in ("Allow", "Disallow"):
            expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$")
            if re.match(expression, path):
                fitting.append((len(pattern), verb == "Allow"))
    return max(fitting)[1]


def test_everything_in_the_site_map_may_be_read_and_so_may_the_site_map(client):
    add_provider("loket", "NL")
    rules = text_of(client.get("/robots.txt"))

    assert "Sitemap: http://testserver/sitemap.xml" in rules
    maps = {*(urlsplit(part).path for part in parts(client)), "/sitemap-organisations.xml?p=2"}
    for path in {*listed(client), *maps, "/static/a.png"}:
        assert may_be_read(rules, path), path


def test_nothing_private_and_nothing_of_the_desk_may_be_read(client):
    rules = text_of(client.get("/robots.txt"))
    secret = [
        *["/casus/bewaard/x/", "/casus/aanvraag/x/", "/aanvraag/x/ja/", "/voortgang/x/", "/controle/x/"],
        *["/casus/situatie/", "/casus/advies/", "/hulp-in-de-buurt/GM0202/", "/organisaties/loket/fout-gezien/"],
        *["/account/login/", "/account/password/reset/key/x/", "/zoeken/?locatie=Arnhem"],
    ]

    at_once = ["/beheer/uitnodiging/x/", "/api/v1/route", "/gezond/"]
    for path in [*secret, *(f"/en{path}" for path in secret), *closed_pages(), *at_once]:
        assert not may_be_read(rules, path), path


# --- security.txt --------------------------------------------------------------------------------------------


def test_whom_to_tell_of_a_hole_is_said_and_its_last_day_moves_along(client, settings):
    settings.SECURITY_CONTACT = ["mailto:veilig@example.org", "https://example.org/melden"]

    fields = [line.split(": ", 1) for line in text_of(client.get("/.well-known/security.txt"))]

    assert [value for name, value in fields if name == "Contact"] == settings.SECURITY_CONTACT
    assert dict(fields)["Canonical"] == "http://testserver/.well-known/security.txt"
    assert dict(fields)["Preferred-Languages"] == "nl, en"
    (expires,) = [datetime.fromisoformat(value) for name, value in fields if name == "Expires"]
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)


def test_without_anybody_to_tell_there_is_no_such_file(client, settings):
    settings.SECURITY_CONTACT = []

    assert client.get("/.well-known/security.txt").status_code == 404


# --- Icons ---------------------------------------------------------------------------------------------------


def test_who_asks_for_the_oldest_icon_is_led_to_it(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.ico"
