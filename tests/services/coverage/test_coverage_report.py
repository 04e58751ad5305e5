"""`coverage_report`: for every municipality and role how many organisations help, and how sure that is."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Role
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, days_ago

pytestmark = pytest.mark.django_db

ARNHEM_CODE = "GM0202"
DOESBURG = "GM0221"
NIJMEGEN_CODE = "GM0268"


def told(**options) -> str:
    out = StringIO()
    call_command("coverage_report", stdout=out, **options)
    return out.getvalue()


def rows(**options) -> list[dict]:
    return json.loads(told(json=True, **options))


def row(code: str = ARNHEM_CODE, role: str = "curative") -> dict:
    """Return what the report says of a role in a municipality."""
    (found,) = (one for one in rows(role=role) if one["municipality_code"] == code)
    return found


def counts(found: dict) -> dict[str, int]:
    return {key: found[key] for key in ("referable", "known", "possible", "partly")}


def help_in(code: str = ARNHEM_CODE, role: str = "curative") -> dict[str, int]:
    """Return the counts of a role in a municipality that are not zero."""
    return {key: number for key, number in counts(row(code, role)).items() if number}


# --- As JSON ---------------------------------------------------------------------------------------------


def test_every_municipality_of_today_has_a_row_for_each_role():
    found = rows()

    assert len(found) == 342 * 3
    assert len({(one["municipality_code"], one["role"]) for one in found}) == len(found)
    assert {one["role"] for one in found} == set(Role.values)
    assert all(len(one["labour_market_region"]) == 1 for one in found)


def test_a_row_says_where_how_sure_of_which_types_who_is_nearest_and_whom_to_ask():
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    add_provider("ingang", "AM:AM07")

    assert row() == {
        "municipality_code": "GM0202",
        "municipality": "Arnhem",
        "labour_market_region": ["AM07"],
        "role": "curative",
        "status": "referable",
        "for_everyone": "referable",
        "referable": 1,
        "known": 0,
        "possible": 0,
        "partly": 0,
        "types": {"mobility_centre": {"referable": 1, "known": 0, "possible": 0, "partly": 0}},
        "nearest": None,
        "distance_km": None,
        "fallback": "ingang",
    }


def test_without_any_organisation_nobody_is_known_and_nobody_is_near():
    found = rows()

    assert {one["status"] for one in found} == {"nobody"}
    assert {(one["nearest"], one["distance_km"], one["fallback"]) for one in found} == {(None, None, None)}


def test_each_organisation_counts_once_by_how_sure_its_help_is():
    add_provider("gecontroleerd", "AM:AM07", "GM:GM0202", "PC:6811", type_="mobility_centre")
    add_provider("nooit", "NL", type_="mobility_centre", last_checked_on=None)
    add_provider("lang-geleden", "PV:PV25", type_="mobility_centre", last_checked_on=days_ago(500))
    add_provider("zwijgt", "AM:AM07", type_="mobility_centre", last_checked_on=None, silent_since=days_ago(3))
    add_provider("onbekend-waar", "?", type_="mobility_centre")
    add_provider("gestopt", "NL", type_="mobility_centre", retired_on=days_ago(0))

    assert help_in() == {"referable": 1, "known": 3, "possible": 1}


def test_the_best_of_them_is_the_state_of_the_municipality():
    add_provider("onbekend-waar", "?", type_="mobility_centre")
    assert row()["status"] == "possible"

    add_provider("nooit", "AM:AM07", type_="mobility_centre", last_checked_on=None)
    assert row()["status"] == "known"

    add_provider("gecontroleerd", "AM:AM07", type_="mobility_centre")
    assert row()["status"] == "referable"


def test_who_works_in_a_part_of_a_municipality_may_help_and_is_told_as_such():
    add_provider("deel", "PC:6811", type_="mobility_centre")

    assert help_in() == {"possible": 1, "partly": 1}
    assert row()["status"] == "possible"
    assert help_in(DOESBURG) == {}


def test_who_works_in_a_part_closes_the_gap_and_who_may_work_anywhere_does_not():
    add_provider("buur", "AM:AM08", type_="mobility_centre", **NIJMEGEN)
    add_provider("misschien", "?", type_="mobility_centre", **ARNHEM)
    assert row()["nearest"] == "buur"

    add_provider("deel", "PC:6811", type_="mobility_centre")
    assert row()["nearest"] is None


def test_the_general_entry_and_private_bureaus_are_not_counted():
    add_provider("ingang", "NL", roles=frozenset(Role))
    add_provider("bureau", "NL", type_="outplacement_agency", **ARNHEM)

    assert help_in() == {}
    assert row()["nearest"] is None


def test_whether_a_gatekeeper_centre_takes_healthy_people_is_only_possible_where_it_does_not_say():
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=None)

    assert help_in() == {"possible": 1}
    assert help_in(role="reintegration") == {"referable": 1}


def test_uwv_is_only_possible_for_redundant_people_whatever_its_record_says():
    add_provider("uwv", "AM:AM07", type_="uwv", roles=frozenset(Role), **ARNHEM)

    assert help_in() == {"possible": 1}
    assert help_in(role="reintegration") == {"referable": 1}
    assert row(NIJMEGEN_CODE)["nearest"] is None


def test_help_for_one_sector_or_for_many_people_is_not_for_everyone():
    add_provider("punt", "AM:AM07", type_="branch_service_point", sectors=("techniek",))
    add_provider("centrum", "AM:AM07", type_="mobility_centre", min_redundancies=10)

    assert (row()["status"], row()["for_everyone"]) == ("referable", "nobody")
    assert row(role="reintegration")["for_everyone"] == "nobody"


def test_a_gap_names_the_nearest_outside_with_its_distance_in_kilometres():
    add_provider("verder", "AM:AM18", type_="mobility_centre", latitude=52.37, longitude=4.9)
    add_provider("buur", "AM:AM08", type_="mobility_centre", **NIJMEGEN)
    add_provider("zonder-adres", "AM:AM08", type_="mobility_centre")

    found = row()

    assert found["nearest"] == "buur"
    assert 10 < found["distance_km"] < 25
    assert row(NIJMEGEN_CODE)["nearest"] is None


def test_the_fallback_is_the_first_contact_that_staff_marked_or_else_the_general_entry():
    add_provider("ingang", "AM:AM07")
    assert row()["fallback"] == "ingang"
    assert row(NIJMEGEN_CODE)["fallback"] is None

    add_provider("eerste", "AM:AM07", type_="uwv", first_contact=True)
    assert row()["fallback"] == "eerste"


def test_one_region_or_role_can_be_asked_for():
    assert {one["municipality"] for one in rows(region="AM07")} >= {"Arnhem", "Doesburg"}
    assert len(rows(region="AM07")) == 9 * 3
    assert {one["role"] for one in rows(region="AM07", role="curative")} == {"curative"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_report_takes_the_same_queries_however_many_organisations_there_are(number):
    for turn in range(number):
        add_provider(f"centrum-{turn}", "AM:AM07", "PC:1011-1020", type_="mobility_centre", sectors=("techniek",))
    rows()

    with CaptureQueriesContext(connection) as queries:
        rows()

    assert len(queries) == 4


# --- In words --------------------------------------------------------------------------------------------


def test_in_words_each_role_has_its_totals_and_a_line_for_each_municipality():
    add_provider("heel", "GM:GM0202", type_="mobility_centre", name="Heel", **ARNHEM)
    add_provider("deel", "PC:6981", type_="mobility_centre")

    lines = told(region="AM07", role="curative").splitlines()

    assert lines[0] == (
        "curatief; doorverwijzen kan: 1; bekend, nog te controleren: 0; misschien: vraag het na: 1; niemand bekend: 7"
    )
    assert len(lines) == 10
    assert "  Arnhem (GM0202); doorverwijzen kan: 1" in lines
    assert "  Doesburg (GM0221); misschien: vraag het na: 1; daarvan in een deel van de gemeente: 1" in lines
    (duiven,) = (line for line in lines if "Duiven" in line)
    assert duiven.startswith("  Duiven (GM0226); niemand bekend; het dichtst bij: Heel, ongeveer ")


@pytest.mark.parametrize("options", [{}, {"json": True}])
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"region": "AM99"}, "'AM99' is geen arbeidsmarktregio van nu. Een code ziet eruit als AM07."),
        ({"region": "GM0202"}, "'GM0202' is geen arbeidsmarktregio van nu. Een code ziet eruit als AM07."),
        ({"region": ""}, "'' is geen arbeidsmarktregio van nu. Een code ziet eruit als AM07."),
        ({"role": "curatief"}, "'curatief' is geen rol. Kies uit: preventive, curative, reintegration."),
    ],
)
def test_an_unknown_region_or_role_is_refused_with_what_is_meant(asked, message, options):
    with pytest.raises(CommandError) as refused:
        told(**asked, **options)

    assert str(refused.value) == message
    assert refused.value.returncode == 2
