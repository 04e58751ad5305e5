"""What is no answer yet: looking into it, a question first, time on hold. Nobody is reminded or silent meanwhile."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.loop import actions, pauses
from referrals.loop.clock import reminder_days
from referrals.loop.followup import follow_up
from referrals.loop.links import Purpose, token_of
from referrals.loop.refusals import CaseGone, DayRefused, MoveRefused
from referrals.models import AskedQuestion, MailState, OutgoingMail, Referral
from referrals.status import Actor, DeclineReason, State
from tests.portal.page import Page
from tests.referrals.support.referred import (
    BRANCH,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    bring_into,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
)

pytestmark = pytest.mark.django_db

PROVIDER = f"{BRANCH}@example.org"
FRIDAY = date(2026, 12, 4)


@pytest.fixture(autouse=True)
def on_a_monday(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


@pytest.fixture
def run_on(time_machine):
    """Return a function that lets all mail arrive, goes to a day, and does what time does; it gives what was mailed."""

    def run(day: str) -> list[tuple[str, str]]:
        OutgoingMail.objects.update(state=MailState.SENT)
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
        time_machine.move_to(f"{day} 06:00:00+00:00", tick=False)
        for _twice in range(2):  # what is done once stays done
            assert follow_up(now=timezone.now(), force=True).mistakes == 0
        return sorted(OutgoingMail.objects.exclude(pk__in=before).values_list("purpose", "to"))

    return run


def now():
    return timezone.now()


def mailed(to: str) -> list[str]:
    return sorted(OutgoingMail.objects.filter(to=to).values_list("purpose", flat=True))


def consider(referral: Referral, until: date) -> Referral:
    pauses.consider(referral=referral, until=until, at=now())
    return Referral.objects.get(pk=referral.pk)


def asked(*codes: str) -> Referral:
    referral = referral_in(State.SEEN)
    pauses.ask(referral=referral, codes=codes or ["told", "people_now", "start_by"], at=now())
    return Referral.objects.get(pk=referral.pk)


# --- Looking into it -------------------------------------------------------------------------------------


def test_who_looks_into_it_is_not_reminded_before_its_day_then_reminded_and_then_silent(run_on):
    referral = consider(referral_in(State.SEEN), FRIDAY)
    assert (referral.state, referral.promised_by) == ("considering", FRIDAY)
    assert "employer_considering" in mailed(EMPLOYER)
    for day in ("2026-11-26", "2026-12-01", "2026-12-04", "2026-12-07"):
        assert run_on(day) == []
    assert run_on("2026-12-09") == [("remind", PROVIDER)]
    assert run_on("2026-12-11") == []
    assert run_on("2026-12-14")[0] == ("offer_next", EMPLOYER)
    assert Referral.objects.get(pk=referral.pk).state == State.NO_ANSWER


def test_the_employer_reads_of_no_reminder_after_the_last_day_to_answer():
    referral = referral_in(State.CONSIDERING)
    days = reminder_days(referral)
    assert days
    assert referral.promised_by < min(days)
    assert max(days) <= referral.answer_by


def test_the_day_can_be_moved_once_and_the_same_day_twice_is_once():
    referral = consider(referral_in(State.SEEN), FRIDAY)
    referral = consider(referral, FRIDAY)
    assert mailed(EMPLOYER).count("employer_considering") == 1
    referral = consider(referral, date(2026, 12, 11))
    referral = consider(referral, date(2026, 12, 11))
    assert (referral.promised_by, mailed(EMPLOYER).count("employer_considering")) == (date(2026, 12, 11), 2)
    with pytest.raises(MoveRefused):
        consider(referral, date(2026, 12, 10))


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 12, 15)])
def test_the_day_lies_ahead_and_no_more_than_fifteen_working_days(day):
    referral = referral_in(State.SEEN)
    with pytest.raises(DayRefused) as refused:
        consider(referral, day)
    assert refused.value.last == date(2026, 12, 14)
    assert consider(referral, refused.value.last).state == State.CONSIDERING


def test_who_looked_into_it_still_says_yes_no_or_who_else():
    for state in (State.ACCEPTED, State.DECLINED, State.FORWARDED):
        case = sent_case(email=f"{state}@bedrijf.example")
        assert bring_into(state, bring_into(State.CONSIDERING, referral_to(case))).state == state


def test_the_page_takes_a_day_as_people_write_it_and_says_what_is_wrong_beside_it(client):
    path = f"/aanvraag/{token_of(Purpose.ANSWER, referral_in(State.SEEN))}/later/"
    refused = client.post(path, {"until": "1-6-2027"})
    assert "Kies een dag van 24 november 2026 tot en met 14 december 2026." in refused.content.decode()
    assert 'value="1-6-2027"' in refused.content.decode()
    page = Page.read(client.post(path, {"until": "4-12-2026"}, follow=True)).one("main").text
    assert "u uiterlijk op 4 december 2026 antwoordt" in " ".join(page.split())


# --- A question first ------------------------------------------------------------------------------------


def test_a_question_is_answered_on_the_page_of_the_employer_and_read_by_the_provider(client):
    referral = asked("told", "people_now", "start_by", "hours")
    assert "ask_employer_question" in mailed(EMPLOYER)
    own = f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, referral.case.details)}/"
    own = client.get(own).wsgi_request.path
    html = client.get(own).content.decode()
    assert "heeft een vraag aan u" in html
    path = f"{own}vraag/?welke={referral.pk}"
    assert "Weten de mensen het al?" in client.get(path).content.decode()
    data = {"referral": str(referral.pk), "told": "some", "people_now": "9", "start_by": "1-2-2027", "hours": ""}
    assert "Kies een antwoord." in client.post(path, data | {"told": ""}).content.decode()

    client.post(path, data)

    stored = dict(AskedQuestion.objects.values_list("code", "answer"))
    assert stored == {"told": "some", "people_now": "9", "start_by": "2027-02-01", "hours": "unknown"}
    assert "provider_answered" in mailed(PROVIDER)
    seen = " ".join(client.get(f"/aanvraag/{token_of(Purpose.ANSWER, referral)}/bekijken/").content.decode().split())
    assert all(words in seen for words in ("Een deel", "<dd>9</dd>", "1 februari 2027", "Dat weet de werkgever niet"))


def test_waiting_for_the_employer_is_not_the_silence_of_the_provider(run_on):
    referral = asked()
    assert run_on("2026-11-26") == [("ask_employer_question", EMPLOYER)]  # and the provider is not reminded
    assert run_on("2026-11-30") == []
    assert run_on("2026-12-01") == [("provider_unanswered", PROVIDER)]
    assert run_on("2026-12-03") == [("remind", PROVIDER)]
    assert Referral.objects.get(pk=referral.pk).answer_by == date(2026, 12, 7)
    assert run_on("2026-12-08")[0] == ("offer_next", EMPLOYER)


def test_an_answer_gives_the_provider_its_turn_and_ends_the_asking(run_on, time_machine):
    referral = asked("told")
    time_machine.move_to("2026-11-27 10:00:00+00:00", tick=False)
    for _twice in range(2):
        pauses.answer(referral=referral, answers={"told": "all"}, at=now())
    referral.refresh_from_db()
    assert (referral.turn_from, referral.answer_by) == (date(2026, 11, 27), date(2026, 12, 7))
    assert mailed(PROVIDER).count("provider_answered") == 1
    assert run_on("2026-12-01") == []
    assert run_on("2026-12-02") == [("remind", PROVIDER)]


def test_a_question_on_hold_waits_too(run_on):
    referral = asked("told")
    pauses.hold(referral=referral, until=date(2027, 1, 8), actor=Actor.EMPLOYER, at=now())
    for day in ("2026-11-26", "2026-12-01", "2027-01-08"):
        assert run_on(day) == []
    assert run_on("2027-01-11") == [("provider_unanswered", PROVIDER)]


def test_answers_that_come_after_the_no_are_not_taken_for_passed_on(client):
    referral = asked("told")
    own = f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, referral.case.details)}/"
    own = client.get(own, follow=True).wsgi_request.path
    actions.decline(referral=referral, reason=DeclineReason.OTHER, at=now())
    page = client.post(f"{own}vraag/", {"referral": str(referral.pk), "told": "some"})
    assert (page.status_code, "Dit is intussen veranderd" in page.content.decode()) == (409, True)


def test_a_late_answer_is_passed_on_while_the_provider_can_still_help(run_on):
    referral = asked("told")
    run_on("2026-12-01")
    run_on("2026-12-08")
    pauses.answer(referral=referral, answers={"told": "all"}, at=now())
    assert "provider_answered" in mailed(PROVIDER)
    assert Referral.objects.get(pk=referral.pk).state == State.NO_ANSWER


def test_a_provider_asks_once_and_after_reading_only():
    referral = asked("told")
    pauses.ask(referral=referral, codes=["told"], at=now())
    assert mailed(EMPLOYER).count("ask_employer_question") == 1
    with pytest.raises(MoveRefused):
        pauses.ask(referral=referral, codes=["paid"], at=now())
    with pytest.raises(MoveRefused):
        pauses.ask(referral=referral_to(sent_case(MOBILITY), MOBILITY), codes=["told"], at=now())


def test_after_a_no_nothing_is_left_to_answer():
    referral = asked("told")
    actions.decline(referral=referral, reason=DeclineReason.OTHER, at=now())
    with pytest.raises(MoveRefused):
        pauses.answer(referral=referral, answers={"told": "all"}, at=now())


def test_another_answer_after_the_first_is_refused_and_the_first_stands(client):
    referral = asked("told", "people_now")
    first = {"told": "all", "people_now": "12"}
    address = reverse("referred_question", args=[token_of(Purpose.EMPLOYER, referral.case.details)])
    sent = [client.post(address, {"referral": referral.pk} | first | more) for more in ({}, {}, {"people_now": "3"})]
    assert [response.status_code for response in sent] == [302, 302, 409]
    assert dict(referral.questions.values_list("code", "answer")) == first
    assert mailed(PROVIDER).count("provider_answered") == 1


def test_what_was_asked_and_answered_goes_with_the_details_of_the_case():
    referral = asked("told")
    actions.withdraw_case(details=referral.case.details, at=now())
    assert not AskedQuestion.objects.exists()
    with pytest.raises(CaseGone):
        pauses.answer(referral=referral, answers={"told": "all"}, at=now())


def test_every_answer_that_can_be_given_fits_and_has_words():
    from referrals.loop.questions import QUESTIONS, answer_in_words

    longest = AskedQuestion._meta.get_field("answer").max_length
    for code, question in QUESTIONS.items():
        for answer in [*question.choices, "unknown", "100000" if not question.choices else "unknown"]:
            assert len(answer) <= longest
            if question.kind.name != "DAY" or answer == "unknown":
                assert answer_in_words(AskedQuestion(code=code, answer=answer))


# --- On hold ---------------------------------------------------------------------------------------------


def test_on_hold_by_the_employer_nobody_is_reminded_and_it_goes_on_by_itself(run_on):
    referral = referral_in(State.SENT)
    OutgoingMail.objects.update(state=MailState.SENT)
    for _twice in range(2):
        pauses.hold(referral=referral, until=date(2027, 1, 8), actor=Actor.EMPLOYER, at=now())
    assert mailed(PROVIDER).count("provider_hold") == 1
    for day in ("2026-11-26", "2026-12-10", "2027-01-08"):
        assert run_on(day) == []
    assert run_on("2027-01-13") == [("remind", PROVIDER)]
    assert run_on("2027-01-18")[0] == ("offer_next", EMPLOYER)


def test_a_provider_puts_its_help_on_hold_and_nobody_is_asked_how_it_goes(run_on):
    referral = referral_in(State.ACCEPTED)
    pauses.hold(referral=referral, until=date(2027, 2, 12), actor=Actor.PROVIDER, at=now())
    assert "employer_hold" in mailed(EMPLOYER)
    assert run_on("2027-01-25") == []
    assert run_on("2027-02-13") == [("ask_employer_outcome", EMPLOYER), ("ask_provider_outcome", PROVIDER)]


def test_a_provider_that_has_yet_to_answer_has_no_hold_of_its_own():
    with pytest.raises(MoveRefused):
        pauses.hold(referral=referral_in(State.SEEN), until=FRIDAY, actor=Actor.PROVIDER, at=now())


def test_going_on_before_the_day_is_a_turn_from_now_and_told_once():
    referral = referral_in(State.SENT)
    OutgoingMail.objects.update(state=MailState.SENT)
    pauses.hold(referral=referral, until=date(2027, 1, 8), actor=Actor.EMPLOYER, at=now())
    for _twice in range(2):
        pauses.resume(referral=referral, actor=Actor.EMPLOYER, at=now())
    referral.refresh_from_db()
    assert (referral.on_hold_until, referral.answer_by) == (None, date(2026, 12, 7))
    assert mailed(PROVIDER) == ["invite", "provider_hold", "provider_hold"]


# --- The whole case on hold ----------------------------------------------------------------------------------


def three_open():
    """Return a case before three providers: one has it, one reads it, one helps."""
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER)
    bring_into(State.SEEN, referral_to(case, MOBILITY))
    bring_into(State.ACCEPTED, referral_to(case, GATEKEEPER))
    OutgoingMail.objects.update(state=MailState.SENT)  # who got nothing yet is told nothing of a hold
    return case


def page_of(case, name: str = "referred") -> str:
    return reverse(name, args=[token_of(Purpose.EMPLOYER, case.details)])


def held_until(case) -> set[date | None]:
    return set(case.referrals.values_list("on_hold_until", flat=True))


def told_of_a_hold() -> list[str]:
    return sorted(OutgoingMail.objects.filter(purpose="provider_hold").values_list("to", flat=True))


def test_one_press_puts_all_who_have_the_case_on_hold_and_each_hears_it_once(client, run_on):
    case = three_open()
    (way,) = (
        one for one in Page.read(client.get(page_of(case))).all("a") if (one.get("href") or "").endswith("-stil/")
    )
    for _twice in range(2):
        page = client.post(way["href"], {"until": "4-12-2026"}, follow=True).content.decode()
    assert held_until(case) == {FRIDAY}
    assert told_of_a_hold() == sorted(f"{slug}@example.org" for slug in (BRANCH, MOBILITY, GATEKEEPER))
    assert page.count("Staat stil tot en met 4 december 2026.") == 3
    assert [mail for day in ("2026-11-30", "2026-12-04") for mail in run_on(day)] == []
    assert ("remind", PROVIDER) in run_on("2026-12-09")


def test_all_go_on_with_one_press_and_pressed_again_nobody_hears_it_twice(client):
    case = three_open()
    pauses.hold_case(details=case.details, until=FRIDAY, at=now())
    for _twice in range(2):
        page = client.post(page_of(case, "referred_resume_case"), follow=True).content.decode()
    assert held_until(case) == {None}
    assert len(told_of_a_hold()) == 6
    assert "Zet uw hele aanvraag stil tot een dag" in page


def test_who_waits_longer_already_goes_on_waiting(client):
    case = three_open()
    later = date(2026, 12, 18)
    pauses.hold(referral=referral_to(case, GATEKEEPER), until=later, actor=Actor.PROVIDER, at=now())
    client.post(page_of(case, "referred_hold_case"), {"until": "4-12-2026"})
    assert referral_to(case, GATEKEEPER).on_hold_until == later
    assert referral_to(case, BRANCH).on_hold_until == FRIDAY
    assert f"{GATEKEEPER}@example.org" not in told_of_a_hold()


@pytest.mark.parametrize(
    ("until", "told"), [("", "Vul een dag in"), ("23-11-2026", "Kies een dag van"), ("1-5-2027", "Kies een")]
)
def test_a_day_that_cannot_be_holds_nobody_and_stays_to_be_mended(client, until, told):
    case = three_open()
    page = Page.read(client.post(page_of(case, "referred_hold_case"), {"until": until}))
    assert told in page.with_id("id_until_error").text
    assert page.one("input", name="until").get("value") in (until, None)
    assert held_until(case) == {None}


def test_one_who_has_the_case_needs_no_second_way_to_wait_and_nobody_has_none(client):
    case = sent_case(BRANCH)
    assert "alles-stil" not in client.get(page_of(case)).content.decode()
    bring_into(State.DECLINED, referral_to(case))
    assert client.get(page_of(case, "referred_hold_case"))["Location"] == page_of(case)


def test_a_case_that_was_withdrawn_is_put_on_hold_no_more():
    details = three_open().details
    actions.withdraw_case(details=details, at=now())
    for verb in (
        lambda: pauses.hold_case(details=details, until=FRIDAY, at=now()),
        lambda: pauses.resume_case(details=details, at=now()),
    ):
        with pytest.raises(CaseGone):
            verb()
