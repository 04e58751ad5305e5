"""Who else can be asked for a case that was referred: from today's route, whoever was not asked yet.

What lives here: reading the case as it is today, and choosing from it. What does not: sending it (actions.py), telling
the employer (letters.py).
"""

from datetime import date
from enum import Enum, auto
from typing import Any

from django.utils.timezone import localdate

from notation.dates import is_over
from referrals.advice.advise import Advice, advise
from referrals.engine.case import Situation
from referrals.engine.findings import Level
from referrals.engine.route import Recommendation
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_input import input_of
from referrals.intake.case_reader import InvalidCase, read_case
from referrals.loop.transitions import details_of
from referrals.models import CaseDetails, Referral, ReferredCase
from regions.places import Location
from services.catalogue import catalogue
from services.everyday_words import mentions
from services.freshness import oldest_checks
from services.models import Provider
from services.querysets import ProviderQuerySet


def next_best(case: ReferredCase, on: date) -> Recommendation | None:
    """Return the best provider of today's route that can be asked and was not; None where there is none."""
    return next(iter(askable(case, on)), None)


def askable(case: ReferredCase, on: date) -> list[Recommendation]:
    """Return the providers of today's route that can be asked and were not, best first."""
    advice = advice_today(case, on)
    if advice is None:
        return []
    asked = set(case.referrals.values_list("provider__slug", flat=True))
    return [found for found in can_be_chosen(advice) if found.candidate.slug not in asked]


class Obstacle(Enum):
    """Why a referral cannot go to a provider that helps: its record is not up to date (R17), or has no mail address."""

    NOT_UP_TO_DATE = auto()
    NO_ADDRESS = auto()


def helping_in(advice: Advice) -> list[Recommendation]:
    """Return the providers of a route that help people, for certain or on a condition, best first."""
    return [found for found in advice.route.recommendations if found.level in (Level.FULL, Level.POSSIBLE)]


def obstacle_to(found: Recommendation, email: str) -> Obstacle | None:
    """Return why a referral cannot go to a provider that helps and has this mail address; None when it can."""
    if not found.candidate.is_referable:
        return Obstacle.NOT_UP_TO_DATE
    return None if email else Obstacle.NO_ADDRESS


def can_be_chosen(advice: Advice) -> list[Recommendation]:
    """Return the providers of a route that help and to whom a referral can go, best first."""
    helping = helping_in(advice)
    asked = Provider.objects.filter(slug__in=[found.candidate.slug for found in helping])
    emails = {provider.slug: provider.referral_address for provider in asked.only("slug", "email", "referral_email")}
    return [found for found in helping if obstacle_to(found, emails.get(found.candidate.slug, "")) is None]


def reachable(on: date) -> ProviderQuerySet:
    """Return the providers to whom a referral can go on a day: not stopped, checked (R17), with a mail address."""
    return Provider.objects.referable(on, oldest_checks(on, catalogue().parameters)).exclude(
        email="", referral_email=""
    )


def shared_before(case: ReferredCase) -> dict[str, Any]:
    """Return what the employer agreed to share with the last provider that it chose: the next one gets the same."""
    agreed = case.referrals.exclude(shared={}).order_by("-place").values_list("shared", flat=True)
    return agreed.first() or {}


def advice_today(case: ReferredCase, on: date) -> Advice | None:
    """Return the advice of today on a referred case; None once its details are gone, or where it cannot be read."""
    details = details_of(case)
    if details is None:
        return None
    try:
        return advise(_as_it_is(input_of(Answers(details.answers)), on), on)
    except InvalidCase:
        return None


def _as_it_is(given: dict[str, Any], on: date) -> dict[str, Any]:
    """Return the case input with the people whose work ended before this day on benefit, as the reader advises."""
    return {**given, "groups": [_with_benefit(group, on) for group in given["groups"]]}


def _with_benefit(group: dict[str, Any], on: date) -> dict[str, Any]:
    end_date = group.get("end_date")
    if end_date is None or not is_over(end_date, on):
        return group
    return {**group, "reason": Situation.ON_BENEFIT.value}


def others_for(referral: Referral, words: str, on: date) -> ProviderQuerySet:
    """Return the providers that can get this referral instead and have all the words, best first."""
    locations = locations_of(referral)
    if not locations:
        return Provider.objects.none()
    asked = Referral.objects.filter(case=referral.case_id).values("provider")
    return (
        reachable(on)
        .covering(*locations)
        .filter(mentions(words))
        .exclude(pk__in=asked)
        .best_first((locations[0].latitude, locations[0].longitude), oldest_checks(on, catalogue().parameters))
    )


def locations_of(referral: Referral) -> list[Location]:
    """Return where the people of the case are, read as on the day on which it was made; empty once that is gone."""
    details: CaseDetails | None = getattr(referral.case, "details", None)
    if details is None:
        return []
    try:
        case = read_case(input_of(Answers(details.answers)), localdate(referral.case.created_at))
    except InvalidCase:
        return []
    return [group.location for group in case.groups]
