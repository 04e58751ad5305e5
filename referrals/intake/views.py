"""The employer's questions: one a page, and a check of the answers.

What lives here: requests and responses. What does not: the steps (steps.py), the plan (advice/views.py). Nothing is
stored on our side: the answers travel in a signed cookie until the visitor wipes them or two hours have passed.
"""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referrals import rate_limits
from referrals.decorators import anonymous, read_or_send
from referrals.intake import case_input, steps
from referrals.intake.answer_cookie import MOST_CHOSEN, Answers, answers_of, chosen_in, wipe, with_answers, with_choice
from referrals.intake.case_mark import FIELD, Standing, begun_by, mark_in_form, standing_of
from referrals.intake.steps import Step
from referrals.networks import network_of
from referrals.rate_limits import Thing
from referrals.signed_cookie import TooMuchToKeep
from services.compared import SLUG
from services.models import Provider

ADD_PLACE = "add_place"
REMOVE_PLACE = "remove_place"
BACK_TO_CHECK = "check"
BACK_TO_ADVICE = "advice"
# The key that names the organisation that somebody comes for.
WISHED = "organisatie"


@anonymous
@read_or_send
def case(request: HttpRequest) -> HttpResponse:
    """Say what the case asks and gives, and where an earlier visit can go on.

    Who comes from the page of an organisation begins by a POST: it is then ticked where the case goes to somebody.
    """
    answers = answers_of(request)
    wished = _wished(request)
    if request.method == "POST":
        return _begin(begun_by(request.POST, answers), wished)
    context = {
        "steps": steps.ASKED_FIRST,
        "begun": bool(answers),
        "begin_url": _next_to_answer(answers),
        "next": steps.first_unanswered(answers),
        "wished": wished,
        "mark": mark_in_form(answers),
        "most_kept": settings.KEPT_CASES_PER_ADDRESS,
        "most_cases": settings.CASES_PER_ADDRESS,
        "most_mails": settings.CASES_PER_MAILBOX,
        "refused": rate_limits.refused(Thing.CASE, network=network_of(request), at=timezone.now()),
    }
    return render(request, "referrals/intake/case.html", context)


@anonymous
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask one question; keep its answer and go on to the next one that applies."""
    asked, answers = steps.find_step(slug), answers_of(request)
    if asked is None:
        raise Http404
    if request.method != "POST":
        nothing_yet = not answers and asked is not steps.STEPS[0]
        return _ask(request, asked, answers, asked.show(answers), nothing_yet=nothing_yet)
    standing = standing_of(request.POST, answers)
    if standing is Standing.OTHER:
        return _ask_of_other_case(request, asked)
    if standing is Standing.GONE:
        messages.warning(
            request, _("Uw antwoorden zijn er niet meer: na twee uur wissen wij ze. Wat u net invulde, is er nog.")
        )
    return _judge(request, asked, begun_by(request.POST, answers))


@anonymous
@require_safe
@with_answers
def check(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Show all answers, each with a way to change it, and what is still wrong or open."""
    context = {
        "rows": steps.read_back(answers),
        "missing": steps.first_unanswered(answers),
        "problems": case_input.problems_of(answers, timezone.localdate()),
    }
    return render(request, "referrals/intake/check.html", context)


@anonymous
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Wipe every answer from the visitor's browser."""
    messages.success(request, _("Al uw antwoorden zijn gewist."))
    response = redirect("case")
    wipe(response)
    return response


# --- Parts -----------------------------------------------------------------------------------------------


def _wished(request: HttpRequest) -> Provider | None:
    """Return the organisation that somebody came for; one that does not help here and now is never in the plan."""
    sent = request.POST if request.method == "POST" else request.GET
    slug = sent.get(WISHED, "")
    return Provider.objects.filter(slug=slug).first() if SLUG.fullmatch(slug) else None


