"""Municipalities that merge or are divided: shown, made, loaded again and taken back, on the facts of before that."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from regions.boundaries.change import changed, changes_made, read_schemes
from regions.facts import read_facts
from regions.models import AreaMembership, BoundaryChange, BoundaryEffect, Municipality, Place, Postcode
from regions.places import find_place, locate
from services.models import Provider, ServiceArea
from services.upkeep.records import set_work_area
from services.work_area.codes import WorkAreaReader
from services.work_area.serving import serving
from tests.regions.boundaries.asked import digest, refused, run
from tests.regions.boundaries.earlier_years import HAAREN, VOORNE, files_of_2020, forget_all_places
from tests.services.providers import STAFF, add_provider, by_hand
from vwnw_portal.settings import FIXTURES_DIR as SHIPPED

pytestmark = pytest.mark.django_db

MERGER = ["--from", *VOORNE, "--to", "GM1992=Voorne aan Zee", "--on", "2023-01-01"]
SPLIT = ["--from", "GM0788", "--to", *HAAREN, "--on", "2021-01-01", "--postcodes"]
SPLIT += [f"{code}={pc4}" for code, pc4 in HAAREN.items()]
OLD_NAMES = [
    *("Brielle", "Hellevoetsluis", "Westvoorne", "gemeente Westvoorne", "gemeente Brielle", "Rockanje", "Zwartewaal"),
    *("3235", "3231 AB", "Haaren", "Esch", "Helvoirt", "Biezenmortel", "5076"),
]


@pytest.fixture(autouse=True)
def facts_of_2020(settings, tmp_path):
    """Have the facts of before the changes, in the files and in the database."""
    forget_all_places()
    settings.FIXTURES_DIR = files_of_2020(tmp_path)
    load()


def load() -> None:
    call_command("load_reference", stdout=StringIO())


def add_providers() -> None:
    for code in (*VOORNE, "GM0788", *HAAREN):
        add_provider(f"only-{code.lower()}", f"GM:{code}")
    add_provider("all-of-voorne", *(f"GM:{code}" for code in VOORNE))
    add_provider("two-of-voorne", "GM:GM0501", "GM:GM0614", "PC:3231AA-3231KZ", "GM:GM0363")
    add_provider("oisterwijk-and-haaren", "GM:GM0824", "GM:GM0788")
    add_provider("region", "AM:AM22")
    add_provider("province", "PV:PV30")
    add_provider("country", "NL")
    add_provider("nobody-knows", "?")


def areas(slug: str) -> set[str]:
    return {row.code for row in ServiceArea.objects.filter(provider__slug=slug)}


def found_by(name: str) -> dict[str, str]:
    """Return who serves what a name stands for today, and how much of it."""
    answer = find_place(name, date(2026, 11, 26))
    served = serving([answer.location], date(2026, 11, 26))
    return {one.facts.slug: one.serves[0] for one in served}


# --- Made, loaded, taken back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [[MERGER], [SPLIT], [SPLIT, MERGER]], ids=["merger", "split", "both"])
def test_a_change_stays_when_the_files_are_loaded_again_and_goes_back_to_exactly_what_was(changes):
    add_providers()
    before = digest()
    numbers = [run(*change, "--apply")[0]["number"] for change in changes]
    made = digest()

    load()
    assert digest() == made != before

    for number in reversed(numbers):
        assert run("--undo", str(number))[0]["state"] == "undone"
    assert digest() == before
    load()
    assert digest() == before


def test_old_names_find_the_same_providers_before_and_after():
    add_providers()
    before = {name: found_by(name) for name in OLD_NAMES}

    run(*SPLIT, "--apply")
    run(*MERGER, "--apply")

    assert {name: found_by(name) for name in OLD_NAMES} == before
    assert all(before.values())


def test_files_that_know_a_change_already_leave_it_as_it_is(settings):
    add_providers()
    run(*MERGER, "--apply")
    run(*SPLIT, "--apply")
    made = digest()
    memberships = AreaMembership.objects.count()

    settings.FIXTURES_DIR = SHIPPED
    load()

    assert digest() == made
    assert AreaMembership.objects.count() == memberships


def test_a_change_is_made_of_facts_once_only():
    run(*MERGER, "--apply")
    run(*SPLIT, "--apply")
    facts, schemes = read_facts(), read_schemes()

    for change in changes_made():
        assert changed(facts, change, schemes) == facts


def test_a_postcode_of_which_nobody_said_where_it_went_is_not_loaded(settings):
    run(*SPLIT, "--apply")
    before = digest()
    with (settings.FIXTURES_DIR / "reference" / "postcodes.csv").open("a") as file:
        file.write("5077,Haaren,51.6,5.22,GM0788\n")

    load()

    assert digest() == before


# --- What it does ------------------------------------------------------------------------------------------------


def test_without_apply_a_change_is_shown_and_nothing_is_written():
    add_providers()
    before = digest()

    (shown,) = run(*MERGER)

    assert shown["state"] == "shown"
    assert {entry["key"] for entry in shown["touches"]["postcodes"]} == {
        pc for _n, pcs in VOORNE.values() for pc in pcs
    }
    assert {entry["slug"] for entry in shown["touches"]["work_areas"]} == {
        *("only-gm0501", "only-gm0530", "only-gm0614", "all-of-voorne", "two-of-voorne")
    }
    assert digest() == before
    assert not BoundaryChange.objects.exists()


def test_it_is_told_in_words_too():
    add_providers()
    out = StringIO()

    call_command("change_boundaries", *SPLIT, stdout=out)

    told = out.getvalue()
    assert "een proef, er is niets gewijzigd" in told
    assert "houdt op: Haaren (GM0788)" in told
    assert "postcode 5076: GM0788 wordt GM0824" in told
    assert "only-gm0788: GM:GM0788 wordt PC:5074, PC:5076, PC:5268, PC:5296" in told


def test_only_who_served_all_predecessors_serves_the_new_municipality():
    add_providers()

    run(*MERGER, "--apply")

    assert areas("all-of-voorne") == {"GM:GM1992"}
    assert areas("only-gm0501") == {"PC:3231", "PC:3232", "PC:3237", "PC:3238"}
    assert areas("two-of-voorne") == {
        *("GM:GM0363", "PC:3231", "PC:3232", "PC:3233", "PC:3234", "PC:3235", "PC:3237", "PC:3238")
    }
    assert areas("region") == {"AM:AM22"}
    assert areas("nobody-knows") == {"?"}


def test_who_served_a_municipality_that_grows_serves_what_it_was():
    add_providers()
    oisterwijk = set(Postcode.objects.filter(place__municipality__code="GM0824").values_list("pc4", flat=True))

    run(*SPLIT, "--apply")

    assert areas("only-gm0824") == {f"PC:{pc4}" for pc4 in oisterwijk}
    assert areas("oisterwijk-and-haaren") == {"GM:GM0824", "PC:5074", "PC:5268", "PC:5296"}
    assert areas("only-gm0788") == {"PC:5074", "PC:5076", "PC:5268", "PC:5296"}


def test_a_new_municipality_lies_where_all_of_its_predecessors_lay_from_its_first_day():
    run(*MERGER, "--apply")

    voorne = Municipality.objects.get(code="GM1992")
    assert voorne.valid_from == date(2023, 1, 1)
    assert set(voorne.predecessors.values_list("code", flat=True)) == set(VOORNE)
    kept = voorne.memberships.filter(valid_from=date(2023, 1, 1), valid_until=None)
    assert set(kept.values_list("area__code", flat=True)) == {"PV28", "AM22", "d"}
    assert Municipality.objects.get(code="GM0501").valid_until == date(2023, 1, 1)
    assert locate("3231", date(2026, 1, 1)).matches[0].municipality_code == "GM1992"
    assert locate("3231", date(2022, 12, 31)).matches[0].areas["province"] == ("PV28",)


def test_the_plan_says_which_postcodes_come_to_lie_in_another_region():
    (shown,) = run(*SPLIT)

    moved = {(one["heir"], one["scheme"]): (one["before"], one["after"]) for one in shown["touches"]["areas_moved"]}
    assert moved[("GM0824", "labour_market_region")] == (["AM27"], ["AM26"])
    assert ("GM0757", "labour_market_region") not in moved


def test_from_predecessors_in_different_areas_each_postcode_stays_where_it_lay_unless_the_change_says_it(tmp_path):
    merger = ["--from", "GM0501", "GM0788", "--to", "GM1999=Samen", "--on", "2023-01-01"]
    number = run(*merger, "--apply")[0]["number"]
    for pc4, province in (("5074", "PV30"), ("3237", "PV28")):
        assert locate(pc4, date(2026, 1, 1)).matches[0].areas["province"] == (province,)
    run("--undo", str(number))

    file = tmp_path / "samen.toml"
    file.write_text(
        'from = ["GM0501", "GM0788"]\non = 2023-01-01\n[[to]]\ncode = "GM1999"\nname = "Samen"\n'
        'areas = ["PV:PV28", "AM:AM22"]\n'
    )
    run(str(file), "--apply")

    found = locate("5074", date(2026, 1, 1)).matches[0].areas
    assert (found["province"], found["labour_market_region"]) == (("PV28",), ("AM22",))


def test_a_change_of_later_waits_for_its_day():
    later = [*MERGER[:-1], "2027-01-01"]
    add_providers()
    before = digest()
    with time_machine.travel("2026-11-26"):
        assert run(*later, "--apply")[0]["state"] == "planned"
        assert run("--due") == []
        assert digest() == before
    with time_machine.travel("2027-01-01"):
        assert [one["state"] for one in run("--due")] == ["applied"]
        assert run("--due") == []
        assert find_place("Westvoorne", date(2027, 1, 1)).location.municipality == "Voorne aan Zee"


def test_a_change_that_is_impossible_on_its_day_keeps_no_other_from_it():
    with time_machine.travel("2026-11-26"):
        (planned,) = run(*MERGER[:-1], "2027-01-01", "--apply")
        run(*SPLIT[:-6], "2027-01-01", *SPLIT[-5:], "--apply")
    Municipality.objects.filter(code="GM0501").update(valid_until=date(2026, 12, 1))
    out = StringIO()

    with time_machine.travel("2027-01-01"), pytest.raises(SystemExit) as ended:
        call_command("change_boundaries", "--due", "--json", stdout=out)

    assert ended.value.code == 1
    first, second = json.loads(out.getvalue())["changes"]
    assert (first["number"], first["state"], second["state"]) == (planned["number"], "planned", "applied")
    assert "Brielle" in first["errors"][0]


def test_a_planned_change_that_is_withdrawn_changes_nothing():
    before = digest()
    with time_machine.travel("2026-11-26"):
        (planned,) = run(*MERGER[:-1], "2027-01-01", "--apply")
        run("--undo", str(planned["number"]))
    with time_machine.travel("2027-01-02"):
        assert run("--due") == []
    assert digest() == before


def test_the_list_tells_every_change():
    assert run() == []
    run(*SPLIT, "--apply")
    run(*MERGER, "--apply")

    assert [(one["state"], one["from"]) for one in run()] == [("applied", ["GM0788"]), ("applied", list(VOORNE))]


# --- Taken back with care --------------------------------------------------------------------------------------


def test_a_work_area_that_somebody_changed_since_keeps_that_change():
    add_providers()
    number = str(run(*MERGER, "--apply")[0]["number"])
    provider = Provider.objects.get(slug="only-gm0501")
    parts = WorkAreaReader(date(2026, 1, 1)).read(["PC:3231", "PC:3232", "PC:3237", "PC:3238", "GM:GM0202"])
    set_work_area(provider=provider, areas=parts, by=STAFF)

    run("--undo", number)

    assert areas("only-gm0501") == {"GM:GM0501", "GM:GM0202"}


def test_a_change_on_which_something_stands_is_not_taken_back():
    number = str(run(*MERGER, "--apply")[0]["number"])
    provider = add_provider("newcomer", "GM:GM1992")
    assert "newcomer" in refused("--undo", number)
    with by_hand():
        provider.delete()

    place = Place.objects.create(name="Nieuwdorp", municipality=Municipality.objects.get(code="GM1992"))
    assert "GM1992" in refused("--undo", number)
    place.delete()

    next_one = run("--from", "GM1992", "--to", "GM1998=Voorne", "--on", "2025-01-01", "--apply")[0]["number"]
    assert "GM1992" in refused("--undo", number)
    run("--undo", str(next_one))
    run("--undo", number)
    assert not Municipality.objects.filter(code="GM1992").exists()
    assert not BoundaryEffect.objects.exists()


def test_a_change_is_taken_back_once():
    number = str(run(*MERGER, "--apply")[0]["number"])
    run("--undo", number)

    assert "al ongedaan" in refused("--undo", number)
    assert "geen wijziging" in refused("--undo", "999999")
    assert run(*MERGER, "--apply")[0]["state"] == "applied"


def test_a_postcode_can_go_to_one_successor_only():
    double = [*SPLIT[:-1], "GM0865=5268,5076"]

    assert "twee keer in: 5076" in refused(*double, "--apply")


def test_the_same_change_twice_and_one_that_overlaps_a_planned_one_are_refused():
    later = [*MERGER[:-1], "2027-01-01"]
    with time_machine.travel("2026-11-26"):
        number = run(*later, "--apply")[0]["number"]

        assert f"nummer {number}" in refused(*later, "--apply")
        assert f"nummer {number}" in refused(*later)
        assert "GM0501" in refused("--from", "GM0501", "--to", "GM0202", "--on", "2027-01-01", "--apply")
    run(*SPLIT, "--apply")
    assert "staat er al" in refused(*SPLIT, "--apply")
