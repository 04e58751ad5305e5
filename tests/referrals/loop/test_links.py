"""Links in mails: signed, for one purpose, ended by a new key, by withdrawal or by time."""

import re

import pytest
from django.core import signing
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.links import Purpose, address_of, open_case, open_referral, token_of
from referrals.models import OutgoingMail, Referral
from referrals.signed_links import LinkRefused
from referrals.status import Actor, State
from tests.portal.page import Page
from tests.referrals.support.referred import reachable_directory, referral_in, referral_to, sent_case, unconfirmed_case

pytestmark = pytest.mark.django_db

FOR_CASES = [Purpose.CONFIRM, Purpose.EMPLOYER]
FOR_REFERRALS = [Purpose.ANSWER, Purpose.PROGRESS]


@pytest.fixture(autouse=True)
def on_a_day(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


@pytest.mark.parametrize("purpose", FOR_CASES)
def test_a_link_of_an_employer_opens_its_case(purpose):
    details = sent_case().details
    assert open_case(purpose, token_of(purpose, details)) == details


@pytest.mark.parametrize("purpose", FOR_REFERRALS)
def test_a_link_of_a_provider_opens_its_referral(purpose):
    referral = referral_in(State.SENT)
    assert open_referral(purpose, token_of(purpose, referral)) == referral


@pytest.mark.parametrize("made_for", Purpose)
@pytest.mark.parametrize("used_for", Purpose)
def test_a_link_opens_nothing_for_another_purpose(made_for, used_for):
    if made_for is used_for:
        return
    referral = referral_in(State.SENT)
    row = referral.case.details if made_for in FOR_CASES else referral
    with pytest.raises(LinkRefused) as refused:
        (open_case if used_for in FOR_CASES else open_referral)(used_for, token_of(made_for, row))
    assert not refused.value.expired


def altered(token):
    """Return every token with one character of it changed."""
    return [token[:place] + ("A" if one != "A" else "B") + token[place + 1 :] for place, one in enumerate(token)]


def test_an_altered_link_opens_nothing():
    referral = referral_in(State.SENT)
    token = token_of(Purpose.ANSWER, referral)
    # The last character of the signature carries bits that mean nothing: what is left equal opens the same row only.
    for other in [*altered(token)[:-1], "", "x", ":::", token * 2, token[:-5], "\0", "é"]:
        with pytest.raises(LinkRefused):
            open_referral(Purpose.ANSWER, other)


def test_a_link_signed_with_another_secret_opens_nothing(settings):
    referral = referral_in(State.SENT)
    theirs = signing.dumps([referral.pk.hex, referral.key], key="guessed", salt="referrals.links.answer")
    with pytest.raises(LinkRefused):
        open_referral(Purpose.ANSWER, theirs)


def test_confirming_ends_the_link_to_confirm():
    details = unconfirmed_case().details
    token = token_of(Purpose.CONFIRM, details)
    actions.confirm(details=open_case(Purpose.CONFIRM, token), at=timezone.now())
    with pytest.raises(LinkRefused):
        open_case(Purpose.CONFIRM, token)


def test_a_link_to_confirm_lives_as_long_as_the_unconfirmed_case(settings, time_machine):
    settings.UNCONFIRMED_CASE_DAYS = 3
    token = token_of(Purpose.CONFIRM, unconfirmed_case().details)
    time_machine.move_to("2026-11-26 09:59:59+00:00", tick=False)
    open_case(Purpose.CONFIRM, token)
    time_machine.move_to("2026-11-26 10:00:01+00:00", tick=False)
    with pytest.raises(LinkRefused) as refused:
        open_case(Purpose.CONFIRM, token)
    assert refused.value.expired


def test_a_link_to_answer_lives_two_weeks_and_still_says_what_it_was_for(time_machine):
    referral = referral_in(State.SENT)
    token = token_of(Purpose.ANSWER, referral)
    time_machine.move_to("2026-12-07 09:59:59+00:00", tick=False)
    assert open_referral(Purpose.ANSWER, token) == referral
    time_machine.move_to("2026-12-07 10:00:01+00:00", tick=False)
    with pytest.raises(LinkRefused) as refused:
        open_referral(Purpose.ANSWER, token)
    assert refused.value.row == referral


def test_who_said_no_has_a_new_link_mailed_for_as_long_as_it_can_come_back(client, time_machine):
    """The link lives shorter than the time in which a no can be taken back."""
    path = f"/aanvraag/{token_of(Purpose.ANSWER, referral_in(State.DECLINED))}/"
    time_machine.move_to("2027-01-12 10:00:00+00:00")
    assert "Mail een nieuwe link" in client.get(path).content.decode()
    client.post(path + "nieuwe-link/")
    mail = OutgoingMail.objects.get(purpose="new_answer_link")
    link = re.search(r"/aanvraag/[^/]+/", mail.text)[0]
    assert "Kunt u toch helpen?" in client.get(link).content.decode()
    client.post(link + "terug/")
    assert Referral.objects.get().state == State.SENT


def test_links_to_follow_a_case_end_with_the_time_of_its_details_though_no_daily_command_ran(time_machine):
    referral = referral_in(State.ACCEPTED)
    details = referral.case.details
    time_machine.move_to("2027-05-22 09:59:59+00:00", tick=False)
    employer, provider = token_of(Purpose.EMPLOYER, details), token_of(Purpose.PROGRESS, referral)
    assert open_case(Purpose.EMPLOYER, employer) == details
    time_machine.move_to("2027-05-22 10:00:01+00:00", tick=False)
    for open_, purpose, token in (
        (open_case, Purpose.EMPLOYER, employer),
        (open_referral, Purpose.PROGRESS, provider),
        (open_referral, Purpose.ANSWER, token_of(Purpose.ANSWER, referral)),
    ):
        with pytest.raises(LinkRefused) as refused:
            open_(purpose, token)
        assert not refused.value.expired


def test_a_link_to_follow_a_case_ends_by_its_own_date_though_the_case_goes_on(time_machine):
    referral = referral_in(State.ACCEPTED)
    details = referral.case.details
    employer, provider = token_of(Purpose.EMPLOYER, details), token_of(Purpose.PROGRESS, referral)
    time_machine.move_to("2027-05-01 10:00:00+00:00", tick=False)
    actions.begin(referral=referral, at=timezone.now())
    assert open_referral(Purpose.PROGRESS, provider) == referral
    time_machine.move_to("2027-05-22 10:00:01+00:00", tick=False)
    with pytest.raises(LinkRefused) as refused:
        open_case(Purpose.EMPLOYER, employer)
    assert refused.value.row == details
    with pytest.raises(LinkRefused) as refused:
        open_referral(Purpose.PROGRESS, provider)
    assert refused.value.row == referral


def test_who_follows_a_case_by_a_link_that_is_too_old_has_a_new_one_mailed(client, time_machine):
    referral = referral_in(State.ACCEPTED)
    details = referral.case.details
    pages = (
        (f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, details)}/", "nieuw-adres/", details.email),
        (f"/voortgang/{token_of(Purpose.PROGRESS, referral)}/", "nieuwe-link/", referral.provider.email),
    )
    time_machine.move_to("2027-05-01 10:00:00+00:00", tick=False)
    actions.begin(referral=referral, at=timezone.now())
    time_machine.move_to("2027-05-23 10:00:00+00:00", tick=False)
    for address, verb, mailbox in pages:
        (action,) = (form["action"] for form in Page.read(client.get(address)).all("form") if verb in form["action"])
        assert client.post(action, follow=True).status_code == 200
        assert OutgoingMail.objects.filter(to=mailbox, created_at=timezone.now()).count() == 1


