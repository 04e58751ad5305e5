"""Staff find a referral by the reference in a mail, see what happened, and can change nothing."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.loop.letters import reference_of
from referrals.models import Referral
from referrals.status import State
from tests.referrals.support.referred import BRANCH, EMPLOYER, MOBILITY, reachable_directory, referral_in, sent_case
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

LIST = "admin:referrals_referral_changelist"


@pytest.fixture(autouse=True)
def directory(example_directory):
    reachable_directory()


@pytest.fixture
def member(client):
    user = User.objects.create_user("medewerker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_referral"))
    user.user_permissions.add(Permission.objects.get(codename="view_referralevent"))
    sign_in(client, user)
    return client


def found(response) -> set[Referral]:
    return set(response.context["cl"].queryset)


def page_of(referral: Referral, action: str = "change") -> str:
    return reverse(f"admin:referrals_referral_{action}", args=[referral.pk])


@pytest.mark.parametrize("write", [str, str.lower, lambda text: f" {text} "])
def test_a_referral_is_found_by_its_reference_however_it_is_typed(member, write):
    referral = referral_in(State.SEEN)
    referral_in(State.SENT)

    assert found(member.get(reverse(LIST), {"q": write(reference_of(referral))})) == {referral}


def test_referrals_are_found_by_their_provider(member):
    case = sent_case(BRANCH, MOBILITY)

    response = member.get(reverse(LIST), {"q": "Mobiliteit"})

    assert [one.case_id for one in found(response)] == [case.pk]
    assert {one.provider.slug for one in found(response)} == {MOBILITY}


def test_the_page_tells_what_happened_and_nothing_of_the_employer(member):
    referral = referral_in(State.DECLINED)

    page = member.get(page_of(referral)).content.decode()

    for words in ("verstuurd", "zegt nee", "Wij hebben nu geen plek", "de organisatie"):
        assert words in page
    assert EMPLOYER not in page
    assert "6811" not in page


def test_nothing_can_be_changed(member):
    referral = referral_in(State.SENT)

    assert member.post(page_of(referral), {"state": "closed"}).status_code == 403
    assert member.post(page_of(referral, "delete"), {"post": "yes"}).status_code == 403
    assert member.get(reverse("admin:referrals_referral_add")).status_code == 403
    assert Referral.objects.get(pk=referral.pk).state == State.SENT


def test_the_list_is_closed_without_the_permission(client):
    sign_in(client, User.objects.create_user("ander", is_staff=True))

    assert client.get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(member, number):
    for _turn in range(number):
        referral_in(State.SENT)
    member.get(reverse(LIST))

    with CaptureQueriesContext(connection) as queries:
        response = member.get(reverse(LIST))

    assert len(found(response)) == number
    assert len(queries) == 8
