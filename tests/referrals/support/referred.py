"""Cases that an employer referred, made as the portal makes them: through the verbs, over the example directory.

What lives here: making them. What does not: looking at them. Needs the fixture `example_directory`.
"""

from datetime import date, timedelta

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from referrals.advice.advise import Advice, advise
from referrals.intake.answer_cookie import Answers
from referrals.intake.case_input import input_of
from referrals.loop import actions, pauses
from referrals.loop.clock import AN_HOUR
from referrals.loop.consent import FIELDS
from referrals.loop.drafts import Choice
from referrals.loop.followup import let_lines_go_on
from referrals.models import Referral, ReferredCase
from referrals.status import Actor, DeclineReason, State
from services.models import Provider
from services.upkeep.record import DATE_COLUMNS
from tests.referrals.support.journeys import ARNHEM, PLACE
from tests.services.providers import by_hand

EMPLOYER = "werkgever@bedrijf.example"
# In the route of ANSWERS, best first.
BRANCH, MOBILITY, GATEKEEPER = "branche-techniek", "mobiliteit-arnhem", "poort-arnhem"
ENTRY, DESK = "wsp-arnhem", "leerwerk-arnhem"

# The answers that the journey through the pages gives, as they are kept.
ANSWERS = Answers({**ARNHEM, "plaatsen": {"places": [PLACE]}})


def reachable_directory(on: date | None = None) -> None:
    """Give every example organisation a mailbox of its own and a check of this day, so that each can be referred to."""
    with by_hand():
        Provider.objects.update(
            email=Concat(F("slug"), Value("@example.org")),
            silent_since=None,
            **dict.fromkeys(DATE_COLUMNS, on or timezone.localdate()),
        )


def advice_on(answers: Answers = ANSWERS, on: date | None = None) -> Advice:
    """Return the advice on these answers."""
    return advise(input_of(answers), on or timezone.localdate())


def unconfirmed_case(
    *slugs: str,
    one_by_one: bool = False,
    answers: Answers = ANSWERS,
    fields: frozenset[str] = frozenset(FIELDS),
    email: str = EMPLOYER,
    language: str = "nl",
    at=None,
) -> ReferredCase:
    """Return a case that waits for the employer's confirmation; by default before the branch service point."""
    at = at or timezone.now()
    return actions.refer(
        answers=answers,
        advice=advice_on(answers, timezone.localdate(at)),
        choices=[Choice(slug, fields) for slug in slugs or (BRANCH,)],
        one_by_one=one_by_one,
        email=email,
        language=language,
        at=at,
    )


def sent_case(*slugs: str, at=None, **how) -> ReferredCase:
    """Return a case that is confirmed and sent: to all of these, or one by one to the first."""
    at = at or timezone.now()
    case = unconfirmed_case(*slugs, at=at, **how)
    actions.confirm(details=case.details, at=at)
    case.refresh_from_db()
    return case


def referral_to(case: ReferredCase, slug: str = BRANCH) -> Referral:
    """Return the referral of a case to this provider, as it stands now."""
    return case.referrals.select_related("provider").get(provider__slug=slug)


def referral_in(state: State, at=None) -> Referral:
    """Return a referral that the verbs brought into this state."""
    at = at or timezone.now()
    if state is State.AWAITING_CONFIRMATION:
        return referral_to(unconfirmed_case(at=at))
    if state is State.DRAFT:
        return referral_to(sent_case(MOBILITY, BRANCH, one_by_one=True, at=at))
    return bring_into(state, referral_to(sent_case(at=at)), at)


def bring_into(state: State, referral: Referral, at=None) -> Referral:
    """Bring a sent referral into a later state by the verbs; return it as it stands then."""
    at = at or timezone.now()
    one = {"referral": referral, "at": at}
    if state is State.CONSIDERING:
        actions.see(**one)
    if state in (State.IN_PROGRESS, State.CLOSED):
        actions.accept(**one)
    {
        State.SENT: lambda: None,
        State.SEEN: lambda: actions.see(**one),
        State.ACCEPTED: lambda: actions.accept(**one),
        State.CONSIDERING: lambda: pauses.consider(**one, until=timezone.localdate(at) + timedelta(days=7)),
        State.DECLINED: lambda: decline_for_good(**one, reason=DeclineReason.NO_CAPACITY),
        State.NO_ANSWER: lambda: actions.record_silence(**one),
        State.FORWARDED: lambda: actions.forward(**one, to=Provider.objects.get(slug=GATEKEEPER)),
        State.WITHDRAWN: lambda: actions.withdraw(**one, actor=Actor.EMPLOYER),
        State.IN_PROGRESS: lambda: actions.begin(**one),
        State.CLOSED: lambda: actions.close(**one),
    }[state]()
    return referral_to(referral.case, referral.provider.slug)


def decline_for_good(*, referral: Referral, reason: DeclineReason, at) -> None:
    """Say no, and let the hour pass in which that can be undone."""
    actions.decline(referral=referral, reason=reason, at=at)
    after_the_hour(at)


def after_the_hour(at=None) -> None:
    """Let the lines go on, as an hour after this moment."""
    let_lines_go_on(now=(at or timezone.now()) + AN_HOUR)


def days_later(days: int, at=None):
    """Return the moment so many days after this one, or after now."""
    return (at or timezone.now()) + timedelta(days=days)
