"""What an employer answered so far: kept in the visitor's own browser, nowhere else.

What lives here: the signed cookie and its life. What does not: what the answers mean (steps.py).
No row, log line or cache entry on our side ever holds an answer, so there is nothing to lose or to clean up.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from referrals.decorators import View

COOKIE = "vwnw_casus"
SALT = "referrals.answers"
TWO_HOURS = 2 * 60 * 60
LARGEST_COOKIE = 3800
# Beside the answers in the visitor's browser, and never stored with a case.
CHOICE = "doorverwijzen"


class TooMuchToKeep(ValueError):
    """The answers no longer fit in a cookie."""


class Answers(Mapping[str, Mapping[str, Any]]):
    """The answers as they were typed, by step. Each step is replaced whole; the others stay as they are."""

    def __init__(self, steps: Mapping[str, Mapping[str, Any]]) -> None:
        self._steps = dict(steps)

    def __getitem__(self, step: str) -> Mapping[str, Any]:
        return self._steps[step]

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    def with_step(self, step: str, answer: Mapping[str, Any]) -> "Answers":
        """Return the answers with one step replaced."""
        return Answers({**self._steps, step: dict(answer)})

    def save(self, response: HttpResponse) -> None:
        """Put the answers in the visitor's browser for two hours from now, or raise TooMuchToKeep."""
        value = signing.dumps(self._steps, salt=SALT, compress=True)
        if len(value) > LARGEST_COOKIE:
            raise TooMuchToKeep
        response.set_cookie(
            COOKIE,
            value,
            max_age=TWO_HOURS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def answers_of(request: HttpRequest) -> Answers:
    """Return the answers in the visitor's browser; none when there are none, too old or altered ones."""
    try:
        steps = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=TWO_HOURS)
    except signing.BadSignature:
        return Answers({})
    return Answers(steps)


def with_answers(view: View) -> View:
    """Hand a view the answers behind its request; a visitor without any begins again, and is told why."""

    @wraps(view)
    def view_with_answers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answers = answers_of(request)
        if not answers:
            messages.warning(request, _("Uw antwoorden zijn er niet meer: na twee uur wissen wij ze. Begin opnieuw."))
            return redirect("case")
        return view(request, answers, *args, **kwargs)

    return view_with_answers


def wipe(response: HttpResponse) -> None:
    """Remove the answers from the visitor's browser."""
    response.delete_cookie(COOKIE, samesite="Lax")


def with_choice(answers: Answers, slugs: Sequence[str]) -> Answers:
    """Return the answers with the choice beside them."""
    return answers.with_step(CHOICE, {"providers": list(slugs)})


def without_choice(answers: Answers) -> Answers:
    """Return the answers to the questions alone."""
    steps: Mapping[str, Mapping[str, Any]] = {step: answer for step, answer in answers.items() if step != CHOICE}
    return Answers(steps)
