"""What the desk says beforehand of a change is what it does."""

from random import Random

import pytest
from django.utils import timezone

from referrals.advice.advise import find_route
from referrals.desk.examples import essence, examples_about
from services.coverage.by_municipality import Around, Country
from services.desk.consequences import compared, consequences, with_areas
from services.models import Provider, Role
from services.upkeep.record import as_stored
from services.upkeep.records import set_work_area
from services.work_area.as_if import as_if
from services.work_area.codes import WorkAreaReader
from tests.services.providers import NIJMEGEN, STAFF, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

ARNHEM, DOESBURG, DUIVEN = "GM:GM0202", "GM:GM0221", "GM:GM0226"
AREAS = ("AM:AM07", "AM:AM08", ARNHEM, DOESBURG, "PV:PV25", "PC:6811-6830", "NL", "?")
TYPES = ("mobility_centre", "learning_work_desk", "gatekeeper_centre", "branch_service_point")


def stored(provider: Provider) -> dict:
    return as_stored([provider.pk])[provider.pk]


def told(provider: Provider, *codes: str) -> dict[str, list[str]]:
    """Return what another work area would do: each sentence with its details."""
    record = stored(provider)
    found = consequences(record, with_areas(record, codes), timezone.localdate())
    return {one.sentence: list(one.details) for one in found}


def save(provider: Provider, *codes: str) -> None:
    set_work_area(provider=provider, areas=WorkAreaReader(timezone.localdate()).read(codes), by=STAFF)


def coverage() -> dict[tuple[str, Role], tuple]:
    found = Country(timezone.localdate()).municipalities()
    return {(one.code, role): (one.roles[role].counts, one.roles[role].nearest) for one in found for role in Role}


def test_places_that_lose_their_only_one_are_named_with_who_is_nearest_then():
    centrum = add_provider("centrum", ARNHEM, DOESBURG, type_="mobility_centre")
    add_provider("buur", "AM:AM08", type_="mobility_centre", name="Buur", **NIJMEGEN)

    found = told(centrum, ARNHEM)

    (details,) = (
        found[key] for key in found if key == "1 gemeente verliest haar enige organisatie voor curatieve hulp."
    )
    assert details[0].startswith("Doesburg: het dichtst bij is dan Buur, ongeveer")


def test_places_that_get_somebody_are_told_and_those_with_another_are_not():
    add_provider("ander", DUIVEN, type_="mobility_centre")
    centrum = add_provider("centrum", ARNHEM, type_="mobility_centre")

    found = told(centrum, ARNHEM, DOESBURG, DUIVEN)

    assert found["1 gemeente krijgt een organisatie voor curatieve hulp."] == ["Doesburg"]
    assert not any("verlie" in sentence for sentence in found)


def test_who_is_no_longer_known_to_work_somewhere_is_not_referred_to():
    centrum = add_provider("centrum", ARNHEM, type_="mobility_centre")
    add_provider("nooit", ARNHEM, type_="mobility_centre", last_checked_on=None)

    found = told(centrum, "?")

    assert any("niet meer doorverwezen tot iemand contact en werkgebied nagaat" in sentence for sentence in found)
    assert "In 1 gemeente kan niemand meer doorverwijzen voor curatieve hulp." in found


def test_examples_that_get_another_answer_are_counted():
    centrum = add_provider("centrum", ARNHEM, DOESBURG, type_="mobility_centre")

    found = told(centrum, ARNHEM)

    (sentence,) = (one for one in found if "voorbeeldcasus" in one)
    assert "Doesburg, 5 mensen met ontslag: valt weg" in found[sentence]


def test_a_change_that_touches_nothing_says_so():
    centrum = add_provider("centrum", ARNHEM, type_="mobility_centre")

    (sentence,) = told(centrum, ARNHEM)

    assert sentence.startswith("Geen voorbeeldcasus verandert")


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_said_beforehand_is_what_happens(seed):
    chance = Random(seed)  # noqa: S311 - the same organisations each time
    providers = [
        add_provider(
            f"organisatie-{number}",
            chance.choice(AREAS[:6]),
            type_=chance.choice(TYPES),
            sectors=chance.choice(((), ("techniek",))),
            last_checked_on=chance.choice((None, days_ago(3), days_ago(500))),
            **chance.choice(({}, NIJMEGEN)),
        )
        for number in range(8)
    ]
    on, one = timezone.localdate(), chance.choice(providers)
    record = stored(one)
    codes = [chance.choice(AREAS)]
    was, becomes = as_if(record, on), as_if(with_areas(record, codes), on)
    now = coverage()
    cells = compared(was, becomes, on)
    cases = chance.sample(list(examples_about(was, becomes, on)), 8)
    foreseen = [essence(find_route(example.case, instead=becomes)) for example in cases]
    touched = {(cell.place.code, cell.role): cell for cell in cells}
    around = Around(on, [cell.place for cell in cells], becomes)
    gaps = [key for key, cell in touched.items() if cell.after.is_gap][:9]
    near = {key: around.nearest(key[1], touched[key].place.location) for key in gaps}

    save(one, *codes)

    then = coverage()
    assert {key: cell.before for key, cell in touched.items()} == {key: now[key][0] for key in touched}
    assert {key: cell.after for key, cell in touched.items()} == {key: then[key][0] for key in touched}
    assert {key: found[0] for key, found in then.items() if key not in touched} == {
        key: found[0] for key, found in now.items() if key not in touched
    }
    assert near == {key: then[key][1] and (then[key][1].facts, then[key][1].kilometres) for key in near}
    assert [essence(find_route(example.case)) for example in cases] == foreseen
    assert stored(one) | {"checks_taken_back": []} == with_areas(record, stored(one)["areas"]) | {
        "checks_taken_back": []
    }


def test_a_new_record_and_one_that_stops_have_consequences_too():
    centrum = add_provider("centrum", ARNHEM, type_="mobility_centre")
    record, on = stored(centrum), timezone.localdate()

    stops = [one.sentence for one in consequences(record, record | {"retired_on": on.isoformat()}, on)]
    assert "1 gemeente verliest haar enige organisatie voor curatieve hulp." in stops
    with by_hand():
        Provider.objects.filter(pk=centrum.pk).update(retired_on=on)
    new = [one.sentence for one in consequences(None, record | {"slug": "nieuw"}, on)]
    assert "1 gemeente krijgt een organisatie voor curatieve hulp." in new
