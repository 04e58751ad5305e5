"""What an employer and a provider can do with a referral, and what goes along: events, mail, the line of providers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.drafts import Choice
from referrals.loop.refusals import (
    AlreadyConfirmed,
    CannotRefer,
    CaseGone,
    LinkEnded,
    MoveRefused,
    NotConfirmed,
    TooManyPeople,
)
from referrals.models import CaseDetails, MailState, OutgoingMail, Referral, ReferralEvent, ReferredCase
from referrals.status import Actor, DeclineReason, Result, State
from services.models import Check, Provider
from tests.referrals.support.referred import (
    ANSWERS,
    BRANCH,
    EMPLOYER,
    ENTRY,
    GATEKEEPER,
    MOBILITY,
    advice_on,
    bring_into,
    decline_for_good,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
    unconfirmed_case,
)
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


def states(case):
    return dict(case.referrals.values_list("provider__slug", "state"))


def mails(to=None, besides=()):
    """Return the purposes of the mails that were put in the queue, by name."""
    queue = OutgoingMail.objects.exclude(pk__in=besides)
    return sorted((queue.filter(to=to) if to else queue).values_list("purpose", flat=True))


def new_mails(do, to=None):
    """Do something, and return the purposes of the mails that it put in the queue."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    do()
    return mails(to, besides=before)


def now():
    return timezone.now()


# --- Referring and confirming ----------------------------------------------------------------------------


def test_before_it_is_confirmed_only_the_employer_gets_mail():
    case = unconfirmed_case(BRANCH, MOBILITY)
    assert states(case) == {BRANCH: "awaiting_confirmation", MOBILITY: "awaiting_confirmation"}
    assert list(OutgoingMail.objects.values_list("purpose", "to")) == [("ask_confirmation", EMPLOYER)]
    assert case.sent_on is None


def test_confirming_sends_it_to_everyone_at_once():
    case = sent_case(BRANCH, MOBILITY)
    assert states(case) == {BRANCH: "sent", MOBILITY: "sent"}
    assert mails("branche-techniek@example.org") == mails("mobiliteit-arnhem@example.org") == ["invite"]
    assert referral_to(case).answer_by == date(2026, 12, 7)
    assert (case.sent_on, len(case.employer)) == (date(2026, 11, 23), 64)


def test_confirming_twice_is_refused_and_sends_nothing_twice():
    case = unconfirmed_case(BRANCH)
    actions.confirm(details=case.details, at=now())
    with pytest.raises(AlreadyConfirmed):
        actions.confirm(details=case.details, at=now())
    assert mails("branche-techniek@example.org") == ["invite"]


def test_one_by_one_only_the_first_gets_it():
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True)
    assert states(case) == {BRANCH: "sent", MOBILITY: "draft", GATEKEEPER: "draft"}


def test_the_coarse_facts_stay_beside_the_details():
    places = {"places": [{"location": "6811 AB", "permanent": "12", "agency": "4"}]}
    answers = ANSWERS.with_step("plaatsen", places)
    case = sent_case(answers=answers)
    groups = case.groups.values_list("number", "region", "role", "headcount", "has_gap")
    assert list(groups) == [(1, "AM07", "curative", 12, False), (2, "AM07", "", 4, False)]
    assert case.sector == "techniek"
    assert case.details.answers["plaatsen"]["places"][0]["permanent"] == "12"


def test_a_group_without_a_specific_provider_is_a_gap():
    with by_hand():
        Provider.objects.filter(slug__in=[BRANCH, MOBILITY, GATEKEEPER]).update(retired_on=date(2026, 1, 1))
    assert list(sent_case(ENTRY).groups.values_list("has_gap", flat=True)) == [True]


def test_each_provider_gets_the_fields_that_were_chosen_for_it():
    choices = [Choice(BRANCH, frozenset({"sector"})), Choice(MOBILITY, frozenset())]
    case = actions.refer(
        answers=ANSWERS, advice=advice_on(), choices=choices, one_by_one=False, email=EMPLOYER, language="nl", at=now()
    )
    assert set(referral_to(case, BRANCH).shared) == {"places", "headcounts", "sector"}
    assert set(referral_to(case, MOBILITY).shared) == {"places", "headcounts"}


