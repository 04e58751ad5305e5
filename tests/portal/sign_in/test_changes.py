"""What is told and written down of signing in and of changes: by mail to its owner, in the log without who it is."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from referrals.models import OutgoingMail
from tests.portal.log_lines import lines_of
from tests.portal.page import Page
from tests.staff import PASSWORD, code_of_app, sign_in

pytestmark = pytest.mark.django_db

ADDRESS = "geertruida@example.org"
NAME = "geertruida"
NEW_PASSWORD = "drie kroketten op het dak"
NETWORK = "192.0.2.77"


@pytest.fixture(autouse=True)
def surroundings(settings):
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"


@pytest.fixture
def account():
    return get_user_model().objects.create_superuser(NAME, ADDRESS, PASSWORD)


@pytest.fixture
def member(client, account):
    client.defaults["REMOTE_ADDR"] = NETWORK
    sign_in(client, account)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    OutgoingMail.objects.all().delete()
    return client


@pytest.fixture
def lines():
    """Return what the log of signing in has written so far, as it is written."""
    with lines_of("vwnw_portal.sign_in") as written:
        yield written


def told() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.values_list("to", "subject"))


def log_in(client, name=NAME, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": name, "password": password}, REMOTE_ADDR=NETWORK)


# --- Mail ------------------------------------------------------------------------------------------------


def test_a_new_password_is_told(member):
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    member.post(reverse("account_change_password"), data)

    assert told() == [(ADDRESS, "Uw wachtwoord is gewijzigd")]
    mail = OutgoingMail.objects.get()
    assert NEW_PASSWORD not in mail.text + mail.html
    assert NETWORK not in mail.text + mail.html


def test_a_password_that_was_forgotten_and_a_password_by_command_are_told(client, account):
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    link = urlsplit(re.search(r"http\S+/reset/key/\S+", OutgoingMail.objects.get().text)[0]).path
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    account.refresh_from_db()
    assert account.check_password(NEW_PASSWORD)
    account.set_password(PASSWORD)
    account.save()

    assert [subject for _to, subject in told()].count("Uw wachtwoord is gewijzigd") == 2


def test_a_factor_that_is_added_or_removed_and_new_codes_are_told(member):
    member.post(reverse("mfa_generate_recovery_codes"))
    assert told() == [(ADDRESS, "Uw account heeft nieuwe herstelcodes")]

    member.post(reverse("mfa_deactivate_totp"))
    assert (ADDRESS, "Een tweede stap van uw account is verwijderd") in told()

    secret = Page.read(member.get(reverse("mfa_activate_totp"))).one("code").text
    member.post(reverse("mfa_activate_totp"), {"code": code_of_app(secret)})
    assert (ADDRESS, "Uw account heeft er een tweede stap bij") in told()


def test_ending_all_sessions_is_told(member):
    member.post(reverse("account_sessions"))

    assert told() == [(ADDRESS, "Uw andere sessies zijn beëindigd")]


def test_signing_in_again_changes_nothing_and_tells_nothing(client, account):
    log_in(client)

    assert told() == []


def test_a_new_address_asks_the_password_is_confirmed_there_and_told_to_the_old_one(client, account):
    sign_in(client, account)
    OutgoingMail.objects.all().delete()
    asked = client.post(reverse("account_email"), {"email": "trui@example.org", "action_add": ""})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert told() == []

    client.post(asked["Location"], {"password": PASSWORD})
    assert told() == [("trui@example.org", "Bevestig uw e-mailadres")]
    account.refresh_from_db()
    assert account.email == ADDRESS

    link = urlsplit(re.search(r"http\S+/confirm-email/\S+", OutgoingMail.objects.get().text)[0]).path
    assert client.get(link)["Referrer-Policy"] == "no-referrer"
    client.post(link)

    account.refresh_from_db()
    assert account.email == "trui@example.org"
    changed = "Uw e-mailadres is gewijzigd"
    assert {(ADDRESS, changed), ("trui@example.org", changed)} <= set(told())


def test_a_wrong_password_changes_no_address(client, account):
    sign_in(client, account)
    asked = client.post(reverse("account_email"), {"email": "trui@example.org", "action_add": ""})

    assert client.post(asked["Location"], {"password": "verkeerd"}).status_code == 200
    account.refresh_from_db()
    assert account.email == ADDRESS


@pytest.mark.parametrize("address", [ADDRESS, "naam@[127.0.0.1]", "root@localhost", "geen adres", ""])
def test_an_address_that_cannot_be_is_refused_beside_the_field(member, address):
    response = member.post(reverse("account_email"), {"email": address, "action_add": ""})

    assert response.status_code == 200
    assert Page.read(response).all("div", class_="vwnw-error-summary")


def test_an_account_that_goes_is_told_nothing(account):
    TOTP.activate(account, generate_totp_secret())
    OutgoingMail.objects.all().delete()

    account.delete()

    assert told() == []


# --- The log ---------------------------------------------------------------------------------------------


def test_the_log_says_what_happened_to_which_account_and_not_whose_it_is(client, account, lines):
    account_id = account.pk
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    log_in(client, password="verkeerd")
    log_in(client, name=ADDRESS, password="verkeerd")
    log_in(client, name="onbekend")
    asked = log_in(client)
    client.post(asked["Location"], {"code": "000000"})
    client.post(asked["Location"], {"code": code_of_app(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(reverse("account_change_password"), data)
    client.post(reverse("account_sessions"))
    client.post(reverse("account_logout"))

    assert [line.removeprefix("vwnw_portal.sign_in ") for line in lines] == [
        f"second factor added, account {account_id}",
        f"password refused, account {account_id}",
        f"password refused, account {account_id}",
        "password refused, account none",
        f"second factor refused, account {account_id}",
        f"signed in, account {account_id}",
        f"password changed, account {account_id}",
        f"all sessions ended, account {account_id}",
        f"signed out, account {account_id}",
    ]
    for personal in (NAME, ADDRESS, NETWORK, PASSWORD, "verkeerd", "onbekend"):
        assert personal not in "\n".join(lines)


def test_who_is_locked_out_is_written_down(client, account, lines):
    for _turn in range(12):
        log_in(client, password="verkeerd")

    assert f"vwnw_portal.sign_in locked out, account {account.pk}" in lines


def test_who_is_locked_out_of_the_second_step_is_written_down(client, account, lines):
    TOTP.activate(account, generate_totp_secret())
    asked = log_in(client)
    for _turn in range(12):
        client.post(asked["Location"], {"code": "000000"})

    assert f"vwnw_portal.sign_in locked out, account {account.pk}" in lines


def test_a_lost_factor_is_taken_away_by_command_and_told(client, account, lines):
    TOTP.activate(account, generate_totp_secret())
    OutgoingMail.objects.all().delete()

    call_command("forget_second_factor", NAME)

    assert told() == [(ADDRESS, "Een tweede stap van uw account is verwijderd")]
    assert f"vwnw_portal.sign_in second factor removed, account {account.pk}" in lines
    assert log_in(client)["Location"] == "/beheer/"
