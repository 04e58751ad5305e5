"""How often somebody may do something in a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from referrals.models import Attempt
from referrals.rate_limits import address_of_request, allow, count_case

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def attempt(who="192.0.2.1", kind="case", at=NOON, most=2):
    return allow(kind=kind, who=who, most=most, at=at)


@pytest.mark.django_db
def test_what_is_one_too_many_is_refused_and_not_counted():
    assert [attempt() for _time in range(4)] == [True, True, False, False]
    assert Attempt.objects.count() == 2


@pytest.mark.django_db
def test_somebody_else_and_something_else_are_counted_apart():
    attempt(), attempt()
    assert attempt(who="192.0.2.2")
    assert attempt(kind="new_link")


@pytest.mark.django_db
def test_capitals_and_spaces_make_no_other_mailbox():
    attempt(who="naam@bedrijf.nl"), attempt(who=" Naam@Bedrijf.nl ")
    assert not attempt(who="naam@bedrijf.nl")


@pytest.mark.django_db
def test_a_day_looks_back_over_midnight_and_no_further():
    attempt(), attempt()
    assert not attempt(at=NOON + timedelta(hours=23, minutes=59))
    assert attempt(at=NOON + timedelta(hours=24))


@pytest.mark.django_db
def test_nobody_can_read_who_tried_nor_compare_two_days():
    attempt(), attempt(at=NOON + timedelta(days=1))
    digests = set(Attempt.objects.values_list("digest", flat=True))
    assert len(digests) == 2
    assert not any("192.0.2.1" in digest for digest in digests)


@pytest.mark.django_db
def test_a_case_counts_for_its_network_and_for_its_mailbox(settings):
    settings.CASES_PER_ADDRESS, settings.CASES_PER_MAILBOX = 2, 1
    assert count_case(network="192.0.2.1", mailbox="a@bedrijf.nl", at=NOON) == ""
    assert "Naar dit adres ging vandaag al 1 mail." in count_case(network="192.0.2.2", mailbox="A@bedrijf.nl", at=NOON)
    assert count_case(network="192.0.2.1", mailbox="b@bedrijf.nl", at=NOON) == ""
    refusal = count_case(network="192.0.2.1", mailbox="c@bedrijf.nl", at=NOON)
    assert refusal == "Vanaf uw netwerk kwamen vandaag al 2 aanvragen. Probeer het morgen opnieuw."


def request_from(address, **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def test_the_address_is_that_of_the_connection_whatever_a_visitor_says(settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of_request(request_from("192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9")) == "192.0.2.1"


def test_behind_our_proxy_it_is_what_the_proxy_says_last(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = request_from("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1")
    assert address_of_request(request) == "192.0.2.1"
    assert address_of_request(request_from("10.0.0.1")) == "10.0.0.1"


def test_one_ipv6_connection_is_one_address(settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of_request(request_from("2001:db8:1:2::1")) == address_of_request(request_from("2001:db8:1:2::ff"))
    assert address_of_request(request_from("2001:db8:1:2::1")) != address_of_request(request_from("2001:db8:1:3::1"))


def test_what_is_no_address_is_still_somebody(settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of_request(request_from("")) == ""
