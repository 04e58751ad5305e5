"""Before a work area is saved, the desk says how many open referrals lie outside the new one."""

import pytest
from django.utils import timezone

from referrals.loop import actions
from referrals.status import DeclineReason
from services.desk.consequences import consequences, with_areas
from services.models import Provider
from services.upkeep.record import as_stored
from tests.referrals.support.referred import BRANCH, reachable_directory, referral_to, sent_case

pytestmark = pytest.mark.django_db

ARNHEM, DUIVEN = "GM:GM0202", "GM:GM0226"


@pytest.fixture
def branche(example_directory) -> Provider:
    reachable_directory()
    return Provider.objects.get(slug=BRANCH)


def told(provider: Provider, *codes: str) -> list[str]:
    record = as_stored([provider.pk])[provider.pk]
    found = consequences(record, with_areas(record, codes or record["areas"]), timezone.localdate())
    return [one.sentence for one in found if "open doorverwijzing" in one.sentence]


def test_open_referrals_outside_the_new_area_are_counted(branche, django_assert_max_num_queries):
    sent_case()
    assert told(branche, DUIVEN) == ["1 open doorverwijzing ligt buiten het nieuwe werkgebied."]
    sent_case(email="b@bedrijf.example")
    assert told(branche, DUIVEN) == ["2 open doorverwijzingen liggen buiten het nieuwe werkgebied."]


@pytest.mark.parametrize("codes", [(ARNHEM,), ("NL",), ("?",), ("PC:6811",), ()], ids=str)
def test_those_that_it_still_holds_or_may_hold_are_not(branche, codes):
    sent_case()

    assert told(branche, *codes) == []


def test_those_that_have_ended_are_not(branche):
    actions.decline(referral=referral_to(sent_case()), at=timezone.now(), reason=DeclineReason.NO_CAPACITY)

    assert told(branche, DUIVEN) == []
