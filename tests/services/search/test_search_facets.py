"""The number behind each option is the number that a reader finds with it."""

import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import ProviderType, Role
from tests.portal.page import Page
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

FIELDS = ("rol", "type", "sector")


def search(client, **query) -> Page:
    response = client.get("/zoeken/", query)
    assert response.status_code == 200
    return Page.read(response)


def total(page: Page) -> int:
    return int(page.with_id("resultaten").text.split()[0])


def counts(page: Page) -> dict[tuple[str, str], int]:
    """Return the number behind each option of each filter."""
    numbers, field = {}, ""
    for element in page.elements:
        if element.tag == "select":
            field = element["name"]
        elif element.tag == "option":
            numbers[field, element["value"]] = int(re.search(r"\((\d+)\)$", element.text)[1])
    return numbers


@pytest.fixture
def directory():
    """Providers of all kinds: own and inherited roles, no sector, one and two, inside and outside Arnhem."""
    chance = random.Random(7)  # noqa: S311  (the same directory every time)
    kinds = ["uwv", "learning_work_desk", "mobility_centre", "gatekeeper_centre", "outplacement_agency"]
    for number in range(24):
        add_provider(
            f"loket-{number}",
            chance.choice(["AM:AM07", "GM:GM0202", "NL", "AM:AM18"]),
            type_=chance.choice(kinds),
            roles=chance.choice([None, frozenset({Role.CURATIVE}), frozenset({Role.PREVENTIVE, Role.REINTEGRATION})]),
            sectors=chance.choice([(), ("bouw",), ("bouw", "techniek"), ("horeca",)]),
            description_nl=chance.choice(["Advies over scholing.", "Gesprekken."]),
        )


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"locatie": "Arnhem"},
        {"locatie": "Arnhem", "rol": "curative"},
        {"locatie": "Arnhem", "sector": "bouw"},
        {"sector": "techniek", "type": "mobility_centre"},
        {"locatie": "Arnhem", "rol": "preventive", "type": "learning_work_desk", "sector": "horeca"},
        {"locatie": "Arnhem", "q": "scholing", "rol": "curative"},
    ],
)
def test_an_option_counts_what_choosing_it_finds(client, directory, question):
    numbers = counts(search(client, **question))

    found = {(field, code): total(search(client, **{**question, field: code})) for field, code in numbers}
    assert {field for field, _code in numbers} == set(FIELDS)
    assert numbers == found


def test_a_choice_that_does_not_exist_keeps_the_other_numbers(client, directory):
    page = search(client, rol="onzin")

    options = [element.text for element in page.all("option") if element["value"] == "uwv"]
    assert re.search(r"\(\d+\)$", options[0])
    assert total(page) == 24


def test_names_of_options_are_text_never_markup(client):
    ProviderType.objects.filter(code="uwv").first().delete()
    ProviderType.objects.create(code="nieuw", name_nl="<b>Nieuw</b>", name_en="New", source="test")

    page = search(client)

    assert page.all("b") == []
    assert "<b>Nieuw</b> (0)" in [option.text for option in page.all("option")]


def test_a_place_is_counted_once_for_all_filters(client):
    add_provider("een", "NL", type_="uwv")
    add_provider("twee", "NL", type_="uwv")
    first = search(client, locatie="Arnhem")
    search(client, locatie="Zwolle", rol="reintegration")

    with CaptureQueriesContext(connection) as queries:
        second = search(client, locatie="Arnhem", rol="reintegration")

    assert total(first) == total(second) == 2
    assert len(queries) == 2


def test_a_change_is_counted_at_once(client):
    add_provider("een", "NL", type_="uwv")
    assert total(search(client, locatie="Arnhem")) == 1

    add_provider("twee", "NL", type_="uwv")

    assert total(search(client, locatie="Arnhem")) == 2


def test_the_count_of_one_place_says_nothing_of_another_or_of_other_words(client):
    add_provider("een", "NL", type_="uwv")
    add_provider("twee", "GM:GM0202", type_="uwv", description_nl="scholing")

    assert total(search(client, locatie="Arnhem")) == 2
    assert total(search(client, locatie="Amsterdam")) == 1
    assert total(search(client, locatie="Arnhem", q="scholing")) == 1
