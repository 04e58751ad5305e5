"""A new member of staff: an administrator gives the account, its owner chooses the password that nobody else knows."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from referrals.models import OutgoingMail
from tests.portal.page import Page
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db

NEW, ADDRESS = "/beheer/techniek/auth/user/add/", "anna@example.org"


@pytest.fixture(autouse=True)
def queue(settings):
    settings.EMAIL_BACKEND = "referrals.mail.outbox.QueueBackend"


def test_the_desk_asks_for_a_name_and_an_address_and_for_no_password(admin_client):
    fields = {field.get("name") or "" for field in Page.read(admin_client.get(NEW)).all("input")}

    assert {"username", "email"} <= fields
    assert not [name for name in fields if "password" in name]


def test_the_owner_chooses_a_password_by_the_link_that_comes_by_mail(admin_client):
    typed = {"username": "anna", "email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD}
    assert admin_client.post(NEW, typed).status_code == 302
    anna = get_user_model().objects.get(username="anna")
    assert not anna.has_usable_password()
    assert not anna.is_staff

    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": ADDRESS})
    mail = OutgoingMail.objects.get(to=ADDRESS)
    page = browser.get(urlsplit(re.search(r"http\S+/reset/key/\S+", mail.text)[0]).path, follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.parametrize("address", ["", "geen adres", "root@localhost", "naam@[127.0.0.1]", "ADMIN@example.com"])
def test_an_address_that_cannot_be_or_is_of_another_is_refused_beside_its_field(admin_client, admin_user, address):
    assert admin_user.email == "admin@example.com"

    response = admin_client.post(NEW, {"username": "anna", "email": address})

    assert response.status_code == 200
    assert response.context["errors"]
    assert not get_user_model().objects.filter(username="anna").exists()
