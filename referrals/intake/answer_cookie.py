"""What an employer answered so far: kept in the visitor's own browser, nowhere else.

What lives here: the answers and the choice beside them. What does not: the cookie itself (signed_cookie.py), what the
answers mean (steps.py).
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from referrals.decorators import View
from referrals.signed_cookie import SignedCookie, are_texts

COOKIE = SignedCookie("vwnw_casus", "referrals.answers")
# Beside the answers in the visitor's browser, and never stored with a case.
CHOICE = "doorverwijzen"
# Each organisation that is asked does work for it: more at once is no help to anybody.
MOST_CHOSEN = 5
# Also beside them: what tells this case from another one that was begun in the same browser.
MARK = "kenmerk"
LONGEST_MARK = 32
# The one answer that is a list of answers of its own: a place each.
PLACES = "places"


def new_mark() -> str:
    """Return a mark that no other case has."""
    return secrets.token_urlsafe(12)


class Answers(Mapping[str, Mapping[str, Any]]):
    """The answers as they were typed, by step. Each step is replaced whole; the others stay as they are.

    `mark` tells the case in a browser from others; empty where the answers come from elsewhere.
    """

    def __init__(self, steps: Mapping[str, Mapping[str, Any]], mark: str = "") -> None:
        self._steps, self.mark = dict(steps), mark

    def __getitem__(self, step: str) -> Mapping[str, Any]:
        return self._steps[step]

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    def __hash__(self) -> int:
        """Return one number for the same answers, of whichever case they are: `==` leaves the mark out too."""
        return hash(json.dumps(self._steps, sort_keys=True))

    def with_step(self, step: str, answer: Mapping[str, Any]) -> "Answers":
        """Return the answers with one step replaced."""
        return Answers({**self._steps, step: dict(answer)}, self.mark)

    def digest(self, *more: Any) -> str | None:
        """Return what these answers of this case are known by, with what else there is to say about them.

        Whoever sends the same twice is recognised by it. None where the answers come from no browser.
        """
        if not self.mark:
            return None
        content = json.dumps([self.mark, self._steps, *more], sort_keys=True)
        return salted_hmac("referrals.drafts", content, algorithm="sha256").hexdigest()

    def save(self, response: HttpResponse) -> None:
        """Put the answers in the visitor's browser for two hours from now, or raise TooMuchToKeep."""
        COOKIE.write(response, {**self._steps, MARK: self.mark})


def answers_of(request: HttpRequest) -> Answers:
    """Return the answers in the visitor's browser; none when they are too old, altered or of another shape than ours.

    Another version of the portal may have signed them: a cookie outlives an update.
    """
    kept = COOKIE.read(request)
    if not isinstance(kept, dict):
        return Answers({})
    mark, steps = kept.pop(MARK, ""), kept
    if not isinstance(mark, str) or not all(map(_is_answer, steps.values())):
        return Answers({})
    return Answers({slug: _given(answer) for slug, answer in steps.items()}, mark)


def _is_answer(value: Any) -> bool:
    """Return whether this is what a step keeps: by field what was typed or chosen, and a list of places."""
    return isinstance(value, dict) and all(
        _are_places(part) if name == PLACES else _is_typed(part) for name, part in value.items()
    )


def _is_typed(value: Any) -> bool:
    return value is None or isinstance(value, str) or are_texts(value)


def _are_places(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(place, dict) and are_texts(list(place.values())) for place in value
    )


def _given(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer without the fields that the browser did not send."""
    return {name: value for name, value in answer.items() if value is not None}


ANSWERS_GONE = gettext_lazy("Uw antwoorden zijn er niet meer: na twee uur wissen wij ze. Begin opnieuw.")


def with_answers(view: View) -> View:
    """Hand a view the answers behind its request; a visitor without any begins again, and is told why."""

    @wraps(view)
    def view_with_answers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answers = answers_of(request)
        if not answers:
            messages.warning(request, ANSWERS_GONE)
            return redirect("case")
        return view(request, answers, *args, **kwargs)

    return view_with_answers


def wipe(response: HttpResponse) -> None:
    """Remove the answers from the visitor's browser."""
    COOKIE.wipe(response)


def with_choice(answers: Answers, slugs: Sequence[str]) -> Answers:
    """Return the answers with the choice beside them."""
    return answers.with_step(CHOICE, {"providers": list(slugs)})


def chosen_in(answers: Answers) -> list[str]:
    """Return the slugs of the organisations that the choice names."""
    return list(answers.get(CHOICE, {}).get("providers", []))


def without_choice(answers: Answers) -> Answers:
    """Return the answers to the questions alone."""
    return Answers({step: answer for step, answer in answers.items() if step != CHOICE}, answers.mark)
