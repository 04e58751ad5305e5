"""The employee's way: one question a page, and the answer at an address of its own.

What lives here: requests and responses. What does not: the questions and what is kept of them (questions.py), the
answer (page.py), mailing it (mailing.py). Nothing is stored on our side: what somebody filled in travels in a signed
cookie, and an address names the municipality alone.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notation.dates import date_in_words
from referrals.decorators import View, anonymous
from referrals.dismissal import texts
from referrals.employee.forms import EmployeeForm
from referrals.employee.page import every_case_in, pages_for, sheet_for
from referrals.employee.questions import ANSWERS, PLACE, QUESTIONS, TO_THE_ANSWER, Answers, Question
from referrals.employee.sentences import say
from regions.places import municipality_with


def without_token(view: View) -> View:
    """Open a page of which posting changes nothing but the poster's own browser: there is nothing to forge.

    Without the check there is no cookie either until somebody asked for an answer: public pages work without them.
    """
    return csrf_exempt(anonymous(view))


@without_token
@require_http_methods(["GET", "HEAD", "POST"])
def employee(request: HttpRequest) -> HttpResponse:
    """Ask the first question: where. It says nothing of a person that an address may not tell."""
    answers = Answers.of(request, timezone.localdate())
    return _judge(request, PLACE, answers) if request.method == "POST" else _ask(request, PLACE, answers)


@without_token
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Ask one of the other questions. By POST, so that illness or benefit never stands in an address or a log.

    A browser that keeps no cookies comes here without a place: it reads what holds for everybody there.
    """
    answers = Answers.of(request, timezone.localdate())
    asked = next((each for each in QUESTIONS[1:] if each.slug == slug), None)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _judge(request, asked, answers)
    if answers.code is None:
        return redirect("employee_answer", code)
    if asked not in answers.applying:
        return redirect(answers.next_page())
    return _ask(request, asked, answers)


@without_token
@require_safe
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer whoever filled in the questions in this browser; tell everybody else what holds in the municipality."""
    today = timezone.localdate()
    place = municipality_with(code, today)
    if place is None:
        raise Http404
    if place.municipality_code != code:
        return redirect("employee_answer", place.municipality_code)
    answers = Answers.of(request, today)
    if answers.code == code and answers.form.is_valid():
        (page,) = pages_for([answers.case()])
        context = {
            "answers": answers,
            "page": page,
            "place": place,
            "address": request.build_absolute_uri(request.path),
            "today": date_in_words(today),
        }
        return render(request, "referrals/employee/answer.html", context)
    context = {"pages": pages_for(every_case_in(place, today)), "place": place}
    return render(request, "referrals/employee/general.html", context)


@login_not_required
@require_safe
def hand_out(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sheet for employees of whom nothing is known but the municipality, in both languages at once."""
    place = municipality_with(code, timezone.localdate())
    if place is None:
        raise Http404
    if place.municipality_code != code:
        return redirect("hand_out", place.municipality_code)
    context = {
        "place": place,
        "sheet": texts.hand_out(),
        "helpers": sheet_for(place, timezone.localdate()),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "referrals/dismissal/hand_out.html", context)


@without_token
@require_POST
def wipe(request: HttpRequest) -> HttpResponse:
    """Remove what was filled in from the browser, and begin anew."""
    messages.success(request, say("wipe.done"))
    response = redirect("employee")
    ANSWERS.wipe(response)
    return response


# --- Parts -----------------------------------------------------------------------------------------------


def _judge(request: HttpRequest, asked: Question, answers: Answers) -> HttpResponse:
    """Keep one answer and go on, or show it again with what is wrong."""
    form = EmployeeForm(request.POST, today=answers.today, only=asked.field)
    if not form.is_valid():
        return _ask(request, asked, answers, form)
    given = answers.with_answer(form)
    if given.code is None:
        messages.warning(request, say("questions.gone"))
    changes_one = request.POST.get("return_to") == TO_THE_ANSWER
    response = redirect(given.next_page() if changes_one else given.next_page(after=asked))
    given.save(response)
    return response


def _ask(request: HttpRequest, asked: Question, answers: Answers, form: EmployeeForm | None = None) -> HttpResponse:
    applying, code = answers.applying, answers.code
    number = applying.index(asked) if asked in applying else 0
    context = {
        "question": asked,
        "form": form or EmployeeForm(initial=answers.initial, today=answers.today, only=asked.field),
        "url": request.path,
        "number": number + 1,
        "total": len(applying),
        "before": applying[number - 1].url(code or "") if number and code else "",
        "is_last": number + 1 == len(applying),
        "answered_for": code if answers.form.is_valid() else None,
        "return_to": request.POST.get("return_to") or request.GET.get("naar", ""),
        "most": len(QUESTIONS),
    }
    template = "employee.html" if asked is PLACE else "question.html"
    return render(request, f"referrals/employee/{template}", context)
