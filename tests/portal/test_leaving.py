"""What is left in a browser, and of the key of a session, once somebody of the staff has left or came in anew."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db

CLOSED = "/beheer/techniek/"


def is_in(client: Client) -> bool:
    """Return whether the desk opens."""
    return client.get(CLOSED).status_code == 200


@pytest.mark.parametrize(
    "address", ["/beheer/techniek/", "/account/password/change/", "/account/email/", "/monitor/", "/"]
)
def test_no_browser_keeps_a_page_of_who_is_signed_in(admin_client, address):
    assert "no-store" in admin_client.get(address).headers["Cache-Control"]


def test_what_is_the_same_for_everybody_may_be_kept(admin_client, settings, tmp_path):
    (tmp_path / "teken.svg").write_text("<svg/>")
    settings.STATIC_ROOT = tmp_path
    same_browser = Client()
    same_browser.cookies = admin_client.cookies

    answer = same_browser.get("/static/teken.svg")

    assert answer.status_code == 200
    assert "no-store" not in answer.headers["Cache-Control"]
    assert "Cache-Control" not in Client().get("/").headers


def test_a_browser_drops_what_it_kept_when_somebody_signs_out(admin_client):
    assert "Clear-Site-Data" not in admin_client.get(CLOSED).headers

    assert admin_client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache"'


def test_a_browser_drops_what_it_kept_when_the_session_was_ended_elsewhere(admin_client):
    admin_client.session.delete()

    assert admin_client.get(CLOSED).headers["Clear-Site-Data"] == '"cache"'


def test_a_visitor_is_asked_to_drop_nothing(client):
    assert "Clear-Site-Data" not in client.get("/").headers
    assert "Clear-Site-Data" not in client.get(CLOSED).headers


def test_a_key_of_a_session_opens_nothing_after_signing_out(admin_client):
    key = admin_client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_in(admin_client)
    admin_client.post("/account/logout/")

    admin_client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert not is_in(admin_client)


@pytest.mark.parametrize("lose", [lambda user: user.delete(), lambda user: type(user).objects.update(is_active=False)])
def test_an_account_that_is_switched_off_or_gone_is_out_at_once(admin_client, admin_user, lose):
    assert is_in(admin_client)

    lose(admin_user)

    assert not is_in(admin_client)


def test_signing_in_makes_a_new_key(client, django_user_model):
    django_user_model.objects.create_user("anna", "anna@example.org", "zeven blauwe paarden", is_staff=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = made_up = "a" * 32

    client.post("/account/login/", {"login": "anna", "password": "zeven blauwe paarden"})

    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != made_up
    assert len(key) == 32


def test_who_shows_again_who_they_are_gets_a_new_key_and_the_old_one_opens_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("anna", "anna@example.org", "zeven blauwe paarden"))
    old = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/account/reauthenticate/", {"password": "iets anders"})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == old

    client.post("/account/reauthenticate/", {"password": "zeven blauwe paarden"})
    assert client.get("/account/password/change/").status_code == 200
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get("/account/password/change/").status_code == 302


@pytest.mark.parametrize("address", ["/beheer/techniek/", "/beheer/techniek/services/provider/"])
def test_every_page_of_the_desk_has_a_way_out(admin_client, address):
    assert 'action="/beheer/techniek/logout/"' in admin_client.get(address).content.decode()
