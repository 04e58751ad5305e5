"""Every verb of the loop as somebody uses it: what they read first, and the press that follows later.

What lives here: the table of all verbs, complete by test, and cases to use them on. What does not: the tests of two at
once (loop/test_pairs.py, loop/test_races.py) and of who is killed (loop/test_kills.py). Needs `example_directory`.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from referrals.intake.answer_cookie import Answers
from referrals.loop import actions, closing, followup, pauses
from referrals.loop.clock import AN_HOUR
from referrals.loop.consent import FIELDS, SESSION
from referrals.loop.next_provider import next_best
from referrals.loop.reopening import reopen
from referrals.models import MailState, OutgoingMail, Referral, ReferredCase
from referrals.status import WAITING, Actor, DeclineReason, Result, SessionAnswer, State
from referrals.working_days import midnight
from services.models import Provider
from tests.referrals.support.referred import (
    ANSWERS,
    BRANCH,
    GATEKEEPER,
    MOBILITY,
    bring_into,
    days_later,
    referral_to,
    sent_case,
    unconfirmed_case,
)

Press = Callable[[], Any]
LOOP = settings.BASE_DIR / "referrals" / "loop"


class NothingThere(Exception):
    """Nobody is shown this button: what it is about does not exist in this case."""


def verbs_in_code() -> set[str]:
    """Return every verb of the loop, as its file and its name."""
    return {f"{path.stem}.{name}" for path in LOOP.rglob("*.py") for name in _verbs_of(ast.parse(path.read_text()))}


def _verbs_of(module: ast.Module) -> Iterator[str]:
    for function in module.body:
        if isinstance(function, ast.FunctionDef):
            decorators = {one.id for one in function.decorator_list if isinstance(one, ast.Name)}
            if "verb" in decorators:
                yield function.name


# --- Who presses what ----------------------------------------------------------------------------------------


def by(verb: Callable[..., Any], **words: Any) -> Callable[[ReferredCase], Press]:
    """Return how somebody reads the first referral of a case, and then does something with it now."""
    return lambda case: partial(verb, referral=referral_to(case), at=timezone.now(), **words)


def on_a_day(verb: Callable[..., Any], days: int, **words: Any) -> Callable[[ReferredCase], Press]:
    """Return the same for who names a day, so many days ahead."""

    def read(case: ReferredCase) -> Press:
        return by(verb, until=timezone.localdate() + timedelta(days=days), **words)(case)

    return read


def in_time(do: Callable[..., bool], days: int, due: Callable[[followup.Run], QuerySet]) -> Callable[..., Press]:
    """Return what time does, so many days later, with what it then finds due of a case or its first referral."""

    def read(case: ReferredCase) -> Press:
        run = followup.Run(days_later(days), batch=1)
        found = due(run).filter(pk__in=[case.pk, referral_to(case).pk]).first()
        if found is None:
            raise NothingThere
        return partial(do, found.pk, run)

    return read


def of_the_case(verb: Callable[..., Any], **words: Any) -> Callable[[ReferredCase], Press]:
    """Return what the employer does with the whole case."""

    def read(case: ReferredCase) -> Press:
        return partial(verb, details=ReferredCase.objects.get(pk=case.pk).details, at=timezone.now(), **words)

    return read


def draft_of(case: ReferredCase) -> Referral:
    draft = case.referrals.filter(state=State.DRAFT).first()
    if draft is None:
        raise NothingThere
    return draft


def hold_case(case: ReferredCase) -> Press:
    return of_the_case(pauses.hold_case, until=timezone.localdate() + timedelta(days=22))(case)


def ask_the_next(case: ReferredCase) -> Press:
    return partial(actions.send_next, case=case, referral=draft_of(case), at=timezone.now())


def ask_another(case: ReferredCase) -> Press:
    offer = next_best(case, timezone.localdate())
    if offer is None:
        raise NothingThere
    return partial(actions.send_next, case=case, provider_slug=offer.candidate.slug, at=timezone.now())


def take_back(actor: Actor, **words: Any) -> Callable[[ReferredCase], Press]:
    """Return how somebody takes back what a provider has."""

    def read(case: ReferredCase) -> Press:
        if referral_to(case).sent_at is None:
            raise NothingThere
        return by(actions.withdraw, actor=actor, **words)(case)

    return read


def fall_silent(case: ReferredCase) -> Press:
    """Return what time does on the day after the last one on which the first provider could answer."""
    referral = referral_to(case)
    if referral.state not in WAITING:
        raise NothingThere
    return partial(actions.record_silence, referral=referral, at=midnight(referral.answer_by) + timedelta(days=1))


def take_back_a_draft(actor: Actor) -> Callable[[ReferredCase], Press]:
    return lambda case: partial(actions.withdraw, referral=draft_of(case), at=timezone.now(), actor=actor)


def name_another(case: ReferredCase) -> Press:
    return by(actions.forward, to=Provider.objects.get(slug=GATEKEEPER))(case)


def report(referral: Callable[[ReferredCase], Referral | None]) -> Callable[[ReferredCase], Press]:
    numbers = {Result.NEW_WORK: 3}
    return lambda case: partial(
        actions.report, case=case, referral=referral(case), numbers=numbers, at=timezone.now(), final=True
    )


def reply_on_session(case: ReferredCase) -> Press:
    return partial(actions.reply_on_session, referral=referral_to(case), answer=SessionAnswer.YES)


def tell_room(case: ReferredCase) -> Press:
    room = {"capacity": "full", "capacity_until": str(days_later(30).date()), "waiting_weeks": None}
    return by(actions.tell_room, room=room)(case)


def go_on(case: ReferredCase) -> Press:
    return partial(actions.go_on, referral=referral_to(case), at=timezone.now() + AN_HOUR)


def end_unconfirmed(case: ReferredCase) -> Press:
    return partial(closing.end_unconfirmed, case.pk, at=timezone.now())


def to_remind(run: followup.Run) -> QuerySet:
    return followup._to_remind(run.today)


def with_open_questions(_run: followup.Run) -> QuerySet:
    return followup._with_open_questions()


def to_ask(run: followup.Run) -> QuerySet:
    return followup._to_ask(run.now)


def cases_to_ask(run: followup.Run) -> QuerySet:
    return followup._cases_to_ask(run.now)


def ask_again(case: ReferredCase) -> Press:
    answers, email = Answers(dict(ANSWERS), mark=str(case.pk)), f"{case.pk}@bedrijf.example"
    return partial(unconfirmed_case, BRANCH, answers=answers, email=email)


@dataclass(frozen=True)
class Verb:
    """Something that somebody does: how they read a case before, and a scene in which they are shown the button."""

    read: Callable[[ReferredCase], Press]
    scene: str


# By the file and the name of the verb; what comes after it tells two ways apart.
VERBS: dict[str, Verb] = {
    "actions.refer": Verb(ask_again, "sent"),
    "actions.confirm": Verb(of_the_case(actions.confirm), "unconfirmed"),
    "actions.send_next, who follows": Verb(ask_the_next, "sent"),
    "actions.send_next, another one": Verb(ask_another, "sent"),
    "actions.withdraw, by the employer": Verb(take_back(Actor.EMPLOYER), "read"),
    "actions.withdraw, by staff": Verb(take_back(Actor.STAFF, reason="wrong_provider"), "read"),
    "actions.withdraw, sent by mistake": Verb(take_back(Actor.EMPLOYER, by_mistake=True), "sent"),
    "actions.withdraw, who follows": Verb(take_back_a_draft(Actor.EMPLOYER), "sent"),
    "actions.withdraw, by time": Verb(take_back_a_draft(Actor.TIME), "named another"),
    "actions.withdraw_case": Verb(of_the_case(actions.withdraw_case), "helps some"),
    "actions.withdraw_case, sent by mistake": Verb(of_the_case(actions.withdraw_case, by_mistake=True), "sent"),
    "actions.renew_employer_link": Verb(of_the_case(actions.renew_employer_link), "sent"),
    "actions.see": Verb(by(actions.see), "sent"),
    "actions.accept": Verb(by(actions.accept), "read"),
    "actions.accept, some": Verb(by(actions.accept, people={1: 4}), "read"),
    "actions.decline": Verb(by(actions.decline, reason=DeclineReason.NO_CAPACITY), "read"),
    "actions.forward": Verb(name_another, "read"),
    "actions.begin": Verb(by(actions.begin), "helps"),
    "actions.close": Verb(by(actions.close), "began"),
    "actions.report, by the provider": Verb(report(referral_to), "began"),
    "actions.report, by the employer": Verb(report(lambda case: None), "began"),
    "actions.confirm_record": Verb(by(actions.confirm_record), "read"),
    "actions.tell_room": Verb(tell_room, "read"),
    "actions.reply_on_session": Verb(reply_on_session, "asked for a session"),
    "actions.renew_answer_link": Verb(by(actions.renew_answer_link), "read"),
    "actions.go_on": Verb(go_on, "said no"),
    "actions.record_silence": Verb(fall_silent, "read"),
    "closing.end_unconfirmed": Verb(end_unconfirmed, "unconfirmed"),
    "followup._remind": Verb(in_time(followup._remind, 4, to_remind), "read"),
    "followup._ask_employer_again": Verb(
        in_time(followup._ask_employer_again, 3, with_open_questions), "with a question"
    ),
    "followup._end_question": Verb(in_time(followup._end_question, 8, with_open_questions), "with a question"),
    "followup._ask_provider": Verb(in_time(followup._ask_provider, 61, to_ask), "helps"),
    "followup._ask_employer": Verb(in_time(followup._ask_employer, 61, cases_to_ask), "helps"),
    "pauses.consider": Verb(on_a_day(pauses.consider, 9), "read"),
    "pauses.ask": Verb(by(pauses.ask, codes=["told"]), "read"),
    "pauses.answer": Verb(by(pauses.answer, answers={"told": "all"}), "with a question"),
    "pauses.hold, by the employer": Verb(on_a_day(pauses.hold, 20, actor=Actor.EMPLOYER), "read"),
    "pauses.hold, by the provider": Verb(on_a_day(pauses.hold, 21, actor=Actor.PROVIDER), "began"),
    "pauses.hold_case": Verb(hold_case, "helps some"),
    "pauses.resume_case": Verb(of_the_case(pauses.resume_case), "on hold"),
    "pauses.resume, by the employer": Verb(by(pauses.resume, actor=Actor.EMPLOYER), "on hold"),
    "pauses.resume, by the provider": Verb(by(pauses.resume, actor=Actor.PROVIDER), "began, on hold"),
    "reopening.reopen, by the provider": Verb(by(reopen, actor=Actor.PROVIDER), "said no"),
    "reopening.reopen, by staff": Verb(by(reopen, actor=Actor.STAFF), "taken back by staff"),
}


# --- Cases to do it with -------------------------------------------------------------------------------------


def in_line(*verbs: str, state: State = State.SENT) -> Callable[..., ReferredCase]:
    """Return how to make a case with one to follow, whose first referral comes into a state, and then these happen."""

    def make(**how: Any) -> ReferredCase:
        return after(sent_case(BRANCH, MOBILITY, one_by_one=True, **how), state, *verbs)

    return make


def after(case: ReferredCase, state: State, *verbs: str) -> ReferredCase:
    """Bring the first referral of a case into a state, and then do these; all mail has arrived."""
    bring_into(state, referral_to(case))
    for verb in verbs:
        VERBS[verb].read(case)()
    OutgoingMail.objects.update(state=MailState.SENT)
    return ReferredCase.objects.get(pk=case.pk)


# Each takes how its case is made otherwise than by default: `email`.
SCENES: dict[str, Callable[..., ReferredCase]] = {
    "unconfirmed": partial(unconfirmed_case, BRANCH, MOBILITY, one_by_one=True),
    "read": in_line(state=State.SEEN),
    "sent": in_line(),
    "looking into it": in_line(state=State.CONSIDERING),
    "with a question": in_line("pauses.ask", state=State.SEEN),
    "on hold": in_line("pauses.hold, by the employer", state=State.SEEN),
    "silent": in_line("actions.record_silence"),
    "helps": in_line(state=State.ACCEPTED),
    "asked for a session": partial(in_line(state=State.ACCEPTED), fields=frozenset({*FIELDS, SESSION})),
    "helps some": in_line("actions.accept, some", state=State.SEEN),
    "began": in_line(state=State.IN_PROGRESS),
    "began, on hold": in_line("pauses.hold, by the provider", state=State.IN_PROGRESS),
    "said no": in_line("actions.decline", state=State.SEEN),
    "handed back": in_line("actions.decline", state=State.ACCEPTED),
    "no, and the next has it": in_line(state=State.DECLINED),
    "named another": in_line(state=State.FORWARDED),
    "taken back by staff": in_line("actions.withdraw, by staff", state=State.SEEN),
    "help taken back by staff": in_line("actions.withdraw, by staff", state=State.ACCEPTED),
    "over": in_line(state=State.CLOSED),
    "asked at once": lambda **how: after(sent_case(BRANCH, MOBILITY, **how), State.SEEN),
}
