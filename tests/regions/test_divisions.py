"""Which areas a place lies in on a date: periods, overlapping ranges, split and younger municipalities."""

from datetime import date

import pytest

from regions.models import Area, AreaMembership, Municipality
from regions.places import Found, find_place

pytestmark = pytest.mark.django_db

IN_2015 = date(2015, 6, 1)
TODAY = date(2026, 11, 23)


def areas(text, on):
    answer = find_place(text, on)
    assert isinstance(answer, Found), answer
    return answer.location.areas


@pytest.mark.parametrize(
    ("postcode", "offices"),
    [
        ("1013AB", ("Amsterdam West",)),
        ("1013AV", ("Amsterdam Oost",)),
        ("1013", ("Amsterdam Oost", "Amsterdam West")),
        ("1097HA", ("Amsterdam West",)),
        ("1097HB", ("Amsterdam Oost",)),
        ("1014", ("Amsterdam West",)),
    ],
)
def test_where_ranges_overlap_the_narrower_holds(postcode, offices):
    assert areas(postcode, IN_2015)["uwv_office"] == offices


@pytest.mark.parametrize("postcode", ["3051", "3051AB"])
def test_a_postcode_of_a_split_municipality_in_no_range_lists_all_its_areas(postcode):
    assert areas(postcode, IN_2015)["uwv_office"] == ("Rotterdam Herenwaard", "Rotterdam Schiekade")


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Groesbeek", ("Nijmegen",)),
        ("6573", ("Nijmegen",)),
        ("Naarden", ("Gooi- en Vechtstreek",)),
        ("gemeente De Fryske Marren", ("Leeuwarden",)),
        ("Vianen (gemeente Vijfheerenlanden)", ("Utrecht-Midden",)),
        ("Leerdam", ("Dordrecht",)),
        ("Lexmond", ("Dordrecht", "Utrecht-Midden")),
    ],
)
def test_a_younger_municipality_takes_its_predecessors_areas(text, offices):
    assert areas(text, IN_2015)["uwv_office"] == offices


def test_one_address_lies_in_divisions_that_do_not_nest():
    assert areas("De Ronde Venen", TODAY) == {
        "province": ("PV26",),
        "labour_market_region": ("AM18",),
        "wmco": ("e",),
    }


@pytest.mark.parametrize(
    ("scheme", "last_day_without", "first_day_with"),
    [
        ("wmco", date(2012, 2, 29), date(2012, 3, 1)),
        ("uwv_office", date(2014, 12, 31), date(2015, 1, 1)),
        ("uwv_office", date(2018, 1, 1), date(2017, 12, 31)),
        ("labour_market_region", date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_a_division_holds_from_its_first_day_and_until_the_day_it_ends(scheme, last_day_without, first_day_with):
    assert scheme not in areas("6811AB", last_day_without)
    assert areas("6811AB", first_day_with)[scheme]


def test_a_province_holds_on_any_date():
    assert areas("6811AB", date.min) == {"province": ("PV25",)}
    assert areas("6811AB", date.max)["province"] == ("PV25",)


def test_the_ids_name_the_same_areas_as_the_codes():
    location = find_place("1013", IN_2015).location

    rows = Area.objects.filter(pk__in=location.area_ids).values_list("scheme__code", "code")

    assert set(rows) == {(scheme, code) for scheme, codes in location.areas.items() for code in codes}


def test_a_move_to_another_area_holds_from_its_own_date():
    arnhem = Municipality.objects.get(code="GM0202")
    old = AreaMembership.objects.get(municipality=arnhem, area__scheme__code="labour_market_region")
    twente = Area.objects.get(code="AM05")

    old.valid_until = date(2027, 1, 1)
    old.save()
    AreaMembership.objects.create(municipality=arnhem, area=twente, valid_from=date(2027, 1, 1))

    assert areas("Arnhem", date(2026, 12, 31))["labour_market_region"] == ("AM07",)
    assert areas("Arnhem", date(2027, 1, 1))["labour_market_region"] == ("AM05",)


def test_municipalities_that_name_each_other_as_successor_do_not_hang_the_reading():
    groesbeek, berg_en_dal = Municipality.objects.get(code="GM0241"), Municipality.objects.get(code="GM1945")

    berg_en_dal.successors.add(groesbeek)

    assert areas("6573", IN_2015)["uwv_office"] == ("Nijmegen",)
