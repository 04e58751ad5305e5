"""Mailing a comparison to oneself: it leaves through a real mail server, once, and the address is not kept."""

import pytest
from django.core.management import call_command
from django.test import Client

from referrals.models import Attempt, OutgoingMail
from tests.portal.page import Page
from tests.services.providers import add_provider

pytestmark = pytest.mark.django_db

FORM = "/vergelijken/mailen/?vergelijk=een,twee"
DONE = "/vergelijken/gemaild/?vergelijk=een,twee"
TO = {"email": "lezer@example.org"}


@pytest.fixture(autouse=True)
def organisations():
    add_provider("een", "NL", name="Loket Een", phone="026 123 45 67", min_redundancies=5)
    add_provider("twee", "NL", name="Loket Twee", website="https://twee.example")


def words_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def test_the_mail_tells_whom_was_compared_and_leads_back_and_nothing_of_it_stays(client, server):
    assert "Loket Een" in words_of(client.get(FORM))

    assert client.post(FORM, TO).headers["Location"] == DONE
    call_command("send_mail")

    (mail,) = server.mails
    said = mail.message.get_body(("plain",)).get_content()
    assert mail.recipient == "lezer@example.org"
    assert "Loket Een: helpt bij: nog geen ontslag, ontslag komt eraan, ziek of een uitkering" in said
    assert "vanaf 5 ontslagen; 026 123 45 67" in said
    assert "https://twee.example" in said
    assert "/vergelijken/?vergelijk=een,twee" in said
    assert not OutgoingMail.objects.exists()
    assert not Attempt.objects.filter(digest__contains="lezer").exists()
    assert "De mail is onderweg" in words_of(client.get(DONE))


def test_pressing_twice_mails_once(client):
    for _time in range(2):
        assert client.post(FORM, TO).headers["Location"] == DONE

    assert OutgoingMail.objects.count() == 1


def test_the_english_page_mails_in_english(client):
    client.post(f"/en{FORM}", TO)

    mail = OutgoingMail.objects.get()
    assert (mail.language, mail.subject) == ("en", "Organisations that you compared")
    assert "/en/vergelijken/?vergelijk=een,twee" in mail.text


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "Vul uw e-mailadres in."),
        ("lezer", "Dit is geen e-mailadres."),
        ("lezer@localhost.local", "Naar dit adres kunnen wij geen mail sturen."),
    ],
)
def test_an_address_that_cannot_be_mailed_is_said_beside_the_field_and_stays_there(client, typed, hint):
    response = client.post(FORM, {"email": typed})

    assert hint in words_of(response)
    assert Page.read(response).one("input", name="email").get("value") in (typed, None)
    assert not OutgoingMail.objects.exists()


def test_a_mailbox_and_a_network_get_only_so_much_a_day(client, settings):
    settings.COMPARISONS_PER_MAILBOX, settings.COMPARISONS_PER_ADDRESS = 1, 2
    client.post(FORM, TO)

    again = client.post("/vergelijken/mailen/?vergelijk=een", {"email": "lezer+tag@example.org"})
    client.post(FORM, {"email": "ander@example.org"})
    third = client.post(FORM, {"email": "derde@example.org"})

    assert "Naar dit adres ging vandaag al 1 mail." in words_of(again)
    assert "Vanaf uw netwerk kwamen vandaag al 2 aanvragen." in words_of(third)
    assert OutgoingMail.objects.count() == 2


def test_nothing_that_a_stranger_puts_in_the_address_is_mailed(client):
    client.post("/vergelijken/mailen/?vergelijk=een,koop-hier&locatie=Reclame&q=Reclame", TO)

    mail = OutgoingMail.objects.get()
    assert "koop-hier" not in mail.text
    assert "Reclame" not in mail.text


def test_without_organisations_there_is_nothing_to_mail(client):
    assert client.post("/vergelijken/mailen/?vergelijk=geen", TO).headers["Location"] == "/vergelijken/"
    assert not OutgoingMail.objects.exists()


def test_a_form_of_another_site_is_refused():
    assert Client(enforce_csrf_checks=True).post(FORM, TO).status_code == 403
