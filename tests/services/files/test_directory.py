"""`load_directory` and the services' own lists: complete, honest, safe to repeat, and never over what staff changed."""

import csv
import tomllib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from regions.models import Municipality
from services.catalogue import catalogue
from services.files.loading import load_catalogue, load_demo, load_directory
from services.freshness import CheckPart, Freshness, oldest_checks
from services.models import Check, DatedParameter, Provider, ProviderType, Sector
from services.querysets import ProviderQuerySet
from services.upkeep.checks import confirm
from services.upkeep.records import retire
from tests.services.providers import STAFF, by_hand

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
        assert desk.name == "Werkgeversservicepunt: contact point for employers"


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
        checked_by_staff_on=TODAY,
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
    assert counts["training_fund"] == 7
    points = Provider.objects.filter(type__code="branch_service_point")
    assert set(points.values_list("sectors__code", flat=True)) == set(catalogue().sectors_by_code)


def test_a_shipped_work_area_is_unknown_where_its_source_gives_none():
    load_directory(TODAY)

    unknown = Provider.objects.filter(service_areas__unknown=True)
    assert set(unknown.values_list("type__code", flat=True)) == {
        "branch_service_point",
        "gatekeeper_centre",
        "training_fund",
    }
    assert unknown.count() == 9 + 3 + 7
    for provider in unknown:
        assert [area.code for area in provider.service_areas.all()] == ["?"]
        assert "niet bekend" in provider.source or "geen werkgebied" in provider.source


def test_no_shipped_record_was_ever_checked_or_has_a_position_or_is_an_example():
    load_directory(TODAY)

    for provider in Provider.objects.all():
        assert provider.source
        assert (provider.latitude, provider.longitude) == (None, None)
        assert not any(getattr(provider, part.column) for part in CheckPart)
        assert not provider.is_example
        assert not provider.first_contact
        assert oldest_checks(TODAY, catalogue().parameters).freshness_of(provider) == Freshness.NOT_REFERABLE


def test_the_contact_data_that_are_shipped_are_those_that_a_dated_page_gives():
    load_directory(TODAY)

    assert dict(Provider.objects.exclude(website="").values_list("slug", "website")) == {
        "werkcentrum-amersfoort": "https://werkcentrumregioamersfoort.nl",
        "werkgeversservicepunt-midden-utrecht": "https://www.wspmiddenutrecht.nl",
        "uwv": "https://www.uwv.nl",
        "oo-fonds-transport-en-logistiek": "https://www.stl.nl",
        "wij-techniek": "https://www.wij-techniek.nl",
        "fcb": "https://www.fcb.nl",
        "staz": "https://www.staz.nl",
        "sfpb": "https://www.beveiligingsbranche.nl/premie-inning-2026/",
        "sociaal-fonds-veiligheidsdomein": "https://veiligheidsdomein.nl/caoveiligheidsdomein/",
    }
    with_address = Provider.objects.exclude(street="", postcode="", city="", opening_hours="")
    assert list(with_address.values_list("slug", "street", "postcode", "city", "opening_hours")) == [
        ("werkcentrum-groningen", "Harm Buiterplein", "", "Groningen", "maandag tot en met donderdag 10.00-16.00 uur")
    ]
    assert not Provider.objects.exclude(email="", phone="").exists()


def test_a_shipped_training_fund_names_its_sector():
    load_directory(TODAY)

    assert not Provider.objects.filter(type__code="training_fund", sectors=None).exists()


def test_who_runs_a_record_is_told_where_the_report_says_so():
    load_directory(TODAY)

    told = Provider.objects.values_list("type__code", "run_by").distinct().order_by()
    assert set(told) == {
        ("employer_service_point", "public"),
        ("learning_work_desk", "public"),
        ("uwv", "public"),
        ("branch_service_point", "public_private"),
        ("gatekeeper_centre", "employers_network"),
        ("mobility_centre", ""),  # the report tells who ran the mobility centres, not who runs a Werkcentrum
        ("training_fund", ""),
    }


def test_a_werkcentrum_has_wider_roles_than_a_mobility_centre():
    load_directory(TODAY)

    assert Provider.objects.get(slug="werkcentrum-drenthe").roles == {"preventive", "curative", "reintegration"}


def test_whether_a_gatekeeper_centre_takes_redundant_people_is_not_known():
    load_directory(TODAY)

    centres = Provider.objects.filter(type__code="gatekeeper_centre")
    assert set(centres.values_list("takes_redundant", flat=True)) == {None}


def test_loading_again_keeps_corrections_and_does_not_revive_what_stopped():
    load_directory(TODAY)
    with by_hand():
        Provider.objects.filter(slug="uwv").update(name="UWV Werkbedrijf", phone="0900 9294")
    retire(provider=Provider.objects.get(slug="servicepunt-bouw"), on=TODAY, by=STAFF)
    with by_hand():
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


def invented() -> ProviderQuerySet:
    return Provider.objects.filter(slug__startswith="voorbeeld-")


def real() -> ProviderQuerySet:
    return Provider.objects.exclude(slug__startswith="voorbeeld-")


def states_on(day: date) -> dict[str, Freshness]:
    edges = oldest_checks(day, catalogue().parameters)
    return {provider.slug: edges.freshness_of(provider) for provider in invented()}


