"""Every public page about every shipped record, in both languages, says nothing of it that is not known.

What lives here: the directory as it is shipped, without the examples, page by page. What does not: what a page says of
one record (tests/services/).
"""

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from regions.models import Area
from services.distance import approximate
from services.models import Provider, ServiceArea
from tests.portal.page import Element, Page
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

PREFIXES = ("", "/en")

# A number of kilometres, however it is said.
DISTANCE = re.compile(r"\d\s*km\b", re.IGNORECASE)
# That something works all over a region, or in all of a place.
EVERYWHERE = re.compile(r"\bin de hele\b|\bheel\b|\ball of\b|\bthe whole\b", re.IGNORECASE)


@pytest.fixture(params=["as shipped", "with no work area known"])
def shipped(db, request):
    """Load the shipped directory; return its records by slug. With no work area known, each page is about the worst."""
    call_command("load_directory", verbosity=0)
    records = Provider.objects.in_bulk(field_name="slug")
    if request.param == "with no work area known":
        with by_hand():
            ServiceArea.objects.all().delete()
            ServiceArea.objects.bulk_create(ServiceArea(provider=record, unknown=True) for record in records.values())
    return records


@pytest.fixture
def nowhere(shipped):
    """The records without an address or a stated area: of these nothing may be said about where they are."""
    stated = set(ServiceArea.objects.filter(unknown=False).values_list("provider__slug", flat=True))
    return {slug for slug, record in shipped.items() if not has_address(record) and slug not in stated}


def has_address(record: Provider) -> bool:
    return bool(record.street or record.postcode)


def read(client, address: str, **query: str) -> Page:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return Page.read(response)


def said_of(page: Page, slug: str) -> Iterator[Element]:
    """Yield the smallest cards and list items of a page that link to a record."""
    link = f"/organisaties/{slug}/"
    for position, element in enumerate(page.elements):
        if element.tag == "a" and (element.get("href") or "").removeprefix("/en") == link:
            around = (each for each in reversed(page.elements[:position]) if each.tag in {"article", "li"})
            yield next(around)


def hits_on_map(page: Page) -> set[str]:
    return {mark["data-slug"] for mark in page.all("a") if (mark.get("class") or "").startswith("mark ")}


def regions() -> list[Area]:
    return list(Area.objects.filter(scheme__code="labour_market_region").order_by("code"))


def test_no_shipped_record_has_a_position_without_an_address(shipped):
    placed = {slug for slug, record in shipped.items() if record.latitude is not None}

    assert placed <= {slug for slug, record in shipped.items() if has_address(record)}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_of_a_record_says_no_more_of_where_it_is_than_is_known(client, shipped, nowhere, prefix):
    for slug, record in shipped.items():
        page = read(client, f"{prefix}/organisaties/{slug}/")
        about = page.one("main").text.replace(record.source, "")
        if not has_address(record):
            assert not DISTANCE.search(about), slug
            assert page.all("g", class_="map-place") == [], slug
        if slug in nowhere:
            words = client.get(f"{prefix}/organisaties/{slug}/werkgebied/").json()
            linked = page.fact("Organization")
            assert not EVERYWHERE.search(about), slug
            assert page.all("figure") == [], slug
            assert words["codes"] == words["points"] == [], slug
            assert "areaServed" not in linked, slug


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_page_of_a_region_says_no_more_of_a_record_than_is_known(client, shipped, nowhere, prefix):
    for region in regions():
        page = read(client, f"{prefix}/regios/{region.code}/")
        assert not DISTANCE.search(page.one("main").text), region
        for slug in nowhere:
            assert not [each.text for each in said_of(page, slug) if EVERYWHERE.search(each.text)], (region, slug)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_search_gives_no_distance_and_no_marker_to_a_record_without_an_address(client, shipped, nowhere, prefix):
    without_address = {slug for slug, record in shipped.items() if not has_address(record)}
    for place in ["", *(region.name for region in regions())]:
        page = read(client, f"{prefix}/zoeken/", locatie=place)
        for card in page.all("article"):
            slug = card["id"].removeprefix("hit-")
            if slug in without_address:
                assert not DISTANCE.search(card.text), (place, slug)
            if slug in nowhere:
                assert not EVERYWHERE.search(card.text), (place, slug)
        assert not hits_on_map(page) & without_address, place


def test_the_words_that_these_tests_look_for_are_those_of_the_pages():
    for distance in (0.2, 3.4):
        for language in ("nl", "en"):
            assert DISTANCE.search(approximate(distance, language))
    for words in ("werkt in de hele regio", "heel Midden-Gelderland", "all of Zeeland", "the whole municipality"):
        assert EVERYWHERE.search(words)
