"""How long a session lasts, where somebody is signed in, and ending it there."""

from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.portal.page import Page
from tests.staff import PASSWORD, sign_in
from vwnw_portal.sign_in.device import device_of

pytestmark = pytest.mark.django_db

ADDRESS = "/account/sessies/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NETWORK = "192.0.2.77"


@pytest.fixture
def account():
    return get_user_model().objects.create_superuser("medewerker", "medewerker@example.org", PASSWORD)


def signed_in(account, **surroundings) -> Client:
    client = Client(**surroundings)
    sign_in(client, account)
    return client


@pytest.fixture
def clock(time_machine):
    """Give a clock that stands still until it is moved."""
    time_machine.move_to("2026-11-23 08:00:00+00:00", tick=False)
    return time_machine


def showed_again(account) -> Client:
    """Return who is signed in and just showed again who they are."""
    client = signed_in(account)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def is_open(client) -> bool:
    return client.get("/beheer/techniek/").status_code == 200


def test_a_session_ends_when_nobody_was_there_for_half_an_hour(account, clock):
    client = signed_in(account)
    clock.shift(timedelta(minutes=29))
    assert is_open(client)

    clock.shift(timedelta(minutes=29))
    assert is_open(client)
    clock.shift(timedelta(minutes=31))

    assert not is_open(client)


def test_a_session_ends_after_twelve_hours_however_busy(account, clock):
    client = signed_in(account)
    for _turn in range(47):
        clock.shift(timedelta(minutes=15))
        assert is_open(client)

    clock.shift(timedelta(minutes=15, seconds=1))

    assert not is_open(client)


def test_the_server_ends_it_whatever_the_browser_keeps(account, clock, settings):
    client = signed_in(account)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    clock.shift(timedelta(hours=13))

    client.cookies[settings.SESSION_COOKIE_NAME] = kept

    assert not is_open(client)


def test_both_limits_are_settings(account, clock, settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 50, 1
    client = signed_in(account)
    clock.shift(timedelta(minutes=45))
    assert is_open(client)

    clock.shift(timedelta(minutes=16))

    assert not is_open(client)


def test_somebody_sees_where_they_are_signed_in_and_no_network(account):
    here = signed_in(account)
    there = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR=NETWORK)
    asked = there.post(reverse("account_login"), {"login": "medewerker", "password": PASSWORD})
    there.post(asked["Location"], {"code": RecoveryCodes.activate(account).get_unused_codes()[0]})
    signed_in(get_user_model().objects.create_user("ander", is_staff=True), HTTP_USER_AGENT="Android Chrome/1")

    page = Page.read(here.get(ADDRESS)).one("main").text

    assert "Firefox, Windows" in page
    assert "Android" not in page
    assert NETWORK not in page


def test_one_session_is_ended_and_the_others_stay(account):
    there, elsewhere, here = signed_in(account), signed_in(account), showed_again(account)
    first, second = Page.read(here.get(ADDRESS)).all("input", name="name")

    here.post(ADDRESS, {"name": first["value"]})

    assert sorted([is_open(there), is_open(elsewhere)]) == [False, True]
    assert is_open(here)
    here.post(ADDRESS, {"name": second["value"]})
    assert not is_open(there)
    assert not is_open(elsewhere)


def test_all_other_sessions_are_ended_at_once(account):
    there, elsewhere, here = signed_in(account), signed_in(account), showed_again(account)

    here.post(ADDRESS)

    assert (is_open(there), is_open(elsewhere), is_open(here)) == (False, False, True)


def test_nobody_ends_the_session_of_another(account):
    there = signed_in(account)
    name = Page.read(signed_in(account).get(ADDRESS)).all("input", name="name")[0]["value"]

    other = get_user_model().objects.create_user("ander", "ander@example.org", PASSWORD, is_staff=True)
    assert showed_again(other).post(ADDRESS, {"name": name})["Location"] == ADDRESS

    assert is_open(there)


@pytest.mark.parametrize("which", ["one", "all"])
def test_who_finds_a_desk_left_open_ends_no_session_of_its_owner(account, which):
    there, here = signed_in(account), signed_in(account)
    name = Page.read(here.get(ADDRESS)).all("input", name="name")[0]["value"]

    asked = here.post(ADDRESS, {"name": name} if which == "one" else {})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    here.post(asked["Location"], {"password": "geraden"})
    assert is_open(there)

    here.post(asked["Location"], {"password": PASSWORD})
    assert not is_open(there)


def test_a_name_of_a_session_is_not_its_key(account, settings):
    there, here = signed_in(account), signed_in(account)

    assert there.cookies[settings.SESSION_COOKIE_NAME].value not in here.get(ADDRESS).content.decode()


def test_a_new_password_ends_the_other_sessions(account):
    there, here = signed_in(account), signed_in(account)
    new = "drie kroketten op het dak"

    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/change/", data).status_code == 302

    assert (is_open(there), is_open(here)) == (False, True)
    assert len(Page.read(here.get(ADDRESS)).all("tr")) == 2


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge, Mac"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_said_in_words(said, device):
    assert device_of(said) == device