def test_a_link_to_confirm_leads_on_no_longer_than_the_page_it_led_to_would_have_its_address(client, time_machine):
    details = unconfirmed_case().details
    confirm = f"/casus/aanvraag/{token_of(Purpose.CONFIRM, details)}/bevestigen/"
    actions.confirm(details=details, at=timezone.now())
    referral = details.case.referrals.first()
    time_machine.move_to("2027-05-01 10:00:00+00:00", tick=False)
    actions.see(referral=referral, at=timezone.now())
    actions.accept(referral=referral, at=timezone.now())
    assert "/casus/aanvraag/" in client.post(confirm)["Location"]
    time_machine.move_to("2027-05-23 10:00:00+00:00", tick=False)
    page = client.post(confirm)
    assert page.status_code == 200
    assert "Kijk in de nieuwste mail" in page.content.decode()


def test_no_newer_address_is_named_for_a_case_of_which_all_addresses_ended(client, time_machine):
    details = sent_case().details
    older = f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, details)}/"
    actions.renew_employer_link(details=details, at=timezone.now())
    assert "kreeg een nieuw adres" in client.get(older).content.decode()
    time_machine.move_to("2027-05-23 10:00:00+00:00", tick=False)
    page = client.get(older)
    assert page.status_code == 404
    assert "kreeg een nieuw adres" not in page.content.decode()


