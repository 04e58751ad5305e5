"""The mail of a referral: to whom, in which words and language, and what is not in it."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from referrals.loop import actions, letters, pauses
from referrals.loop.letters import reference_of
from referrals.loop.next_provider import next_best
from referrals.loop.reopening import reopen
from referrals.mail.purposes import MailPurpose
from referrals.models import MailState, OutgoingMail
from referrals.status import Actor, DeclineReason, State
from services.models import Provider
from tests.portal.page import Page
from tests.referrals.support.journeys import YEAR
from tests.referrals.support.mailbox import newest, path_in
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
    unconfirmed_case,
)
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

# What the case of the tests says: none of it may stand in a mail.
CONTENT = ("Arnhem", "6811", "twaalf", str(YEAR), "techniek", "Techniek", "scholing", "Scholing", "training")
TO_PROVIDERS = ("invite", "remind", "new_answer_link", "provider_withdrawn", "progress_link", "ask_provider_outcome")
TO_PROVIDERS += ("provider_answered", "provider_unanswered", "provider_hold", "provider_reopened")


@pytest.fixture(autouse=True)
def directory(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=True)
    reachable_directory()
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(
            name="De Branche", phone="030 123 45 67", website="https://a.example"
        )
        Provider.objects.filter(slug=MOBILITY).update(name="De Mobiliteit")


@pytest.fixture
def every_mail(directory):
    """Put every mail that there is in the queue, by way of the verbs and then by hand."""
    unconfirmed_case()
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    actions.renew_employer_link(details=case.details, at=timezone.now())
    first = referral_to(case, BRANCH)
    actions.renew_answer_link(referral=first, at=timezone.now())
    letters.remind(first)
    decline_for_good(referral=referral_to(case, BRANCH), reason=DeclineReason.NO_CAPACITY, at=timezone.now())
    second = bring_into(State.ACCEPTED, referral_to(case, MOBILITY))
    letters.ask_provider_how_it_went(second)
    letters.ask_employer_how_it_went(case.details)
    actions.withdraw(referral=second, actor=Actor.EMPLOYER, at=timezone.now())
    referral_in(State.FORWARDED)
    other = sent_case(BRANCH, MOBILITY)
    bring_into(State.FORWARDED, referral_to(other, MOBILITY))
    decline_for_good(referral=referral_to(other, BRANCH), reason=DeclineReason.OTHER, at=timezone.now())
    decline_for_good(referral=referral_in(State.SENT), reason=DeclineReason.OTHER, at=timezone.now())
    with_pauses(referral_to(sent_case(BRANCH)))
    return list(OutgoingMail.objects.all())


def without_name(text: str) -> str:
    """Return a mail without links and the name of the organisation, which says its sector."""
    return re.sub(r"\S+:\S+/|Voorbeeld brancheservicepunt Techniek", "", text)


def with_pauses(referral):
    """Look into it, ask, wait and come back."""
    one = {"referral": referral, "at": timezone.now()}
    bring_into(State.CONSIDERING, referral)
    pauses.ask(**one, codes=["told"])
    letters.tell_provider_unanswered(referral)
    pauses.answer(**one, answers={"told": "all"})
    OutgoingMail.objects.filter(referral=referral).update(state=MailState.SENT)
    pauses.hold(**one, until=timezone.localdate() + timedelta(days=9), actor=Actor.EMPLOYER)
    helping = bring_into(State.ACCEPTED, referral)
    pauses.resume(referral=helping, actor=Actor.PROVIDER, at=timezone.now())
    actions.withdraw(referral=helping, at=timezone.now(), actor=Actor.STAFF, reason="provider_asks")
    helping.refresh_from_db()
    reopen(referral=helping, at=timezone.now(), actor=Actor.STAFF)


def test_every_mail_there_is_was_put_in_the_queue(every_mail):
    assert {mail.purpose for mail in every_mail} == {
        *TO_PROVIDERS,
        "ask_confirmation",
        "employer_sent",
        "new_employer_link",
        "employer_accepted",
        "employer_considering",
        "employer_hold",
        "employer_reopened",
        "ask_employer_question",
        "employer_moved_on",
        "employer_others_follow",
        "offer_next",
        "ask_consent_forward",
        "ask_employer_outcome",
    }


def test_staff_read_in_words_what_each_mail_is_for(every_mail):
    elsewhere = {
        MailPurpose.ACCOUNT,
        MailPurpose.ASK_HOW_IT_WENT,
        MailPurpose.COMPARISON,
        MailPurpose.NEAR_HELP,
        MailPurpose.PLAN,
    }
    assert {mail.purpose for mail in every_mail} == set(MailPurpose) - elsewhere


def test_the_first_mail_to_a_provider_says_where_how_many_need_what_and_no_more(every_mail):
    for mail in every_mail:
        if mail.purpose == "invite":
            assert "Het gaat om 12 medewerkers in 6811 AB Arnhem." in mail.text
            assert "Gevraagde hulp:" in mail.text
            for told in (str(YEAR), "techniek", "ontslagen", EMPLOYER):
                assert told not in without_name(mail.text), mail.text


def test_the_first_mail_to_a_provider_says_how_to_check_that_it_is_ours(every_mail):
    for mail in every_mail:
        if mail.purpose == "invite":
            assert f"Zoek dan zelf ons portaal op: {settings.SITE_URL}." in mail.text
            assert f"Noem het kenmerk {reference_of(mail.referral)}." in mail.text
            assert "beheert" in mail.text


def test_what_the_employer_left_out_stands_in_no_mail():
    sent_case(fields=frozenset())
    invited = OutgoingMail.objects.get(purpose="invite")
    assert "Het gaat om 12 medewerkers in 6811 AB Arnhem." in invited.text
    assert "Gevraagde hulp" not in invited.text


def test_no_later_mail_to_a_provider_holds_anything_of_the_case(every_mail):
    for mail in every_mail:
        if mail.purpose in TO_PROVIDERS and mail.purpose != "invite":
            words = without_name(mail.text + mail.html)
            assert not [one for one in (*CONTENT, EMPLOYER) if one in words], mail.text
            assert not re.search(r"\b12\b", words), mail.text


def test_the_first_mail_to_the_employer_names_all_days_to_come(time_machine):
    time_machine.move_to("2026-12-21 10:00:00+00:00", tick=True)
    reachable_directory()
    sent_case()
    told = OutgoingMail.objects.get(purpose="employer_sent").text
    # Two days of Christmas and New Year's Day are no working days.
    assert "herinnering op: 24 december 2026; 30 december 2026." in told
    assert "Uiterlijk 6 januari 2027 krijgt u antwoord" in told
    assert "na 60 dagen hoe het ging" in told


def test_no_subject_says_what_a_case_is_about_or_who_is_in_it(every_mail):
    for mail in every_mail:
        assert not [one for one in (*CONTENT, EMPLOYER, "Branche", "Mobiliteit") if one in mail.subject]


def test_text_and_html_say_the_same(every_mail):
    for mail in every_mail:
        html = " ".join(Page.read(mail.html).one("body").text.split())
        for line in mail.text.splitlines():
            if line not in ("", "--") and not line.startswith(("http", "Vragen?")):
                assert line.removesuffix(":") in html


def test_html_is_plain_has_a_language_and_loads_nothing(every_mail):
    for mail in every_mail:
        page = Page.read(mail.html)
        assert page.one("html")["lang"] == mail.language == "nl"
        assert page.one("title").text == mail.subject
        assert {element.tag for element in page.elements}.isdisjoint(
            {"img", "script", "link", "iframe", "form", "object"}
        )
        assert not re.search(r"url\(|@import|@font-face|src=|background", mail.html)
        assert {link["href"].startswith(settings.SITE_URL) for link in page.all("a")} == {True}


def test_every_mail_says_who_runs_the_portal(monkeypatch):
    monkeypatch.setattr(settings, "OWNER_NAME", "Stichting <Van> Werk & Zo")
    unconfirmed_case()
    mail = newest("ask_confirmation")
    assert "Stichting <Van> Werk & Zo beheert dit portaal." in mail.text
    assert "Stichting &lt;Van&gt; Werk &amp; Zo beheert dit portaal." in mail.html


def test_without_a_name_every_mail_says_what_will_stand_there(every_mail):
    for mail in every_mail:
        assert "Hier staat straks wie dit portaal beheert." in mail.text


def test_html_names_no_colours_so_that_it_is_right_in_the_dark(every_mail):
    for mail in every_mail:
        assert '<meta name="color-scheme" content="light dark">' in mail.html
        assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|[^-]color:", mail.html.replace("%23", ""))


def test_mail_to_a_provider_goes_to_its_address_on_record_and_carries_the_reference(every_mail):
    for mail in every_mail:
        if mail.purpose in TO_PROVIDERS:
            assert mail.to == mail.referral.provider.email
            assert f"Kenmerk: {letters.reference_of(mail.referral)}" in mail.text
        else:
            assert mail.to == EMPLOYER


def test_names_from_the_directory_cannot_put_markup_in_a_mail(directory):
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(name="<b>Jan & Co</b>")
    referral_in(State.ACCEPTED)
    mail = newest("employer_accepted")
    assert "<b>Jan & Co</b> wil u helpen." in mail.text
    assert "&lt;b&gt;Jan &amp; Co&lt;/b&gt; wil u helpen." in mail.html


def test_the_mail_to_confirm_says_until_when_and_what_happens_otherwise(client):
    unconfirmed_case()
    mail = newest("ask_confirmation")
    assert "De link werkt 3 dagen. Daarna verwijderen wij uw antwoorden." in mail.text
    assert "Hebt u niets gevraagd? Dan hoeft u niets te doen." in mail.text
    assert client.get(path_in(mail)).status_code == 200


def test_mail_to_the_employer_is_in_the_language_of_the_case():
    unconfirmed_case(language="en")
    mail = newest("ask_confirmation")
    assert mail.language == "en"
    assert '<html lang="en">' in mail.html
    assert path_in(mail).startswith("/en/")
    assert f"{settings.SITE_URL}/en/contact/" in mail.text


def test_mail_to_a_provider_is_in_dutch_whatever_the_language_of_the_case():
    sent_case(language="en")
    mail = newest("invite")
    assert (mail.language, mail.subject) == ("nl", "Een werkgever vraagt uw hulp")
    assert path_in(mail).startswith("/aanvraag/")


def test_the_invitation_says_until_when_an_answer_is_of_use(client):
    referral_in(State.SENT)
    mail = newest("invite")
    assert "Wilt u uiterlijk op 7 december 2026 antwoorden?" in mail.text
    assert client.get(path_in(mail)).status_code == 200


def test_a_reminder_says_when_the_first_mail_came():
    referral = referral_in(State.SENT)
    letters.remind(referral)
    assert "Op 23 november 2026 stuurden wij u een aanvraag" in newest("remind").text


def test_a_yes_tells_the_employer_how_to_reach_the_provider(client):
    referral_in(State.ACCEPTED)
    mail = newest("employer_accepted")
    assert "Goed nieuws: De Branche wil u helpen." in mail.text
    for way in ("Telefoon: 030 123 45 67", f"E-mail: {BRANCH}@example.org", "Website: https://a.example"):
        assert way in mail.text
    assert client.get(path_in(mail)).status_code == 200


def test_a_yes_gives_the_provider_its_page_but_the_address_only_there(client):
    referral_in(State.ACCEPTED)
    mail = newest("progress_link")
    assert EMPLOYER not in mail.text + mail.html
    assert EMPLOYER in client.get(path_in(mail)).content.decode()


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (State.DECLINED, "De Branche zei nee. De reden: “Wij hebben nu geen plek”."),
        (State.NO_ANSWER, "De Branche gaf binnen 10 werkdagen geen antwoord."),
    ],
)
def test_the_employer_hears_why_and_who_is_next(end, sentence):
    referral_in(end)
    mail = newest("offer_next")
    assert sentence in mail.text
    assert "De volgende die bij uw aanvraag past, is " in mail.text
    assert "Wij sturen niets zolang u niet klikt." in mail.text


def test_handing_back_is_told_as_such():
    referral = referral_in(State.ACCEPTED)
    decline_for_good(referral=referral, reason=DeclineReason.NO_CAPACITY, at=timezone.now())
    assert "De Branche zei ja, maar kan u toch niet helpen." in newest("offer_next").text


def test_a_provider_that_mail_does_not_reach_is_told_as_such():
    referral = referral_in(State.SENT)
    referral.mails.update(state=MailState.BOUNCED)
    actions.record_silence(referral=referral, at=timezone.now())
    assert "Wij konden De Branche niet bereiken: onze mail kwam niet aan." in newest("offer_next").text


def test_with_nobody_left_the_employer_is_led_to_the_directory():
    referral = referral_in(State.DECLINED)
    letters.offer_next(referral.case.details, referral, None)
    mail = newest("offer_next")
    assert "Wij weten nu geen andere organisatie" in mail.text
    assert f"Het overzicht: {settings.SITE_URL}/zoeken/" in mail.text


def test_the_next_in_line_is_told_with_the_reason():
    case = sent_case(BRANCH, MOBILITY, one_by_one=True)
    bring_into(State.DECLINED, referral_to(case))
    mail = newest("employer_moved_on")
    assert "De Branche zei nee." in mail.text
    assert "Uw aanvraag is nu bij De Mobiliteit, zoals u vooraf koos." in mail.text


def test_a_forward_asks_the_employer_and_names_both():
    with by_hand():
        Provider.objects.filter(slug=GATEKEEPER).update(name="De Poort")
    referral_in(State.FORWARDED)
    mail = newest("ask_consent_forward")
    assert "De Branche helpt u niet zelf, en noemt een andere organisatie: De Poort." in mail.text
    assert not OutgoingMail.objects.filter(to=f"{GATEKEEPER}@example.org").exists()


def test_a_withdrawal_asks_the_provider_to_remove_what_it_kept():
    bring_into(State.WITHDRAWN, referral_in(State.SEEN))
    mail = newest("provider_withdrawn")
    assert "De werkgever trekt de aanvraag in die wij u stuurden op 23 november 2026." in mail.text
    assert "Verwijder dat dan." in mail.text
    assert ":" not in "".join(re.findall(rf"{re.escape(settings.SITE_URL)}(\S*)", mail.text))


def test_a_mail_about_an_example_says_that_it_is_one():
    with by_hand():
        Provider.objects.filter(slug=BRANCH).update(is_example=True)
    referral_in(State.ACCEPTED)
    for purpose in ("invite", "progress_link", "employer_accepted"):
        mail = newest(purpose)
        for words in (mail.text, mail.html):
            assert words.count("Let op: De Branche is een voorbeeld. De contactgegevens zijn verzonnen.") == 1


def test_an_offer_of_an_example_says_that_it_is_one():
    referral = referral_in(State.DECLINED)
    offer = next_best(referral.case, timezone.localdate())
    with by_hand():
        Provider.objects.filter(slug=offer.candidate.slug).update(is_example=True)
    letters.offer_next(referral.case.details, referral, offer)
    assert f"Let op: {offer.candidate.name} is een voorbeeld." in newest("offer_next").text


def test_a_verb_that_is_undone_leaves_no_mail():
    referral = referral_in(State.SENT)
    before = OutgoingMail.objects.count()
    with transaction.atomic():
        actions.accept(referral=referral, at=timezone.now())
        assert OutgoingMail.objects.count() == before + 2
        transaction.set_rollback(True)
    assert OutgoingMail.objects.count() == before


def test_days_are_those_of_the_netherlands():
    letters.remind(referral_in(State.SENT, at=datetime.fromisoformat("2026-11-23T23:30:00+00:00")))
    assert "Op 24 november 2026 stuurden wij u een aanvraag" in newest("remind").text
