"""Guessing the secret of a member of staff: so many wrong ones and no more, and no stranger locks its owner out."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.core.cache import cache

from referrals.models import Attempt
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

NAME, MAIL, PASSWORD = "medewerker", "medewerker@example.org", "een heel lang wachtwoord"
SIGN_IN, CODE = "/account/login/", "/account/2fa/authenticate/"
CHANGE, AGAIN, AGAIN_BY_CODE = (
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/2fa/reauthenticate/",
)
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.1"
SECRET = totp.generate_totp_secret()
TOO_OFTEN = "Dit ging te vaak mis. Probeer het later opnieuw."


@pytest.fixture(autouse=True)
def owner(settings):
    settings.PASSWORDS_PER_NAME, settings.PASSWORDS_PER_ADDRESS, settings.CODES_PER_ACCOUNT = 3, 6, 3
    return get_user_model().objects.create_user(NAME, MAIL, PASSWORD, is_staff=True)


def sign_in(client, password=PASSWORD, name=NAME, network=HOME):
    return client.post(SIGN_IN, {"login": name, "password": password}, REMOTE_ADDR=network)


def is_refused(response) -> bool:
    """Return whether it was too often; that is said beside the form, never with a page of its own."""
    assert response.status_code == 200
    return TOO_OFTEN in " ".join(one.text for one in Page.read(response).all("main"))


def guesses(send, times: int) -> list[bool]:
    """Return for so many wrong guesses whether they were refused as too many."""
    return [is_refused(send(f"geraden {number}")) for number in range(times)]


def test_a_password_can_be_wrong_a_few_times_from_one_network(client):
    assert guesses(lambda password: sign_in(client, password), 5) == [False, False, False, True, True]
    assert is_refused(sign_in(client))


def test_what_was_typed_as_a_name_is_still_there(client):
    guesses(lambda password: sign_in(client, password), 3)

    assert Page.read(sign_in(client)).one("input", name="login")["value"] == NAME


def test_no_stranger_locks_the_owner_out(client):
    guesses(lambda password: sign_in(client, password, network=ELSEWHERE), 20)

    assert sign_in(client).status_code == 302


@pytest.mark.parametrize("login", [NAME, MAIL])
def test_a_name_and_an_address_are_each_limited(client, login):
    assert guesses(lambda password: sign_in(client, password, name=login), 4)[-1]


def test_capitals_and_other_letters_make_no_other_name(client):
    names = [NAME, NAME.upper(), "ｍｅｄｅｗｅｒｋｅｒ", " Medewerker "]

    assert [is_refused(sign_in(client, "geraden", name=name)) for name in names] == [False, False, False, True]


def test_one_network_guesses_only_so_much_of_all_names_together(client):
    refused = [is_refused(sign_in(client, "geraden", name=f"naam{number}")) for number in range(8)]

    assert refused == [False] * 6 + [True] * 2
    assert is_refused(sign_in(client))
    assert sign_in(client, network=ELSEWHERE).status_code == 302


def test_the_right_one_does_not_count_and_does_not_wipe_the_wrong_ones(client):
    for number in range(2):
        sign_in(client, f"geraden {number}")
    for _time in range(4):
        assert sign_in(client).status_code == 302
        client.post("/account/logout/")

    assert guesses(lambda password: sign_in(client, password), 2) == [False, True]


def test_after_a_while_it_can_be_tried_again(client, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    guesses(lambda password: sign_in(client, password), 3)
    time_machine.move_to("2026-11-23 10:14:59+00:00", tick=False)
    assert is_refused(sign_in(client))

    time_machine.move_to("2026-11-23 10:15:00+00:00", tick=False)

    assert sign_in(client).status_code == 302


def test_it_holds_in_every_process_and_says_nothing_of_who_it_was(client):
    for number in range(3):
        sign_in(client, f"geraden {number}")
        cache.clear()  # what one process remembers

    assert is_refused(sign_in(client))
    kept = " ".join(Attempt.objects.values_list("digest", flat=True))
    assert not any(text in kept for text in (NAME, HOME, "geraden"))


def test_who_is_in_cannot_guess_the_password_either(client, owner):
    client.force_login(owner)
    new = {"password1": "een ander lang wachtwoord", "password2": "een ander lang wachtwoord"}

    def change(old):
        return client.post(CHANGE, {"oldpassword": old, **new}, REMOTE_ADDR=HOME)

    assert guesses(change, 4) == [False, False, False, True]
    assert is_refused(change(PASSWORD))


def test_who_is_asked_once_more_cannot_guess_the_password_either(client, owner):
    client.force_login(owner)

    def again(password):
        return client.post(AGAIN, {"password": password}, REMOTE_ADDR=HOME)

    assert [again(f"geraden {number}").status_code for number in range(3)] == [200] * 3
    assert is_refused(again(PASSWORD))


# --- The second factor -----------------------------------------------------------------------------------------


@pytest.fixture
def with_code(owner):
    totp.TOTP.activate(owner, SECRET)
    return owner


def right_code() -> str:
    cache.clear()  # a code is good once
    return totp.format_hotp_value(totp.hotp_value(SECRET, next(iter(totp.yield_hotp_counters_from_time()))))


def wrong_codes(times: int) -> list[str]:
    """Return codes that are not right for now."""
    right = {totp.format_hotp_value(totp.hotp_value(SECRET, one)) for one in totp.yield_hotp_counters_from_time()}
    return [code for number in range(100) if (code := f"{number:06}") not in right][:times]


def give(client, code, network=HOME, address=CODE):
    return client.post(address, {"code": code}, REMOTE_ADDR=network)


def test_a_code_can_be_wrong_a_few_times_from_all_networks_together(client, with_code):
    assert sign_in(client).status_code == 302

    refused = [is_refused(give(client, code, f"192.0.2.{number}")) for number, code in enumerate(wrong_codes(5))]

    assert refused == [False, False, False, True, True]
    assert is_refused(give(client, right_code()))


def test_a_new_password_lets_the_owner_in_again(client, with_code):
    sign_in(client, network=ELSEWHERE)
    for code in wrong_codes(3):
        give(client, code, ELSEWHERE)
    with_code.set_password("een nieuw lang wachtwoord")
    with_code.save()
    client.cookies.clear()

    sign_in(client, "een nieuw lang wachtwoord")

    assert give(client, right_code()).status_code == 302


def test_the_right_code_does_not_count(client, with_code, time_machine):
    for minute in range(5):
        time_machine.move_to(f"2026-11-23 10:{minute:02}:00+00:00", tick=False)
        sign_in(client)
        assert give(client, right_code()).status_code == 302
        client.post("/account/logout/")

    assert not Attempt.objects.exists()


def test_who_is_asked_for_a_code_once_more_cannot_guess_either(client, with_code):
    client.force_login(with_code)

    assert [is_refused(give(client, code, address=AGAIN_BY_CODE)) for code in wrong_codes(4)] == [False] * 3 + [True]
