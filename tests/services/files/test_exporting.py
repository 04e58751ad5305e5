"""`export_providers`: what goes out comes back in without a change."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from services.files.columns import NAMES
from services.files.loading import load_demo
from services.freshness import CheckPart
from services.models import Check, Provider
from services.upkeep.checks import confirm, take_back_checks
from services.upkeep.records import retire
from tests.services.csv_files import DESK, export_text, exported_rows, import_rows, run_import
from tests.services.providers import STAFF

pytestmark = pytest.mark.django_db

JANUARY, TODAY = date(2026, 1, 31), date(2026, 3, 31)


def reimport(tmp_path) -> dict:
    path = tmp_path / "export.csv"
    call_command("export_providers", str(path))
    return run_import(path)[0]


def test_the_shipped_directory_with_examples_comes_back_unchanged(tmp_path):
    load_demo(TODAY)

    assert reimport(tmp_path) == {
        "created": 0,
        "updated": 0,
        "unchanged": Provider.objects.count(),
        "errors": [],
    }


@pytest.mark.parametrize(
    "odd",
    [
        {"name": 'Loket "De Brug", centrum; 🦊 & Co'},
        {"name": "=HYPERLINK(1)", "street": "-1", "city": "@home", "source": "+", "description_nl": "'=x"},
        {"name": "'s-Hertogenbosch", "city": "'s-Gravenhage"},
        {"description_nl": "Eerste regel\r\nTweede regel\n\nVierde", "description_en": "a,b"},
        {"description_nl": "Eerste regel\rTweede regel"},
        {"areas": "NL;AM:AM18;PV:PV27;GM:GM0363;PC:1011AA-1019ZZ;PC:1021BC-1021DE;WM:f"},
        {"postcode": "1013AB", "phone": "+31 20 123 45 67"},
        {"postcode": "1013AB", "latitude": "52.388123456789", "longitude": "4.1"},
        {"roles": "preventive", "sectors": "bouw;techniek", "takes_redundant": "false", "min_redundancies": "10"},
        {"type": "training_fund", "roles": ""},
        {"verified_on": "2026-01-31"},
        {"verified_on": "2026-01-31", "phone": "020 123 45 67"},
        {"verified_on": "2026-01-31", "phone": "020 123 45 67", "areas": "?"},
        {"areas": "?"},
        {"hours": "Mo-Fr 09:00-17:00; Sa 09:00-12:00,13:00-16:00", "languages": "tr;nl"},
        {"capacity": "waiting", "capacity_until": "2027-03-01", "waiting_weeks": "6"},
        {"referral_email": "intake@voorbeeld.nl", "referral_phone": "020 123 45 67"},
        {"documents": "Folder | Brochure | https://voorbeeld.nl/a\nFormulier |  | https://voorbeeld.nl/b"},
        {"run_by": "public_private", "first_contact": "true", "opening_hours": "ma-do 10.00-16.00, en op afspraak"},
    ],
)
def test_odd_records_come_back_unchanged(tmp_path, odd):
    import_rows(tmp_path, DESK | odd)
    before = Provider.objects.values().get()

    assert reimport(tmp_path)["unchanged"] == 1
    assert Provider.objects.values().get() == before


@pytest.mark.parametrize("areas", ["NL", "?"])
@pytest.mark.parametrize(
    "checked",
    [
        [({CheckPart.EXISTENCE}, TODAY)],
        [({CheckPart.CONTACT}, TODAY)],
        [({CheckPart.EXISTENCE, CheckPart.CONTACT, CheckPart.ROLES}, TODAY)],
        [(set(CheckPart), JANUARY), ({CheckPart.CONTACT}, TODAY)],
    ],
)
def test_a_record_that_was_checked_by_half_comes_back_no_fresher_and_no_older(tmp_path, areas, checked):
    import_rows(tmp_path, DESK | {"areas": areas, "phone": "020 123 45 67"})
    for parts, day in checked:
        looked_at = parts - {CheckPart.AREA} if areas == "?" else parts
        confirm(provider=Provider.objects.get(), parts=looked_at, on=day, by=STAFF, method="phone")
    before, checks = Provider.objects.values().get(), Check.objects.count()

    assert reimport(tmp_path)["unchanged"] == 1
    assert Provider.objects.values().get() == before
    assert Check.objects.count() == checks


def test_a_record_that_keeps_silent_comes_back_silent(tmp_path):
    import_rows(tmp_path, DESK | {"phone": "020 123 45 67", "verified_on": "2026-01-31"})
    take_back_checks(provider=Provider.objects.get(), on=TODAY, by=STAFF)

    assert reimport(tmp_path)["unchanged"] == 1
    assert Provider.objects.get().silent_since == TODAY


def test_what_is_exported_as_verified_was_verified_in_all_that_the_row_says(tmp_path):
    import_rows(tmp_path, DESK | {"phone": "020 123 45 67"})
    confirm(provider=Provider.objects.get(), parts=[CheckPart.CONTACT], on=TODAY, by=STAFF, method="phone")
    assert exported_rows()[0]["verified_on"] == ""

    confirm(provider=Provider.objects.get(), parts=set(CheckPart), on=JANUARY, by=STAFF, method="phone")
    assert exported_rows()[0]["verified_on"] == "2026-01-31"


def test_a_check_by_phone_is_not_counted_again_as_one_by_the_source(tmp_path):
    import_rows(tmp_path, DESK)
    confirm(provider=Provider.objects.get(), parts=set(CheckPart), on=TODAY, by=STAFF, method="phone")

    assert reimport(tmp_path)["unchanged"] == 1
    assert Check.objects.get().method == "phone"


def test_an_empty_directory_gives_a_header_that_can_be_imported(tmp_path):
    assert export_text() == ",".join(NAMES) + "\n"
    assert reimport(tmp_path) == {"created": 0, "updated": 0, "unchanged": 0, "errors": []}


def test_records_are_sorted_by_slug(tmp_path):
    import_rows(tmp_path, *(DESK | {"slug": slug} for slug in ("b", "a-c", "ab", "a")))

    assert [row["slug"] for row in exported_rows()] == ["a", "a-c", "ab", "b"]


def test_a_record_that_has_stopped_is_left_out(tmp_path):
    import_rows(tmp_path, DESK, DESK | {"slug": "gestopt"})
    retire(provider=Provider.objects.get(slug="gestopt"), on=date(2026, 1, 1), by=STAFF)

    assert [row["slug"] for row in exported_rows()] == ["loket"]


def test_every_cell_that_a_spreadsheet_would_run_is_guarded(tmp_path):
    import_rows(
        tmp_path,
        DESK
        | {
            "slug": "-loket",
            "name": "=HYPERLINK(1)",
            "street": "Plein;=1+1",
            "email": "=a@example.org",
            "phone": "+32 2 551 20 20",
        },
    )

    [row] = exported_rows()
    assert row["slug"] == "'-loket"
    assert row["name"] == "'=HYPERLINK(1)"
    assert row["street"] == "Plein;'=1+1"
    assert row["email"] == "'=a@example.org"
    assert row["phone"] == "'+32 2 551 20 20"
    assert reimport(tmp_path)["unchanged"] == 1


def test_a_dutch_number_stands_in_the_file_as_people_write_it_so_that_no_spreadsheet_counts_with_it(tmp_path):
    import_rows(tmp_path, DESK | {"phone": "+31261234567"})

    assert exported_rows()[0]["phone"] == "026 123 45 67"


# --- For people --------------------------------------------------------------------------------------------

FILLED = DESK | {
    "name": "Café; de «Brug»",
    "roles": "curative;preventive",
    "takes_redundant": "false",
    "first_contact": "true",
    "postcode": "1013",
    "latitude": "52.3881",
    "longitude": "4.8826",
    "phone": "0800 1234",
    "description_nl": "Eerste regel\nTweede regel",
    "verified_on": "2026-03-31",
}


def test_what_a_dutch_excel_opens_begins_with_a_mark_and_has_semicolons_commas_and_dutch_dates(tmp_path):
    import_rows(tmp_path, FILLED)

    data = exported_for_excel(tmp_path)

    assert data.startswith(b"\xef\xbb\xbfslug;name;type;")
    assert data.count(b"\r\n") == 2
    [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (row["latitude"], row["longitude"], row["verified_on"]) == ("52,3881", "4,8826", "31-3-2026")
    assert (row["takes_redundant"], row["first_contact"]) == ("nee", "ja")
    assert (row["name"], row["phone"]) == ("Café; de «Brug»", "0800 1234")


def test_what_excel_opened_comes_back_without_a_change_however_it_saves(tmp_path):
    import_rows(tmp_path, FILLED, DESK | {"slug": "leeg"})
    before = list(Provider.objects.order_by("slug").values())
    opened = exported_for_excel(tmp_path).decode("utf-8-sig")
    shouted = opened.replace(";nee;", ";ONWAAR;").replace(";ja;", ";WAAR;")

    for name, saved in {"mark": opened, "truths": shouted, "blank rows": opened + ";" * 23 + "\r\n"}.items():
        for encoding in ("utf-8", "utf-8-sig", "cp1252"):
            path = tmp_path / "saved.csv"
            path.write_bytes(saved.encode(encoding))
            summary, status = run_import(path)
            assert (summary["unchanged"], summary["errors"], status) == (2, [], 0), (name, encoding)
    assert list(Provider.objects.order_by("slug").values()) == before


def exported_for_excel(tmp_path) -> bytes:
    path = tmp_path / "excel.csv"
    call_command("export_providers", str(path), "--excel")
    return path.read_bytes()


def test_one_record_costs_as_many_queries_as_three(tmp_path, django_assert_num_queries):
    import_rows(tmp_path, DESK)
    with django_assert_num_queries(4):
        export_text()

    import_rows(tmp_path, DESK, DESK | {"slug": "b", "areas": "NL;GM:GM0363"}, DESK | {"slug": "c"})
    with django_assert_num_queries(4):
        export_text()


def test_a_place_that_cannot_be_written_is_bad_usage(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("export_providers", str(tmp_path / "geen map" / "export.csv"))

    assert error.value.returncode == 2
