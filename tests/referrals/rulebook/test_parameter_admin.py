"""A new number for a rule: one enters it, sees what it changes, and another approves it."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.catalogue import catalogue
from services.models import DatedParameter
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

LIST = "/beheer/services/datedparameter/"
TWELVE_FROM_JUNE = {
    "code": "collective_dismissal_minimum",
    "value": 12,
    "unit": "personen",
    "valid_from": "2027-06-01",
    "source": "Voorbeeld",
}


@pytest.fixture
def first(client):
    sign_in(client, get_user_model().objects.create_superuser("eerste"))
    return client


@pytest.fixture
def second(django_user_model):
    from django.test import Client

    client = Client()
    sign_in(client, django_user_model.objects.create_superuser("tweede"))
    return client


def enter(client, **changes):
    response = client.post(LIST + "add/", {**TWELVE_FROM_JUNE, **changes})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def minimum(on):
    return catalogue().parameters.on(on, "collective_dismissal_minimum").value


def test_a_value_holds_only_after_another_member_of_staff_approved_it(first, second):
    approval = enter(first)
    assert minimum(date(2027, 6, 1)) == 20
    assert first.post(approval).status_code == 403
    assert minimum(date(2027, 6, 1)) == 20
    assert second.post(approval).status_code == 302
    assert minimum(date(2027, 5, 31)) == 20
    assert minimum(date(2027, 6, 1)) == 12


def test_the_preview_lists_exactly_the_examples_that_change(first, example_directory):
    html = first.get(enter(first)).content.decode()
    assert set(re.findall(r"\((r\d\d-[\w-]+)\): duties", html)) == {
        "r04-leave-across-sectors-first",
        "r04-stay-own-sector-first",
        "r14-budget-private-last",
        "r14-budget-unknown",
        "r14-no-budget",
        "r19-fifty-employees",
        "r19-forty-nine-employees",
    }
    assert "Goedkeuren" not in html
    assert "Iemand anders keurt haar goed" in html


def test_a_value_and_its_first_day_are_read_as_people_write_them(first):
    enter(first, code="check_due_days", value="1.000", unit="dagen", valid_from="1 juni 2027")
    assert DatedParameter.objects.filter(code="check_due_days", value=1000, valid_from=date(2027, 6, 1)).exists()


def test_a_preview_without_changes_says_so(first, example_directory):
    html = first.get(enter(first, valid_from=f"{timezone.localdate().year + 9}-01-01")).content.decode()
    assert "Geen van de voorbeelden verandert." in html


def test_a_value_that_holds_is_never_changed_or_removed(first):
    row = DatedParameter.objects.get(code="collective_dismissal_minimum")
    assert first.post(f"{LIST}{row.pk}/change/", {**TWELVE_FROM_JUNE, "value": 5}).status_code == 403
    assert first.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert minimum(date(2027, 1, 1)) == 20


def test_an_approved_value_is_not_approved_again(first, second):
    approval = enter(first)
    second.post(approval)
    approved = DatedParameter.objects.get(value=12)

    assert second.post(approval).status_code == 302  # pressed twice
    assert first.post(approval).status_code == 403
    assert DatedParameter.objects.get(value=12).approved_at == approved.approved_at


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "verzonnen"},
        {"value": 100_001},
        {"value": "12,0"},
        {"value": "12.0"},
        {"value": 121, "unit": "maanden"},
        {"valid_from": "1-6-27"},
        {"valid_from": "juni 2027"},
        {"valid_from": "31-12-9999"},
        {"valid_from": "1-1-0001"},
        {"value": -1},
        {"valid_from": "2027-02-30"},
        {"valid_from": ""},
        {"source": ""},
    ],
)
def test_a_slip_is_refused_with_the_form_kept(first, changes):
    before = DatedParameter.objects.count()
    response = first.post(LIST + "add/", {**TWELVE_FROM_JUNE, **changes})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert DatedParameter.objects.count() == before


def test_the_database_refuses_that_one_person_is_both_pairs_of_eyes(first):
    user = get_user_model().objects.get(username="eerste")
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedParameter.objects.create(**TWELVE_FROM_JUNE, entered_by=user, approved_by=user, approved_at=timezone.now())


def test_visitors_and_staff_without_the_right_cannot_approve(first, client, django_user_model):
    approval = enter(first)
    first.logout()
    assert client.get(approval).status_code == 302
    sign_in(client, django_user_model.objects.create_user("derde", is_staff=True))
    assert client.post(approval).status_code == 403