@pytest.mark.parametrize(
    ("slug", "change"),
    [
        (BRANCH, {"email": ""}),
        (BRANCH, {"last_checked_on": None}),
        (BRANCH, {"last_checked_on": None, "silent_since": date(2026, 11, 1)}),
        (BRANCH, {"retired_on": date(2026, 11, 1)}),
        ("branche-zorg", {}),
        ("mobiliteit-utrecht", {}),
        ("made-up", {}),
    ],
)
def test_only_a_referable_provider_of_the_route_with_a_mailbox_can_be_chosen(slug, change):
    with by_hand():
        Provider.objects.filter(slug=slug).update(**change)
    with pytest.raises(CannotRefer) as refused:
        unconfirmed_case(slug, MOBILITY)
    assert refused.value.slugs == [slug]
    assert not ReferredCase.objects.exists()


def test_choosing_nobody_is_refused():
    with pytest.raises(CannotRefer):
        actions.refer(
            answers=ANSWERS, advice=advice_on(), choices=[], one_by_one=False, email=EMPLOYER, language="nl", at=now()
        )


def test_who_stopped_before_its_turn_is_passed_over():
    case = unconfirmed_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True)
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(email="")
        Provider.objects.filter(slug=MOBILITY).update(retired_on=date(2026, 11, 23))
    actions.confirm(details=case.details, at=now())
    assert states(case) == {BRANCH: "withdrawn", MOBILITY: "withdrawn", GATEKEEPER: "sent"}


# --- Answers ---------------------------------------------------------------------------------------------


def test_reading_twice_is_one_event():
    referral = referral_in(State.SEEN)
    actions.see(referral=referral, at=now())
    assert referral.events.filter(after=State.SEEN).count() == 1


def test_reading_late_or_after_yes_changes_nothing():
    for state in (State.NO_ANSWER, State.ACCEPTED, State.IN_PROGRESS):
        referral = referral_in(state)
        actions.see(referral=referral, at=now())
        assert referral_to(referral.case).state == state


def test_yes_tells_both_sides():
    referral = referral_in(State.SENT)
    told = new_mails(lambda: actions.accept(referral=referral, at=now()))
    assert told == ["employer_accepted", "progress_link"]


def test_a_second_yes_is_refused_and_mails_nobody():
    referral = referral_in(State.ACCEPTED)
    before = mails()
    with pytest.raises(MoveRefused) as refused:
        actions.accept(referral=referral, at=now())
    assert refused.value.referral.state == State.ACCEPTED
    assert mails() == before


def test_a_row_that_was_read_before_somebody_else_moved_it_decides_nothing():
    referral = referral_in(State.SENT)
    stale = Referral.objects.get(pk=referral.pk)
    actions.withdraw(referral=referral, at=now(), actor=Actor.EMPLOYER)
    with pytest.raises(MoveRefused) as refused:
        actions.accept(referral=stale, at=now())
    assert refused.value.referral.state == State.WITHDRAWN


@pytest.mark.parametrize("verb", ["see", "accept", "begin", "close", "record_silence", "confirm_record"])
def test_who_reads_by_a_link_that_was_renewed_meanwhile_decides_nothing(verb):
    referral = referral_in(State.ACCEPTED if verb in ("begin", "close") else State.SENT)
    actions.renew_answer_link(referral=referral, at=now())
    before = ReferralEvent.objects.count(), Check.objects.count()
    with pytest.raises(LinkEnded):
        getattr(actions, verb)(referral=referral, at=now())
    assert (ReferralEvent.objects.count(), Check.objects.count()) == before


def test_a_no_that_was_meant_before_a_colleague_said_yes_hands_nothing_back():
    referral = referral_in(State.SEEN)
    actions.accept(referral=referral_to(referral.case), at=now())
    with pytest.raises(MoveRefused) as refused:
        actions.decline(referral=referral, reason=DeclineReason.OTHER, at=now())
    assert refused.value.referral.state == State.ACCEPTED


def test_no_comes_with_its_reason_and_an_offer_of_the_next_best():
    referral = referral_in(State.SEEN)
    told = new_mails(
        lambda: decline_for_good(referral=referral, reason=DeclineReason.OUTSIDE_SECTOR, at=now()), EMPLOYER
    )
    assert told == ["offer_next"]
    assert referral.events.get(after=State.DECLINED).reason == "outside_sector"
    assert referral.events.get(what="offered_next").actor == Actor.TIME
    assert states(referral.case) == {BRANCH: "declined"}


