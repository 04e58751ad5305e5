"""What an employer answered so far: kept in the visitor's own browser, nowhere else.

What lives here: the signed cookie and its life. What does not: what the answers mean (steps.py).
No row, log line or cache entry on our side ever holds an answer, so there is nothing to lose or to clean up.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from referrals.decorators import View

COOKIE = f"{settings.COOKIE_PREFIX}vwnw_casus"
SALT = "referrals.answers"
TWO_HOURS = 2 * 60 * 60
LARGEST_COOKIE = 3800
# Beside the answers in the visitor's browser, and never stored with a case.
CHOICE = "doorverwijzen"
# The one answer that is a list of answers of its own: a place each.
PLACES = "places"


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
    """Return the answers in the visitor's browser; none when they are too old, altered or of another shape than ours.

    Another version of the portal may have signed them: a cookie outlives an update.
    """
    try:
        steps = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=TWO_HOURS)
    except signing.BadSignature:
        return Answers({})
    if not _are_steps(steps):
        return Answers({})
    return Answers({slug: _given(answer) for slug, answer in steps.items()})


def _are_steps(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_answer(answer) for answer in value.values())


def _is_answer(value: Any) -> bool:
    """Return whether this is what a step keeps: by field what was typed or chosen, and a list of places."""
    return isinstance(value, dict) and all(
        _is_list_of(_is_place, part) if name == PLACES else _is_typed(part) for name, part in value.items()
    )


def _is_typed(value: Any) -> bool:
    return value is None or _is_text(value) or _is_list_of(_is_text, value)


def _is_place(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list_of(is_part: Callable[[Any], bool], value: Any) -> bool:
    return isinstance(value, list) and all(map(is_part, value))


def _given(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer without the fields that the browser did not send."""
    return {name: value for name, value in answer.items() if value is not None}


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
