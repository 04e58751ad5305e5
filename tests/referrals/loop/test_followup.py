"""What time does: the daily command moved along the calendar, run twice, and killed halfway."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from referrals.at_once import TooMuchAtOnce
from referrals.loop import actions
from referrals.loop.closing import was_notified
from referrals.loop.followup import Followed, follow_up
from referrals.loop.links import Purpose, open_referral, token_of
from referrals.loop.refusals import CannotRefer
from referrals.models import CaseDetails, MailState, OutgoingMail, Referral, ReferralEvent
from referrals.signed_links import LinkRefused
from referrals.status import State
from services.duplicates.merging import merge
from services.models import Provider
from services.upkeep.door import versions_of
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
    unconfirmed_case,
)
from tests.services.providers import STAFF, by_hand

NOTHING = Followed(*[0] * len(Followed._fields))
SENT = MailState.SENT


@pytest.fixture
def run_on(db, example_directory, time_machine):
    """Go to Monday 23 November 2026, and return a function that moves the clock to a day and runs the command's work.

    All mail that waits has left by then, unless the test says otherwise.
    """
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()

    def run(day, deliver=True, **how):
        if deliver:
            OutgoingMail.objects.filter(state=MailState.WAITING).update(state=SENT)
        time_machine.move_to(f"{day} 06:00:00+00:00", tick=False)
        return follow_up(now=timezone.now(), **how)

    return run


def events(what):
    return ReferralEvent.objects.filter(what=what)


def mails(purpose):
    return OutgoingMail.objects.filter(purpose=purpose)


# --- Reminders -------------------------------------------------------------------------------------------


def test_on_the_day_of_sending_and_the_days_after_nothing_is_due(run_on):
    sent_case(BRANCH)
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        assert run_on(day) == NOTHING


def test_a_provider_is_reminded_on_the_third_and_sixth_working_day_and_no_other(run_on):
    sent_case(BRANCH)
    days = ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-07"]
    assert [day for day in days if run_on(day).reminded] == ["2026-11-26", "2026-12-01"]
    assert mails("remind").count() == events("reminded").count() == 2


def test_mail_to_a_provider_goes_to_its_address_for_referrals_where_it_has_one(run_on):
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(referral_email="intake@example.org", email="")

    referral = referral_to(sent_case(BRANCH))
    run_on("2026-11-26")

    assert set(referral.mails.values_list("to", flat=True)) - {EMPLOYER} == {"intake@example.org"}
    assert referral.mails.filter(purpose="remind").count() == 1


def test_an_address_for_referrals_that_comes_later_makes_no_mail_of_before_another_ones(run_on):
    referral = referral_to(sent_case(BRANCH))
    OutgoingMail.objects.filter(state=MailState.WAITING).update(state=SENT)
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(referral_email="intake@example.org")

    assert was_notified(Referral.objects.get(pk=referral.pk))
    assert run_on("2026-11-26").reminded == 1


def test_a_reminder_brings_a_new_link_and_ends_the_old_one(run_on):
    case = sent_case(BRANCH)
    old = token_of(Purpose.ANSWER, referral_to(case))
    run_on("2026-11-26")
    with pytest.raises(LinkRefused):
        open_referral(Purpose.ANSWER, old)
    assert open_referral(Purpose.ANSWER, token_of(Purpose.ANSWER, referral_to(case))).pk == referral_to(case).pk


def test_a_provider_that_read_it_is_reminded_too_and_one_that_answered_is_not(run_on):
    bring_into(State.SEEN, referral_to(sent_case(BRANCH)))
    for state in (State.ACCEPTED, State.DECLINED, State.FORWARDED, State.WITHDRAWN):
        bring_into(state, referral_to(sent_case(BRANCH)))
    assert run_on("2026-11-26").reminded == 1


def test_after_days_without_a_run_a_provider_gets_one_reminder_not_two(run_on):
    sent_case(BRANCH)
    assert run_on("2026-12-03").reminded == 1
    assert run_on("2026-12-04").reminded == 0


def test_public_holidays_put_a_reminder_off(run_on, time_machine):
    time_machine.move_to("2026-12-22 10:00:00+00:00", tick=False)
    sent_case(BRANCH)
    # 23, 24, and then 28 December: Christmas and a weekend lie between.
    assert [run_on(f"2026-12-{day}").reminded for day in (24, 25, 26, 27, 28)] == [0, 0, 0, 0, 1]


def test_mail_that_has_not_left_is_not_followed_by_a_reminder(run_on):
    case = sent_case(BRANCH)
    key = referral_to(case).key
    assert run_on("2026-11-26", deliver=False).reminded == 0
    assert referral_to(case).key == key
    assert run_on("2026-11-27").reminded == 1


# --- Silence ---------------------------------------------------------------------------------------------


def test_ten_working_days_of_silence_end_the_waiting_and_offer_the_next_best(run_on):
    case = sent_case(BRANCH)
    assert run_on("2026-12-07").silent == 0
    assert run_on("2026-12-08").silent == 1
    assert referral_to(case).state == State.NO_ANSWER
    assert ReferralEvent.objects.get(after=State.NO_ANSWER).actor == "time"
    assert "mobiliteitscentrum Arnhem" in mails("offer_next").get().text


def test_silence_sends_it_to_the_next_in_line_whose_own_days_begin_then(run_on):
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True)
    run_on("2026-12-08")
    assert referral_to(case, MOBILITY).state == State.SENT
    assert mails("employer_moved_on").count() == 1
    assert run_on("2026-12-22").silent == 0
    assert run_on("2026-12-23").silent == 1
    assert referral_to(case, GATEKEEPER).state == State.SENT


def test_while_the_mail_server_is_down_nobody_is_silent_but_not_for_ever(run_on):
    case = sent_case(BRANCH)
    assert run_on("2026-12-08", deliver=False) == NOTHING
    assert referral_to(case).state == State.SENT
    assert run_on("2026-12-21", deliver=False).silent == 0
    assert run_on("2026-12-22", deliver=False).silent == 1


def test_three_silences_in_a_row_end_the_referring_to_a_provider_until_its_record_is_confirmed(run_on):
    for _number in range(3):
        sent_case(BRANCH)
    run_on("2026-11-26")
    assert run_on("2026-12-08").silent == 3
    assert Provider.objects.get(slug=BRANCH).silent_since == datetime(2026, 12, 8, tzinfo=UTC).date()
    with pytest.raises(CannotRefer):
        unconfirmed_case(BRANCH)


def test_an_answer_between_two_silences_begins_the_count_anew(run_on):
    for _number in range(2):
        sent_case(BRANCH)
    run_on("2026-12-08")
    referral_in(State.DECLINED)
    for _number in range(2):
        sent_case(BRANCH)
    run_on("2027-01-15")
    assert Provider.objects.get(slug=BRANCH).silent_since is None


# --- What cannot be delivered ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.BOUNCED])
def test_an_invitation_that_cannot_arrive_counts_as_silence_at_once(run_on, state):
    case = sent_case(BRANCH)
    mails("invite").update(state=state)
    assert run_on("2026-11-24") == NOTHING._replace(unreachable=1)
    assert referral_to(case).state == State.NO_ANSWER
    assert "niet bereiken" in mails("offer_next").get().text


def test_mail_to_the_employer_that_cannot_arrive_says_nothing_of_the_provider(run_on):
    sent_case(BRANCH)
    OutgoingMail.objects.filter(to=EMPLOYER).update(state=MailState.BOUNCED)
    assert run_on("2026-11-24") == NOTHING


def test_a_mail_that_arrived_after_one_that_did_not_gives_the_provider_its_time(run_on):
    case = sent_case(BRANCH)
    mails("invite").update(state=MailState.FAILED)
    actions.renew_answer_link(referral=referral_to(case), at=timezone.now())
    later = timezone.now() + timezone.timedelta(minutes=1)
    mails("new_answer_link").update(created_at=later)
    assert run_on("2026-11-24") == NOTHING


# --- What the employer lets lie --------------------------------------------------------------------------


def test_a_case_that_nobody_confirms_is_dropped_with_all_that_is_known_of_it(run_on, settings):
    settings.UNCONFIRMED_CASE_DAYS = 3
    case = unconfirmed_case(BRANCH)
    sent_case(MOBILITY)
    assert run_on("2026-11-26").dropped == 0
    assert run_on("2026-11-27").dropped == 1
    assert not CaseDetails.objects.filter(pk=case.pk).exists()
    assert (referral_to(case).state, referral_to(case).shared) == (State.WITHDRAWN, {})
    assert not OutgoingMail.objects.filter(case=case).exists()
    case.refresh_from_db()
    assert case.sent_on is None


def test_an_employer_that_does_not_say_yes_to_a_named_provider_keeps_nobody_waiting(run_on):
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    bring_into(State.FORWARDED, referral_to(case))
    assert run_on("2026-12-07").unanswered_by_employer == 0
    assert run_on("2026-12-08").unanswered_by_employer == 1
    assert referral_to(case, GATEKEEPER).state == State.WITHDRAWN
    assert referral_to(case, MOBILITY).state == State.SENT


# --- How it went -----------------------------------------------------------------------------------------


def test_both_sides_are_asked_sixty_and_a_hundred_and_twenty_days_after_yes(run_on, settings):
    settings.ASK_OUTCOME_DAYS = [60, 120]
    bring_into(State.ACCEPTED, referral_to(sent_case(BRANCH)))
    days = ["2027-01-21", "2027-01-22", "2027-01-23", "2027-03-22", "2027-03-23", "2027-03-24", "2027-06-01"]
    asked = [day for day in days if run_on(day) == NOTHING._replace(asked_providers=1, asked_employers=1)]
    assert asked == ["2027-01-22", "2027-03-23"]
    assert mails("ask_provider_outcome").count() == mails("ask_employer_outcome").count() == 2


def test_a_provider_that_finished_is_not_asked_and_its_employer_is(run_on):
    bring_into(State.CLOSED, referral_to(sent_case(BRANCH)))
    assert run_on("2027-01-22") == NOTHING._replace(asked_employers=1)


def test_an_employer_is_asked_once_for_a_case_with_three_providers(run_on):
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER)
    for slug in (BRANCH, MOBILITY, GATEKEEPER):
        bring_into(State.ACCEPTED, referral_to(case, slug))
    assert run_on("2027-01-22") == NOTHING._replace(asked_providers=3, asked_employers=1)


def test_where_nobody_said_yes_nobody_is_asked(run_on):
    bring_into(State.DECLINED, referral_to(sent_case(BRANCH)))
    assert run_on("2027-01-22") == NOTHING


def test_a_withdrawn_case_is_left_alone(run_on):
    case = sent_case(BRANCH, MOBILITY)
    bring_into(State.ACCEPTED, referral_to(case))
    actions.withdraw_case(details=case.details, at=timezone.now())
    for day in ("2026-11-26", "2026-12-08", "2027-01-22"):
        assert run_on(day) == NOTHING


# --- The command -----------------------------------------------------------------------------------------


def everything_due(run_on):
    """Store something of each kind that is due on 8 December."""
    sent_case(BRANCH)
    sent_case(MOBILITY, GATEKEEPER, one_by_one=True)
    unconfirmed_case(BRANCH)
    bring_into(State.FORWARDED, referral_to(sent_case(BRANCH)))
    OutgoingMail.objects.update(state=SENT)


def test_a_second_run_on_the_same_day_does_nothing(run_on):
    everything_due(run_on)
    first = run_on("2026-12-08")
    assert (first.silent, first.dropped, first.unanswered_by_employer) == (2, 1, 1)
    before = OutgoingMail.objects.count(), ReferralEvent.objects.count()
    assert run_on("2026-12-08") == NOTHING
    assert (OutgoingMail.objects.count(), ReferralEvent.objects.count()) == before


def test_small_batches_reach_everyone(run_on):
    for _number in range(7):
        sent_case(BRANCH)
    assert run_on("2026-11-26", batch=2).reminded == 7
    assert run_on("2026-12-08", batch=1).silent == 7


def unreadable_case():
    """Store a sent case of which the answers cannot be read: no page makes one."""
    case = sent_case(BRANCH)
    CaseDetails.objects.filter(pk=case.pk).update(answers={"plaatsen": "x"})
    return case


def test_a_row_that_fails_keeps_no_other_from_its_turn_and_is_tried_again(run_on):
    unreadable, sound = unreadable_case(), sent_case(BRANCH)
    assert run_on("2026-12-08") == NOTHING._replace(silent=1, mistakes=1)
    assert referral_to(sound).state == State.NO_ANSWER
    assert referral_to(unreadable).state == State.SENT
    assert mails("offer_next").count() == 1
    assert run_on("2026-12-09") == NOTHING._replace(mistakes=1)


def test_the_command_ends_with_a_failure_and_the_log_names_the_row(run_on, time_machine, caplog):
    referral = referral_to(unreadable_case())
    OutgoingMail.objects.update(state=SENT)
    time_machine.move_to("2026-12-08 06:00:00+00:00", tick=False)
    with pytest.raises(CommandError, match="Mislukt: 1"):
        call_command("followup")
    assert str(referral.pk) in caplog.text


def test_the_command_prints_what_it_did(run_on, time_machine, capsys):
    everything_due(run_on)
    time_machine.move_to("2026-12-08 06:00:00+00:00", tick=False)
    call_command("followup")
    assert capsys.readouterr().out.splitlines() == [
        "Na een nee is de volgende aan de beurt: 0",
        "Onbereikbaar, de volgende is aan de beurt: 0",
        "Geen antwoord, de volgende is aan de beurt: 2",
        "Doorverwijzingen zonder ja van de werkgever ingetrokken: 1",
        "Organisaties herinnerd: 0",
        "Werkgevers nog eens om antwoord op een vraag gevraagd: 0",
        "Vragen waarop geen antwoord kwam: 0",
        "Onbevestigde aanvragen verwijderd: 1",
        "Organisaties gevraagd hoe het ging: 0",
        "Werkgevers gevraagd hoe het ging: 0",
        "Werkgevers met een bewaarde casus gevraagd hoe het ging: 0",
    ]


# --- A clock that is wrong ----------------------------------------------------------------------------------


def test_a_run_far_in_the_future_ends_no_waiting_unless_it_is_asked_once_more(run_on):
    for number in range(21):
        sent_case(email=f"werkgever@bedrijf{number}.example")
    before = list(ReferralEvent.objects.order_by("pk").values_list("pk", flat=True))

    with pytest.raises(TooMuchAtOnce, match="21 van 21"):
        run_on("2027-11-23")

    assert list(ReferralEvent.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert run_on("2027-11-23", force=True).silent == 21


def test_the_command_says_what_to_do_when_it_would_be_too_much(run_on, time_machine):
    for number in range(21):
        sent_case(email=f"werkgever@bedrijf{number}.example")
    OutgoingMail.objects.update(state=SENT)
    time_machine.move_to("2027-11-23 06:00:00+00:00", tick=False)

    with pytest.raises(CommandError, match=r"2027-11-23 06:00.*--force"):
        call_command("followup")

    call_command("followup", "--force")
    assert events(ReferralEvent.What.MOVED).filter(after=State.NO_ANSWER).count() == 21


# --- Two records that became one -----------------------------------------------------------------------------


def test_mail_for_what_was_merged_goes_to_the_record_that_stands_for_it(run_on):
    case = sent_case(BRANCH)
    gone, kept = referral_to(case).provider, Provider.objects.get(slug=MOBILITY)
    seen = versions_of([gone.pk, kept.pk])
    merge(kept=kept, gone=gone, values={}, reason="een", by=STAFF, on=timezone.localdate(), seen=seen)

    run_on("2026-11-26")

    assert mails("remind").get().to == kept.email != gone.email
    assert was_notified(referral_to(case))
