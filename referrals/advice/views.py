"""The plan as a page and as a calendar file.

What lives here: requests and responses. What does not: the answer (advise.py), what a page shows (page.py).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.advice import saved_cases
from referrals.advice.advise import advice_on
from referrals.advice.page import AdvicePage, Question
from referrals.advice.timeline import calendar_of
from referrals.decorators import anonymous
from referrals.intake import steps
from referrals.intake.answer_cookie import Answers, answers_of, with_answers
from referrals.intake.case_reader import InvalidCase


@anonymous
@require_safe
@with_answers
def advice(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show the plan; an incomplete or impossible case goes back to the check of the answers."""
    try:
        found = advice_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect("case_check")
    page = AdvicePage(found, steps.talks_of(answers))
    context = {
        "advice": page,
        "answers": steps.read_back(answers),
        "questions": _with_forms(page.questions, answers),
        "mark": answers.mark,
        "draft": saved_cases.draft_of(answers, timezone.localdate()),
    }
    return render(request, "referrals/advice/advice.html", context)


@anonymous
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Offer the days of the plan as a calendar file: it leads back to the portal, for the plan is nowhere kept."""
    answers = answers_of(request)
    try:
        found = advice_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect("case_check")
    address = request.build_absolute_uri(reverse("home"))
    return calendar_file(calendar_of(found, address=address, made_at=timezone.now(), mark=answers.mark))


def calendar_file(calendar: bytes) -> HttpResponse:
    """Return a calendar as a file to download."""
    return HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="van-werk-naar-werk.ics"'},
    )


def _with_forms(questions: list[Question], answers: Answers) -> list[dict[str, Any]]:
    """Return the open questions, each with a form to answer it on the spot; places have a page of their own."""
    return [
        {
            "text": f"{question.text} {question.gain}",
            "step": question.step,
            "form": _form_of(question, answers) if question.step.fits_on_other_pages else None,
        }
        for question in questions
    ]


def _form_of(question: Question, answers: Answers) -> Any:
    """Return the form of a question: its field asks it, and says first what the answer may bring."""
    form = question.step.show(answers)
    for field in form.fields.values():
        field.help_text = f"{question.gain} {field.help_text}"
    return form