def _begin(answers: Answers, wished: Provider | None) -> HttpResponse:
    """Lead to the first question that is open, with who was come for first among those who were chosen."""
    response = redirect(_next_to_answer(answers))
    if wished:
        wish = dict.fromkeys([wished.slug, *chosen_in(answers)])
        with suppress(TooMuchToKeep):
            with_choice(answers, list(wish)[:MOST_CHOSEN]).save(response)
    return response


def _next_to_answer(answers: Answers) -> str:
    """Return the address of the first question that is open, or of the check where none is."""
    missing = steps.first_unanswered(answers)
    return reverse("case_step", args=[missing.slug]) if missing else reverse("case_check")


def _judge(request: HttpRequest, asked: Step, answers: Answers) -> HttpResponse:
    """Keep what was sent in and go on, or show it again with what is wrong."""
    if asked is steps.PLACES and (ADD_PLACE in request.POST or REMOVE_PLACE in request.POST):
        return _ask(request, asked, answers, _with_other_places(request, answers))
    form = asked.judge(answers, request.POST)
    if form.is_valid():
        case_input.add_problems(asked, form, answers, timezone.localdate())
    return _keep(request, asked, answers, form) if form.is_valid() else _ask(request, asked, answers, form)


def _ask(request: HttpRequest, asked: Step, answers: Answers, form: Any, *, nothing_yet: bool = False) -> HttpResponse:
    """Show a question; `nothing_yet` says that no other was answered, so that this is a strange place to begin."""
    before, _after = steps.neighbours(asked, answers)
    applying = steps.steps_for(answers)
    context = {
        "step": asked,
        "form": form,
        "mark": mark_in_form(answers),
        "before": before,
        "number": applying.index(asked) + 1 if asked in applying else None,
        "total": len(applying),
        "nothing_yet": nothing_yet,
        "return_to": request.POST.get("return_to") or request.GET.get("naar", ""),
    }
    return render(request, asked.template, context)


def _ask_of_other_case(request: HttpRequest, asked: Step) -> HttpResponse:
    """Show what was typed for a case that another tab has replaced: it goes nowhere, and is not lost."""
    form = asked.judge(Answers({}), request.POST)
    context = {"step": asked, "form": form, "mark": request.POST.get(FIELD), "is_other_case": True}
    return render(request, asked.template, context, status=409)


def _keep(request: HttpRequest, asked: Step, answers: Answers, form: Any) -> HttpResponse:
    """Keep one answer, and go on: to where the visitor came from, or to the next step that applies."""
    kept = answers.with_step(asked.slug, asked.as_answer(answers, request.POST))
    response = redirect(_next_page(request, asked, kept))
    try:
        kept.save(response)
    except TooMuchToKeep:
        messages.error(request, _("Dit is te veel om te bewaren. Haal een of meer plaatsen weg."))
        return _ask(request, asked, answers, form)
    return response


def _next_page(request: HttpRequest, asked: Step, answers: Answers) -> str:
    missing = steps.first_unanswered(answers)
    return_to = request.POST.get("return_to")
    if missing is None and return_to == BACK_TO_ADVICE:
        return reverse("case_advice")
    if missing is None and return_to == BACK_TO_CHECK:
        return reverse("case_check")
    _before, after = steps.neighbours(asked, answers)
    # An answer that is the only one may stand in the middle: its case begins at the first question.
    following = missing if return_to or len(answers) == 1 else after
    return reverse("case_step", args=[following.slug]) if following else reverse("case_check")


def _with_other_places(request: HttpRequest, answers: Answers) -> Any:
    """Return the places as they were typed, with one more or one less."""
    places = steps.PLACES.typed_places(answers, request.POST)
    if ADD_PLACE in request.POST:
        return steps.PLACES.show_places(answers, [*places, {}])
    gone = request.POST[REMOVE_PLACE]
    return steps.PLACES.show_places(answers, [place for number, place in enumerate(places) if str(number) != gone])
