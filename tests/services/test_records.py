"""The database itself refuses nonsense about providers."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regions.models import Area, Municipality
from services.models import DatedParameter, Provider, ProviderType, ServiceArea
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Provider:
    with by_hand():
        return Provider.objects.create(slug="loket", name="Loket", type=ProviderType.objects.get(code="uwv"))


def refused(make) -> bool:
    try:
        with transaction.atomic(), by_hand():
            make()
    except IntegrityError:
        return True
    return False


def area() -> Area:
    return Area.objects.get(scheme__prefix="AM", code="AM18")


def municipality() -> Municipality:
    return Municipality.objects.get(code="GM0363")


WHOLE = {"letters_from": "AA", "letters_to": "ZZ"}


@pytest.mark.parametrize(
    "parts",
    [
        lambda: {},
        lambda: {"national": True, "area": area()},
        lambda: {"area": area(), "municipality": municipality()},
        lambda: {"municipality": municipality(), "pc4": "1013", **WHOLE},
        lambda: {"national": True, "pc4": "1013", **WHOLE},
        lambda: {"pc4": "1013"},
        lambda: {"pc4": "1013", "letters_from": "BB", "letters_to": "AA"},
        lambda: {"national": True, **WHOLE},
    ],
)
def test_a_part_of_a_work_area_is_exactly_one_of_four_kinds(provider, parts):
    fields = parts()

    assert refused(lambda: ServiceArea.objects.create(provider=provider, **fields))


@pytest.mark.parametrize(
    "parts",
    [
        lambda: {"national": True},
        lambda: {"area": area()},
        lambda: {"municipality": municipality()},
        lambda: {"pc4": "1013", **WHOLE},
    ],
)
def test_each_of_the_four_kinds_is_accepted(provider, parts):
    with by_hand():
        ServiceArea.objects.create(provider=provider, **parts())

    assert provider.service_areas.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"has_own_roles": True},
        {"has_own_roles": False, "curative": True},
        {"latitude": 52.1},
        {"longitude": 5.1},
        {"min_redundancies": -1},
    ],
)
def test_a_record_that_contradicts_itself_is_refused(provider, fields):
    assert refused(lambda: Provider.objects.filter(pk=provider.pk).update(**fields))


def test_a_record_is_not_its_own_successor(provider):
    assert refused(lambda: Provider.objects.filter(pk=provider.pk).update(successor=provider.pk))


def test_a_slug_is_given_once(provider):
    assert refused(lambda: Provider.objects.create(slug="loket", name="Ander", type=provider.type))


def test_a_dated_value_has_one_row_a_date():
    row = {"code": "proef", "value": 1, "unit": "dagen", "valid_from": date(2026, 1, 1), "source": "proef"}
    DatedParameter.objects.create(**row)

    assert refused(lambda: DatedParameter.objects.create(**row))
