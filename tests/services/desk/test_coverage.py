"""The coverage in the desk: by region, and by municipality with its types and who is nearest outside."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services.staff_models import StaffRole
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.services.providers import NIJMEGEN, add_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    return at_the_desk(colleague("kijker", StaffRole.AUDITOR))


def rows(browser: Client, region: str = "") -> dict:
    """Return the cells of each place by its name, each role by its own."""
    answer = browser.get(reverse("desk_coverage"), {"regio": region})
    return {row.name: {cell.role: cell for cell in row.cells} for row in answer.context["rows"]}


def test_all_regions_have_a_row_with_the_state_of_each_role(reader):
    add_provider("centrum", "AM:AM07", type_="mobility_centre")

    found = rows(reader)

    assert len(found) == 35
    assert (found["Midden-Gelderland"]["curatief"].status, found["Twente"]["curatief"].status) == (
        "referable",
        "nobody",
    )


def test_a_municipality_tells_how_many_of_which_type_and_who_is_nearest_where_nobody_is(reader):
    add_provider("centrum", "GM:GM0202", type_="mobility_centre")
    add_provider("nooit", "GM:GM0202", type_="mobility_centre", last_checked_on=None)
    add_provider("buur", "AM:AM08", type_="mobility_centre", name="Buur", **NIJMEGEN)

    found = rows(reader, "AM07")

    assert len(found) == 9
    assert found["Arnhem"]["curatief"].numbers == "1 doorverwijzen kan; 1 bekend, nog te controleren"
    assert len(found["Arnhem"]["curatief"].types) == 1
    assert (found["Duiven"]["curatief"].nearest.facts.name, found["Duiven"]["curatief"].status) == ("Buur", "nobody")
    page = reader.get(reverse("desk_coverage"), {"regio": "AM07"}).content.decode()
    assert "Het dichtst bij:" in page
    assert "ongeveer" in page


@pytest.mark.parametrize("region", ["", "AM07"])
def test_the_page_takes_the_same_queries_however_many_organisations_there_are(reader, region):
    numbers = []
    for number in (1, 3):
        for turn in range(number):
            add_provider(f"centrum-{number}-{turn}", "AM:AM07", type_="mobility_centre")
        rows(reader, region)
        with CaptureQueriesContext(connection) as queries:
            rows(reader, region)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]


def test_a_region_that_does_not_exist_shows_all(reader):
    assert len(rows(reader, "AM99")) == 35
