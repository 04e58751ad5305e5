"""How sure help is in a region as a whole: for whoever is best off, and for everyone everywhere in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.coverage.by_region import Help, coverage_of_regions
from services.models import Role
from tests.services.providers import add_provider, days_ago

pytestmark = pytest.mark.django_db

EVERY_ROLE = frozenset(Role)
REFERABLE = "doorverwijzen kan"
KNOWN = "bekend, nog te controleren"
POSSIBLE = "misschien: vraag het na"
NOBODY = "niemand bekend"
MIDDEN_GELDERLAND = (
    "GM:GM0202",
    "GM:GM0221",
    "GM:GM0226",
    "GM:GM0275",
    "GM:GM0277",
    "GM:GM0293",
    "GM:GM0299",
    "GM:GM1705",
    "GM:GM1734",
)


def states_of(name: str = "Midden-Gelderland") -> list[str]:
    """Return the state of a region: preventive, curative, reintegration."""
    (found,) = (one for one in coverage_of_regions(timezone.localdate()) if one.region.name == name)
    return [told(found.roles[role]) for role in Role]


def told(state: Help) -> str:
    others = "" if state.is_for_everyone else f" niet voor iedereen; anderen: {state.for_everyone.label}"
    return f"{state.best.label}{others}"


def test_without_any_provider_nobody_is_known_anywhere():
    assert len(coverage_of_regions(timezone.localdate())) == 35
    assert states_of() == [NOBODY] * 3


def test_a_region_is_helped_by_who_serves_it_and_its_neighbour_is_not():
    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE)

    assert states_of() == [REFERABLE] * 3
    assert states_of("Rijk van Nijmegen") == [NOBODY] * 3


@pytest.mark.parametrize("days", [None, 400], ids=["never", "too long ago"])
def test_who_was_not_checked_in_time_is_known_and_no_more(days):
    checked = days and days_ago(days)
    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", roles=EVERY_ROLE, last_checked_on=checked)

    assert states_of() == [KNOWN] * 3


def test_who_is_checked_late_but_not_too_late_can_still_be_referred_to():
    add_provider("uwv", "NL", type_="uwv", last_checked_on=days_ago(300))

    assert states_of() == [NOBODY, NOBODY, REFERABLE]


def test_who_may_work_anywhere_is_possible_in_every_region_and_known_in_none():
    add_provider("werkcentrum", "?", type_="mobility_centre", roles=EVERY_ROLE)

    assert states_of() == [POSSIBLE] * 3
    assert states_of("Groningen") == [POSSIBLE] * 3


def test_the_general_entry_closes_no_gap():
    add_provider("wsp", "NL", type_="employer_service_point")

    assert states_of() == [NOBODY] * 3


def test_a_private_organisation_closes_no_gap():
    add_provider("bureau", "AM:AM07", type_="outplacement_agency")

    assert states_of() == [NOBODY] * 3


def test_whether_a_gatekeeper_centre_takes_healthy_people_is_possible_where_it_does_not_say():
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=None)

    assert states_of() == [NOBODY, POSSIBLE, REFERABLE]


def test_a_gatekeeper_centre_that_takes_no_healthy_people_is_nobody_for_them():
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=False)

    assert states_of() == [NOBODY, NOBODY, REFERABLE]


def test_a_gatekeeper_centre_that_takes_healthy_people_helps_them():
    add_provider("centrum", "AM:AM07", type_="gatekeeper_centre", takes_redundant=True)

    assert states_of() == [NOBODY, REFERABLE, REFERABLE]


def test_uwv_may_help_redundant_people_near_the_end_only_whatever_its_record_says():
    add_provider("uwv", "AM:AM07", type_="uwv", name="UWV Arnhem", roles=EVERY_ROLE)

    assert states_of() == [REFERABLE, POSSIBLE, REFERABLE]


@pytest.mark.parametrize(
    "limits",
    [
        {"type_": "branch_service_point", "sectors": ("techniek",)},
        {"type_": "mobility_centre", "min_redundancies": 5},
    ],
    ids=["sector", "minimum"],
)
def test_help_for_some_says_what_there_is_for_the_others(limits):
    add_provider("organisatie", "AM:AM07", **limits)
    assert states_of()[1] == f"{REFERABLE} niet voor iedereen; anderen: {NOBODY}"

    add_provider("werkcentrum", "AM:AM07", type_="mobility_centre", last_checked_on=None)
    assert states_of()[1] == f"{REFERABLE} niet voor iedereen; anderen: {KNOWN}"


def test_help_in_a_part_of_the_region_is_not_for_everyone():
    add_provider("werkcentrum", "GM:GM0202", type_="mobility_centre")

    assert states_of()[1] == f"{REFERABLE} niet voor iedereen; anderen: {NOBODY}"


def test_who_may_work_here_is_possible_for_those_whom_nobody_is_known_to_help():
    add_provider("deel", "GM:GM0202", type_="mobility_centre")
    add_provider("misschien", "?", type_="mobility_centre")

    assert states_of()[1] == f"{REFERABLE} niet voor iedereen; anderen: {POSSIBLE}"


def test_providers_that_hold_the_region_together_help_all_of_it():
    for number, municipality in enumerate(MIDDEN_GELDERLAND):
        add_provider(f"centrum-{number}", municipality, type_="mobility_centre")

    assert states_of()[1] == REFERABLE


def test_together_they_are_as_sure_as_the_least_sure():
    for number, municipality in enumerate(MIDDEN_GELDERLAND):
        checked = days_ago(1) if number else None
        add_provider(f"centrum-{number}", municipality, type_="mobility_centre", last_checked_on=checked)

    assert states_of()[1] == f"{REFERABLE} niet voor iedereen; anderen: {KNOWN}"


def test_who_stopped_helps_nowhere():
    add_provider("werkcentrum", "NL", type_="mobility_centre", roles=EVERY_ROLE, retired_on=days_ago(0))

    assert states_of() == [NOBODY] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_all_regions_take_two_queries_whatever_there_is_to_tell(number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "NL", "AM:AM07", "PC:6511", type_="mobility_centre", sectors=("techniek",))
    coverage_of_regions(timezone.localdate())

    with CaptureQueriesContext(connection) as queries:
        coverage_of_regions(timezone.localdate())

    assert len([query for query in queries if "dataversion" not in query["sql"]]) == 2