def test_links_to_follow_a_case_end_with_its_details():
    referral = referral_in(State.ACCEPTED)
    details = referral.case.details
    employer, provider = token_of(Purpose.EMPLOYER, details), token_of(Purpose.PROGRESS, referral)
    assert open_case(Purpose.EMPLOYER, employer) == details
    assert open_referral(Purpose.PROGRESS, provider) == referral
    details.delete()
    with pytest.raises(LinkRefused):
        open_case(Purpose.EMPLOYER, employer)
    with pytest.raises(LinkRefused):
        open_referral(Purpose.PROGRESS, provider)


def test_a_new_link_to_answer_ends_the_old_one():
    referral = referral_in(State.SENT)
    old = token_of(Purpose.ANSWER, referral)
    actions.renew_answer_link(referral=referral, at=timezone.now())
    with pytest.raises(LinkRefused) as refused:
        open_referral(Purpose.ANSWER, old)
    assert not refused.value.expired
    open_referral(Purpose.ANSWER, token_of(Purpose.ANSWER, referral_to(referral.case)))


def test_a_new_link_of_the_employer_ends_the_old_one():
    details = sent_case().details
    old = token_of(Purpose.EMPLOYER, details)
    actions.renew_employer_link(details=details, at=timezone.now())
    with pytest.raises(LinkRefused):
        open_case(Purpose.EMPLOYER, old)


def test_withdrawing_one_referral_ends_its_links_and_no_others():
    referral = referral_in(State.SENT)
    tokens = {purpose: token_of(purpose, referral) for purpose in FOR_REFERRALS}
    employer = token_of(Purpose.EMPLOYER, referral.case.details)
    actions.withdraw(referral=referral, at=timezone.now(), actor=Actor.EMPLOYER)
    for purpose, token in tokens.items():
        with pytest.raises(LinkRefused):
            open_referral(purpose, token)
        with pytest.raises(LinkRefused):
            open_referral(purpose, token_of(purpose, referral_to(referral.case)))
    open_case(Purpose.EMPLOYER, employer)


@pytest.mark.parametrize("state", [State.SENT, State.DECLINED, State.FORWARDED, State.NO_ANSWER, State.CLOSED])
def test_withdrawing_the_case_ends_every_link(state):
    referral = referral_in(state)
    details = referral.case.details
    tokens = {purpose: token_of(purpose, referral) for purpose in FOR_REFERRALS}
    employer = token_of(Purpose.EMPLOYER, details)
    actions.withdraw_case(details=details, at=timezone.now())
    with pytest.raises(LinkRefused):
        open_case(Purpose.EMPLOYER, employer)
    for purpose, token in tokens.items():
        with pytest.raises(LinkRefused):
            open_referral(purpose, token)


def test_an_address_is_whole_and_in_the_language_asked_for(settings):
    settings.SITE_URL = "https://vwnw.example"
    details = sent_case().details
    assert address_of(Purpose.EMPLOYER, details, "nl").startswith("https://vwnw.example/casus/aanvraag/")
    assert address_of(Purpose.EMPLOYER, details, "en").startswith("https://vwnw.example/en/casus/aanvraag/")


def test_an_address_holds_nothing_of_the_case():
    referral = referral_in(State.SENT)
    address = address_of(Purpose.ANSWER, referral, "nl")
    assert "techniek" not in address
    assert "@" not in address


# --- A new secret key ---------------------------------------------------------------------------------------

OLD, NEW = "o" * 60, "n" * 60


@pytest.mark.parametrize("purpose", FOR_REFERRALS)
def test_a_link_outlives_a_new_secret_key_for_as_long_as_the_old_one_is_kept(purpose, settings):
    referral = referral_in(State.SENT)
    settings.SECRET_KEY = OLD
    token = token_of(purpose, referral)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert open_referral(purpose, token) == referral
    made_now = token_of(purpose, referral)

    settings.SECRET_KEY_FALLBACKS = []
    assert open_referral(purpose, made_now) == referral
    with pytest.raises(LinkRefused):
        open_referral(purpose, token)
