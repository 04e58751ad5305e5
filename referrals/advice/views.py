"""The plan as a page and as a calendar file.

What lives here: requests and responses. What does not: the answer (advise.py), what a page shows (page.py,
sections.py), the words of the mail (plan_mail.py).
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.advice import saved_cases
from referrals.advice.advise import advice_on
from referrals.advice.as_text import lines_of
from referrals.advice.page import AdvicePage, Question
from referrals.advice.plan_mail import is_plan_mailed
from referrals.advice.sections import sections_of
from referrals.advice.timeline import calendar_of
from referrals.decorators import anonymous, read_or_send
from referrals.intake import steps
from referrals.intake.answer_cookie import Answers, answers_of, with_answers
from referrals.intake.case_reader import InvalidCase
from referrals.mail.used_once import AddressForm
from referrals.networks import network_of


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
    questions = _with_forms(page.questions, answers)
    context = {
        "advice": page,
        "sections": sections_of(page, questions),
        "answers": steps.read_back(answers),
        "questions": questions,
        "mark": answers.mark,
        "draft": saved_cases.draft_of(answers, timezone.localdate()),
        "as_text": "\n".join(lines_of(page)),
        "mail_url": reverse("case_mail"),
        "qr_address": request.build_absolute_uri(reverse("home")),
    }
    return render(request, "referrals/advice/advice.html", context)


@anonymous
@read_or_send
@with_answers
def mail(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Ask for an address, and mail it the plan of the case in this browser."""
    try:
        found = advice_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect("case_check")
    form = AddressForm(request.POST if request.method == "POST" else None)
    page = AdvicePage(found, steps.talks_of(answers))
    return mail_page(request, form, page, back=reverse("case_advice"))


def mail_page(
    request: HttpRequest, form: AddressForm, page: AdvicePage, *, back: str, kept_at: str = ""
) -> HttpResponse:
    """Show the form that mails a plan; once it is mailed, say so on the plan, which stands at `back`.

    `kept_at` is the address that opens the plan where it is kept, which the form may ask to send along.
    """
    if form.is_valid() and is_plan_mailed(form, page, kept_at=kept_at, network=network_of(request)):
        messages.success(request, _("De mail is onderweg. Uw adres bewaren wij niet."))
        return redirect(back)
    return render(request, "referrals/advice/mail.html", {"form": form, "back": back})


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
