"""What every answer tells browsers, and which cookies they get."""

import json
import sys

import pytest
from django.test import Client

from tests.tooling.test_settings import SAFE, SENDER, start_with

pytestmark = pytest.mark.django_db

PAGES = ["/", "/zoeken/", "/casus/", "/gezond/", "/bestaat-niet/", "/account/login/", "/static/icon.svg"]
BEHIND_LINKS = [
    "/casus/bewaard/x/",
    "/casus/aanvraag/x/",
    "/casus/aanvraag/x/bevestigen/",
    "/aanvraag/x/",
    "/aanvraag/x/doorverwijzen/",
    "/voortgang/x/",
    "/en/aanvraag/x/",
    "/account/password/reset/key/1-x/",
    "/en/account/confirm-email/x:y:z/",
]
COOKIES_AS_JSON = """
import json, django
django.setup()
from django.conf import settings
from django.contrib.messages import get_messages
from django.utils.module_loading import import_string
from referrals.employee.questions import ANSWERS
from referrals.intake.answer_cookie import COOKIE
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, import_string(settings.MESSAGE_STORAGE).cookie_name]
print(json.dumps([*names, COOKIE.name, ANSWERS.name]))
"""


@pytest.mark.parametrize("address", PAGES + BEHIND_LINKS)
def test_every_answer_keeps_others_out(client, address):
    headers = client.get(address).headers

    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES[:6])
def test_pages_tell_other_pages_of_this_site_alone_where_a_reader_came_from(client, address):
    assert client.get(address).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", BEHIND_LINKS)
def test_the_address_of_a_private_link_is_told_to_nobody(client, address):
    assert client.get(address).headers["Referrer-Policy"] == "no-referrer"
    assert client.post(address).headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", BEHIND_LINKS[:-1])
def test_a_form_of_a_page_that_does_not_say_where_it_is_needs_its_token_still(address):
    assert Client(enforce_csrf_checks=True).post(address, headers={"Origin": "null"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "origin", "status"),
    [
        ("/casus/aanvraag/x/bevestigen/", "null", 404),
        ("/casus/aanvraag/x/bevestigen/", "http://testserver", 404),
        ("/casus/aanvraag/x/bevestigen/", "https://elders.example", 403),
        ("/casus/sector/", "http://testserver", 302),
        ("/casus/sector/", "null", 403),
        ("/account/login/", "null", 403),
    ],
)
def test_only_behind_a_link_a_form_may_keep_silent_about_where_it_is(address, origin, status):
    client = Client(enforce_csrf_checks=True)
    token = "t" * 32
    client.cookies["csrftoken"] = token

    response = client.post(address, {"csrfmiddlewaretoken": token, "sector": "bouw"}, headers={"Origin": origin})

    assert response.status_code == status


def test_the_cookie_of_forms_goes_when_the_browser_closes(client):
    client.get("/account/login/")

    assert not client.cookies["csrftoken"]["max-age"]
    assert client.cookies["csrftoken"]["httponly"]


def test_in_production_no_other_site_of_the_domain_can_set_a_cookie_of_ours(tmp_path):
    command = [sys.executable, "-c", COOKIES_AS_JSON]
    environment = {"DJANGO_SETTINGS_MODULE": "vwnw_portal.settings"}
    names = json.loads(start_with(tmp_path, command, **SAFE, **SENDER, **environment).stdout)

    ours = ["sessionid", "csrftoken", "messages", "vwnw_casus", "vwnw_werknemer"]
    assert names == [f"__Host-{name}" for name in ours]
