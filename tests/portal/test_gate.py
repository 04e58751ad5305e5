"""What comes in at all: nothing that is too large, and nothing that is not in UTF-8."""

import json
from contextlib import closing
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.portal.page import Page
from tests.services.desk.colleagues import at_the_desk, colleague
from tests.staff import sign_in
from vwnw_portal.wsgi import application

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=deel"
TOO_MUCH = 64 * 1024 + 1
# A form of each kind: of a page, of a step, behind a link, of the accounts, of nobody.
FORMS = (
    "/hulp-in-de-buurt/",
    "/casus/situatie/",
    "/casus/aanvraag/x/bevestigen/",
    "/aanvraag/x/doorverwijzen/",
    "/account/login/",
    "/beheer/techniek/login/",
    "/bestaat-niet/",
)


def multipart(name: bytes, value: bytes) -> bytes:
    return b'--deel\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--deel--\r\n' % (name, value)


@pytest.mark.parametrize("address", FORMS)
def test_too_large_a_form_is_refused_with_a_clear_page(client, address):
    response = client.post(address, "a=" + "x" * TOO_MUCH, content_type=FORM)

    assert response.status_code == 413
    assert Page.read(response).one("h1").text == "Dit formulier is te groot"


def test_too_large_a_form_is_refused_in_english_too(client):
    response = client.post("/en/hulp-in-de-buurt/", "a=" + "x" * TOO_MUCH, content_type=FORM)

    assert Page.read(response).one("h1").text == "This form is too large"


@pytest.mark.parametrize("kind", [FORM, MULTIPART, "application/json", "text/plain", "image/png"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_is_too_large_is_not_even_read(client, kind, method):
    class Unread:
        def read(self, *_size):
            pytest.fail("the body was read")

        readline = read

    response = client.generic(
        method, "/hulp-in-de-buurt/", content_type=kind, CONTENT_LENGTH=str(TOO_MUCH), **{"wsgi.input": Unread()}
    )

    assert response.status_code == 413


def test_what_just_fits_is_read(client):
    response = client.post("/hulp-in-de-buurt/", "a=" + "x" * (TOO_MUCH - 3), content_type=FORM)

    assert response.status_code == 200


def test_staff_may_hand_in_a_larger_file(client):
    sign_in(client, get_user_model().objects.create_superuser("baas"))

    response = client.post("/beheer/techniek/", {"file": SimpleUploadedFile("lijst.csv", b"x" * 10 * TOO_MUCH)})

    assert response.status_code == 200


def test_so_may_who_works_at_the_desk_and_nobody_else_who_is_signed_in(client):
    sign_in(client, get_user_model().objects.create_user("los"))

    statuses = [
        browser.post("/hulp-in-de-buurt/", {"file": SimpleUploadedFile("lijst.csv", b"x" * 10 * TOO_MUCH)}).status_code
        for browser in (at_the_desk(colleague("redacteur")), client)
    ]

    assert statuses == [200, 413]


def answer_to(address, content_type, body=b"", method="POST"):
    """Return the status and the page that gunicorn gets: on some requests Django's own test client fails."""
    said = []
    environ = RequestFactory().generic(method, address, body).environ | {"CONTENT_TYPE": content_type}
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)  # the test goes on with its own
    try:
        with closing(application(environ, lambda status, _headers: said.append(status))) as response:
            return int(said[0][:3]), b"".join(response).decode()
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "charset", ["utf-16", "iso-8859-1", "utf-7", "rot13", "base64", "undefined", "unknown", "\xe9"]
)
@pytest.mark.parametrize("kind", [FORM, MULTIPART, "text/plain"])
@pytest.mark.parametrize("address", ["/zoeken/?q=bouw", "/hulp-in-de-buurt/", "/api/v1/route?lang=nl"])
def test_what_is_in_another_encoding_is_refused(charset, kind, address):
    assert answer_to(address, f"{kind}; charset={charset}", b"q=bouw")[0] == 400


@pytest.mark.parametrize("charset", ["rot13", "utf-16"])
def test_the_address_of_a_page_in_another_encoding_is_not_guessed(charset):
    status, page = answer_to("/zoeken/?q=bouw", f"text/plain; charset={charset}", method="GET")

    assert status == 400
    assert Page.read(page).one("h1").text == "Deze aanvraag klopt niet"


