"""After a case without "keep", and after "delete", no place on our side holds an answer."""

import logging

import pytest
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse

from tests.referrals.support.journeys import page, walk

pytestmark = pytest.mark.django_db

MARKER = "6826 QX"
MARKED = {"plaatsen": {"p-0-location": MARKER, "p-0-permanent": "98713"}, "omvang": {"employees_total": "98719"}}


def everything_stored():
    """Return every value of every row in the database, and every cached value, as one text."""
    rows = [str(row) for model in apps.get_models() for row in model._base_manager.values_list()]
    return "\n".join([*rows, repr(getattr(cache, "_cache", {}))])


def holds_the_marker(text):
    return any(marker in text for marker in (MARKER, "6826QX", "98713", "98719"))


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def test_a_whole_case_leaves_nothing_when_it_is_not_kept(client, example_directory, log):
    walk(client, **MARKED)
    for name in ("case_check", "case_advice", "case_calendar"):
        page(client, name)
    client.post(reverse("case_step", args=["plaatsen"]), {"p-TOTAL_FORMS": "1", "p-0-location": MARKER})
    client.post(reverse("case_stop"))
    client.post(reverse("api_route"), {"groups": [{"location": MARKER}]}, content_type="application/json")
    assert not holds_the_marker(everything_stored())
    answers_in_log = [record for record in log.records if record.name != "django.db.backends"]
    assert not holds_the_marker("\n".join(record.getMessage() for record in answers_in_log))


def test_a_kept_case_is_gone_after_delete(client, example_directory):
    walk(client, **MARKED)
    link = client.post(reverse("case_keep"))["Location"]
    assert holds_the_marker(everything_stored())
    client.post(link + "verwijderen/")
    assert not holds_the_marker(everything_stored())


def test_no_address_of_the_case_holds_an_answer(client, example_directory):
    walk(client, **MARKED)
    response = client.post(reverse("case_step", args=["plaatsen"]), follow=True)
    urls = [url for url, _status in response.redirect_chain]
    assert not holds_the_marker(" ".join([response.request["PATH_INFO"], *urls]))
