"""The employer's pages: one question a page, a check of the answers, and the plan.

What lives here: requests and responses. What does not: the steps (wizard.py), the answer (advising.py). Nothing is
stored on our side: the answers travel in a signed cookie until the visitor wipes them or two hours have passed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals import wizard
from referrals.advising import Advice, advise
from referrals.answers import Answers, TooMuchToKeep, answers_of, wipe
from referrals.planning import calendar_of
from referrals.presenting import AdvicePage, Question, summary_of
from referrals.reading import InvalidCase
from referrals.wizard import Step

View = Callable[..., HttpResponse]

ADD_PLACE = "add_place"
REMOVE_PLACE = "remove_place"
BACK_TO_CHECK = "check"
BACK_TO_ADVICE = "advice"


def anonymous(view: View) -> View:
    """Open a page to everyone, keep it out of caches and its answers out of error reports."""

    @login_not_required
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return open_view


@anonymous
@require_safe
def case(request: HttpRequest) -> HttpResponse:
    """Say what the case asks and gives, and where an earlier visit can go on."""
    answers = answers_of(request)
    context = {"steps": wizard.STEPS, "begun": bool(answers), "next": wizard.first_unanswered(answers)}
    return render(request, "referrals/case.html", context)


@anonymous
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask one question; keep its answer and go on to the next one that applies."""
    asked, answers = wizard.find_step(slug), answers_of(request)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, asked, answers, asked.show(answers))
    if asked.slug == wizard.PLACES and (ADD_PLACE in request.POST or REMOVE_PLACE in request.POST):
        return _ask(request, asked, answers, _with_other_places(request, answers))
    form = asked.judge(answers, request.POST)
    if form.is_valid():
        wizard.add_problems(asked, form, answers, timezone.localdate())
    return _keep(request, asked, answers) if form.is_valid() else _ask(request, asked, answers, form)


@anonymous
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers, each with a way to change it, and what is still wrong or open."""
    answers = answers_of(request)
    if not answers:
        return _begin_again(request)
    context = {
        "rows": summary_of(answers),
        "missing": wizard.first_unanswered(answers),
        "problems": _problems(answers),
    }
    return render(request, "referrals/check.html", context)


@anonymous
@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Show the plan; an incomplete or impossible case goes back to the check of the answers."""
    answers = answers_of(request)
    if not answers:
        return _begin_again(request)
    try:
        found = _advise(answers)
    except InvalidCase:
        return redirect("case_check")
    page = AdvicePage(found, wizard.talks_of(answers))
    context = {"advice": page, "questions": _with_forms(page.questions, answers), "examples": page.examples}
    return render(request, "referrals/advice.html", context)


@anonymous
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the days of the plan as a calendar file."""
    try:
        found = _advise(answers_of(request))
    except InvalidCase:
        return redirect("case_check")
    response = HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="van-werk-naar-werk.ics"'
    return response


@anonymous
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Wipe every answer from the visitor's browser."""
    messages.success(request, _("Al uw antwoorden zijn gewist."))
    response = redirect("case")
    wipe(response)
    return response


# --- Parts -----------------------------------------------------------------------------------------------


def _advise(answers: Answers) -> Advice:
    return advise(wizard.case_input(answers), timezone.localdate())


def _problems(answers: Answers) -> list[tuple[Step, str]]:
    """Return what makes the case impossible, each with the step where it can be put right."""
    try:
        _advise(answers)
    except InvalidCase as invalid:
        return [(wizard.step_of(problem), problem.message) for problem in invalid.problems]
    return []


def _ask(request: HttpRequest, asked: Step, answers: Answers, form: Any) -> HttpResponse:
    before, _after = wizard.neighbours(asked, answers)
    applying = wizard.steps_for(answers)
    context = {
        "step": asked,
        "form": form,
        "before": before,
        "number": applying.index(asked) + 1 if asked in applying else None,
        "total": len(applying),
        "return_to": request.POST.get("return_to") or request.GET.get("naar", ""),
    }
    template = "referrals/step_places.html" if asked.slug == wizard.PLACES else "referrals/step.html"
    return render(request, template, context)


def _keep(request: HttpRequest, asked: Step, answers: Answers) -> HttpResponse:
    """Keep one answer, and go on: to where the visitor came from, or to the next step that applies."""
    kept = answers.with_step(asked.slug, wizard.as_answer(asked, request.POST))
    response = redirect(_next_page(request, asked, kept))
    try:
        kept.save(response)
    except TooMuchToKeep:
        messages.error(request, _("Dit is te veel om te bewaren. Haal een of meer plaatsen weg."))
        return redirect("case_step", asked.slug)
    return response


def _next_page(request: HttpRequest, asked: Step, answers: Answers) -> str:
    missing = wizard.first_unanswered(answers)
    return_to = request.POST.get("return_to")
    if missing is None and return_to == BACK_TO_ADVICE:
        return reverse("case_advice")
    if missing is None and return_to == BACK_TO_CHECK:
        return reverse("case_check")
    _before, after = wizard.neighbours(asked, answers)
    following = missing if return_to else after
    return reverse("case_step", args=[following.slug]) if following else reverse("case_check")


def _with_other_places(request: HttpRequest, answers: Answers) -> Any:
    """Return the places as they were typed, with one more or one less."""
    places = wizard.typed_places(request.POST)
    if ADD_PLACE in request.POST:
        return wizard.show_places(answers, [*places, {}])
    gone = request.POST[REMOVE_PLACE]
    return wizard.show_places(answers, [place for number, place in enumerate(places) if str(number) != gone])


def _with_forms(questions: list[Question], answers: Answers) -> list[dict[str, Any]]:
    """Return the open questions, each with a form to answer it on the spot; places have a page of their own."""
    return [
        {
            "text": one.text,
            "providers": one.providers,
            "step": one.step,
            "form": one.step.show(answers) if one.step.form else None,
        }
        for one in questions
    ]


def _begin_again(request: HttpRequest) -> HttpResponse:
    """Send a visitor without answers to the first page, and say why."""
    messages.warning(request, _("Uw antwoorden zijn er niet meer: na twee uur wissen wij ze. Begin opnieuw."))
    return redirect("case")
