"""Loading the reference facts: complete, safe to repeat, and careful with what staff added."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import models

from regions.loading import load_places_and_areas
from regions.models import Area, AreaMembership, AreaScheme, Municipality, Place, Postcode
from regions.versions import current_version

pytestmark = pytest.mark.django_db

TABLES: list[type[models.Model]] = [Municipality, Place, Postcode, AreaScheme, Area, AreaMembership]


def rows():
    return {table: list(table.objects.order_by("pk").values()) for table in TABLES}


def test_all_reference_facts_are_there():
    assert Municipality.objects.filter(valid_until=None).count() == 342
    assert Municipality.objects.exclude(valid_until=None).count() == 121
    assert Postcode.objects.count() == 4071
    assert dict(Area.objects.values_list("scheme__code").annotate(models.Count("pk"))) == {
        "province": 12,
        "labour_market_region": 35,
        "wmco": 6,
        "uwv_office": 44,
    }
    assert AreaMembership.objects.filter(area__scheme__code="uwv_office").count() == 464


def test_loading_again_changes_nothing_and_keeps_the_version():
    before, version = rows(), current_version()

    call_command("load_reference", verbosity=0)

    assert rows() == before
    assert current_version() == version


def test_loading_leaves_what_staff_added():
    utrecht = Municipality.objects.get(code="GM0344")
    place = Place.objects.create(name="Nieuwdorp aan de Proef", municipality=utrecht)
    postcode = Postcode.objects.create(pc4="1234", place=place, latitude=52.1, longitude=5.1)

    changed = load_places_and_areas()

    assert changed == 0
    postcode.refresh_from_db()
    assert postcode.place == place


def test_a_row_that_was_lost_or_bent_follows_the_file_again():
    Postcode.objects.get(pc4="6811").delete()
    Postcode.objects.filter(pc4="1013").update(latitude=0)
    version = current_version()

    changed = load_places_and_areas()

    assert changed == 2
    assert Postcode.objects.get(pc4="6811").place.name == "Arnhem"
    assert Postcode.objects.get(pc4="1013").latitude == 52.3881
    assert current_version() != version


def test_a_former_municipality_ends_on_the_day_after_its_last_year():
    haaren = Municipality.objects.get(name="Haaren")

    assert haaren.valid_until == date(2021, 1, 1)
    assert set(haaren.successors.values_list("code", flat=True)) == {"GM0757", "GM0824", "GM0855", "GM0865"}


def test_a_municipality_has_a_first_day_only_where_it_is_known():
    assert Municipality.objects.get(name="Gooise Meren").valid_from == date(2016, 1, 1)
    assert Municipality.objects.get(name="Amsterdam").valid_from is None


def test_every_division_names_its_source():
    assert not AreaScheme.objects.filter(source="").exists()
