"""The rows of digits: how sure help is in every municipality, for each role, type and sector that may be chosen.

What lives here: the digits against a slow count that is written apart, and the file that browsers read. What does not:
the pages that are made of them (test_map_page.py).
"""

import json
from datetime import date, timedelta
from io import StringIO
from random import Random

import brotli
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regions.models import AreaMembership, Municipality, Postcode
from regions.once_a_request import asked_together
from services.coverage.layers import layers
from services.models import Provider, Role
from tests.services.providers import add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

ORGANISATIONS = 50
CHOICES_TRIED = 200
TYPES = (
    "branch_service_point",
    "employer_service_point",
    "gatekeeper_centre",
    "learning_work_desk",
    "mobility_centre",
    "outplacement_agency",
    "uwv",
)
SECTORS = ("bouw", "techniek", "horeca")
AREAS = ("AM:AM07", "AM:AM08", "AM:AM18", "PV:PV24", "PV:PV27", "GM:GM0202", "GM:GM0363", "PC:1011-1020", "PC:6811")
LONG_AGO = 500


@pytest.fixture
def chance() -> Random:
    return Random(7)  # noqa: S311 - the same organisations and choices each time


@pytest.fixture
def directory(chance):
    """Organisations of every kind that matters, in many parts of the country."""
    for number in range(ORGANISATIONS):
        areas = chance.sample(AREAS, chance.choice((1, 1, 2))) if number % 7 else ["?"]
        checked = chance.choice((None, days_ago(30), days_ago(LONG_AGO)))
        add_provider(
            f"organisatie-{number:02}",
            *areas,
            type_=chance.choice(TYPES),
            roles=frozenset(chance.sample(list(Role), chance.choice((1, 2)))),
            sectors=chance.choice(((), (), SECTORS[:1], SECTORS[1:])),
            takes_redundant=chance.choice((None, True, False)),
            retired_on=days_ago(0) if number % 11 == 10 else None,
            **({} if areas == ["?"] else {"last_checked_on": checked}),
        )


# --- A slow count, apart ---------------------------------------------------------------------------------


def how_much(provider: Provider, municipality: Municipality) -> str:
    """Return "all", "part" or "perhaps", for what the work area of an organisation holds of a municipality."""
    postcodes = set(Postcode.objects.filter(place__municipality=municipality).values_list("pc4", flat=True))
    held: set[str] = set()
    for area in provider.service_areas.all():
        if area.unknown:
            return "perhaps"
        inside = AreaMembership.objects.filter(area_id=area.area_id, municipality=municipality, postcode_from="")
        if area.national or area.municipality_id == municipality.pk or (area.area_id and inside.exists()):
            return "all"
        held |= {area.pc4} & postcodes
    return "all" if held and held == postcodes else "part" if held else ""


def sure(provider: Provider, role: str) -> str:
    """Return how sure it is that an organisation helps in a role where it works in all of a place."""
    kind = provider.type.code
    if not getattr(provider, role) or kind in ("employer_service_point", "outplacement_agency"):
        return "0"
    if role == "curative" and (kind == "uwv" or (kind == "gatekeeper_centre" and provider.takes_redundant is None)):
        return "1"
    if role == "curative" and kind == "gatekeeper_centre" and not provider.takes_redundant:
        return "0"
    return "3" if provider.last_checked_on and provider.last_checked_on > days_ago(100) else "2"


class SlowCount:
    """Looks at each organisation and each municipality by itself."""

    def __init__(self, on: date) -> None:
        there = [one for one in Provider.objects.all() if one.retired_on is None or one.retired_on > on]
        towns = list(Municipality.objects.filter(valid_until=None).order_by("code"))
        self.codes = [one.code for one in towns]
        self._there = [
            (one, {sector.code for sector in one.sectors.all()}, [how_much(one, town) for town in towns])
            for one in there
        ]

    def row(self, role: str, kind: str = "", sector: str = "") -> str:
        digits = ["0"] * len(self.codes)
        for provider, sectors, held in self._there:
            is_chosen = kind in ("", provider.type.code) and (not sector or not sectors or sector in sectors)
            if is_chosen and (digit := sure(provider, role)) != "0":
                for position, how in enumerate(held):
                    digits[position] = max(digits[position], digit if how == "all" else "1" if how else "0")
        return "".join(digits)


def report() -> dict[tuple[str, str], str]:
    out = StringIO()
    call_command("coverage_report", json=True, stdout=out)
    return {(row["municipality_code"], row["role"]): row["status"] for row in json.loads(out.getvalue())}


