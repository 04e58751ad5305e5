"""A forgotten password: mail to who has an account, so often a day, and nobody learns who has one."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from referrals.mail import outbox
from referrals.models import OutgoingMail
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/account/password/reset/"
STAFF = "medewerker@example.org"


@pytest.fixture(autouse=True)
def member_of_staff(settings):
    cache.clear()  # django-allauth counts by the minute, in memory
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"
    get_user_model().objects.create_user("medewerker", STAFF, "een heel lang wachtwoord")


def ask(client, email, network="192.0.2.1"):
    return client.post(ADDRESS, {"email": email}, REMOTE_ADDR=network)


def errors_on(response):
    return " ".join(one.text for one in Page.read(response).all("div", class_="vwnw-error-summary"))


def test_who_has_an_account_gets_a_mail(client, server):
    assert ask(client, STAFF).status_code == 302

    outbox.send_due(now=timezone.now())

    assert [mail.recipient for mail in server.mails] == [STAFF]
    assert ADDRESS in server.mails[0].message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("address", ["slachtoffer@example.com", "slachtoffer+1@example.com"])
def test_who_has_none_gets_no_mail_and_the_page_says_the_same(client, server, address):
    response = ask(client, address)

    outbox.send_due(now=timezone.now())

    assert server.mails == []
    assert (response.status_code, response["Location"]) == (302, ask(client, STAFF)["Location"])


@pytest.mark.parametrize("address", [STAFF, "niemand@example.org", "nie.mand+x@gmail.com"])
def test_one_mailbox_is_asked_for_a_few_times_a_day_from_wherever(client, settings, address):
    settings.RESETS_PER_MAILBOX = 2
    name, _at, domain = address.partition("@")
    ways_to_write_it = [address, address.upper(), f"{name}@{domain}", f"{name}+y@{domain}"]

    said = [ask(client, way, network=f"192.0.2.{number}") for number, way in enumerate(ways_to_write_it)]

    assert [response.status_code for response in said] == [302, 302, 200, 200]
    assert "Naar dit adres gingen vandaag al 2 mails." in errors_on(said[-1])
    assert OutgoingMail.objects.count() == (2 if address == STAFF else 0)


def test_one_network_asks_a_few_times_a_day_for_whomever(client, settings):
    settings.RESETS_PER_ADDRESS = 3

    said = [ask(client, f"iemand{number}@example.org").status_code for number in range(4)]

    assert said == [302, 302, 302, 200]
    assert "Vanaf uw netwerk kwamen vandaag al 3 aanvragen." in errors_on(ask(client, STAFF))
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("address", ["naam@[127.0.0.1]", "root@localhost", "naam@straße.example", '"naam"@example.org'])
def test_an_address_that_cannot_be_mailed_is_refused_beside_the_field(client, address):
    assert "Naar dit adres kunnen wij geen mail sturen." in errors_on(ask(client, address))


def test_mail_to_another_machine_goes_by_tls_or_not_at_all(client, server, settings):
    settings.EMAIL_USE_TLS = True
    ask(client, STAFF)

    outbox.send_due(now=timezone.now())

    assert server.mails == []
    assert OutgoingMail.objects.get().state == "waiting"


@pytest.mark.parametrize("address", ["http://[", "//[", "https://[::1", "http://a]b"])
@pytest.mark.parametrize("page", ["account_login", "account_reset_password", "account_reset_password_from_key_done"])
def test_an_address_to_go_on_to_that_nobody_can_read_leads_nowhere(client, page, address):
    assert client.get(reverse(page), {"next": address}).status_code == 200
