"""The fields in which staff type a password: masked, open to password managers, and taken exactly as typed."""

import pytest

from tests.portal.page import Page

pytestmark = pytest.mark.django_db

# Spaces around it and capitals are part of it.
PASSWORD = "  Zeven blauwe Paarden  "


def passwords(page: Page) -> list:
    return [field for field in page.all("input") if "password" in field["name"]]


def judge(page: Page, kinds: list[str]) -> None:
    fields = passwords(page)
    assert [field["type"] for field in fields] == ["password"] * len(kinds)
    assert [field["autocomplete"] for field in fields] == kinds
    assert not any(name.startswith("on") for field in fields for name in field.attributes)


def test_a_password_is_masked_and_a_password_manager_fills_it_in(client):
    judge(Page.read(client.get("/account/login/")), ["current-password"])


def test_a_new_password_is_masked_and_a_password_manager_thinks_it_up(admin_client):
    page = Page.read(admin_client.get("/account/password/change/"))
    judge(page, ["current-password", "new-password", "new-password"])


@pytest.mark.parametrize(
    ("typed", "opens"),
    [(PASSWORD, True), (PASSWORD.strip(), False), (PASSWORD.lower(), False), (PASSWORD[:-1], False)],
)
def test_a_password_counts_exactly_as_it_was_typed(client, django_user_model, typed, opens):
    django_user_model.objects.create_user("anna", "anna@example.org", PASSWORD)

    assert (client.post("/account/login/", {"login": "anna", "password": typed}).status_code == 302) == opens


def test_a_long_password_counts_to_its_end(client, django_user_model):
    django_user_model.objects.create_user("anna", "anna@example.org", "ab cd " * 20)

    assert client.post("/account/login/", {"login": "anna", "password": "ab cd " * 19}).status_code == 200