def test_no_in_a_line_sends_it_to_the_next_and_tells_the_employer():
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True)
    told = new_mails(
        lambda: decline_for_good(referral=referral_to(case), reason=DeclineReason.NO_CAPACITY, at=now()), EMPLOYER
    )
    assert told == ["employer_moved_on"]
    assert states(case) == {BRANCH: "declined", MOBILITY: "sent", GATEKEEPER: "draft"}


def test_the_last_no_of_a_line_brings_an_offer():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    bring_into(State.DECLINED, referral_to(case))
    told = new_mails(lambda: bring_into(State.DECLINED, referral_to(case, MOBILITY)), EMPLOYER)
    assert told == ["offer_next"]


def test_a_late_no_after_silence_moves_nothing_on_a_second_time():
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True)
    bring_into(State.NO_ANSWER, referral_to(case))
    assert new_mails(lambda: bring_into(State.DECLINED, referral_to(case)), EMPLOYER) == []
    assert states(case) == {BRANCH: "declined", MOBILITY: "sent", GATEKEEPER: "draft"}


def test_a_late_yes_after_silence_is_a_yes():
    referral = referral_in(State.NO_ANSWER)
    assert bring_into(State.ACCEPTED, referral).state == State.ACCEPTED


def test_nobody_in_line_gets_it_while_a_late_yes_helps():
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True)
    bring_into(State.NO_ANSWER, referral_to(case))
    bring_into(State.ACCEPTED, referral_to(case))
    bring_into(State.DECLINED, referral_to(case, MOBILITY))
    assert states(case) == {BRANCH: "accepted", MOBILITY: "declined", GATEKEEPER: "draft"}


def test_handing_back_what_was_accepted_lets_the_line_go_on():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    bring_into(State.ACCEPTED, referral_to(case))
    bring_into(State.DECLINED, referral_to(case))
    assert states(case) == {BRANCH: "declined", MOBILITY: "sent"}


# --- The next best, and forwarding -----------------------------------------------------------------------


def test_one_click_sends_the_next_best_what_the_last_one_could_read():
    case = sent_case(BRANCH, fields=frozenset({"sector"}))
    bring_into(State.DECLINED, referral_to(case))
    actions.send_next(case=case, provider_slug=MOBILITY, at=now())
    sent = referral_to(case, MOBILITY)
    assert (sent.state, sent.place) == ("sent", 2)
    assert sent.shared == referral_to(case).shared
    assert set(sent.shared) == {"places", "headcounts", "sector"}
    assert mails("mobiliteit-arnhem@example.org") == ["invite"]


@pytest.mark.parametrize("slug", [BRANCH, "branche-zorg", "made-up", ""])
def test_the_next_one_must_be_in_todays_route_and_not_asked_before(slug):
    case = sent_case(BRANCH)
    bring_into(State.DECLINED, referral_to(case))
    with pytest.raises(CannotRefer):
        actions.send_next(case=case, provider_slug=slug, at=now())
    assert states(case) == {BRANCH: "declined"}


def test_clicking_twice_sends_once():
    case = sent_case(BRANCH)
    bring_into(State.DECLINED, referral_to(case))
    actions.send_next(case=case, provider_slug=MOBILITY, at=now())
    with pytest.raises(CannotRefer):
        actions.send_next(case=case, provider_slug=MOBILITY, at=now())
    assert mails("mobiliteit-arnhem@example.org") == ["invite"]


def test_an_unconfirmed_case_is_sent_to_nobody():
    with pytest.raises(NotConfirmed):
        actions.send_next(case=unconfirmed_case(BRANCH), provider_slug=MOBILITY, at=now())


def test_people_whose_work_ended_meanwhile_are_routed_as_on_benefit(time_machine):
    places = {"places": [{"location": "6811 AB", "permanent": "12", "end_date": "01-12-2026"}]}
    case = sent_case(BRANCH, answers=ANSWERS.with_step("plaatsen", places))
    time_machine.move_to("2026-12-02 10:00:00+00:00", tick=False)
    told = new_mails(lambda: bring_into(State.DECLINED, referral_to(case)), EMPLOYER)
    assert told == ["offer_next"]
    actions.send_next(case=case, provider_slug="uwv", at=now())
    assert states(case)["uwv"] == "sent"


