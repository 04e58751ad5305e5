"""An older database: work areas that were derived become unknown, unless somebody changed or checked the record."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from services.freshness import CheckPart
from services.models import Check, Provider, ProviderType
from services.upkeep.checks import confirm
from tests.services.providers import STAFF, add_provider, by_hand

pytestmark = pytest.mark.django_db

correction = import_module("services.migrations.0009_derived_areas_are_unknown")

MARCH = date(2026, 3, 1)
NEVER = {"last_checked_on": None}
POINT, CENTRE, FUND = "servicepunt-techniek", "poortwachtercentrum-west-brabant", "oo-fonds-metaalbewerking"


def add_as_shipped(slug: str, type_: str, **fields) -> Provider:
    """Add a record as it was shipped before."""
    area, source, _true = correction.DERIVED[slug]
    code = area if area == "NL" else f"AM:{area}"
    return add_provider(slug, code, type_=type_, **NEVER | {"source": source} | fields)


def areas_of(provider: Provider) -> list[str]:
    return [area.code for area in provider.service_areas.all()]


def correct() -> None:
    with by_hand():
        correction.correct(apps, None)


@pytest.mark.parametrize(
    ("slug", "type_"), [(POINT, "branch_service_point"), (CENTRE, "gatekeeper_centre"), (FUND, "training_fund")]
)
def test_a_shipped_record_that_nobody_touched_becomes_unknown_and_says_so(slug, type_):
    provider = add_as_shipped(slug, type_)

    correct()

    provider.refresh_from_db()
    assert areas_of(provider) == ["?"]
    assert "heel Nederland" not in provider.source
    assert "niet bekend" in provider.source or "geen werkgebied" in provider.source


def test_the_place_of_a_centre_is_no_address_of_today_any_more():
    centre = add_as_shipped(CENTRE, "gatekeeper_centre", city="Etten-Leur")

    correct()

    centre.refresh_from_db()
    assert centre.city == ""
    assert "Etten-Leur" in centre.source


def test_what_staff_changed_or_checked_stays():
    other_area = add_as_shipped(POINT, "branch_service_point")
    with by_hand():
        other_area.service_areas.update(national=False, pc4="6811", letters_from="AA", letters_to="ZZ")
    other_source = add_as_shipped(FUND, "training_fund", source="Nagevraagd bij het fonds.")
    checked = add_as_shipped(CENTRE, "gatekeeper_centre")
    confirm(provider=checked, parts=[CheckPart.EXISTENCE], on=MARCH, by=STAFF, method="phone")

    correct()

    assert areas_of(other_area) == ["PC:6811"]
    assert areas_of(other_source) == ["NL"]
    assert areas_of(checked) == ["AM:AM25"]


def test_the_demo_never_checked_an_organisation_that_exists():
    point = add_as_shipped(POINT, "branch_service_point")
    desk = add_provider("leerwerkloket-drenthe", "AM:AM03", **NEVER)
    by_people = add_provider("leerwerkloket-twente", "AM:AM05", **NEVER)
    invented = add_provider("voorbeeld-loket", "AM:AM03", **NEVER)
    for provider in (point, desk, by_people, invented):
        confirm(provider=provider, parts=list(CheckPart), on=MARCH, by=STAFF, method="demo")
    confirm(provider=by_people, parts=[CheckPart.CONTACT], on=MARCH, by=STAFF, method="phone")

    correct()

    assert areas_of(point) == ["?"]
    checked = Provider.objects.exclude(last_checked_on=None)
    assert set(checked) == {by_people, invented}
    assert set(Check.objects.values_list("provider__slug", flat=True)) == {by_people.slug, invented.slug}


def test_the_old_description_of_the_mobility_centre_makes_way_and_one_of_staff_stays():
    kind = ProviderType.objects.get(code="mobility_centre")
    shipped = {name: getattr(kind, name) for name in correction.MOBILITY_CENTRE}
    old_nl = correction.MOBILITY_CENTRE["description_nl"][0][0]
    ProviderType.objects.filter(pk=kind.pk).update(description_nl=old_nl, description_en="Our own words.")

    correct()

    kind.refresh_from_db()
    assert kind.description_nl == shipped["description_nl"]
    assert kind.description_en == "Our own words."


def test_correcting_again_changes_nothing():
    provider = add_as_shipped(POINT, "branch_service_point")
    correct()
    before = Provider.objects.values().get()

    correct()

    assert Provider.objects.values().get() == before
    assert areas_of(provider) == ["?"]
