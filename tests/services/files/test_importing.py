"""`import_providers`: a file goes in whole or not at all, and every error says where it is and what would be right."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from services.freshness import CheckPart
from services.models import Check, Provider
from services.upkeep.checks import take_back_checks
from services.upkeep.door import BY_TIME
from tests.services.csv_files import DESK, errors_of, import_rows, run_import, write_rows
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

POINT = DESK | {"slug": "punt", "type": "branch_service_point", "sectors": "techniek"}


def area_codes(slug: str) -> list[str]:
    return sorted(area.code for area in Provider.objects.get(slug=slug).service_areas.all())


# --- What goes in ------------------------------------------------------------------------------------------


def test_a_full_row_becomes_a_record(tmp_path):
    row = POINT | {
        "roles": "curative; preventive",
        "sectors": "techniek;bouw",
        "areas": "AM:AM18;GM:GM0363;PC:1013AA-1013AE",
        "min_redundancies": "5",
        "takes_redundant": "true",
        "street": "Voorbeeldstraat 1",
        "postcode": "1013 ab",
        "city": "Amsterdam",
        "latitude": "52.39",
        "longitude": "4.88",
        "email": "punt@example.org",
        "phone": "+31 20 123 45 67",
        "website": "https://example.org/punt",
        "description_nl": "Helpt",
        "description_en": "Helps",
        "verified_on": "2026-01-31",
        "source": "De gids",
    }

    summary = import_rows(tmp_path, row)

    provider = Provider.objects.get()
    assert summary == {"created": 1, "updated": 0, "unchanged": 0, "errors": []}
    assert provider.roles == {"curative", "preventive"}
    assert {sector.code for sector in provider.sectors.all()} == {"techniek", "bouw"}
    assert area_codes("punt") == ["AM:AM18", "GM:GM0363", "PC:1013AA-1013AE"]
    assert (provider.min_redundancies, provider.takes_redundant) == (5, True)
    assert (provider.postcode, provider.latitude, provider.longitude) == ("1013AB", 52.39, 4.88)
    assert provider.last_checked_on == date(2026, 1, 31)


def test_columns_may_come_in_any_order_and_only_four_are_needed(tmp_path):
    summary = import_rows(tmp_path, dict(reversed(DESK.items())))

    assert summary["created"] == 1


def test_without_roles_those_of_the_type_hold(tmp_path):
    import_rows(tmp_path, DESK | {"roles": ""})

    assert Provider.objects.get().roles == {"preventive"}


def test_the_same_file_again_changes_nothing(tmp_path):
    row = POINT | {"postcode": "1013AB", "verified_on": "2026-01-31", "areas": "PC:1011AA-1013AE"}
    import_rows(tmp_path, row)

    again = import_rows(tmp_path, row)

    assert again == {"created": 0, "updated": 0, "unchanged": 1, "errors": []}
    assert Check.objects.count() == 1


def test_a_changed_row_updates_its_record_only(tmp_path):
    import_rows(tmp_path, DESK, DESK | {"slug": "ander"})

    summary = import_rows(tmp_path, DESK | {"name": "Nieuwe naam", "areas": "NL"}, DESK | {"slug": "ander"})

    assert (summary["updated"], summary["unchanged"]) == (1, 1)
    assert Provider.objects.get(slug="loket").name == "Nieuwe naam"
    assert area_codes("loket") == ["NL"]


def test_a_missing_column_leaves_a_record_alone_and_an_empty_cell_empties(tmp_path):
    import_rows(tmp_path, POINT | {"email": "punt@example.org", "phone": "020 123 45 67"})

    import_rows(tmp_path, POINT | {"phone": ""})

    provider = Provider.objects.get()
    assert (provider.email, provider.phone) == ("punt@example.org", "")


def test_a_trial_run_tells_what_would_change_and_writes_nothing(tmp_path):
    summary, status = run_import(write_rows(tmp_path / "f.csv", DESK), "--dry-run")

    assert (summary["created"], status) == (1, 0)
    assert not Provider.objects.exists()


def test_a_file_with_a_header_only_is_fine(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("slug,name,type,areas\n")

    assert run_import(path) == ({"created": 0, "updated": 0, "unchanged": 0, "errors": []}, 0)


def test_a_byte_order_mark_is_no_problem(tmp_path):
    path = write_rows(tmp_path / "f.csv", DESK)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert run_import(path)[0]["created"] == 1


def test_an_import_costs_the_same_number_of_queries_for_one_row_as_for_three(
    tmp_path, django_assert_num_queries, django_assert_max_num_queries
):
    first, *others = [DESK | {"slug": f"loket-{number}", "areas": "AM:AM18;PC:1013"} for number in range(4)]
    import_rows(tmp_path, DESK)

    with django_assert_max_num_queries(30) as one:
        import_rows(tmp_path, first)
    with django_assert_num_queries(len(one)):
        import_rows(tmp_path, *others)


# --- Areas and positions -----------------------------------------------------------------------------------


def test_a_range_of_postcodes_becomes_one_part_for_each_postcode_that_exists(tmp_path):
    import_rows(tmp_path, DESK | {"areas": "PC:1935AB-1941CD"})

    assert area_codes("loket") == ["PC:1935AB-1935ZZ", "PC:1941AA-1941CD"]


def test_overlapping_ranges_are_joined(tmp_path):
    import_rows(tmp_path, DESK | {"areas": "PC:1013AA-1013CC;PC:1013AA-1013DD;PC:1013DA-1013EE"})

    assert area_codes("loket") == ["PC:1013AA-1013EE"]


@pytest.mark.parametrize("code", ["NL", "PV:PV27", "AM:AM18", "GM:GM0363", "WM:f", "PC:1013", "PC:1013AA-1013AE"])
def test_every_kind_of_area_is_kept_as_it_was_written(tmp_path, code):
    import_rows(tmp_path, DESK | {"areas": code})

    assert area_codes("loket") == [code]


@pytest.mark.parametrize(
    "typed", ["NL-1011 AB", "1011\u00a0ab", "1011\u2011AB", "1011\u00adAB", "１０１１ＡＢ", "1011  AB"]
)
def test_how_a_postcode_is_written_never_decides(tmp_path, typed):
    import_rows(tmp_path, DESK | {"postcode": typed})

    assert Provider.objects.get().postcode == "1011AB"


def test_any_dash_makes_a_range_of_postcodes(tmp_path):
    import_rows(tmp_path, DESK | {"areas": "PC:1013AA\u20131013AE"})

    assert Provider.objects.get().service_areas.get().letters_to == "AE"


def test_without_a_position_the_centre_of_the_postcode_holds(tmp_path):
    import_rows(tmp_path, DESK | {"postcode": "1011 AB", "latitude": "", "longitude": ""})

    provider = Provider.objects.get()
    assert (provider.latitude, provider.longitude) == (52.371, 4.9042)


def test_a_new_postcode_moves_the_position_along(tmp_path):
    import_rows(tmp_path, DESK | {"postcode": "3011"})

    import_rows(tmp_path, DESK | {"postcode": "1011"})

    assert Provider.objects.get().latitude == 52.371


def test_a_postcode_that_is_nowhere_is_accepted_with_a_position(tmp_path):
    import_rows(tmp_path, DESK | {"postcode": "1234AB", "latitude": "52.2", "longitude": "5.1"})

    assert Provider.objects.get().postcode == "1234AB"


# --- What is not known -------------------------------------------------------------------------------------


def test_a_work_area_can_be_unknown(tmp_path):
    import_rows(tmp_path, DESK | {"areas": "?"})

    assert area_codes("loket") == ["?"]


def test_an_unknown_work_area_stands_alone(tmp_path):
    for areas in ("?;AM:AM18", "NL;?"):
        summary, _ = run_import(write_rows(tmp_path / "f.csv", DESK | {"areas": areas}))

        [error] = summary["errors"]
        assert (error["line"], error["column"]) == (2, "areas")
        assert error["message"] == "Een ? zegt dat het werkgebied niet bekend is. Zet er geen gebied naast."
    assert not Provider.objects.exists()


def test_an_unknown_work_area_is_replaced_by_a_known_one_and_back(tmp_path):
    import_rows(tmp_path, DESK | {"areas": "?"})

    assert import_rows(tmp_path, DESK | {"areas": "NL"})["updated"] == 1
    assert area_codes("loket") == ["NL"]
    assert import_rows(tmp_path, DESK | {"areas": "?"})["updated"] == 1
    assert area_codes("loket") == ["?"]


def test_of_an_answer_on_room_a_file_tells_all_or_none(tmp_path):
    import_rows(tmp_path, DESK | {"capacity": "full", "capacity_until": "2027-03-01"})

    import_rows(tmp_path, DESK | {"city": "Arnhem"})
    assert Provider.objects.get().capacity == "full"
    import_rows(tmp_path, DESK | {"capacity_until": ""})
    assert (Provider.objects.get().capacity, Provider.objects.get().capacity_until) == ("", None)
    assert errors_of(tmp_path, DESK | {"capacity": "full"}) == [(2, "capacity_until")]


def test_who_runs_it_its_hours_and_whether_to_contact_it_first_are_taken_over(tmp_path):
    row = DESK | {"run_by": "employers_network", "opening_hours": "ma-vr 9.00-17.00 uur", "first_contact": "true"}

    import_rows(tmp_path, row)

    provider = Provider.objects.get()
    assert (provider.run_by, provider.opening_hours) == ("employers_network", "ma-vr 9.00-17.00 uur")
    assert provider.first_contact

    import_rows(tmp_path, DESK | {"run_by": "", "opening_hours": "", "first_contact": ""})
    provider.refresh_from_db()
    assert (provider.run_by, provider.opening_hours, provider.first_contact) == ("", "", False)


@pytest.mark.parametrize("address", [{}, {"street": "Plein 1", "city": "Amsterdam"}])
def test_without_a_postcode_and_a_position_of_its_own_a_record_is_nowhere_on_the_map(tmp_path, address):
    import_rows(tmp_path, DESK | address)

    provider = Provider.objects.get()
    assert (provider.latitude, provider.longitude) == (None, None)


def test_a_position_goes_with_the_postcode_that_it_came_from(tmp_path):
    import_rows(tmp_path, DESK | {"postcode": "1011"})

    import_rows(tmp_path, DESK | {"postcode": ""})

    provider = Provider.objects.get()
    assert (provider.latitude, provider.longitude) == (None, None)


# --- Freshness ---------------------------------------------------------------------------------------------

JANUARY = "2026-01-31"
REACHABLE = DESK | {"phone": "020 123 45 67"}


@pytest.mark.parametrize(
    ("filled", "parts"),
    [
        ({}, {"existence", "area", "roles"}),
        ({"areas": "?"}, {"existence", "roles"}),
        ({"email": "loket@example.org"}, {"existence", "contact", "area", "roles"}),
        ({"phone": "020 123 45 67"}, {"existence", "contact", "area", "roles"}),
        ({"website": "https://example.org"}, {"existence", "contact", "area", "roles"}),
        ({"street": "Plein 1"}, {"existence", "contact", "area", "roles"}),
        ({"postcode": "1013AB"}, {"existence", "contact", "area", "roles"}),
        ({"city": "Amsterdam", "opening_hours": "altijd", "run_by": "public"}, {"existence", "area", "roles"}),
        ({"phone": "020 123 45 67", "areas": "?"}, {"existence", "contact", "roles"}),
    ],
)
def test_the_check_of_a_source_counts_for_all_parts_that_the_row_fills(tmp_path, filled, parts):
    import_rows(tmp_path, DESK | {"verified_on": JANUARY} | filled)

    provider, check = Provider.objects.get(), Check.objects.get()
    assert check.parts == parts
    assert {part.value for part in CheckPart if getattr(provider, part.column)} == parts
    assert (provider.last_checked_on is not None) == ({"contact", "area"} <= parts)


def test_an_import_without_a_check_makes_nothing_fresh(tmp_path):
    import_rows(tmp_path, REACHABLE | {"verified_on": JANUARY})

    import_rows(tmp_path, REACHABLE | {"name": "Nieuwe naam", "verified_on": ""})

    assert Provider.objects.get().last_checked_on == date(2026, 1, 31)
    assert Check.objects.count() == 1


def test_a_newer_check_by_the_source_counts_and_an_older_one_does_not_turn_back_time(tmp_path):
    import_rows(tmp_path, REACHABLE | {"verified_on": JANUARY})

    newer = import_rows(tmp_path, REACHABLE | {"verified_on": "2026-03-31"})
    older = import_rows(tmp_path, REACHABLE | {"verified_on": "2025-12-31"})

    assert (newer["updated"], older["unchanged"]) == (1, 1)
    assert Provider.objects.get().last_checked_on == date(2026, 3, 31)
    assert {check.method for check in Check.objects.all()} == {"source"}


def test_a_check_of_before_a_silence_does_not_end_it(tmp_path):
    import_rows(tmp_path, REACHABLE | {"verified_on": JANUARY})
    take_back_checks(provider=Provider.objects.get(), on=date(2026, 3, 1), by=BY_TIME)

    import_rows(tmp_path, REACHABLE | {"verified_on": "2026-02-28"})
    assert Provider.objects.get().silent_since == date(2026, 3, 1)

    import_rows(tmp_path, REACHABLE | {"verified_on": "2026-03-01"})
    assert Provider.objects.get().silent_since is None
    assert Provider.objects.get().last_checked_on == date(2026, 3, 1)


def test_a_work_area_that_a_file_makes_unknown_is_no_longer_a_checked_one(tmp_path):
    import_rows(tmp_path, REACHABLE | {"verified_on": JANUARY})

    import_rows(tmp_path, REACHABLE | {"areas": "?"})

    provider = Provider.objects.get()
    assert (provider.contact_checked_on, provider.area_checked_on) == (date(2026, 1, 31), None)
    assert provider.last_checked_on is None


# --- Examples ----------------------------------------------------------------------------------------------


def test_contact_data_on_an_example_domain_mark_the_record_as_an_example(tmp_path):
    import_rows(tmp_path, DESK | {"email": "loket@example.org"})
    assert Provider.objects.get().is_example

    import_rows(tmp_path, DESK | {"email": "loket@vwnw.test.nl"})
    assert not Provider.objects.get().is_example


# --- What is refused ---------------------------------------------------------------------------------------


def test_six_kinds_of_errors_are_each_reported_and_nothing_is_written(tmp_path):
    errors = errors_of(
        tmp_path,
        DESK | {"slug": "goed", "email": "", "postcode": "", "latitude": "", "longitude": "", "verified_on": ""},
        DESK | {"slug": "a", "areas": ""},
        DESK | {"slug": "b", "email": "geen adres"},
        DESK | {"slug": "c", "type": "bakker"},
        DESK | {"slug": "d", "latitude": "52.1"},
        DESK | {"slug": "e", "postcode": "1234AB"},
        DESK | {"slug": "f", "verified_on": "2026-02-30"},
        DESK | {"slug": "goed"},
    )

    assert errors == [
        (3, "areas"),
        (4, "email"),
        (5, "type"),
        (6, "longitude"),
        (7, "postcode"),
        (8, "verified_on"),
        (9, "slug"),
    ]
    assert not Provider.objects.exists()


TOMORROW = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("slug", ""),
        ("slug", "met spatie"),
        ("slug", "x" * 121),
        ("name", ""),
        ("name", "x" * 201),
        ("type", ""),
        ("roles", "curative;magic"),
        ("sectors", "bakkers"),
        ("areas", " ; "),
        ("areas", "AM:AM99"),
        ("areas", "Amsterdam"),
        ("areas", "PC:1234"),
        ("areas", "PC:1013AE-1013AA"),
        ("areas", "PC:1013A"),
        ("areas", "UW:Amsterdam West"),
        ("min_redundancies", "vijf"),
        ("min_redundancies", "0"),
        ("min_redundancies", "100001"),
        ("min_redundancies", "99999999999"),
        ("min_redundancies", "12,0"),
        ("min_redundancies", "5.0"),
        ("min_redundancies", "1e3"),
        ("areas", "?;AM:AM18"),
        ("takes_redundant", "soms"),
        ("run_by", "gemeente"),
        ("first_contact", "1"),
        ("opening_hours", "x" * 301),
        ("postcode", "101 AB"),
        ("email", "a@b"),
        ("phone", "bel mij"),
        ("phone", "bel nooit meer 12"),
        ("phone", "bel 020 123 45 67"),
        ("phone", "020 123 45 67 tst. 3"),
        ("phone", "020 123 45 67 / 06 12345678"),
        ("phone", "+31"),
        ("phone", "=1+10"),
        ("phone", "'=1+10"),
        ("phone", "++31201234567"),
        ("phone", "0" * 31),
        ("phone", "201234567"),
        ("phone", "31201234567"),
        ("phone", "6,12E+08"),
        ("phone", "6.12E+08"),
        ("phone", "020 123"),
        ("phone", "020 123 45 67 89"),
        ("phone", "=1+020 123 45 67"),
        ("website", "javascript:alert(1)"),
        ("verified_on", "31-1-26"),
        ("verified_on", "30-2-2026"),
        ("verified_on", "januari 2026"),
        ("verified_on", "1989-12-31"),
        ("verified_on", "0001-01-01"),
        ("verified_on", "9999-12-31"),
        ("verified_on", "01/31/2026"),
        ("verified_on", TOMORROW),
    ],
)
def test_a_bad_cell_is_reported_at_its_column(tmp_path, column, cell):
    assert errors_of(tmp_path, DESK | {column: cell}) == [(2, column)]


@pytest.mark.parametrize("cell", ["1.000", "1 000", "1000", " 1000 "])
def test_a_count_is_read_as_people_write_it(tmp_path, cell):
    import_rows(tmp_path, DESK | {"min_redundancies": cell})
    assert Provider.objects.get().min_redundancies == 1000


@pytest.mark.parametrize("cell", ["31-1-2026", "31/01/2026", "31 jan. 2026", "2026-01-31"])
def test_a_day_is_read_as_people_write_it(tmp_path, cell):
    import_rows(tmp_path, DESK | {"verified_on": cell})
    assert Provider.objects.get().existence_checked_on == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("latitude", "longitude", "column"),
    [
        ("52.1", "", "longitude"),
        ("", "5.1", "latitude"),
        ("48.86", "4.35", "latitude"),
        ("52.1", "13.4", "longitude"),
        ("52.1,0", "5.1", "latitude"),
        ("52388", "5.1", "latitude"),
        ("nan", "5.1", "latitude"),
    ],
)
def test_a_position_is_whole_and_in_the_netherlands(tmp_path, latitude, longitude, column):
    assert errors_of(tmp_path, DESK | {"latitude": latitude, "longitude": longitude}) == [(2, column)]


def test_a_former_municipality_names_its_successors(tmp_path):
    summary, _ = run_import(write_rows(tmp_path / "f.csv", DESK | {"areas": "GM:GM0305"}))

    [error] = summary["errors"]
    assert "Abcoude" in error["message"]
    assert "GM0736" in error["message"]


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("(020) 123 45 67", "+31201234567"),
        ("'+31201234567", "+31201234567"),
        ("06-12345678", "+31612345678"),
        ("0800 1234", "+318001234"),
        ("14 026", "+3114026"),
        ("+32 2 555 12 12", "+3225551212"),
    ],
)
def test_a_phone_number_is_stored_as_the_whole_world_writes_it(tmp_path, number, stored):
    import_rows(tmp_path, DESK | {"phone": number})

    assert Provider.objects.get().phone == stored


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("201234567", "een spreadsheet haalt die weg. Bedoelt u 020 123 45 67?"),
        ("6,12E+08", "Een spreadsheet heeft dit nummer veranderd."),
    ],
)
def test_a_phone_number_that_a_spreadsheet_damaged_is_refused_with_the_reason(tmp_path, number, reason):
    summary, _ = run_import(write_rows(tmp_path / "f.csv", DESK | {"phone": number}))

    assert reason in summary["errors"][0]["message"]


def test_several_wrong_areas_in_one_cell_are_all_named(tmp_path):
    assert errors_of(tmp_path, DESK | {"areas": "AM:AM99;PC:1234;NL"}) == [(2, "areas"), (2, "areas")]


def test_a_branch_service_point_needs_a_sector(tmp_path):
    assert errors_of(tmp_path, POINT | {"sectors": ""}) == [(2, "sectors")]


def test_a_branch_service_point_keeps_its_sectors_where_the_file_has_no_column_for_them(tmp_path):
    import_rows(tmp_path, POINT)

    summary = import_rows(tmp_path, {key: cell for key, cell in POINT.items() if key != "sectors"})

    assert summary["unchanged"] == 1


def test_a_record_that_has_stopped_is_not_revived_by_a_file(tmp_path):
    import_rows(tmp_path, DESK)
    with by_hand():
        Provider.objects.update(retired_on=date(2026, 1, 1))

    assert errors_of(tmp_path, DESK) == [(2, "slug")]


def test_the_line_is_where_a_row_begins_also_after_cells_of_several_lines(tmp_path):
    errors = errors_of(
        tmp_path,
        DESK | {"description_nl": "Eerste regel\nTweede regel"},
        DESK | {"slug": "ander", "areas": "AM:AM99"},
    )

    assert errors == [(4, "areas")]


def test_an_empty_line_counts_but_is_no_row(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("slug,name,type,areas\n\nloket,Loket,learning_work_desk,AM:AM99\n")

    assert [error["line"] for error in run_import(path)[0]["errors"]] == [3]


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, ""),
        (b"\xef\xbb\xbf", 1, ""),
        (b" \n \n", 1, ""),
        (b"\x89PNG\r\n\x00\x00", 1, ""),
        (b"slug,name,type,areas\nloket,Caf\xc3\xa9 Caf\xe9,uwv,NL\n", 2, ""),
        (b"slug,name,type,areas\nloket,Caf\x81,uwv,NL\n", 2, ""),
        (b"slug;name,type;areas\nloket;Loket;uwv;NL\n", 1, ""),
        (b"slug,name,type,areas\nloket;Loket;uwv;NL\n", 2, ""),
        (b"slug,name,type,areas,kleur\nloket,Loket,uwv,NL,rood\n", 1, "kleur"),
        (b"slug,name,type\nloket,Loket,uwv\n", 1, "areas"),
        (b"slug,slug,name,type,areas\na,a,Loket,uwv,NL\n", 1, "slug"),
        (b"slug,name,type,areas\nloket,Loket,uwv\n", 2, ""),
        (b"slug,name,type,areas\nloket,Loket,uwv,NL,extra\n", 2, ""),
        (b'slug,name,type,areas\nloket,"Loket"x,uwv,NL\n', 2, ""),
        (b'slug,name,type,areas\nloket,"Loket,uwv,NL\n', 2, ""),
        (b"slug,name,type,areas\nloket,Loket," + b"x" * 200_000 + b",NL\n", 2, ""),
    ],
)
def test_what_is_no_provider_file_is_refused_with_a_reason(tmp_path, content, line, column):
    path = tmp_path / "f.csv"
    path.write_bytes(content)

    summary, status = run_import(path)

    [error] = summary["errors"]
    assert (error["line"], error["column"], status) == (line, column, 1)
    assert error["message"]
    assert not Provider.objects.exists()


def test_messages_are_in_plain_dutch(tmp_path):
    summary, _ = run_import(write_rows(tmp_path / "f.csv", DESK | {"email": "geen adres"}))

    assert summary["errors"][0]["message"] == "Dit is geen e-mailadres. Schrijf het als naam@voorbeeld.nl."


# --- What people hand in -----------------------------------------------------------------------------------


def import_text(tmp_path, text: str, encoding: str = "utf-8", *options: str):
    path = tmp_path / "hand.csv"
    path.write_bytes(text.encode(encoding))
    return run_import(path, *options)


@pytest.mark.parametrize("written", ["31-3-2026", "31-03-2026", "2026-03-31"])
def test_a_day_is_read_as_people_and_programs_write_it(tmp_path, written):
    import_rows(tmp_path, REACHABLE | {"verified_on": written})

    assert Provider.objects.get().last_checked_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[(word, True) for word in ("WAAR", "ja", "true", "TRUE", "yes")],
        *[(word, False) for word in ("ONWAAR", "Nee", "false", "no")],
        ("", None),
    ],
)
def test_yes_and_no_are_read_in_the_words_of_people_and_spreadsheets(tmp_path, written, meant):
    import_rows(tmp_path, DESK | {"takes_redundant": written})

    assert Provider.objects.get().takes_redundant is meant


def test_a_position_is_read_with_the_comma_of_a_dutch_spreadsheet(tmp_path):
    import_rows(tmp_path, DESK | {"latitude": "52,3881", "longitude": "4,8826"})

    assert (Provider.objects.get().latitude, Provider.objects.get().longitude) == (52.3881, 4.8826)


def test_semicolons_are_read_where_the_header_has_them(tmp_path):
    summary, _ = import_text(tmp_path, 'slug;"name";type;areas\r\nloket;"Loket, centrum";uwv;"NL;AM:AM18"\r\n')

    assert summary == {"created": 1, "updated": 0, "unchanged": 0, "errors": []}
    assert Provider.objects.get().name == "Loket, centrum"
    assert area_codes("loket") == ["AM:AM18", "NL"]


def test_a_file_in_the_characters_of_windows_is_read_and_said_to_be(tmp_path, capsys):
    text = "slug,name,type,areas\nloket,Café ‘de €’,uwv,NL\n"

    summary, _ = import_text(tmp_path, text, "cp1252")
    call_command("import_providers", str(tmp_path / "hand.csv"))

    assert summary == {"created": 1, "updated": 0, "unchanged": 0, "errors": [], "encoding": "cp1252"}
    assert Provider.objects.get().name == "Café ‘de €’"
    assert "Het is gelezen als cp1252: controleer letters met accenten." in capsys.readouterr().out


def test_a_file_in_the_characters_of_windows_with_errors_is_said_to_be_one_too(tmp_path):
    summary, status = import_text(tmp_path, "slug,name,type,areas\nloket,Café,bakker,NL\n", "cp1252")

    assert (summary["encoding"], len(summary["errors"]), status) == ("cp1252", 1, 1)


def test_blank_rows_and_columns_are_skipped_and_lines_keep_their_number(tmp_path):
    text = ";;;;;;\n;slug;name;;type;areas;;\n;;;;;;;\n;loket;Loket;;uwv;NL;;\n; ; ;;;;;\n;b;B;;uwv;AM:AM99;;;;\n"

    summary, _ = import_text(tmp_path, text)

    assert [(error["line"], error["column"]) for error in summary["errors"]] == [(6, "areas")]


def test_a_column_without_a_name_in_which_something_stands_is_named_by_its_letter(tmp_path):
    summary, _ = import_text(tmp_path, "slug,name,type,,areas\nloket,Loket,uwv,,NL\nb,B,uwv,x,NL\nc,C,uwv,y,NL\n")

    [error] = summary["errors"]
    assert (error["line"], error["column"]) == (1, "D")
    assert error["message"].startswith("Kolom D heeft geen naam.")
    assert not Provider.objects.exists()


# --- A trial run -------------------------------------------------------------------------------------------


def trial(tmp_path, *rows: dict[str, str]) -> dict:
    summary, status = run_import(write_rows(tmp_path / "f.csv", *rows), "--dry-run")
    assert status == 0
    return summary


def test_a_trial_run_tells_which_field_of_which_record_changes_from_what_to_what(tmp_path):
    row = POINT | {"phone": "026 123 45 67", "roles": "", "areas": "GM:GM0363;PC:1013AA-1013AE", "name": "Punt"}
    import_rows(tmp_path, row, DESK)
    changed = row | {
        "phone": "06 12345678",
        "roles": "curative",
        "sectors": "bouw",
        "areas": "NL",
        "takes_redundant": "ja",
        "verified_on": "31-3-2026",
    }

    summary = trial(tmp_path, changed, DESK)

    assert {(change["line"], change["slug"]) for change in summary["changes"]} == {(2, "punt")}
    assert {change["field"]: (change["old"], change["new"]) for change in summary["changes"]} == {
        "phone": ("026 123 45 67", "06 12 34 56 78"),
        "roles": ("", "curative"),
        "sectors": ("techniek", "bouw"),
        "areas": ("GM:GM0363;PC:1013AA-1013AE", "NL"),
        "takes_redundant": ("", "true"),
        "verified_on": ("", "2026-03-31"),
    }
    assert (summary["updated"], summary["unchanged"], summary["warnings"]) == (1, 1, [])
    assert Provider.objects.get(slug="punt").phone == "+31261234567"


def test_a_trial_run_tells_every_field_of_a_new_record(tmp_path):
    changes = trial(tmp_path, DESK)["changes"]

    assert {change["field"]: (change["old"], change["new"]) for change in changes} == {
        column: ("", cell) for column, cell in DESK.items()
    }


def test_a_trial_run_tells_a_check_that_makes_a_part_of_a_record_fresher(tmp_path):
    import_rows(tmp_path, REACHABLE | {"verified_on": "2026-03-31"})
    with by_hand():
        Provider.objects.update(area_checked_on=date(2026, 1, 1), last_checked_on=date(2026, 1, 1))

    [change] = trial(tmp_path, REACHABLE | {"verified_on": "2026-02-01"})["changes"]

    assert (change["field"], change["old"], change["new"]) == ("verified_on", "2026-01-01", "2026-02-01")


def test_a_trial_run_without_json_tells_the_same_in_words(tmp_path, capsys):
    import_rows(tmp_path, DESK)
    path = write_rows(tmp_path / "f.csv", DESK | {"name": 'Het "nieuwe" loket', "city": "Arnhem"})

    call_command("import_providers", str(path), "--dry-run")

    assert capsys.readouterr().out.splitlines() == [
        'regel 2, loket, name: "Leerwerkloket" wordt "Het \\"nieuwe\\" loket"',
        'regel 2, loket, city: leeg wordt "Arnhem"',
        "0 nieuw, 1 gewijzigd, 0 ongewijzigd.",
        "Dit was een proef: er is niets opgeslagen.",
    ]


# --- The command itself ------------------------------------------------------------------------------------


def test_without_json_the_outcome_is_told_in_words(tmp_path, capsys):
    call_command("import_providers", str(write_rows(tmp_path / "f.csv", DESK)))

    assert capsys.readouterr().out == "1 nieuw, 0 gewijzigd, 0 ongewijzigd.\n"


def test_without_json_each_error_is_told_with_its_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as exit_:
        call_command("import_providers", str(write_rows(tmp_path / "f.csv", DESK | {"type": "bakker"})))

    told = capsys.readouterr().out
    assert exit_.value.code == 1
    assert told.startswith("regel 2, type: ")
    assert told.endswith("Er is niets opgeslagen.\n")


def test_a_file_that_is_not_there_is_bad_usage(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("import_providers", str(tmp_path / "nergens.csv"))

    assert error.value.returncode == 2


def test_no_file_at_all_is_bad_usage(settings):
    command = [sys.executable, settings.BASE_DIR / "manage.py", "import_providers"]

    assert subprocess.run(command, check=False, capture_output=True).returncode == 2  # noqa: S603 - our own command
