"""The page of gaps: where nobody is known in which role, who is nearest from there, and where nobody was checked."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.coverage.by_region import regions
from services.models import Role
from tests.portal.page import Page
from tests.services.providers import NIJMEGEN, add_provider, by_hand

pytestmark = pytest.mark.django_db

ADDRESS = "/regios/ontbreekt/"
EVERYONE = {"type_": "mobility_centre", "roles": frozenset(Role)}


def text(element) -> str:
    return " ".join(element.text.split())


def page_of(client, address: str = ADDRESS) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page.read(response)


def section(client, role: str = "curative", address: str = ADDRESS) -> str:
    return text(page_of(client, address).one("section", aria_labelledby=role))


def test_the_page_of_all_regions_leads_to_the_gaps(client):
    assert any(link["href"] == ADDRESS for link in page_of(client, "/regios/").all("a"))


def test_the_page_says_that_it_tells_what_we_know_not_what_there_is(client):
    assert "Dit is wat wij weten. Misschien is er wel hulp die wij niet kennen." in text(page_of(client).one("main"))


def test_without_any_organisation_every_region_lacks_every_role(client):
    page = page_of(client)

    for role in Role:
        words = text(page.one("section", aria_labelledby=role.value))
        assert words.count("De hele regio: niemand bekend") == 35
        assert "Het dichtst bij:" not in words
        assert "Wij kennen in elke gemeente iemand" not in words


def test_where_somebody_is_known_everywhere_no_gap_is_shown(client):
    add_provider("overal", "NL", **EVERYONE)

    words = section(client)

    assert "Wij kennen in elke gemeente iemand voor curatieve hulp." in words
    assert "De hele regio" not in words
    assert "gecontroleerd" not in words


def test_a_region_without_help_names_the_nearest_outside_where_it_works_and_how_far_it_is(client):
    add_provider("buur", "AM:AM08", name="Buur", **EVERYONE, **NIJMEGEN)

    words = section(client)

    assert "Rijk van Nijmegen De hele regio" not in words
    assert re.search(
        r"Midden-Gelderland De hele regio: niemand bekend Het dichtst bij: Buur "
        r"\(werkt in: arbeidsmarktregio Rijk van Nijmegen; ongeveer \d+ km van het midden\)\.",
        words,
    )


def test_the_nearest_of_a_region_is_the_one_that_its_own_page_names(client):
    add_provider("buur", "AM:AM08", name="Buur", **EVERYONE, **NIJMEGEN)
    add_provider("ver", "AM:AM01", name="Ver", **EVERYONE, latitude=53.22, longitude=6.57)

    distance = re.search(r"Buur, (ongeveer \d+ km) van het midden", text(page_of(client, "/regios/AM07/").one("main")))

    assert distance
    midden = re.search(r"Midden-Gelderland (De hele regio.*?van het midden)", section(client))
    assert midden
    assert "Buur" in midden[1]
    assert distance[1] in midden[1]


def test_a_municipality_without_help_in_a_region_that_has_some_is_named(client):
    add_provider("stad", "GM:GM0202", name="Stad", **EVERYONE)

    words = section(client)

    (midden,) = re.findall(r"Midden-Gelderland (.*?) Midden-Holland", words)
    assert midden.startswith("Doesburg: niemand bekend")
    assert "Rheden: niemand bekend" in midden
    assert "Arnhem" not in midden
    assert "De hele regio" not in midden


def test_who_works_in_a_part_of_a_municipality_leaves_no_gap_there(client):
    add_provider("deel", "PC:6811", **EVERYONE)

    assert "Arnhem:" not in section(client)


def test_who_may_work_anywhere_leaves_the_gap_but_is_told(client):
    add_provider("misschien", "?", **EVERYONE, **NIJMEGEN)

    words = section(client)

    assert words.count("De hele regio: misschien: vraag het na") == 35
    assert "km" not in words


def test_regions_where_only_unchecked_records_are_known_are_listed(client):
    add_provider("nooit", "AM:AM07", last_checked_on=None, **EVERYONE)
    add_provider("gecontroleerd", "AM:AM08", **EVERYONE)

    words = section(client)

    assert "Laat 1 regio zien Midden-Gelderland" in words
    assert "nog niet gecontroleerd, of te lang geleden" in words


def test_every_region_leads_to_its_page(client):
    links = [link["href"] for link in page_of(client).all("a") if re.fullmatch(r"/regios/AM\d+/", link["href"] or "")]

    assert len(set(links)) == 35


def test_the_page_is_english_under_en(client):
    add_provider("buur", "AM:AM08", name="Buur", **EVERYONE, **NIJMEGEN)

    words = section(client, address="/en/regios/ontbreekt/")

    assert "The whole region: nobody known The nearest: Buur (works in: " in words


def test_names_are_text_never_markup(client):
    add_provider("buur", "AM:AM08", name="<script>alert(1)</script>", **EVERYONE, **NIJMEGEN)

    assert "<script>alert" not in client.get(ADDRESS).content.decode()


def test_example_data_are_announced(client):
    add_provider("loket", "AM:AM07", is_example=True, **EVERYONE)

    assert "voorbeeldgegevens" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("gaps", [1, 3])
def test_the_page_takes_the_same_queries_however_many_gaps_there_are(client, gaps):
    helped = [f"AM:{one.code}" for one in regions(timezone.localdate())[gaps:]]
    add_provider("bijna-overal", *helped, **EVERYONE, **NIJMEGEN)
    assert section(client).count("De hele regio") == gaps
    cache.clear()

    with CaptureQueriesContext(connection) as queries:
        page_of(client)

    assert len(queries) == 6


def test_the_page_follows_a_change_of_the_directory(client):
    assert "De hele regio" in section(client)

    overal = add_provider("overal", "NL", **EVERYONE)
    assert "De hele regio" not in section(client)

    with by_hand():
        overal.delete()
    assert "De hele regio" in section(client)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_only_tells(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405
