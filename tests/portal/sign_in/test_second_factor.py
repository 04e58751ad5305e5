"""Nothing of the desk opens for who signed in with a password alone, whatever the way in."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from referrals.models import OutgoingMail
from tests.portal.page import Page
from tests.staff import PASSWORD, code_of_app, sign_in
from vwnw_portal.sign_in.factors import StaffFactorAdapter

pytestmark = pytest.mark.django_db

SET_UP = "/account/2fa/"


@pytest.fixture
def account():
    return get_user_model().objects.create_superuser("medewerker", "medewerker@example.org", PASSWORD)


@pytest.fixture
def app(account) -> str:
    """Give the account an app, and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def log_in(client, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": "medewerker", "password": password, **more})


def ends_at_signing_in(client, page) -> bool:
    """Return whether who opens a page ends where they sign in."""
    return client.get(page, follow=True).request["PATH_INFO"] == reverse("account_login")


def addresses_below(resolver: URLResolver, before: str = "/"):
    """Yield every address of a part of the site, with something filled in where it asks for it."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield before + "".join(
                part.partition(">")[2].join(["1", ""]) if ">" in part else part for part in _route(pattern).split("<")
            )
        else:
            yield from addresses_below(pattern, before + _route(pattern))


def _route(pattern) -> str:
    return str(pattern.pattern).removeprefix("^").removesuffix("$").replace("(?P", "").replace("(", "").replace(")", "")


def desk() -> list[str]:
    (below,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "beheer/techniek/"]
    return sorted(set(addresses_below(below, "/beheer/techniek/")))


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_desk_opens_by_a_password_alone(client, account, method):
    client.force_login(account)
    pages = desk()

    answers = {page: getattr(client, method)(page) for page in pages}

    assert len(pages) > 60
    assert {"/beheer/techniek/autocomplete/", "/beheer/techniek/jsi18n/", "/beheer/techniek/logout/"} <= set(pages)
    ways_to_sign_in = {"/beheer/techniek/login/": "/account/login/"}
    for page, answer in answers.items():
        assert answer.status_code == 302, page
        assert answer["Location"].startswith(ways_to_sign_in.get(page, SET_UP)), page


def test_every_list_of_the_desk_opens_after_the_second_step(client, account):
    sign_in(client, account)

    for model in site._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("page", ["/", "/monitor/", "/api/v1/route", "/regels/"])
def test_public_pages_see_a_visitor_in_who_took_no_second_step(client, account, page):
    client.force_login(account)

    assert client.get(page).wsgi_request.user.is_anonymous


def test_who_has_no_factor_sets_up_an_app_and_comes_where_they_wanted_to_be(client, account):
    wanted = "/beheer/techniek/services/provider/?q=arnhem"
    log_in(client, next=wanted)
    assert client.get(wanted)["Location"] == SET_UP
    page = Page.read(client.get(reverse("mfa_activate_totp")))
    secret = page.one("code").text
    assert page.one("img", class_="vwnw-qr")["src"].startswith("data:image/svg+xml;base64,")

    done = client.post(reverse("mfa_activate_totp"), {"code": code_of_app(secret)})
    codes = Page.read(client.get(done["Location"]))

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert len(codes.all("code")) == 10
    assert wanted in {link.get("href") for link in codes.all("a")}
    assert client.get(wanted).status_code == 200


def test_recovery_codes_are_shown_once_and_can_be_made_anew(client, account, app):
    sign_in(client, account)
    log_in_again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert log_in_again.status_code == 302
    client.post(reverse("mfa_generate_recovery_codes"))

    first, second = (Page.read(client.get(reverse("mfa_view_recovery_codes"))) for _turn in range(2))
    client.post(reverse("mfa_generate_recovery_codes"))
    anew = Page.read(client.get(reverse("mfa_view_recovery_codes")))

    codes = {code.text for code in first.all("code")}
    assert len(codes) == 10
    assert not second.all("code")
    assert codes.isdisjoint(code.text for code in anew.all("code"))


def test_signing_in_asks_for_the_code_and_goes_on_after_it(client, account, app):
    asked = log_in(client, next="/beheer/techniek/services/provider/")
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get("/beheer/techniek/").status_code == 302

    answer = client.post(asked["Location"], {"code": code_of_app(app)})

    assert answer["Location"] == "/beheer/techniek/services/provider/"
    assert client.get(answer["Location"]).status_code == 200


def test_a_code_is_good_once_in_whatever_process(client, account, app):
    code = code_of_app(app)
    first = client.post(log_in(client)["Location"], {"code": code})
    client.post(reverse("account_logout"))
    cache.clear()  # another process remembers nothing of it

    again = client.post(log_in(client)["Location"], {"code": code})

    assert (first.status_code, again.status_code) == (302, 200)


def test_a_recovery_code_opens_the_desk_once(client, account, app):
    sign_in(client, account)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_generate_recovery_codes"))
    code = Page.read(client.get(reverse("mfa_view_recovery_codes"))).all("code")[0].text
    client.post(reverse("account_logout"))

    assert client.post(log_in(client)["Location"], {"code": code}).status_code == 302
    assert client.get("/beheer/techniek/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.post(log_in(client)["Location"], {"code": code}).status_code == 200


def test_removing_the_last_factor_closes_the_desk(client, account, app):
    sign_in(client, account)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert client.get("/beheer/techniek/")["Location"] == SET_UP


def test_a_session_of_before_the_factor_ends_when_another_session_sets_it_up(client, account):
    other = type(client)()
    other.force_login(account)
    log_in(client)
    secret = Page.read(client.get(reverse("mfa_activate_totp"))).one("code").text
    client.post(reverse("mfa_activate_totp"), {"code": code_of_app(secret)})

    assert ends_at_signing_in(other, "/beheer/techniek/")


@pytest.mark.parametrize("next_page", ["/beheer/techniek/login/", "/beheer/techniek/", "https://elders.example.org/"])
def test_the_desks_own_page_to_sign_in_is_no_way_around(client, account, next_page):
    asked = client.post("/beheer/techniek/login/", {"username": "medewerker", "password": PASSWORD, "next": next_page})

    assert asked["Location"].startswith("/account/login/")
    assert ends_at_signing_in(client, "/beheer/techniek/")
    client.force_login(account)
    assert client.get("/beheer/techniek/login/", {"next": next_page}, follow=True).redirect_chain[-1] == (SET_UP, 302)


def test_secrets_are_encrypted_and_follow_a_new_key(client, account, app, settings):
    stored = Authenticator.objects.get().data["secret"]
    assert app not in stored

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    client.post(log_in(client)["Location"], {"code": code_of_app(app)})
    settings.SECRET_KEY_FALLBACKS = []

    assert Authenticator.objects.get().data["secret"] != stored
    assert StaffFactorAdapter().decrypt(Authenticator.objects.get().data["secret"]) == app


def test_a_factor_whose_key_is_gone_is_refused_and_nothing_breaks(client, account, app, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, []

    assert client.post(log_in(client)["Location"], {"code": code_of_app(app)}).status_code == 200


def test_the_desk_shows_nothing_that_factors_and_addresses_are_made_of():
    assert {"mfa", "account"}.isdisjoint(model._meta.app_label for model in site._registry)


def test_the_desk_cannot_change_the_address_of_an_account(client, account):
    sign_in(client, account)
    form = Page.read(client.get(reverse("admin:auth_user_change", args=[account.pk])))

    assert "email" not in {field.get("name") for field in form.all("input")}


@pytest.mark.parametrize(
    "answer",
    [
        *["", "x", "[]", "7", "null", "{}", '{"id": 1}', '{"response": []}', '{"response": {"userHandle": 7}}'],
        '"\\u0000"',
        '{"id": "a", "rawId": "a", "type": "public-key", "response": {"userHandle": "MQ", "clientDataJSON": "e30"}}',
    ],
)
def test_what_is_no_answer_of_a_passkey_is_refused(client, account, app, answer):
    client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")
    assert client.post(reverse("mfa_login_webauthn"), {"credential": answer})["Location"] == "/account/login/"

    asked = log_in(client)
    assert client.post(asked["Location"], {"credential": answer}).status_code == 200

    sign_in(client, account)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": answer}).status_code == 200
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
@pytest.mark.parametrize("data", [None, {"login": "niemand", "password": "verkeerd", "email": "niemand@example.org"}])
def test_who_has_no_account_gets_no_session(client, name, data):
    client.get(reverse(name)) if data is None else client.post(reverse(name), data)
    client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")
    client.post(reverse("mfa_login_webauthn"), {"credential": "{}"})

    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert not Session.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_secrets_that_were_stored_as_they_are_are_encrypted_by_the_migration(account):
    plain = generate_totp_secret()
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": plain})

    import_module("vwnw_portal.migrations.0001_encrypt_second_factors").encrypt_secrets(apps, None)

    stored = Authenticator.objects.get().data["secret"]
    assert plain not in stored
    assert StaffFactorAdapter().decrypt(stored) == plain
