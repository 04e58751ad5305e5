"""Who a search finds, in which order, and why."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regions.places import Location, find_place
from services.models import Provider, ProviderType, Role, ServiceArea
from services.practical.capacity import Capacity
from services.search.question import ProviderFilter
from services.search.results import Hit, search_providers
from services.shortage import shortage_of
from services.sql import shortage
from services.work_area.serving import nearest, serving
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db


def place(text: str) -> Location:
    return find_place(text, timezone.localdate()).location


def hits(text: str) -> tuple[Hit, ...]:
    asked = ProviderFilter(QueryDict(urlencode({"locatie": text})), timezone.localdate())
    return search_providers(asked.question()).hits


def found(text: str) -> list[str]:
    return [hit.facts.slug for hit in hits(text)]


def reason(text: str) -> str:
    (hit,) = hits(text)
    return hit.works_in


def serves(*texts: str) -> tuple:
    (one,) = serving([place(text) for text in texts], timezone.localdate())
    return one.serves


# --- The work area (R2) --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "searched"),
    [
        ("NL", "6811 AB"),
        ("AM:AM07", "6811 AB"),
        ("PV:PV25", "6811 AB"),
        ("GM:GM0202", "6811 AB"),
        ("GM:GM0202", "Arnhem"),
        ("PC:6811", "6811 AB"),
        ("PC:6811", "6811"),
        ("PC:6811", "Arnhem"),
        ("PC:6811AA-6811AE", "6811 AB"),
        ("PC:6811AA-6811AE", "6811"),
        ("PC:6810AA-6814ZZ", "6812 XY"),
        ("GM:GM0202", "Gelderland"),
    ],
)
def test_a_provider_is_found_where_its_work_area_holds_the_place(area, searched):
    add_provider("loket", area)

    assert found(searched) == ["loket"]


@pytest.mark.parametrize(
    ("area", "searched"),
    [
        ("AM:AM08", "6811 AB"),
        ("GM:GM0268", "6811 AB"),
        ("PC:6812", "6811 AB"),
        ("PC:6812", "6811"),
        ("PC:6811AA-6811AE", "6811 AF"),
        ("PC:6811BA-6811ZZ", "6811 AB"),
    ],
)
def test_a_provider_is_not_found_outside_its_work_area(area, searched):
    add_provider("loket", area)

    assert found(searched) == []


def test_a_provider_without_a_work_area_serves_nowhere():
    add_provider("loket")

    assert found("6811 AB") == []


def test_a_provider_with_two_parts_that_hold_the_place_is_found_once():
    add_provider("loket", "AM:AM07", "GM:GM0202", "NL")

    assert found("6811 AB") == ["loket"]


def test_a_provider_that_stopped_is_not_found_from_that_day_on():
    add_provider("gisteren", "NL", retired_on=days_ago(1))
    add_provider("vandaag", "NL", retired_on=days_ago(0))
    add_provider("morgen", "NL", retired_on=days_ago(-1))

    assert found("6811 AB") == ["morgen"]


# --- Why it is shown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "searched", "why"),
    [
        ("NL", "6811 AB", "heel Nederland"),
        ("AM:AM07", "6811 AB", "arbeidsmarktregio Midden-Gelderland"),
        ("GM:GM0202", "6811 AB", "gemeente Arnhem"),
        ("PC:6811AA-6811AE", "6811 AB", "postcode 6811 AA tot en met 6811 AE"),
        ("PC:6811", "6811", "postcode 6811"),
        ("PC:6811AA-6811AE", "6811", "een deel van 6811 Arnhem: postcode 6811 AA tot en met 6811 AE"),
        ("PC:6811", "Arnhem", "een deel van Arnhem: postcode 6811"),
    ],
)
def test_a_hit_says_which_part_of_its_work_area_holds_the_place(area, searched, why):
    add_provider("loket", area)

    assert reason(searched) == why


def test_of_many_parts_the_first_are_named_and_the_rest_counted():
    add_provider("loket", "PC:6811", "PC:6812", "PC:6813", "PC:6814")

    assert reason("Arnhem").endswith("en nog 1")


@pytest.mark.parametrize(
    ("areas", "searched", "how_much"),
    [
        (["PC:6811"], "6811 AB", "full"),
        (["PC:6811AA-6811AE"], "6811 AB", "full"),
        (["PC:6811AA-6811AE"], "6811", "part"),
        (["PC:6811"], "Arnhem", "part"),
        (["PC:6800-6846"], "Arnhem", "full"),
        (["PC:6800-6846", "GM:GM0202"], "Arnhem", "full"),
        (["GM:GM0202"], "Gelderland", "part"),
        (["PV:PV25"], "Gelderland", "full"),
        (["NL"], "Gelderland", "full"),
    ],
)
def test_a_work_area_holds_a_place_wholly_or_in_part(areas, searched, how_much):
    add_provider("loket", *areas)

    assert serves(searched) == (how_much,)


def test_every_place_that_is_asked_for_gets_its_own_answer():
    add_provider("loket", "PC:6811AA-6811AE", "GM:GM0268")

    assert serves("6811 AB", "6811 AF", "6811", "Nijmegen") == ("full", None, "part", "full")


# --- The order -----------------------------------------------------------------------------------------------


def test_a_record_that_was_not_checked_in_time_loses_its_place():
    add_provider("nooit", "NL", **ARNHEM, last_checked_on=None)
    add_provider("te-lang", "NL", **ARNHEM, last_checked_on=days_ago(366))
    add_provider("te-laat", "NL", **ARNHEM, last_checked_on=days_ago(271))
    add_provider("op-tijd", "NL", **NIJMEGEN, last_checked_on=days_ago(270))

    assert found("6811 AB") == ["op-tijd", "te-laat", "nooit", "te-lang"]


def test_the_nearest_comes_first_and_one_without_a_position_last():
    add_provider("ver", "NL", **NIJMEGEN)
    add_provider("nergens", "NL")
    add_provider("dichtbij", "NL", **ARNHEM)

    assert found("6811 AB") == ["dichtbij", "ver", "nergens"]


def test_name_and_slug_settle_a_tie():
    add_provider("c", "NL", name="Beta")
    add_provider("b", "NL", name="Beta")
    add_provider("d", "NL", name="Alfa")

    assert found("6811 AB") == ["d", "b", "c"]


def test_private_providers_come_after_the_public_network():
    add_provider("bureau", "NL", type_="outplacement_agency", **ARNHEM)
    add_provider("loket", "NL", last_checked_on=None)

    assert found("6811 AB") == ["loket", "bureau"]


def add_some_without_room(**where) -> None:
    """Add three that say what room they have until today, and one of which that is over."""
    said = {"capacity_until": days_ago(0), **where}
    add_provider("a-vol", "NL", capacity="full", **said)
    add_provider("b-wacht", "NL", capacity="waiting", waiting_weeks=3, **said)
    add_provider("c-plek", "NL", capacity="open", **said)
    add_provider("d-was-vol", "NL", capacity="full", **said | {"capacity_until": days_ago(1)})


@pytest.mark.parametrize("asked", ["6811 AB", ""])
def test_who_says_to_have_no_room_stands_lower_until_that_day_is_over(asked):
    add_some_without_room(**ARNHEM)
    add_provider("e-bureau", "NL", type_="outplacement_agency", **ARNHEM)

    assert found(asked) == ["c-plek", "d-was-vol", "b-wacht", "a-vol", "e-bureau"]
    tomorrow = ProviderFilter(QueryDict(urlencode({"locatie": asked})), days_ago(-1)).question()
    assert search_providers(tomorrow).hits[0].facts.slug == "a-vol"


def test_room_weighs_more_than_distance_and_less_than_a_check_in_time():
    add_provider("dichtbij", "NL", capacity="full", capacity_until=days_ago(0), **ARNHEM)
    add_provider("nergens", "NL")
    add_provider("te-laat", "NL", last_checked_on=days_ago(271), **ARNHEM)

    assert found("6811 AB") == ["nergens", "dichtbij", "te-laat"]


def test_of_those_that_may_serve_the_place_too_who_has_no_room_comes_after_who_may_have():
    add_provider("a-vol", "?", capacity="full", capacity_until=days_ago(0))
    add_provider("b-onbekend", "?")
    asked = ProviderFilter(QueryDict(urlencode({"locatie": "6811 AB"})), timezone.localdate()).question()

    assert [hit.facts.slug for hit in search_providers(asked).possible] == ["b-onbekend", "a-vol"]


def test_a_word_that_there_is_no_room_changes_the_order_at_once_and_so_does_its_end():
    add_provider("a", "NL", **ARNHEM)
    add_provider("b", "NL", **ARNHEM)
    assert found("6811 AB") == ["a", "b"]

    with by_hand():
        Provider.objects.filter(slug="a").update(capacity="full", capacity_until=days_ago(0))
    assert found("6811 AB") == ["b", "a"]

    with by_hand():
        Provider.objects.filter(slug="a").update(capacity="", capacity_until=None)
    assert found("6811 AB") == ["a", "b"]


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28)])
@pytest.mark.parametrize(
    ("capacity", "until", "weeks"),
    [
        ("", None, None),
        *((capacity, date(2026, 11, 27), 3 if capacity == "waiting" else None) for capacity in Capacity),
    ],
)
def test_a_database_ranks_an_answer_about_room_as_the_plan_does(capacity, until, weeks, day):
    provider = add_provider("loket", "NL", capacity=capacity, capacity_until=until, waiting_weeks=weeks)

    (ranked,) = Provider.objects.filter(pk=provider.pk).values_list(shortage(day), flat=True)

    assert ranked == shortage_of(capacity, until, day)


def test_the_distance_is_as_the_crow_flies():
    add_provider("loket", "NL", **NIJMEGEN)

    (hit,) = hits("6811 AB")

    assert hit.distance == "ongeveer 16 km"


def test_without_a_position_there_is_no_distance_and_no_part_in_the_order_by_it():
    add_provider("b-zonder", "NL", city="Arnhem")
    add_provider("a-zonder", "NL")
    add_provider("ver", "NL", latitude=53.2, longitude=6.5)

    found_ = hits("6811 AB")

    assert [hit.facts.slug for hit in found_] == ["ver", "a-zonder", "b-zonder"]
    assert [hit.distance for hit in found_][1:] == ["", ""]


# --- Rows for routing ----------------------------------------------------------------------------------------


def test_own_roles_win_over_those_of_the_type():
    add_provider("eigen", "NL", type_="mobility_centre", roles=frozenset({Role.REINTEGRATION}))
    add_provider("soort", "NL", type_="mobility_centre")

    roles = {one.facts.slug: one.facts.roles for one in serving([place("6811 AB")], timezone.localdate())}

    assert roles == {"eigen": {Role.REINTEGRATION}, "soort": {Role.CURATIVE}}
    today = timezone.localdate()
    assert {row.slug for row in Provider.objects.published(today).offering("curative")} == {"soort"}


def test_a_row_for_routing_tells_what_the_rules_need():
    add_provider(
        "punt", "AM:AM07", type_="branch_service_point", sectors=("techniek", "bouw"), min_redundancies=5, **ARNHEM
    )

    (one,) = serving([place("6811 AB")], timezone.localdate())

    assert one.serves == ("full",)
    assert one.facts == (
        one.facts.id,
        "punt",
        "Punt",
        "branch_service_point",
        frozenset(Role),
        frozenset({"techniek", "bouw"}),
        5,
        None,
        days_ago(1),
        None,
        *ARNHEM.values(),
        None,
        False,
        "",
        None,
        "none",
    )


def queries_for(locations: list[Location]) -> list[str]:
    """Return the queries for providers; at a use of what is in memory its version, and what changed since, is read."""
    with CaptureQueriesContext(connection) as queries:
        list(serving(locations, timezone.localdate()))
    of_versions = ("regions_dataversion", "services_changeset")
    return [query["sql"] for query in queries if not any(table in query["sql"] for table in of_versions)]


@pytest.mark.parametrize("number", [1, 3])
def test_rows_for_routing_cost_three_queries_and_then_none(number):
    for i in range(number):
        add_provider(f"loket-{i}", "AM:AM07", "PC:6811AA-6811AE", sectors=("techniek",))
    locations = [place(text) for text in ["6811 AB", "Arnhem", "1013"][:number]]

    assert len(queries_for(locations)) == 3
    assert queries_for(locations) == []
    assert queries_for([place("Amersfoort")]) != []


def change_role() -> None:
    kind = ProviderType.objects.get(code="employer_service_point")
    kind.preventive = False
    kind.save()


CHANGES = {
    "a name": lambda: Provider.objects.filter(slug="loket").update(name="Anders"),
    "a work area": lambda: ServiceArea.objects.filter(provider__slug="loket").delete(),
    "a sector": lambda: Provider.sectors.through.objects.all().delete(),
    "a new provider": lambda: add_provider("nieuw", "GM:GM0202"),
    "a type's role": change_role,
    "the roles of types in bulk": lambda: ProviderType.objects.update(preventive=False, curative=False),
    "a statement by hand": lambda: connection.cursor().execute("UPDATE services_provider SET min_redundancies = 7"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_in_memory_goes_with_every_change(change):
    add_provider("loket", "GM:GM0202", sectors=("techniek",))
    before = list(serving([place("6811 AB")], timezone.localdate()))

    with by_hand():
        CHANGES[change]()

    assert list(serving([place("6811 AB")], timezone.localdate())) != before


def test_a_change_that_is_rolled_back_leaves_nothing_in_memory():
    add_provider("loket", "GM:GM0202")
    before = list(serving([place("6811 AB")], timezone.localdate()))

    with transaction.atomic():
        add_provider("nieuw", "GM:GM0202")
        assert len(list(serving([place("6811 AB")], timezone.localdate()))) == 2
        transaction.set_rollback(True)

    assert list(serving([place("6811 AB")], timezone.localdate())) == before


def test_a_provider_that_has_stopped_serves_nowhere():
    add_provider("loket", "GM:GM0202", retired_on=timezone.localdate())

    assert list(serving([place("6811 AB")], timezone.localdate())) == []


def test_other_letters_of_a_full_postcode_are_not_served():
    add_provider("loket", "PC:6811AA-6811AE")

    assert [one.facts.slug for one in serving([place("6811 AB")], timezone.localdate())] == ["loket"]
    assert list(serving([place("6811 ZZ")], timezone.localdate())) == []


def test_the_nearest_outside_are_those_that_do_not_serve_the_place():
    add_provider("hier", "AM:AM07", **ARNHEM)
    add_provider("ver", "GM:GM0363", latitude=52.37, longitude=4.9)
    add_provider("dichtbij", "GM:GM0268", **NIJMEGEN)
    add_provider("zonder-plek", "GM:GM0268")
    add_provider("andere-rol", "GM:GM0268", type_="learning_work_desk", **NIJMEGEN)

    rows = nearest("curative", None, place("6811 AB"), timezone.localdate())

    assert [row.slug for row in rows] == ["dichtbij", "ver"]


def test_the_nearest_outside_keep_their_order_over_many_pages():
    for i in range(120):
        add_provider(f"loket-{i:03}", "GM:GM0363", latitude=52 + i / 100, longitude=5.9)

    rows = nearest("curative", None, replace(place("6811 AB"), latitude=52.0, longitude=5.9), timezone.localdate())

    assert [row.slug for row in rows] == [f"loket-{i:03}" for i in range(120)]


def test_the_nearest_outside_serve_the_sector():
    add_provider("bouw", "GM:GM0268", sectors=("bouw",), **NIJMEGEN)
    add_provider("techniek", "GM:GM0268", sectors=("techniek",), **NIJMEGEN)
    add_provider("alle", "GM:GM0268", **NIJMEGEN)

    rows = nearest("curative", "techniek", place("6811 AB"), timezone.localdate())

    assert [row.slug for row in rows] == ["alle", "techniek"]
