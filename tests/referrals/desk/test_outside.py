"""Before a work area is saved, the desk says how many open referrals lie outside the new one."""

import pytest
from django.utils import timezone

from referrals.desk.outside import referrals_outside
from referrals.loop import actions
from referrals.status import DeclineReason
from services.desk.consequences import consequences, with_areas
from services.models import Provider
from services.upkeep.record import as_stored
from services.work_area.as_if import as_if
from tests.referrals.support.referred import BRANCH, reachable_directory, referral_to, sent_case

pytestmark = pytest.mark.django_db

ARNHEM, DUIVEN = "GM:GM0202", "GM:GM0226"


@pytest.fixture
def branche(example_directory) -> Provider:
    reachable_directory()
    return Provider.objects.get(slug=BRANCH)


def becomes(provider: Provider, *codes: str) -> tuple[dict, dict]:
    """Return a record as it is, and with another work area."""
    record = as_stored([provider.pk])[provider.pk]
    return record, with_areas(record, codes or record["areas"])


def told(provider: Provider, *codes: str) -> list[str]:
    on = timezone.localdate()
    return [one.sentence for one in referrals_outside(*(as_if(one, on) for one in becomes(provider, *codes)), on)]


def test_open_referrals_outside_the_new_area_are_counted(branche):
    sent_case()
    assert told(branche, DUIVEN) == ["1 open doorverwijzing ligt buiten het nieuwe werkgebied."]
    sent_case(email="b@bedrijf.example")
    found = consequences(*becomes(branche, DUIVEN), timezone.localdate())
    assert "2 open doorverwijzingen liggen buiten het nieuwe werkgebied." in [one.sentence for one in found]


def test_those_that_it_still_holds_or_may_hold_are_not_nor_those_that_have_ended(branche):
    case = sent_case()
    for codes in ((ARNHEM,), ("NL",), ("?",), ("PC:6811",), ()):
        assert told(branche, *codes) == [], codes
    assert told(branche, DUIVEN)

    actions.decline(referral=referral_to(case), at=timezone.now(), reason=DeclineReason.NO_CAPACITY)

    assert told(branche, DUIVEN) == []
