"""Which region keeps a record: by the rule for a new one, as written down from then on."""

import pytest
from django.core.management import call_command

from services.models import Provider, ServiceArea
from services.staff_models import Stewardship
from services.stewards import kept_by, steward_of, stewards_of
from services.upkeep.records import set_work_area
from services.work_area.parts import AreaPart
from tests.services.desk.colleagues import region
from tests.services.providers import STAFF, add_provider

pytestmark = pytest.mark.django_db

GELDERLAND, AMSTERDAM = "Midden-Gelderland", "Groot Amsterdam"


@pytest.mark.parametrize(
    ("areas", "address", "place"),
    [
        (["AM:AM07"], {}, GELDERLAND),
        (["GM:GM0202"], {}, GELDERLAND),
        (["PC:6811"], {}, GELDERLAND),
        (["PC:6811AA-6811AB", "GM:GM0202"], {}, GELDERLAND),
        (["AM:AM07"], {"city": "Amsterdam"}, GELDERLAND),
        (["NL"], {}, "landelijk"),
        (["NL"], {"postcode": "6811AB", "city": "Arnhem"}, GELDERLAND),
        (["GM:GM0202", "GM:GM0363"], {}, "landelijk"),
        (["GM:GM0202", "GM:GM0363"], {"city": "Arnhem"}, GELDERLAND),
        (["?"], {"postcode": "1013AB"}, AMSTERDAM),
        (["?"], {}, "landelijk"),
        ([], {"city": "Nergenshuizen"}, "landelijk"),
        (["PV:PV25"], {}, "landelijk"),
    ],
)
def test_a_new_record_is_kept_where_it_works_else_where_it_is_else_nationally(areas, address, place):
    provider = add_provider("nieuw", *areas, **address)

    assert steward_of(provider).place == place
    assert [one.slug for one in Provider.objects.filter(kept_by([region(GELDERLAND).pk]))] == (
        ["nieuw"] if place == GELDERLAND else []
    )
    call_command("write_down_stewards", verbosity=0)
    assert steward_of(provider).place == place
    assert Stewardship.objects.count() == 1


def test_once_written_down_a_new_work_area_moves_nobody():
    provider = add_provider("loket", "AM:AM07")
    call_command("write_down_stewards", verbosity=0)

    set_work_area(provider=provider, areas=[AreaPart(area_id=region(AMSTERDAM).pk)], by=STAFF)

    assert steward_of(provider).place == GELDERLAND
    assert ServiceArea.objects.get().area == region(AMSTERDAM)


def test_whose_records_are_is_asked_in_as_many_queries_for_three_as_for_one(django_assert_max_num_queries):
    providers = [add_provider(f"loket-{number}", "GM:GM0202") for number in range(3)]
    stewards_of(providers[:1])

    with django_assert_max_num_queries(12):
        assert {one.place for one in stewards_of(providers).values()} == {GELDERLAND}