def test_a_provider_that_is_named_gets_nothing_before_the_employer_agrees():
    case = sent_case(BRANCH)
    told = new_mails(lambda: bring_into(State.FORWARDED, referral_to(case)))
    assert told == ["ask_consent_forward"]
    draft = referral_to(case, GATEKEEPER)
    assert (draft.state, draft.shared, draft.forwarded_by) == ("draft", {}, referral_to(case))
    actions.send_next(case=case, referral=draft, at=now())
    assert referral_to(case, GATEKEEPER).shared == referral_to(case).shared != {}
    assert mails("poort-arnhem@example.org") == ["invite"]
    with pytest.raises(MoveRefused):
        actions.send_next(case=case, referral=draft, at=now())


@pytest.mark.parametrize("slug", ["mobiliteit-utrecht", BRANCH, MOBILITY])
def test_who_does_not_serve_the_place_or_was_asked_cannot_be_named(slug):
    case = sent_case(BRANCH, MOBILITY)
    with pytest.raises(CannotRefer):
        actions.forward(referral=referral_to(case), to=Provider.objects.get(slug=slug), at=now())
    assert states(case) == {BRANCH: "sent", MOBILITY: "sent"}


def test_the_line_waits_for_the_employer_after_forwarding_and_goes_on_when_it_says_no():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    bring_into(State.FORWARDED, referral_to(case))
    assert states(case)[MOBILITY] == "draft"
    actions.withdraw(referral=referral_to(case, GATEKEEPER), at=now(), actor=Actor.EMPLOYER)
    assert states(case) == {BRANCH: "forwarded", MOBILITY: "sent", GATEKEEPER: "withdrawn"}


def test_while_another_waits_for_the_employers_word_nobody_else_is_offered():
    case = sent_case(BRANCH, MOBILITY)
    bring_into(State.FORWARDED, referral_to(case, MOBILITY))

    told = new_mails(lambda: decline_for_good(referral=referral_to(case, BRANCH), reason=DeclineReason.OTHER, at=now()))

    assert told == ["employer_others_follow"]


# --- Withdrawing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.SENT, State.SEEN, State.NO_ANSWER, State.ACCEPTED, State.IN_PROGRESS])
def test_withdrawing_tells_the_provider_that_has_it(state):
    referral = referral_in(state)
    OutgoingMail.objects.update(state=MailState.SENT)
    told = new_mails(lambda: actions.withdraw(referral=referral, at=now(), actor=Actor.EMPLOYER))
    assert told == ["provider_withdrawn"]


def test_withdrawing_before_the_mail_left_tells_nobody():
    referral = referral_in(State.SENT)
    assert new_mails(lambda: actions.withdraw(referral=referral, at=now(), actor=Actor.EMPLOYER)) == []
    assert set(referral.mails.values_list("state", flat=True)) == {MailState.CANCELLED}


def test_an_answer_that_came_in_between_is_not_withdrawn_unseen():
    referral = referral_in(State.SEEN)
    actions.accept(referral=referral_to(referral.case), at=now())
    with pytest.raises(MoveRefused) as refused:
        actions.withdraw(referral=referral, at=now(), actor=Actor.EMPLOYER)
    assert refused.value.referral.state == State.ACCEPTED
    actions.withdraw(referral=referral_to(referral.case), at=now(), actor=Actor.EMPLOYER)


def test_that_the_provider_reads_it_meanwhile_does_not_keep_a_withdrawal():
    referral = referral_in(State.SENT)
    actions.see(referral=referral_to(referral.case), at=now())
    actions.withdraw(referral=referral, at=now(), actor=Actor.EMPLOYER)
    assert referral_to(referral.case).state == State.WITHDRAWN


def test_withdrawing_what_waits_in_line_tells_nobody_and_moves_nothing():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    withdrawn = referral_to(case, MOBILITY)
    assert new_mails(lambda: actions.withdraw(referral=withdrawn, at=now(), actor=Actor.EMPLOYER)) == []
    assert states(case) == {BRANCH: "sent", MOBILITY: "withdrawn"}


def test_withdrawing_from_one_lets_the_next_in_line_have_it_and_offers_nobody_else():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    actions.withdraw(referral=referral_to(case), at=now(), actor=Actor.EMPLOYER)
    assert states(case) == {BRANCH: "withdrawn", MOBILITY: "sent"}
    actions.withdraw(referral=referral_to(case, MOBILITY), at=now(), actor=Actor.EMPLOYER)
    assert "offer_next" not in mails(EMPLOYER)


