"""To whom a provider can forward a referral: who works at the place, can be referred to and was not asked yet.

What lives here: that list. What does not: the move (actions.py), and the employer's yes, without which nobody gets
anything.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate

from referrals.intake import case_input
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_reader import InvalidCase, read_case
from referrals.loop.next_provider import reachable
from referrals.models import CaseDetails, Referral
from regions.places import Location
from services.catalogue import catalogue
from services.freshness import oldest_checks
from services.models import Provider
from services.querysets import ProviderQuerySet


def others_for(referral: Referral, words: Sequence[str], on: date) -> ProviderQuerySet:
    """Return the providers that can get this referral instead and have all the words, best first."""
    locations = _locations_of(referral)
    if not locations:
        return Provider.objects.none()
    asked = Referral.objects.filter(case=referral.case_id).values("provider")
    return (
        reachable(on)
        .covering(*locations)
        .mentioning(words)
        .exclude(pk__in=asked)
        .best_first((locations[0].latitude, locations[0].longitude), oldest_checks(on, catalogue().parameters))
    )


def _locations_of(referral: Referral) -> list[Location]:
    """Return where the people of the case are, read as on the day on which it was made; empty once that is gone."""
    details = CaseDetails.objects.filter(case=referral.case_id).first()
    if details is None:
        return []
    try:
        case = read_case(case_input.input_of(Answers(details.answers)), localdate(referral.case.created_at))
    except InvalidCase:
        return []
    return [group.location for group in case.groups]
