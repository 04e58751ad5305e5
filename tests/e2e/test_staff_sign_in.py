"""Staff who sign in with a real browser: setting up a second step, by an app and by a passkey, and what they see."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from tests.e2e.conftest import LONGEST_WAIT, SCREEN, served_portal
from tests.e2e.inspection import WIDTHS, faults
from tests.e2e.journeys import code_in_time, sets_up_app
from tests.e2e.visitor import Visitor
from tests.staff import PASSWORD

pytestmark = pytest.mark.browser

# Each sets up what they sign in with, so no two tests share one.
NAMES = ("anna", "bob", "carla", "daan")
ACCOUNTS = "from django.contrib.auth import get_user_model as model"
ACCOUNTS += "".join(f"; model().objects.create_superuser('{n}', '{n}@example.org', '{PASSWORD}')" for n in NAMES)
WITH_STAFF = f'.venv/bin/python manage.py shell -v0 -c "{ACCOUNTS}"'
# A device that asks its owner for a finger or a PIN, and gets it.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def desk() -> Iterator[dict[str, str]]:
    """Serve a portal with members of staff."""
    with served_portal(WITH_STAFF) as surroundings:
        yield surroundings


@pytest.fixture
def staff(chromium, desk) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a window of a browser of its own, at an address that passkeys work on."""
    contexts = []

    def open_window(**options) -> Visitor:
        site = {"base_url": desk["SITE_URL"].replace("127.0.0.1", "localhost"), "viewport": SCREEN, "locale": "nl-NL"}
        context = chromium.new_context(**site | options)
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        return Visitor(context.new_page())

    yield open_window
    for context in contexts:
        context.close()


def comes_to(member: Visitor, path: str) -> None:
    """Wait until the passkey has led to a page."""
    member.page.wait_for_url(lambda url: urlsplit(url).path == path)


def types_password(member: Visitor, name: str) -> None:
    """Fill in a name and the password."""
    member.fills("Gebruikersnaam", name)
    member.fills("Wachtwoord", PASSWORD)
    member.presses("Inloggen")


@pytest.mark.parametrize(("name", "scripts"), [("anna", True), ("bob", False)], ids=["with JavaScript", "without"])
def test_somebody_sets_up_an_app_and_comes_where_they_wanted_to_be(staff, name, scripts):
    member = staff(java_script_enabled=scripts)
    member.opens("/beheer/techniek/services/provider/")
    types_password(member, name)
    member.reads_heading("Tweede stap bij het inloggen")
    secret = sets_up_app(member)
    codes = member.part(".vwnw-codes code").all_inner_texts()

    member.follows("Verder naar het beheer")
    assert member.page.url.endswith("/beheer/techniek/services/provider/")

    member.opens("/account/logout/")
    member.presses("Log uit")
    member.opens("/beheer/techniek/")
    types_password(member, name)
    member.fills("Code", code_in_time(secret))
    member.presses("Inloggen")
    assert member.page.url.endswith("/beheer/techniek/")
    member.opens("/account/logout/")
    member.presses("Log uit")
    member.opens("/beheer/techniek/")
    types_password(member, name)
    member.fills("Code", codes[0])
    member.presses("Inloggen")
    assert member.page.url.endswith("/beheer/techniek/")
    assert member.complaints() == []


def test_a_passkey_opens_the_desk_alone_and_as_a_second_step(staff):
    member = staff()
    device = member.page.context.new_cdp_session(member.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    member.opens("/beheer/techniek/services/provider/")
    types_password(member, "carla")
    member.follows("Stel een passkey in")
    member.fills("Naam van de passkey", "laptop op kantoor")
    member.ticks("Ook inloggen zonder wachtwoord")
    member.presses("Maak de passkey")
    member.reads_heading("Herstelcodes")
    member.follows("Verder naar het beheer")
    assert member.page.url.endswith("/beheer/techniek/services/provider/")

    member.opens("/account/logout/")
    member.presses("Log uit")
    member.opens("/beheer/techniek/regions/area/")
    member.presses("Log in met een passkey")
    comes_to(member, "/beheer/techniek/regions/area/")

    member.opens("/account/logout/")
    member.presses("Log uit")
    member.opens("/beheer/techniek/regions/area/")
    types_password(member, "carla")
    member.presses("Gebruik uw passkey")
    comes_to(member, "/beheer/techniek/regions/area/")

    member.opens("/account/2fa/webauthn/")
    member.sees("laptop op kantoor")
    member.follows("Verwijder")
    member.presses("Verwijder de passkey")
    member.opens("/beheer/techniek/")
    member.reads_heading("Tweede stap bij het inloggen")
    assert member.complaints() == []


def test_a_passkey_that_gives_no_answer_is_said(staff):
    member = staff()
    device = member.page.context.new_cdp_session(member.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}})
    member.opens("/account/login/")
    member.presses("Log in met een passkey")

    member.part("[data-passkey-trouble]").wait_for(state="visible")


def test_every_page_of_an_account_is_accessible_in_both_languages(staff, mistakes_in):
    member = staff()
    found = []

    def look() -> None:
        here = member.page.url
        path = re.sub(r"^https?://[^/]+", "", here)
        for language, address in (("nl", path), ("en", f"/en{path}")):
            member.opens(address)
            assert member.document.status == 200, address
            found.extend(f"{address} {fault}" for fault in faults(member, mistakes_in, WIDTHS[language]))
        member.page.set_viewport_size(SCREEN)
        member.page.emulate_media(color_scheme="light")
        member.opens(path)

    def look_at(*addresses: str) -> None:
        for address in addresses:
            member.opens(address)
            look()

    look_at("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/")
    look_at("/account/password/reset/key/1-x/", "/account/password/reset/key/done/", "/account/confirm-email/x/")
    member.opens("/beheer/techniek/")
    types_password(member, "daan")
    look_at("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/2fa/webauthn/")
    member.opens("/account/2fa/")
    sets_up_app(member)
    look_at("/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/generate/", "/account/2fa/totp/deactivate/")
    look_at("/account/2fa/", "/account/sessies/", "/account/password/change/", "/account/email/", "/account/logout/")
    look_at("/account/reauthenticate/", "/account/2fa/reauthenticate/")
    member.opens("/account/logout/")
    member.presses("Log uit")
    member.opens("/beheer/techniek/")
    types_password(member, "daan")
    look()

    assert not found, "\n".join(found)
