"""The rows of a new referred case: the coarse facts that stay, the details that go, and a referral for each choice.

What lives here: making them. What does not: sending (actions.py), which fields there are (consent.py).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from referrals.advice import saved_cases
from referrals.advice.advise import Advice
from referrals.engine.case import Group
from referrals.engine.rules import role_of
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_input import understood
from referrals.loop.consent import share
from referrals.loop.next_provider import can_be_chosen
from referrals.loop.refusals import AlreadyAsked, CannotRefer
from referrals.models import CaseDetails, CaseGroup, Referral, ReferralEvent, ReferredCase
from referrals.status import Actor, State
from regions.divisions import LABOUR_MARKET_REGION
from services.models import Provider


class Choice(NamedTuple):
    """A provider that the employer chose, and the codes of the fields that it may know."""

    slug: str
    fields: frozenset[str]


def refuse_other_choices(advice: Advice, choices: Sequence[Choice]) -> None:
    """Raise CannotRefer for whoever is not in the route, does not help, is not referable (R17) or has no address."""
    allowed = {found.candidate.slug for found in can_be_chosen(advice)}
    wrong = [choice.slug for choice in choices if choice.slug not in allowed]
    if wrong or not choices:
        raise CannotRefer(wrong)


def store_case(
    *,
    answers: Answers,
    advice: Advice,
    choices: Sequence[Choice],
    one_by_one: bool,
    email: str,
    language: str,
    at: datetime,
) -> CaseDetails:
    """Store a case that waits for its confirmation; return its details. The same request twice raises AlreadyAsked."""
    draft = draft_of(answers=answers, choices=choices, one_by_one=one_by_one, email=email)
    refuse_again(draft)
    case = ReferredCase.objects.create(
        sector=advice.case.sector or "", one_by_one=one_by_one, language=language, created_at=at
    )
    CaseGroup.objects.bulk_create(_groups(case, advice))
    try:
        # In a transaction of its own: of two presses at once the second one still has to ask what the first one made.
        with transaction.atomic():
            return CaseDetails.objects.create(
                case=case,
                answers=dict(understood(answers)),
                email=email,
                draft=draft,
                kept=saved_cases.kept_of(answers, timezone.localdate(at)),
            )
    except IntegrityError:
        refuse_again(draft)
        raise


def draft_of(*, answers: Answers, choices: Sequence[Choice], one_by_one: bool, email: str) -> str | None:
    """Return what a request is known by before it is stored: the same one sent twice is recognised by it."""
    asked = [(choice.slug, sorted(choice.fields)) for choice in choices]
    return understood(answers).digest(asked, one_by_one, email.strip().casefold())


def refuse_again(draft: str | None) -> None:
    """Raise AlreadyAsked where a case that was stored from this draft is still there."""
    asked = CaseDetails.objects.filter(draft=draft).first() if draft else None
    if asked is not None:
        raise AlreadyAsked(confirmed=asked.confirmed_at is not None)


def store_drafts(
    case: ReferredCase, advice: Advice, choices: Sequence[Choice], *, actor: Actor, at: datetime
) -> list[Referral]:
    """Store a draft for each choice, in that order, with what it may know."""
    providers = Provider.objects.in_bulk([choice.slug for choice in choices], field_name="slug")
    return [
        store_draft(case, providers[choice.slug], place, share(advice.case, choice.fields), actor=actor, at=at)
        for place, choice in enumerate(choices, start=1)
    ]


def store_draft(
    case: ReferredCase,
    provider: Provider,
    place: int,
    shared: dict,
    *,
    actor: Actor,
    at: datetime,
    forwarded_by: Referral | None = None,
) -> Referral:
    """Store one draft, and its beginning as the first event."""
    referral = Referral.objects.create(
        case=case, provider=provider, place=place, shared=shared, forwarded_by=forwarded_by
    )
    ReferralEvent.objects.create(referral=referral, at=at, actor=actor, after=State.DRAFT)
    return referral


def next_place(case: ReferredCase) -> int:
    """Return the place behind the last one of a locked case."""
    return 1 + (case.referrals.order_by("-place").values_list("place", flat=True).first() or 0)


def _groups(case: ReferredCase, advice: Advice) -> Iterator[CaseGroup]:
    gaps = {gap.group for gap in advice.route.gaps}
    for index, group in enumerate(advice.case.groups):
        yield CaseGroup(
            case=case,
            number=index + 1,
            region=_region_of(group),
            role=role_of(group) or "",
            headcount=group.headcount,
            has_gap=index in gaps,
        )


def _region_of(group: Group) -> str:
    """Return the code of the labour market region; empty where the place is split over several."""
    codes = group.location.areas.get(LABOUR_MARKET_REGION, ())
    return codes[0] if len(codes) == 1 else ""