def test_withdrawing_keeps_back_an_invitation_that_has_not_left():
    referral = referral_in(State.SENT)
    actions.withdraw(referral=referral, at=now(), actor=Actor.EMPLOYER)
    assert OutgoingMail.objects.get(purpose="invite").state == MailState.CANCELLED


@pytest.mark.parametrize("state", [State.DECLINED, State.FORWARDED, State.CLOSED, State.WITHDRAWN])
def test_what_has_ended_cannot_be_withdrawn(state):
    with pytest.raises(MoveRefused):
        actions.withdraw(referral=referral_in(state), at=now(), actor=Actor.EMPLOYER)


def test_withdrawing_everything_tells_who_had_it_and_deletes_the_details_at_once():
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, ENTRY)
    bring_into(State.ACCEPTED, referral_to(case, MOBILITY))
    bring_into(State.CLOSED, referral_to(case, GATEKEEPER))
    bring_into(State.DECLINED, referral_to(case, ENTRY))
    OutgoingMail.objects.update(state=MailState.SENT)
    told = new_mails(lambda: actions.withdraw_case(details=case.details, at=now()))
    assert told == ["provider_withdrawn", "provider_withdrawn"]
    assert states(case) == {BRANCH: "withdrawn", MOBILITY: "withdrawn", GATEKEEPER: "closed", ENTRY: "declined"}
    assert not CaseDetails.objects.exists()
    assert list(case.referrals.values_list("shared", flat=True)) == [{}, {}, {}, {}]
    assert not OutgoingMail.objects.filter(to=EMPLOYER).exists()
    assert not OutgoingMail.objects.filter(text__contains=EMPLOYER).exists()
    case.refresh_from_db()
    assert case.sent_on == date(2026, 11, 23)


def test_withdrawing_everything_twice_is_refused():
    case = sent_case(BRANCH)
    details = case.details
    actions.withdraw_case(details=CaseDetails.objects.get(pk=details.pk), at=now())
    with pytest.raises(CaseGone):
        actions.withdraw_case(details=details, at=now())


@pytest.mark.parametrize(
    ("verb", "refusal"),
    [
        (lambda referral: actions.accept(referral=referral, at=now()), MoveRefused),
        (lambda referral: actions.see(referral=referral, at=now()), MoveRefused),
        (lambda referral: actions.decline(referral=referral, reason=DeclineReason.OTHER, at=now()), MoveRefused),
        (lambda referral: actions.begin(referral=referral, at=now()), MoveRefused),
        (lambda referral: actions.report(case=referral.case, referral=referral, numbers={}, at=now()), MoveRefused),
        (lambda referral: actions.report(case=referral.case, referral=None, numbers={}, at=now()), CaseGone),
        (lambda referral: actions.renew_answer_link(referral=referral, at=now()), MoveRefused),
        (lambda referral: actions.record_silence(referral=referral, at=now()), MoveRefused),
        (lambda referral: actions.send_next(case=referral.case, provider_slug=MOBILITY, at=now()), CaseGone),
        (lambda referral: actions.send_next(case=referral.case, referral=referral, at=now()), CaseGone),
        (lambda referral: actions.renew_employer_link(details=CaseDetails(pk=referral.case_id), at=now()), CaseGone),
    ],
)
def test_nothing_can_be_done_with_a_case_that_was_withdrawn(verb, refusal):
    referral = referral_in(State.SENT)
    actions.withdraw_case(details=referral.case.details, at=now())
    before = mails()
    with pytest.raises(refusal):
        verb(Referral.objects.get(pk=referral.pk))
    assert mails() == before


# --- How it went -----------------------------------------------------------------------------------------


def outcomes(referral=None, case=None):
    rows = (case or referral.case).outcomes.filter(referral=referral)
    return dict(rows.values_list("result", "people"))


def test_a_later_report_of_a_provider_replaces_its_first():
    referral = referral_in(State.IN_PROGRESS)
    report = {"case": referral.case, "referral": referral, "at": now()}
    actions.report(**report, numbers={Result.NEW_WORK: 3, Result.UNKNOWN: 9})
    actions.report(**report, numbers={Result.NEW_WORK: 10, Result.TRAINING: 2, Result.UNKNOWN: 0})
    assert outcomes(referral) == {"new_work": 10, "training": 2}


