"""Which case a form is about: each carries the mark of the case that it was opened for.

What lives here: comparing that mark with the case in the visitor's browser. What does not: the cookie with the answers
and their mark (answer_cookie.py). A browser holds one case. A form of another one, or of one that is gone, is noticed
here, so that the answers of two cases never get mixed.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from referrals.decorators import View
from referrals.intake.answer_cookie import LONGEST_MARK, Answers, answers_of, new_mark

FIELD = "case"
# Before the mark in a form that was opened before there was a case: the first answer begins the case with that mark.
# Sent again, or changed after going back, it is still about that case.
NEW = "new-"


class Standing(Enum):
    """What a form that is sent in has to do with the case in the browser."""

    SAME = auto()
    GONE = auto()
    OTHER = auto()


def standing_of(posted: Mapping[str, Any], answers: Answers) -> Standing:
    """Return whether a form is about these answers; one without a mark makes no claim."""
    mark = posted.get(FIELD, "")
    if not mark:
        return Standing.SAME
    if not answers:
        return Standing.SAME if mark.startswith(NEW) else Standing.GONE
    return Standing.SAME if answers.mark in {mark.removeprefix(NEW), _mark_after(mark)} else Standing.OTHER


def begun_by(posted: Mapping[str, Any], answers: Answers) -> Answers:
    """Return the answers; without any, those of a case that this form begins."""
    if answers:
        return answers
    mark = posted.get(FIELD, "")
    if not mark:
        return Answers({}, new_mark())
    is_new = mark.startswith(NEW) and len(mark) <= len(NEW) + LONGEST_MARK
    return Answers({}, mark.removeprefix(NEW) if is_new else _mark_after(mark))


def mark_in_form(answers: Answers) -> str:
    """Return what a form carries."""
    return answers.mark if answers else NEW + (answers.mark or new_mark())


def of_this_case(view: View) -> View:
    """Open a page to forms of the case in the browser; a form of another case changes nothing, and is told so."""

    @wraps(view)
    def view_of_this_case(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if standing_of(request.POST, answers_of(request)) is Standing.OTHER:
            return render(request, "referrals/intake/other_case.html", status=409)
        return view(request, *args, **kwargs)

    return view_of_this_case


def _mark_after(mark: str) -> str:
    """Return the mark of the case that a form begins whose own is gone: sent twice, it begins one and the same."""
    return sha256(f"after {mark}".encode(errors="replace")).hexdigest()[:LONGEST_MARK]