@pytest.mark.parametrize("kind", ["text/plain; x*=rot13''abc", "text/plain; x*=\x00''%ff", "a" * 20_000 + ";", ";;=;"])
def test_a_kind_of_content_that_nobody_can_read_is_no_fault_of_ours(kind):
    assert answer_to("/zoeken/?q=bouw", kind, method="GET")[0] == 200
    assert answer_to("/hulp-in-de-buurt/", kind, b"location=Arnhem")[0] == 200
    assert answer_to("/api/v1/route", kind, b"{}")[0] == 415


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_utf8_may_be_named(charset):
    status, page = answer_to("/hulp-in-de-buurt/", f"{FORM}; charset={charset}", b"location=Verweggistan")

    assert status == 200
    assert "Verweggistan" in page


@pytest.mark.parametrize("broken", [b"\xff", b"caf\xe9", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80"])
@pytest.mark.parametrize("address", FORMS[:-1])
@pytest.mark.parametrize(
    "sent",
    [
        lambda broken: (FORM, b"location=" + broken),
        lambda broken: (FORM, f"location={quote_from_bytes(broken)}".encode()),
        lambda broken: (FORM, b"lo" + broken + b"=Arnhem"),
        lambda broken: (MULTIPART, multipart(b"location", broken)),
    ],
    ids=["raw", "escaped", "in a name", "in a part"],
)
def test_a_form_with_bytes_that_are_no_utf8_is_refused(client, address, sent, broken):
    kind, body = sent(broken)

    assert client.generic("POST", address, body, content_type=kind).status_code == 400


def test_every_letter_of_utf8_may_be_sent(client):
    text = "Ĳsselstein, Ś̱ûdwest-Fryslân, 𝄞, \ufffd"

    response = client.post("/hulp-in-de-buurt/", urlencode({"location": text}), content_type=FORM)

    assert response.status_code == 200
    assert text in {field["value"] for field in Page.read(response).all("input", name="location")}


@pytest.mark.parametrize(("language", "said"), [("nl", "Dit is te groot: stuur hooguit 64 kB.")])
def test_the_endpoint_refuses_too_much_as_a_problem(client, language, said):
    response = client.post(f"{reverse('api_route')}?lang={language}", b" " * TOO_MUCH, content_type="application/json")

    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(response.content)["problems"] == [{"path": "", "message": said}]


@pytest.fixture
def behind_a_proxy(settings):
    settings.CLIENT_ADDRESS_HEADER, settings.TRUSTED_PROXIES = "X-Forwarded-For", 1


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("header", [{}, {"X-Forwarded-For": "onbekend"}, {"X-Real-IP": "192.0.2.1"}])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [*FORMS, "/zoeken/"])
def test_who_comes_from_nobody_knows_where_is_turned_away_and_the_log_says_why(client, caplog, address, method, header):
    response = getattr(client, method)(address, headers=header)

    assert response.status_code == 400
    assert "Wij zien niet van welk netwerk u komt." in Page.read(response).one("main").text
    assert "Turned away: no address in X-Forwarded-For." in caplog.text
    assert "192.0.2.1" not in caplog.text


@pytest.mark.usefixtures("behind_a_proxy")
def test_a_program_that_comes_from_nobody_knows_where_hears_so_as_a_program(client):
    response = client.post("/api/v1/route", "{}", content_type="application/json")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.usefixtures("behind_a_proxy")
def test_behind_a_proxy_everything_is_open_to_who_it_vouches_for_and_health_to_machines_beside_it(client):
    assert client.get("/zoeken/", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}).status_code == 200
    assert client.get("/gezond/").status_code == 200
    assert client.get("/gezond/klaar/").status_code == 200


@pytest.mark.usefixtures("behind_a_proxy")
def test_a_network_that_a_visitor_makes_up_has_no_limit_of_its_own(client, settings):
    settings.API_CALLS_PER_ADDRESS = 2

    said = [
        client.post("/api/v1/route", "{}", "application/json", headers={"X-Forwarded-For": f"{made_up}, 192.0.2.1"})
        for made_up in ("203.0.113.1", "203.0.113.2", "203.0.113.3")
    ]

    assert [response.status_code for response in said] == [400, 400, 429]


@pytest.mark.parametrize("body", [b"x", b"--deel\r\n" + b"a: b\r\n" * 5_000, b"", b"--deel--"])
@pytest.mark.parametrize("kind", ["multipart/form-data", MULTIPART, "multipart/form-data; boundary="])
@pytest.mark.parametrize("address", ["/hulp-in-de-buurt/", "/casus/situatie/", "/bestaat-niet/", "/beheer/techniek/"])
def test_a_body_that_cannot_be_read_for_a_host_that_is_not_ours_is_refused(address, kind, body):
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies[settings.CSRF_COOKIE_NAME] = "k" * 32  # with it the token in the body is looked for

    response = stranger.generic("POST", address, body, content_type=kind, headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert Page.read(response).one("h1").text == "Deze aanvraag klopt niet"