def test_each_party_has_a_report_of_its_own():
    case = sent_case(BRANCH, MOBILITY)
    for slug, people in ((BRANCH, 5), (MOBILITY, 7)):
        referral = bring_into(State.ACCEPTED, referral_to(case, slug))
        actions.report(case=case, referral=referral, numbers={Result.NEW_WORK: people}, at=now())
    actions.report(case=case, referral=None, numbers={Result.NEW_WORK: 8}, at=now())
    assert outcomes(referral_to(case, BRANCH)) == {"new_work": 5}
    assert outcomes(referral_to(case, MOBILITY)) == {"new_work": 7}
    assert outcomes(case=case) == {"new_work": 8}


@pytest.mark.parametrize("numbers", [{Result.NEW_WORK: 13}, {Result.NEW_WORK: 12, Result.TRAINING: 1}])
def test_nobody_reports_more_people_than_there_are(numbers):
    referral = referral_in(State.ACCEPTED)
    with pytest.raises(TooManyPeople) as refused:
        actions.report(case=referral.case, referral=referral, numbers=numbers, at=now())
    assert refused.value.most == 12
    assert outcomes(referral) == {}


def test_fewer_than_nobody_is_refused():
    case = sent_case()
    with pytest.raises(TooManyPeople):
        actions.report(case=case, referral=None, numbers={Result.NEW_WORK: -1, Result.TRAINING: 1}, at=now())


@pytest.mark.parametrize("state", [State.ACCEPTED, State.IN_PROGRESS])
def test_a_final_report_closes_the_referral(state):
    referral = referral_in(state)
    actions.report(case=referral.case, referral=referral, numbers={Result.NEW_WORK: 12}, at=now(), final=True)
    assert referral_to(referral.case).state == State.CLOSED


def test_a_final_report_that_is_sent_twice_changes_nothing():
    referral = referral_in(State.ACCEPTED)
    for _time in range(2):
        actions.report(case=referral.case, referral=referral, numbers={Result.NEW_WORK: 12}, at=now(), final=True)
    assert referral.events.filter(after=State.CLOSED).count() == 1
    assert outcomes(referral) == {"new_work": 12}


@pytest.mark.parametrize("state", [State.SENT, State.SEEN, State.DECLINED, State.NO_ANSWER, State.FORWARDED])
def test_who_did_not_say_yes_has_nothing_to_report(state):
    referral = referral_in(state)
    with pytest.raises(MoveRefused):
        actions.report(case=referral.case, referral=referral, numbers={Result.NEW_WORK: 1}, at=now())


def test_an_unconfirmed_case_has_no_outcome():
    with pytest.raises(NotConfirmed):
        actions.report(case=unconfirmed_case(), referral=None, numbers={Result.NEW_WORK: 1}, at=now())


# --- Silence and links -----------------------------------------------------------------------------------


def test_silence_three_times_in_a_row_takes_back_the_checks_of_a_provider():
    for number in range(3):
        at = now() + timedelta(hours=number)
        case = sent_case(BRANCH, at=at)
        assert Provider.objects.get(slug=BRANCH).silent_since is None
        # A day later, since what is on the day of a check is forgiven by it.
        bring_into(State.NO_ANSWER, referral_to(case), at + timedelta(days=1))
    provider = Provider.objects.get(slug=BRANCH)
    assert (provider.last_checked_on, provider.silent_since) == (None, date(2026, 11, 24))
    with pytest.raises(CannotRefer):
        unconfirmed_case(BRANCH)


def test_after_yes_a_new_link_leads_to_the_progress_page():
    referral = referral_in(State.ACCEPTED)
    assert new_mails(lambda: actions.renew_answer_link(referral=referral, at=now())) == ["progress_link"]


def test_a_new_link_goes_to_the_address_on_record():
    referral = referral_in(State.SENT)
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(email="nieuw@example.org")
    actions.renew_answer_link(referral=referral, at=now())
    assert mails("nieuw@example.org") == ["new_answer_link"]
    assert ReferralEvent.objects.filter(what="new_link", actor="provider").count() == 1


def test_another_provider_can_be_named_that_only_works_at_the_place_of_one_group():
    places = {"places": [{"location": "6811 AB", "permanent": "12"}, {"location": "8011", "permanent": "3"}]}
    case = sent_case(BRANCH, answers=ANSWERS.with_step("plaatsen", places))
    draft = actions.forward(referral=referral_to(case), to=Provider.objects.get(slug="wsp-zwolle"), at=now())
    assert states(case) == {BRANCH: "forwarded", "wsp-zwolle": "draft"}
    assert draft.place == 2
