"""Staff look up and correct places and areas."""

import pytest

from regions.models import Area, AreaMembership, Municipality, Place, Postcode

pytestmark = pytest.mark.django_db

MODELS = ["municipality", "place", "postcode", "areascheme", "area", "areamembership"]


@pytest.mark.parametrize("model", MODELS)
def test_staff_can_search_every_list(admin_client, model):
    response = admin_client.get(f"/beheer/techniek/regions/{model}/", {"q": "Arnhem"})

    assert response.status_code == 200


def test_a_list_costs_the_same_for_any_number_of_rows(admin_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        admin_client.get("/beheer/techniek/regions/areamembership/")


def test_a_place_shows_its_postcodes(admin_client):
    place = Place.objects.get(name="Naarden")

    page = admin_client.get(f"/beheer/techniek/regions/place/{place.pk}/change/").content.decode()

    assert "1411" in page
    assert "1412" in page


def test_a_half_postcode_in_a_range_is_refused_with_what_would_be_right(admin_client):
    fields = {
        "area": Area.objects.get(code="PV25").pk,
        "municipality": Municipality.objects.get(code="GM0202").pk,
        "postcode_from": "6811",
        "postcode_to": "6811zz",
    }

    response = admin_client.post("/beheer/techniek/regions/areamembership/add/", fields)

    assert "zoals 1013AA" in response.content.decode()
    assert not AreaMembership.objects.filter(postcode_from="6811").exists()


def test_a_postcode_is_four_digits(admin_client):
    fields = {"pc4": "12a4", "place": Place.objects.get(name="Urk").pk, "latitude": 52.6, "longitude": 5.6}

    response = admin_client.post("/beheer/techniek/regions/postcode/add/", fields)

    assert "Schrijf vier cijfers" in response.content.decode()
    assert not Postcode.objects.filter(pc4="12a4").exists()


def test_a_visitor_sees_nothing_of_it(client):
    assert client.get("/beheer/techniek/regions/place/").status_code == 302


@pytest.mark.parametrize(("written", "is_taken"), [("1-1-2026", True), ("1 jan. 2026", True), ("1-1-26", False)])
def test_a_period_begins_on_a_day_as_people_write_it(admin_client, written, is_taken):
    fields = {"name": "Nieuwstad", "code": "GM9999", "valid_from": written}

    admin_client.post("/beheer/techniek/regions/municipality/add/", fields)

    assert Municipality.objects.filter(code="GM9999", valid_from="2026-01-01").exists() is is_taken
