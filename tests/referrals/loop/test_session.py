"""A session at the firm: asked along with help, answered beside a yes or later, and never taken for a no."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.consent import FIELDS, SESSION
from referrals.loop.links import Purpose, token_of
from referrals.loop.refusals import MoveRefused
from referrals.loop.reopening import reopen
from referrals.models import OutgoingMail, Referral, ReferredCase, SessionReply
from referrals.status import Actor, DeclineReason, SessionAnswer, State
from tests.portal.page import Page
from tests.referrals.support.journeys import walk
from tests.referrals.support.referred import (
    BRANCH,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    bring_into,
    decline_for_good,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
)

pytestmark = pytest.mark.django_db

WITH_SESSION = frozenset({*FIELDS, SESSION})
ASKED, TICK = "Gevraagd: één bijeenkomst voor deze mensen", "Kom bij ons in het bedrijf uitleg geven"
COMES, ARRANGES = "komt uitleg geven in uw bedrijf", "uitleg in uw bedrijf nog met u afspreken"
CANNOT, UNSAID = "kan geen uitleg in uw bedrijf geven", "zei nog niet of zij uitleg in uw bedrijf komt geven"
QUESTION = "Komt u ook uitleg geven in het bedrijf?"


@pytest.fixture(autouse=True)
def on_a_monday(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


def asked(state: State = State.SEEN, *slugs: str, **how) -> Referral:
    return bring_into(state, referral_to(sent_case(*slugs or (BRANCH,), fields=WITH_SESSION, **how)))


def shown_to_employer(client, case: ReferredCase) -> str:
    return client.get(reverse("referred", args=[token_of(Purpose.EMPLOYER, case.details)])).content.decode()


def press(client, name: str, referral: Referral, **data: str):
    purpose = Purpose.PROGRESS if name.startswith("progress") else Purpose.ANSWER
    return client.post(reverse(name, args=[token_of(purpose, referral)]), data, follow=True)


def mail_to(mailbox: str, purpose: str) -> str:
    return OutgoingMail.objects.get(to=mailbox, purpose=purpose).text


# --- Asking --------------------------------------------------------------------------------------------------


@pytest.fixture
def send(client, time_machine) -> Callable:
    """Return a function that asks these organisations for help in the browser, with what is sent along."""

    def sent(*slugs: str, **more: str):
        walk(client)
        client.post(reverse("refer"), {"providers": slugs})
        begun = Page.read(client.get(reverse("refer_consent"))).one("input", name="begun")["value"]
        time_machine.shift(timedelta(seconds=10))
        data = {"begun": begun, "order": "at_once", "email": EMPLOYER, **more}
        return client.post(reverse("refer_consent"), data)

    return sent


def test_a_session_is_asked_of_all_with_one_tick_that_is_off_at_first(client, send):
    send(BRANCH, MOBILITY, **{"deel-session": "on"})
    assert [one.shared.get(SESSION) for one in Referral.objects.all()] == [True, True]

    box = Page.read(client.get(reverse("refer_consent"))).one("input", name="deel-session")
    assert box.get("checked") is None


def test_without_the_tick_nobody_is_asked(send):
    send(BRANCH)
    assert SESSION not in Referral.objects.get().shared


def test_the_same_request_with_and_without_a_session_are_two(send):
    for more in ({}, {"deel-session": "on"}, {"deel-session": "on"}):
        send(BRANCH, **more)
    assert ReferredCase.objects.count() == 2


def test_the_tick_stays_when_something_else_is_wrong(send):
    page = Page.read(send(BRANCH, email="", **{"deel-session": "on"}))
    assert page.one("input", name="deel-session").get("checked") is not None


def test_for_people_who_left_the_firm_already_no_session_is_offered(client):
    walk(client, situatie={"situations": ["on_benefit"]}, plaatsen={"p-0-location": "6811 AB", "p-0-on_benefit": "12"})
    client.post(reverse("refer"), {"providers": [BRANCH]})
    page = client.get(reverse("refer_consent"))
    assert page.status_code == 200
    assert TICK not in page.content.decode()


def test_the_talk_and_the_plan_lead_to_it(client):
    assert TICK in client.get(reverse("dismissal_talk")).content.decode()
    walk(client)
    assert "vragen of iemand in uw bedrijf uitleg komt geven" in client.get(reverse("case_advice")).content.decode()


# --- What the provider sees and says -------------------------------------------------------------------------


def test_the_mail_and_the_page_of_the_provider_say_that_it_is_asked(client):
    referral = asked()
    assert "vraagt ook om uitleg in het bedrijf" in mail_to(f"{BRANCH}@example.org", "invite")
    page = client.get(reverse("answer_open", args=[token_of(Purpose.ANSWER, referral)])).content.decode()
    assert ASKED in page
    assert QUESTION in page


@pytest.mark.parametrize("name", ["answer_open", "answer_part"])
def test_where_no_session_is_asked_nothing_is_said_of_one(client, name):
    referral = referral_in(State.SEEN)
    assert QUESTION not in client.get(reverse(name, args=[token_of(Purpose.ANSWER, referral)])).content.decode()
    press(client, "answer_accept", referral, session="yes")
    assert not SessionReply.objects.exists()
    assert "uitleg" not in mail_to(EMPLOYER, "employer_accepted")
    assert UNSAID not in shown_to_employer(client, referral.case)


SAID = [("yes", COMES), ("to_arrange", ARRANGES), ("no", CANNOT), ("", UNSAID)]


@pytest.mark.parametrize(("session", "words"), SAID)
def test_a_yes_says_whether_it_comes_and_what_is_not_said_is_no_no(client, session, words):
    referral = asked()
    press(client, "answer_accept", referral, session=session)
    assert words in mail_to(EMPLOYER, "employer_accepted")
    page = shown_to_employer(client, referral.case)
    assert [one for one in (COMES, ARRANGES, CANNOT, UNSAID) if one in page] == [words]


def test_a_yes_for_some_says_it_too(client):
    referral = asked()
    press(client, "answer_part", referral, session="to_arrange", **{"1": "2"})
    assert ARRANGES in shown_to_employer(client, referral.case)


def test_an_answer_that_is_not_in_the_list_is_told_beside_it_and_nothing_is_done(client):
    referral = asked()
    for name in ("answer_accept", "answer_part"):
        page = Page.read(press(client, name, referral, session="misschien", **{"1": "2"}))
        assert "Kies een antwoord uit de lijst." in page.with_id("id_session_error").text
        assert page.all("a", href="#id_session_0")
    assert Referral.objects.get().state == "seen"


def test_who_helps_can_say_it_later_and_change_it(client):
    referral = asked(State.ACCEPTED)
    for session, words in SAID:
        assert press(client, "progress_session", referral, session=session).status_code == 200
        page = client.get(reverse("progress", args=[token_of(Purpose.PROGRESS, referral)]))
        (chosen,) = (one for one in Page.read(page).all("input", name="session") if one.get("checked") is not None)
        assert chosen["value"] == session
        assert words in shown_to_employer(client, referral.case)


def test_who_does_not_help_any_more_says_nothing_of_a_session():
    referral = asked(State.CLOSED)
    with pytest.raises(MoveRefused):
        actions.reply_on_session(referral=referral, answer=SessionAnswer.YES)


# --- When the case moves on ----------------------------------------------------------------------------------


def test_the_next_in_line_is_asked_anew():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True, fields=WITH_SESSION)
    decline_for_good(referral=referral_to(case), reason=DeclineReason.OTHER, at=timezone.now())
    assert referral_to(case, MOBILITY).state == "sent"
    assert "vraagt ook om uitleg in het bedrijf" in mail_to(f"{MOBILITY}@example.org", "invite")


@pytest.mark.parametrize("state", [State.DECLINED, State.FORWARDED])
def test_who_is_asked_after_a_no_or_named_by_another_gets_it_too(state):
    referral = asked(state)
    named = Referral.objects.filter(forwarded_by=referral).first()
    whom = {"referral": named} if named else {"provider_slug": MOBILITY}
    following = actions.send_next(case=referral.case, **whom, at=timezone.now())
    assert following.provider.slug == (GATEKEEPER if named else MOBILITY)
    assert following.shared[SESSION]


def test_what_was_said_is_not_known_any_more_once_the_question_is_open_again():
    referral = asked()
    actions.accept(referral=referral, session=SessionAnswer.YES, people={1: 7}, at=timezone.now())
    decline_for_good(referral=referral_to(referral.case), reason=DeclineReason.OTHER, at=timezone.now())
    other = actions.send_next(case=referral.case, provider_slug=MOBILITY, at=timezone.now())
    actions.accept(referral=other, people={1: 8}, at=timezone.now())
    reopen(referral=referral_to(referral.case), actor=Actor.PROVIDER, at=timezone.now())
    assert referral_to(referral.case).state == "sent"
    assert not SessionReply.objects.filter(referral=referral).exists()


def test_it_goes_with_the_case_when_that_is_withdrawn():
    referral = asked()
    actions.accept(referral=referral, session=SessionAnswer.YES, at=timezone.now())
    actions.withdraw_case(details=referral.case.details, at=timezone.now() + timedelta(days=1))
    assert not SessionReply.objects.exists()
    assert SESSION not in Referral.objects.get().shared
