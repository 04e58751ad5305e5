"""What is found once in a request, and forgotten with it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from regions.once_a_request import asked_together, once_a_request

asked: list[int] = []


@once_a_request
def doubled(number: int) -> int:
    """Return twice the number, and remember that it was asked."""
    asked.append(number)
    return 2 * number


def view(_request):
    return HttpResponse(f"{doubled(1)} {doubled(1)} {doubled(2)}")


urlpatterns = [path("", view)]


@pytest.fixture(autouse=True)
def nothing_asked(settings):
    asked.clear()
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []


def test_outside_a_request_every_question_is_answered_anew():
    assert [doubled(1), doubled(1)] == [2, 2]
    assert asked == [1, 1]


def test_in_a_request_the_same_question_is_answered_once_and_the_next_request_asks_again():
    for _request in range(2):
        assert Client().get("/").content == b"2 2 4"

    assert asked == [1, 2, 1, 2]


def test_nothing_is_remembered_after_a_request():
    Client().get("/")

    doubled(1)

    assert asked == [1, 2, 1]


def test_what_a_command_asks_together_is_answered_once_and_forgotten_after():
    with asked_together():
        doubled(1)
        doubled(1)
    doubled(1)

    assert asked == [1, 1]
