"""The database refuses nonsense about places and areas."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regions.models import Area, AreaMembership, AreaScheme, Municipality, Place, Postcode

pytestmark = pytest.mark.django_db


@pytest.fixture
def arnhem():
    return Municipality.objects.get(code="GM0202")


@pytest.fixture
def gelderland():
    return Area.objects.get(code="PV25")


def refuses(make, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


@pytest.mark.parametrize("valid_until", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_period_that_does_not_run_forward(valid_until, arnhem, gelderland):
    period = {"valid_from": date(2026, 1, 1), "valid_until": valid_until}

    refuses(Municipality.objects.create, code="GM9999", name="Nergens", **period)
    refuses(AreaScheme.objects.create, code="proef", prefix="XX", **period)
    refuses(AreaMembership.objects.create, area=gelderland, municipality=arnhem, **period)


@pytest.mark.parametrize(("first", "last"), [("6811AB", "6811AA"), ("6811AA", ""), ("", "6811AA")])
def test_a_postcode_range_that_is_backward_or_half(first, last, arnhem, gelderland):
    refuses(
        AreaMembership.objects.create,
        area=gelderland,
        municipality=arnhem,
        postcode_from=first,
        postcode_to=last,
    )


def test_a_second_row_for_the_same_thing(arnhem, gelderland):
    arnhem_place = Place.objects.get(name="Arnhem")

    refuses(Municipality.objects.create, code="GM0202", name="Arnhem")
    refuses(Place.objects.create, name="Arnhem", municipality=arnhem)
    refuses(Postcode.objects.create, pc4="6811", place=arnhem_place, latitude=52, longitude=5)
    refuses(Area.objects.create, scheme=gelderland.scheme, code="PV25", name="Gelderland")
    refuses(AreaScheme.objects.create, code="province", prefix="XX")
    refuses(AreaScheme.objects.create, code="proef", prefix="PV")