def test_the_digits_are_what_a_slow_count_and_the_report_say(directory, chance):
    found, slow = layers(timezone.localdate()), SlowCount(timezone.localdate())
    told = report()
    digit = {"referable": "3", "known": "2", "possible": "1", "nobody": "0"}

    assert list(found.codes) == slow.codes
    assert len(found.codes) == 342
    for role in Role.values:
        assert found.row(role) == slow.row(role), role
        assert found.row(role) == "".join(digit[told[code, role]] for code in found.codes), role
    assert {*found.row("curative")} == {"1", "2", "3"}

    for _turn in range(CHOICES_TRIED):
        choice = chance.choice(Role.values), chance.choice(("", *TYPES)), chance.choice(("", *SECTORS, "maritiem"))
        assert found.row(*choice) == slow.row(*choice), choice


# --- When something changes ------------------------------------------------------------------------------


def test_who_is_added_shows_at_once_and_only_where_it_works():
    before = layers(timezone.localdate())
    add_provider("centrum", "GM:GM0202", type_="mobility_centre")
    after = layers(timezone.localdate())

    old_and_new = zip(after.codes, before.row("curative"), after.row("curative"), strict=True)
    changed = [code for code, old, new in old_and_new if old != new]

    assert changed == ["GM0202"]
    assert after.version != before.version


def test_what_is_known_is_read_without_a_query_until_something_changes():
    add_provider("centrum", "NL", type_="mobility_centre")
    layers(timezone.localdate())

    with asked_together(), CaptureQueriesContext(connection) as queries:
        layers(timezone.localdate())

    assert len(queries) == 1  # the tokens of the data


@pytest.mark.parametrize("number", [1, 3])
def test_finding_anew_takes_the_same_queries_however_many_there_are(number):
    layers(timezone.localdate())
    for turn in range(number):
        add_provider(f"centrum-{turn}", "AM:AM07", "PC:1011-1020", type_="mobility_centre", sectors=("bouw",))

    with asked_together(), CaptureQueriesContext(connection) as queries:
        layers(timezone.localdate())

    assert len(queries) == 4


def test_a_check_ages_overnight_and_the_version_with_it():
    add_provider("centrum", "NL", type_="mobility_centre", last_checked_on=days_ago(1))
    today = layers(timezone.localdate())

    later = layers(date(timezone.localdate().year + 3, 1, 1))

    assert (set(today.row("curative")), set(later.row("curative"))) == ({"3"}, {"2"})
    assert today.version != later.version


# --- As browsers read it ---------------------------------------------------------------------------------


def address() -> str:
    return f"/kaart/lagen/{layers(timezone.localdate()).version}.json"


def test_the_file_says_every_row_once_and_leaves_out_where_nobody_helps(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    add_provider("bouw", "AM:AM07", type_="branch_service_point", sectors=("bouw",))

    data = client.get(address()).json()

    assert len(data["gemeenten"]) == 342
    assert set(map(len, data["rijen"])) == {342}
    assert len(data["rijen"]) == len(set(data["rijen"])) == 1
    assert "curative|mobility_centre|" in data["lagen"]
    assert "curative||bouw" in data["lagen"]
    assert "preventive||bouw" in data["lagen"]
    assert not {"preventive||horeca", "curative|uwv|", "preventive|mobility_centre|"} & set(data["lagen"])
    found = layers(timezone.localdate())
    for key, number in data["lagen"].items():
        assert found.row(*key.split("|")) == data["rijen"][number], key


def test_the_file_is_kept_for_good_and_packed(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre")

    plain, packed = client.get(address()), client.get(address(), headers={"accept-encoding": "gzip, br"})

    assert "immutable" in plain.headers["Cache-Control"]
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.content) == plain.content
    assert plain.headers["Content-Type"] == "application/json"


def test_an_old_address_never_gives_new_data(client, time_machine):
    old = address()
    add_provider("centrum", "AM:AM07", type_="mobility_centre")
    assert client.get(old).status_code == 404
    assert client.get(address()).status_code == 200

    old = address()
    with by_hand():
        Provider.objects.update(last_checked_on=None)
    assert client.get(old).status_code == 404

    old = address()
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    assert client.get(old).status_code == 404
    assert client.get(address()).status_code == 200


@pytest.mark.parametrize("version", ["0", "x" * 20, "a" * 500])
def test_a_version_that_never_was_is_not_found(client, version):
    assert client.get(f"/kaart/lagen/{version}.json").status_code == 404