def test_in_the_demo_nobody_looked_at_an_organisation_that_exists_and_none_has_a_place_that_is_made_up():
    load_demo(TODAY)

    assert not Check.objects.filter(provider__in=real()).exists()
    assert not real().exclude(last_checked_on=None).exists()
    assert not real().exclude(latitude=None).exists()
    assert list(real().exclude(street="").values_list("slug", flat=True)) == ["werkcentrum-groningen"]
    assert not real().filter(first_contact=True).exists()


def test_an_organisation_that_exists_shows_example_contact_data_only_where_none_are_known():
    load_demo(TODAY)

    for provider in real():
        if provider.is_example:
            assert provider.email == f"{provider.slug}@example.org"
            assert provider.website == f"https://example.org/{provider.slug}"
        else:
            assert provider.email == ""
            assert provider.website or provider.street
    assert real().filter(is_example=True).count() == real().count() - 10


def test_invented_organisations_say_so_in_their_name_their_text_and_their_source():
    load_demo(TODAY)

    for provider in invented():
        assert provider.name.startswith("Voorbeeld ")
        assert provider.is_example
        assert provider.email == f"{provider.slug}@example.org"
        assert provider.phone == ""
        assert "deze organisatie bestaat niet" in provider.description_nl
        assert provider.source.startswith("Voorbeeld: deze organisatie bestaat niet")
        assert "verzonnen" in provider.source or not provider.street
        assert {check.method for check in provider.checks.all()} <= {"demo"}


def test_invented_organisations_show_every_state_and_the_rules_at_work():
    load_demo(TODAY)

    assert set(states_on(TODAY).values()) == set(Freshness)
    assert states_on(TODAY)["voorbeeld-servicepunt-horeca-emmen"] is Freshness.SILENT
    assert invented().filter(type__is_private=True).exists()
    assert invented().filter(takes_redundant=True).exists()
    assert set(invented().exclude(min_redundancies=None).values_list("min_redundancies", flat=True)) == {5, 10}
    assert invented().filter(service_areas__unknown=True).exists()
    assert invented().exclude(contact_checked_on=None).filter(area_checked_on=None).exists()


def test_arnhem_and_zwolle_have_a_first_contact_that_can_be_referred_to():
    load_demo(TODAY)

    firsts = invented().filter(first_contact=True)
    assert {(one.city, one.run_by, states_on(TODAY)[one.slug]) for one in firsts} == {
        ("Arnhem", "public", Freshness.FRESH),
        ("Zwolle", "public", Freshness.FRESH),
    }


def test_the_demo_leaves_a_record_alone_that_somebody_filled_or_checked():
    load_directory(TODAY)
    with by_hand():
        Provider.objects.filter(slug="leerwerkloket-drenthe").update(phone="0900 9294")
    checked = Provider.objects.get(slug="leerwerkloket-twente")
    confirm(provider=checked, parts=[CheckPart.EXISTENCE], on=TODAY, by=STAFF, method="phone")

    load_demo(TODAY)

    for slug in ("leerwerkloket-drenthe", "leerwerkloket-twente"):
        provider = Provider.objects.get(slug=slug)
        assert (provider.email, provider.is_example) == ("", False)


def test_an_example_that_somebody_checked_keeps_that_check():
    load_demo(TODAY)
    example = Provider.objects.get(slug="voorbeeld-leerwerkloket-arnhem")
    confirm(provider=example, parts=list(CheckPart), on=TODAY, by=STAFF, method="phone")

    load_demo(TODAY + timedelta(days=1))

    example.refresh_from_db()
    assert example.last_checked_on == TODAY


def test_the_demo_again_on_another_day_shows_the_same_states_and_adds_nothing():
    load_demo(TODAY)
    records, checks, states = Provider.objects.count(), Check.objects.count(), states_on(TODAY)

    load_demo(TODAY)
    load_demo(later := TODAY + timedelta(days=100))

    assert Provider.objects.count() == records
    assert Check.objects.count() == checks
    assert states_on(later) == states


def test_the_checks_of_the_demo_are_of_organisations_that_are_invented(settings):
    demo = settings.FIXTURES_DIR / "directory" / "demo"
    with (demo / "examples.csv").open(encoding="utf-8", newline="") as file:
        known = {row["slug"] for row in csv.DictReader(file)}
    told = tomllib.loads((demo / "checks.toml").read_text(encoding="utf-8"))

    assert {slug for one in (*told["check"], *told["silence"]) for slug in one["slugs"]} <= known


def test_the_command_tells_how_many_and_counts_the_checks_back_from_today(capsys):
    call_command("load_directory", "--demo")

    assert "125 organisaties toegevoegd." in capsys.readouterr().out
    fresh = Provider.objects.get(slug="voorbeeld-poortwachtercentrum-zwolle")
    assert fresh.last_checked_on == timezone.localdate() - timedelta(days=12)


def test_shipped_files_name_each_record_once(settings):
    files = (settings.FIXTURES_DIR / "directory").rglob("*.csv")
    slugs = [row["slug"] for file in files for row in csv.DictReader(file.open(encoding="utf-8", newline=""))]

    assert len(slugs) == len(set(slugs))
