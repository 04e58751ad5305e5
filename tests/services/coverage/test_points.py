"""The addresses that a map of one region asks for: who serves it and has a spot, under the version of the day."""

from datetime import timedelta

import brotli
import pytest
from django.utils import timezone

from regions.grid import to_grid
from regions.versions import current_versions
from services.coverage.layers import version_of
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider

pytestmark = pytest.mark.django_db


def address(code="AM07"):
    return f"/kaart/punten/{code}/{version_of(timezone.localdate(), current_versions())}.json"


def test_each_has_its_kind_its_roles_how_sure_it_is_and_its_spot(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre", **ARNHEM)
    add_provider("uwv", "AM:AM07", type_="uwv", last_checked_on=None, **NIJMEGEN)
    add_provider("zonder-adres", "AM:AM07", type_="mobility_centre")
    add_provider("elders", "AM:AM01", type_="mobility_centre", **ARNHEM)

    found = {slug: rest for slug, *rest in client.get(address()).json()}

    x, y = to_grid(*ARNHEM.values())
    assert found["centrum"] == ["Centrum", "mobility_centre", ["curative"], "3", round(x, 1), round(y, 1)]
    assert found["uwv"][3] == "2"
    assert set(found) == {"centrum", "uwv"}


def test_they_are_kept_for_good_and_packed(client):
    add_provider("centrum", "AM:AM07", type_="mobility_centre", **ARNHEM)

    plain, packed = client.get(address()), client.get(address(), headers={"accept-encoding": "br"})

    assert "immutable" in plain.headers["Cache-Control"]
    assert brotli.decompress(packed.content) == plain.content


def test_an_old_address_never_gives_new_data(client, time_machine):
    old = address()
    add_provider("centrum", "AM:AM07", type_="mobility_centre", **ARNHEM)
    assert client.get(old).status_code == 404
    assert len(client.get(address()).json()) == 1

    old = address()
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    assert client.get(old).status_code == 404


def test_what_is_no_region_of_today_is_not_found(client):
    for code in ("AM99", "GM0202", "x" * 300):
        assert client.get(address(code)).status_code == 404


def test_nobody_with_a_spot_is_an_empty_list(client):
    assert client.get(address()).json() == []
