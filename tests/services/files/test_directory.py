"""`load_directory` and the services' own lists: complete, honest, safe to repeat, and never over what staff changed."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from regions.models import Municipality
from services.catalogue import catalogue
from services.files.loading import load_catalogue, load_demo, load_directory
from services.freshness import Freshness, oldest_checks
from services.models import DatedParameter, Provider, ProviderType, Sector
from services.upkeep import retire

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 31)


# --- The catalogue -----------------------------------------------------------------------------------------


def test_the_role_matrix_is_that_of_the_report():
    P, C, R = "preventive", "curative", "reintegration"  # noqa: N806 - columns of the matrix

    assert {entry.code: set(entry.roles) for entry in catalogue().types} == {
        "learning_work_desk": {P},
        "mobility_centre": {C},
        "branch_service_point": {P, C, R},
        "employer_service_point": {P, C, R},
        "gatekeeper_centre": {C, R},
        "uwv": {R},
        "outplacement_agency": {C},
        "temporary_work_agency": {C},
        "career_advice_agency": {P},
        "training_fund": set(),
    }


def test_three_types_are_private_and_one_works_for_sectors_only():
    private = {entry.code for entry in catalogue().types if entry.is_private}

    assert private == {"outplacement_agency", "temporary_work_agency", "career_advice_agency"}
    assert [entry.code for entry in catalogue().types if entry.needs_sector] == ["branch_service_point"]


def test_a_name_is_in_the_language_of_the_reader():
    desk = catalogue().types_by_code["employer_service_point"]

    with translation.override("nl"):
        assert desk.name == "Werkgeversservicepunt"
    with translation.override("en"):
        assert desk.name == "Employer service point"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("collective_dismissal_minimum", 20),
        ("collective_dismissal_window_months", 3),
        ("notification_wait_months", 1),
        ("social_plan_minimum", 20),
        ("uwv_reach_months", 4),
        ("small_firm_limit", 50),
        ("check_due_days", 180),
        ("check_overdue_days", 270),
        ("check_not_referable_days", 365),
    ],
)
def test_every_number_of_the_rules_is_known_with_its_source(code, expected):
    found = catalogue().parameters.on(TODAY, code)

    assert found.value == expected
    assert found.source


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2008, 12, 31), 0),
        (date(2009, 1, 1), 1),
        (date(2010, 12, 31), 1),
        (date(2011, 1, 1), 0),
        (TODAY, 0),
    ],
)
def test_part_time_benefit_existed_in_2009_and_2010_only(day, in_force):
    assert catalogue().parameters.on(day, "deeltijd_ww").value == in_force


def test_loading_the_catalogue_again_adds_nothing():
    assert load_catalogue() == 0


def test_loading_the_catalogue_keeps_what_staff_changed_and_added_and_returns_what_is_missing():
    ProviderType.objects.filter(code="uwv").update(name_nl="UWV WERKbedrijf", curative=True)
    Sector.objects.filter(code="bouw").delete()
    DatedParameter.objects.create(
        code="social_plan_minimum",
        value=25,
        unit="personen",
        valid_from=TODAY,
        source="cao",
        approved_at=timezone.now(),
    )

    assert load_catalogue() == 1

    uwv = ProviderType.objects.get(code="uwv")
    assert (uwv.name_nl, uwv.curative) == ("UWV WERKbedrijf", True)
    assert catalogue().parameters.on(TODAY, "social_plan_minimum").value == 25


def test_a_change_by_staff_shows_at_once():
    assert catalogue().sectors_by_code["bouw"].name_nl == "Bouw"

    sector = Sector.objects.get(code="bouw")
    sector.name_nl = "Bouw en infra"
    sector.save()

    assert catalogue().sectors_by_code["bouw"].name_nl == "Bouw en infra"


def test_the_catalogue_is_read_once(django_assert_num_queries):
    catalogue()

    with django_assert_num_queries(1):  # the data version
        catalogue()


# --- The shipped directory ---------------------------------------------------------------------------------


def test_every_region_has_its_desk_employer_service_point_and_werkcentrum():
    load_directory(TODAY)

    regional = Provider.objects.filter(service_areas__area__scheme__code="labour_market_region")
    counts = Counter(regional.values_list("service_areas__area__code", "type__code"))
    regions = {code for code, _type in counts}
    assert len(regions) == 35
    for region in regions:
        for type_code in ("learning_work_desk", "employer_service_point", "mobility_centre"):
            assert counts[region, type_code] == 1, region


def test_the_rest_of_the_directory_is_what_the_sources_name():
    load_directory(TODAY)

    counts = Counter(Provider.objects.values_list("type__code", flat=True))
    assert counts["uwv"] == 1
    assert counts["branch_service_point"] == 9
    assert counts["gatekeeper_centre"] == 3
    assert counts["training_fund"] == 2
    points = Provider.objects.filter(type__code="branch_service_point")
    assert set(points.values_list("sectors__code", flat=True)) == set(catalogue().sectors_by_code)


def test_shipped_records_have_a_source_and_no_contact_data_and_were_never_checked():
    load_directory(TODAY)

    for provider in Provider.objects.all():
        assert provider.source
        assert {provider.email, provider.phone, provider.website, provider.street, provider.postcode} == {""}
        assert not provider.is_example
        assert oldest_checks(TODAY, catalogue().parameters).freshness_of(provider) == Freshness.NOT_REFERABLE


def test_a_werkcentrum_has_wider_roles_than_a_mobility_centre():
    load_directory(TODAY)

    assert Provider.objects.get(slug="werkcentrum-drenthe").roles == {"preventive", "curative", "reintegration"}


def test_whether_a_gatekeeper_centre_takes_redundant_people_is_not_known():
    load_directory(TODAY)

    centres = Provider.objects.filter(type__code="gatekeeper_centre")
    assert set(centres.values_list("takes_redundant", flat=True)) == {None}


def test_loading_again_keeps_corrections_and_does_not_revive_what_stopped():
    load_directory(TODAY)
    Provider.objects.filter(slug="uwv").update(name="UWV Werkbedrijf", phone="0900 9294")
    retire(provider=Provider.objects.get(slug="servicepunt-bouw"), on=TODAY)
    Provider.objects.filter(slug="servicepunt-techniek").delete()

    assert load_directory(TODAY) == 1

    assert Provider.objects.get(slug="uwv").name == "UWV Werkbedrijf"
    assert Provider.objects.get(slug="servicepunt-bouw").retired_on == TODAY


def test_the_directory_needs_the_reference_facts():
    Municipality.objects.all().delete()
    ProviderType.objects.all().delete()

    with pytest.raises(CommandError, match="Voer eerst load_reference uit"):
        call_command("load_directory")

    assert not Provider.objects.exists()


# --- The demo ----------------------------------------------------------------------------------------------


def test_the_demo_makes_every_record_a_referable_example():
    load_demo(TODAY)

    for provider in Provider.objects.all():
        assert provider.is_example
        assert provider.email.endswith("@example.org")
        assert provider.website.startswith("https://example.org/")
        assert provider.phone == ""
        assert [check.method for check in provider.checks.all()] == ["demo"]
        assert provider.last_checked_on == TODAY


def test_regional_examples_stand_in_the_middle_of_their_region():
    load_demo(TODAY)

    desk = Provider.objects.get(slug="leerwerkloket-drenthe")
    assert desk.latitude == pytest.approx(52.9, abs=0.2)
    assert desk.longitude == pytest.approx(6.6, abs=0.2)


def test_invented_organisations_say_so_in_their_name_and_show_the_rules_at_work():
    load_directory(TODAY)
    known = set(Provider.objects.values_list("slug", flat=True))

    load_demo(TODAY)

    invented = Provider.objects.exclude(slug__in=known)
    assert all(provider.name.startswith("Voorbeeld ") for provider in invented)
    assert invented.filter(type__is_private=True).exists()
    assert invented.filter(takes_redundant=True).exists()
    assert set(invented.exclude(min_redundancies=None).values_list("min_redundancies", flat=True)) == {5, 10}


def test_the_demo_leaves_a_record_alone_that_somebody_filled_or_checked():
    load_directory(TODAY)
    Provider.objects.filter(slug="uwv").update(phone="0900 9294")

    load_demo(TODAY)

    uwv = Provider.objects.get(slug="uwv")
    assert (uwv.email, uwv.is_example, uwv.last_checked_on) == ("", False, None)


def test_the_demo_again_on_another_day_checks_the_examples_anew_and_adds_nothing():
    load_demo(TODAY)
    count = Provider.objects.count()

    load_demo(TODAY)
    load_demo(TODAY + timedelta(days=1))

    assert Provider.objects.count() == count
    assert Provider.objects.get(slug="uwv").checks.count() == 2
    assert Provider.objects.get(slug="uwv").last_checked_on == TODAY + timedelta(days=1)


def test_the_command_tells_how_many_and_dates_the_checks_today(capsys):
    call_command("load_directory", "--demo")

    assert "120 organisaties toegevoegd." in capsys.readouterr().out
    assert Provider.objects.get(slug="uwv").last_checked_on == timezone.localdate()


def test_shipped_files_name_each_record_once(settings):
    files = (settings.FIXTURES_DIR / "directory").rglob("*.csv")
    slugs = [row["slug"] for file in files for row in csv.DictReader(file.open(encoding="utf-8", newline=""))]

    assert len(slugs) == len(set(slugs))
