"""Mailing what an employee reads to oneself: once, without what was filled in, and the address is not kept."""

import pytest
from django.core.management import call_command
from django.test import Client

from referrals.models import OutgoingMail
from tests.portal.page import Page
from tests.referrals.support.journeys import YEAR, answer_as_employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_directory")]

ANSWER, FORM, DONE = (f"/hulp-in-de-buurt/GM0202/{rest}" for rest in ("", "mailen/", "gemaild/"))
TO = {"email": "lezer@example.org"}


@pytest.fixture
def reader(client):
    """Somebody who filled in the questions in this browser."""
    answer_as_employee(client, location="6826 QX", situation="illness", end_date=f"1-6-{YEAR}", needs=["evc"])
    return client


def words_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def test_the_mail_says_who_helps_and_what_to_do_first_and_nothing_of_it_stays(reader, server):
    assert "Wat u invulde, staat er niet in." in words_of(reader.get(FORM))

    assert reader.post(FORM, TO).headers["Location"] == DONE
    call_command("send_mail")

    (mail,) = server.mails
    said = mail.message.get_body(("plain",)).get_content()
    assert mail.recipient == "lezer@example.org"
    assert "1. Teken nog niets." in said
    assert "Voorbeeld poortwachtercentrum Arnhem: poort-arnhem@example.org" in said
    assert ANSWER in said
    assert not OutgoingMail.objects.exists()
    assert "De mail is onderweg" in words_of(reader.get(DONE))


def test_the_mail_holds_nothing_that_was_filled_in(reader):
    reader.post(FORM, TO)

    mail = OutgoingMail.objects.get()
    for typed in ("6826", "Ik ben ziek", str(YEAR), "EVC)"):
        assert typed not in mail.subject + mail.text + mail.html


def test_pressing_twice_mails_once(reader):
    for _time in range(2):
        assert reader.post(FORM, TO).headers["Location"] == DONE

    assert OutgoingMail.objects.count() == 1


def test_the_english_page_mails_in_english(reader):
    reader.post(f"/en{FORM}", TO)

    mail = OutgoingMail.objects.get()
    assert mail.language == "en"
    assert "1. Do not sign anything yet." in mail.text
    assert f"/en{ANSWER}" in mail.text


@pytest.mark.parametrize(("typed", "hint"), [("", "Vul uw e-mailadres in."), ("lezer", "Dit is geen e-mailadres.")])
def test_an_address_that_cannot_be_mailed_is_said_beside_the_field_and_stays_there(reader, typed, hint):
    response = reader.post(FORM, {"email": typed})

    assert hint in words_of(response)
    assert Page.read(response).one("input", name="email").get("value") in (typed, None)
    assert not OutgoingMail.objects.exists()


def test_a_mailbox_and_a_network_get_only_so_much_a_day(reader, settings):
    settings.NEAR_HELP_MAILS_PER_MAILBOX, settings.NEAR_HELP_MAILS_PER_ADDRESS = 1, 2
    reader.post(FORM, TO)
    reader.post("/hulp-in-de-buurt/GM0202/vraag/situatie/", {"situation": "redundancy"})

    again = reader.post(FORM, {"email": "lezer+tag@example.org"})
    reader.post(FORM, {"email": "ander@example.org"})
    third = reader.post(FORM, {"email": "derde@example.org"})

    assert "Naar dit adres ging vandaag al 1 mail." in words_of(again)
    assert "Vanaf uw netwerk kwamen vandaag al 2 aanvragen." in words_of(third)
    assert OutgoingMail.objects.count() == 2


def test_whoever_filled_in_nothing_has_nothing_to_mail(client):
    assert client.post(FORM, TO).headers["Location"] == ANSWER
    assert not OutgoingMail.objects.exists()


def test_a_form_of_another_site_is_refused():
    assert Client(enforce_csrf_checks=True).post(FORM, TO).status_code == 403
