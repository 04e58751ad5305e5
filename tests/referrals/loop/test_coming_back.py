"""Undoing a no within the hour, reopening what had ended, and what was sent by mistake."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.links import Purpose, token_of
from referrals.loop.refusals import CaseGone, MoveRefused, NoMistake
from referrals.loop.reopening import reopen
from referrals.loop.track_record import response_figures
from referrals.models import MailState, OutgoingMail, Referral, ReferredCase
from referrals.monitor import counts
from referrals.status import Actor, DeclineReason, Result, State
from tests.referrals.support.referred import (
    BRANCH,
    EMPLOYER,
    MOBILITY,
    after_the_hour,
    bring_into,
    days_later,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
    unconfirmed_case,
)

pytestmark = pytest.mark.django_db

PROVIDER = f"{BRANCH}@example.org"


@pytest.fixture(autouse=True)
def on_a_day(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


def now():
    return timezone.now()


def new_mails(do) -> list[tuple[str, str]]:
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    do()
    return sorted(OutgoingMail.objects.exclude(pk__in=before).values_list("purpose", "to"))


def say_no(referral: Referral) -> None:
    actions.decline(referral=referral, reason=DeclineReason.OTHER, at=now())


def state_of(referral: Referral) -> str:
    return Referral.objects.get(pk=referral.pk).state


def back(referral: Referral, actor: Actor = Actor.PROVIDER, at=None) -> None:
    reopen(referral=Referral.objects.get(pk=referral.pk), actor=actor, at=at or now())


# --- The hour after a no ---------------------------------------------------------------------------------


def test_within_the_hour_of_a_no_nobody_hears_it_and_the_next_waits():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    assert new_mails(lambda: say_no(referral_to(case))) == []
    after_the_hour(now() - timedelta(minutes=1))
    assert referral_to(case, MOBILITY).state == State.DRAFT
    after_the_hour()
    after_the_hour()
    assert referral_to(case, MOBILITY).state == State.SENT
    assert OutgoingMail.objects.filter(purpose="employer_moved_on").count() == 1


def test_a_no_that_is_taken_back_within_the_hour_was_never_said(client):
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    say_no(referral_to(case))
    link = f"/aanvraag/{token_of(Purpose.ANSWER, referral_to(case))}/"
    assert "Tot 12:00 uur kunt u het terugdraaien." in client.get(link).content.decode()
    assert new_mails(lambda: client.post(link + "terug/")) == []
    after_the_hour()
    assert (referral_to(case).state, referral_to(case, MOBILITY).state) == (State.SENT, State.DRAFT)
    actions.accept(referral=referral_to(case), at=now())


def test_what_was_handed_back_by_mistake_is_help_again():
    referral = referral_in(State.ACCEPTED)
    say_no(referral)
    back(referral)
    assert state_of(referral) == State.ACCEPTED


def test_the_line_does_not_go_on_where_the_employer_asked_another_one_meanwhile(time_machine):
    case = sent_case(BRANCH)
    say_no(referral_to(case))
    time_machine.shift(timedelta(minutes=10))
    actions.send_next(case=case, provider_slug=MOBILITY, at=now())
    assert new_mails(after_the_hour) == []


def test_the_page_of_the_employer_says_until_when_a_no_may_change(client):
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    say_no(referral_to(case))
    page = client.get(f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, case.details)}/", follow=True).content.decode()
    assert "Tot 12:00 uur kan zij dat nog terugdraaien." in page


# --- Later -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "becomes"), [(State.DECLINED, State.SENT), (State.CLOSED, State.IN_PROGRESS)], ids=str
)
def test_a_provider_brings_back_what_it_ended_and_the_employer_hears_it_once(ended, becomes):
    referral = referral_in(ended)
    assert new_mails(lambda: (back(referral), back(referral))) == [("employer_reopened", EMPLOYER)]
    assert state_of(referral) == becomes


def test_what_comes_back_has_days_to_answer_and_reads_as_new(client):
    referral = referral_in(State.DECLINED)
    back(referral, at=days_later(60))
    referral = Referral.objects.get(pk=referral.pk)
    assert referral.answer_by > (now() + timedelta(days=60)).date()
    assert referral.turn_from == (now() + timedelta(days=60)).date()


def test_staff_bring_back_what_staff_took_back_and_both_hear_it():
    referral = referral_in(State.SEEN)
    actions.withdraw(referral=referral, at=now(), actor=Actor.STAFF, reason="wrong_provider")
    with pytest.raises(MoveRefused):
        back(referral)
    told = new_mails(lambda: back(referral, Actor.STAFF))
    assert told == [("employer_reopened", EMPLOYER), ("provider_reopened", PROVIDER)]
    assert state_of(referral) == State.SENT


def test_what_the_employer_took_back_stays_with_the_employer():
    referral = referral_in(State.WITHDRAWN)
    with pytest.raises(MoveRefused):
        back(referral, Actor.STAFF)


def test_after_ninety_days_or_once_the_details_are_gone_nothing_comes_back():
    referral = referral_in(State.DECLINED)
    with pytest.raises(MoveRefused):
        back(referral, at=days_later(91))
    other = referral_to(sent_case(MOBILITY, email="b@bedrijf.example"), MOBILITY)
    bring_into(State.DECLINED, other)
    actions.withdraw_case(details=other.case.details, at=now())
    with pytest.raises(CaseGone):
        back(other, Actor.STAFF)


@pytest.mark.parametrize(
    ("mine", "others", "becomes"),
    [
        ({1: 4}, {1: 8}, State.ACCEPTED),
        ({1: 4}, {1: 9}, State.SENT),
        ({1: 4}, None, State.SENT),
        (None, {1: 1}, State.SENT),
        (None, None, State.SENT),
    ],
)
def test_who_comes_back_to_its_people_asks_first_where_another_took_them_on(mine, others, becomes):
    case = sent_case(BRANCH, MOBILITY)
    actions.accept(referral=referral_to(case), people=mine, at=now())
    say_no(referral_to(case))
    actions.accept(referral=referral_to(case, MOBILITY), people=others, at=now())
    back(referral_to(case), at=days_later(3))
    assert referral_to(case).state == becomes


def test_who_shared_its_people_with_another_before_comes_back_to_them():
    case = sent_case(BRANCH, MOBILITY)
    for slug in (BRANCH, MOBILITY):
        actions.accept(referral=referral_to(case, slug), at=now())
    say_no(referral_to(case))
    back(referral_to(case))
    assert referral_to(case).state == State.ACCEPTED


def test_a_referral_that_comes_back_is_counted_once(settings):
    settings.RESPONSES_TO_SHOW = 1
    referral = referral_in(State.DECLINED)
    back(referral)
    bring_into(State.ACCEPTED, Referral.objects.get(pk=referral.pk))
    (figures,) = response_figures().values()
    assert (figures.referrals, figures.declined) == (1, 1)
    total = counts.total_of(counts.read(2026))
    assert (total.cases, total.answered) == (1, 1)


# --- By mistake ------------------------------------------------------------------------------------------


def test_what_was_sent_by_mistake_stays_and_is_not_counted():
    case = sent_case()
    OutgoingMail.objects.update(state=MailState.SENT)
    referral = referral_to(case)
    actions.withdraw(referral=referral, at=days_later(3), actor=Actor.EMPLOYER, by_mistake=True)
    assert counts.read(2026) == []
    assert Referral.objects.get(pk=referral.pk).by_mistake
    assert "De aanvraag was per ongeluk verstuurd." in OutgoingMail.objects.get(purpose="provider_withdrawn").text


def test_a_case_that_one_provider_got_on_purpose_counts():
    case = sent_case(BRANCH, MOBILITY)
    actions.withdraw(referral=referral_to(case), at=now(), actor=Actor.EMPLOYER, by_mistake=True)
    assert counts.total_of(counts.read(2026)).cases == 1


def test_a_whole_case_can_be_a_mistake_and_its_details_go():
    case = sent_case(BRANCH, MOBILITY)
    actions.withdraw_case(details=case.details, at=now(), by_mistake=True)
    assert counts.read(2026) == []
    assert not hasattr(ReferredCase.objects.get(pk=case.pk), "details")


def test_read_an_hour_ago_or_answered_it_is_no_mistake_any_more(client):
    case = sent_case()
    actions.see(referral=referral_to(case), at=now())
    own = f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, case.details)}/"
    own = client.get(own, follow=True).wsgi_request.path
    with pytest.raises(NoMistake):
        actions.withdraw(
            referral=referral_to(case), at=now() + timedelta(minutes=61), actor=Actor.EMPLOYER, by_mistake=True
        )
    assert referral_to(case).state == State.SEEN
    actions.accept(referral=referral_to(case), at=now())
    page = client.post(own + "intrekken/", {"which": str(referral_to(case).pk), "by_mistake": "on"})
    assert "Dit kan niet meer: een organisatie las uw aanvraag al." in page.content.decode()
    assert referral_to(case).state == State.ACCEPTED


def test_what_comes_back_after_it_was_read_is_no_mistake():
    referral = referral_in(State.DECLINED)
    back(referral)
    one = {"at": days_later(1), "actor": Actor.EMPLOYER, "by_mistake": True}
    with pytest.raises(NoMistake):
        actions.withdraw(referral=Referral.objects.get(pk=referral.pk), **one)
    unread = referral_to(sent_case(MOBILITY, email="b@bedrijf.example"), MOBILITY)
    actions.withdraw(referral=unread, at=now(), actor=Actor.STAFF, reason="double")
    back(unread, Actor.STAFF)
    actions.withdraw(referral=Referral.objects.get(pk=unread.pk), **one)
    assert state_of(unread) == State.WITHDRAWN


@pytest.mark.parametrize("state", [State.SENT, State.SEEN, State.CONSIDERING, State.NO_ANSWER], ids=str)
def test_who_has_a_request_for_long_hears_that_it_is_withdrawn(state):
    """Mails are deleted after some weeks; that a request was read, or sent so long ago, tells as much."""
    referral = referral_in(state)
    OutgoingMail.objects.all().delete()
    referral = Referral.objects.get(pk=referral.pk)
    assert new_mails(lambda: actions.withdraw(referral=referral, at=days_later(40), actor=Actor.EMPLOYER)) == [
        ("provider_withdrawn", PROVIDER)
    ]


def test_read_within_the_hour_it_can_still_be_a_mistake(client):
    case = sent_case()
    actions.see(referral=referral_to(case), at=now())
    own = client.get(f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, case.details)}/", follow=True).wsgi_request.path
    client.post(own + "intrekken/", {"which": str(referral_to(case).pk), "by_mistake": "on"}, follow=True)
    assert referral_to(case).by_mistake
    assert "U verstuurde deze aanvraag per ongeluk." in client.get(own).content.decode()


def test_first_words_and_answers_are_measured_apart(time_machine):
    referral = referral_in(State.SEEN)
    time_machine.shift(timedelta(days=2))
    bring_into(State.CONSIDERING, Referral.objects.get(pk=referral.pk))
    time_machine.shift(timedelta(days=7))
    actions.accept(referral=Referral.objects.get(pk=referral.pk), at=now())
    actions.report(case=referral.case, referral=None, numbers={Result.NEW_WORK: 1}, at=now())
    total = counts.total_of(counts.read(2026))
    assert (total.median_sign_days, total.median_days) == (2, 7)
    assert unconfirmed_case(email="c@bedrijf.example").sent_on is None
