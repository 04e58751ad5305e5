"""The pages of a case that an employer chose to keep.

What lives here: requests and responses around saved_cases.py. What does not: the plan itself (page.py).
"""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from referrals import rate_limits
from referrals.advice import afterwards, saved_cases
from referrals.advice.advise import advice_going_on, advice_on
from referrals.advice.as_text import lines_of
from referrals.advice.changes import differences, seen_on
from referrals.advice.clock import clock_page_of
from referrals.advice.page import AdvicePage
from referrals.advice.plan_mail import KeptPlanMailForm
from referrals.advice.sections import sections_of
from referrals.advice.tasks import FIRST_CONTACT, done_before, tasks_of
from referrals.advice.timeline import calendar_of
from referrals.advice.views import calendar_file, mail_page
from referrals.decorators import View, anonymous, read_or_send
from referrals.intake import steps
from referrals.intake.answer_cookie import Answers, answers_of, wipe, without_choice
from referrals.intake.case_input import problems_of, understood
from referrals.intake.case_mark import of_this_case
from referrals.intake.case_reader import InvalidCase
from referrals.intake.going_on import ends_in, going_on
from referrals.models import SavedCase
from referrals.networks import network_of
from referrals.rate_limits import Thing
from referrals.signed_links import LinkRefused
from services.language import reader_language

# Sent along by the button that keeps a case to begin another one.
THEN_NEW = "new"


def by_link(view: View) -> View:
    """Open a page to whoever has the link of a kept case; where it does not work, say so, and what can be done."""

    @anonymous
    @wraps(view)
    def clear_page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except LinkRefused:
            return render(request, "referrals/advice/kept_refused.html", status=404)

    return clear_page


@anonymous
@require_POST
@of_this_case
def keep(request: HttpRequest) -> HttpResponse:
    """Store the case in the visitor's browser, and go to its private link; for who wants that, make room for a new one.

    Pressed twice, also after the browser was emptied, it leads to the case that was stored before.
    """
    answers, today = answers_of(request), timezone.localdate()
    saved = saved_cases.kept_from(request.POST.get("draft", ""), today)
    if saved is None:
        try:
            advice = advice_on(answers, today)
        except InvalidCase:
            return redirect("case_check")
        with rate_limits.counted(Thing.KEPT_CASE, network=network_of(request), at=timezone.now()):
            saved = saved_cases.keep(answers=answers, advice=advice, on=today)
    messages.success(request, _("Uw casus is bewaard. Bewaar het adres van deze pagina: alleen daarmee komt u terug."))
    response = redirect(_address(saved))
    if request.POST.get("then") == THEN_NEW:
        wipe(response)
    return response


@by_link
@require_safe
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """Show the plan of a kept case as it is today, with what changed since it was last seen."""
    today = timezone.localdate()
    saved = saved_cases.open_link(token, today)
    answers = going_on(Answers(saved.answers), today)
    try:
        advice = advice_going_on(Answers(saved.answers), today)
    except InvalidCase:
        problems = [message for _step, message in problems_of(answers, today)]
        context = {"saved": saved, "token": token, "problems": problems}
        return render(request, "referrals/advice/kept_outdated.html", context)
    page = AdvicePage(advice, steps.talks_of(answers))
    context = {
        "advice": page,
        "sections": sections_of(page, questions=[]),
        "done": saved.done,
        "done_before": done_before(saved.done, page.tasks),
        "afterwards": afterwards.chosen_for(saved),
        "ask_day": afterwards.day_of_asking(saved),
        "clock": clock_page_of(ends_in(Answers(saved.answers)), advice),
        "as_text": "\n".join(lines_of(page)),
        "mail_url": reverse("case_kept_mail", args=[token]),
        "qr_address": request.build_absolute_uri(_address(saved)),
        "answers": steps.read_back(answers),
        "saved": saved,
        "token": token,
        "address": request.build_absolute_uri(_address(saved)),
        "seen_on": seen_on(saved.seen),
        "differences": differences(saved.seen, advice, reader_language()),
        "next_token": saved_cases.next_token_of(saved),
        "may_begin": not answers_of(request),
    }
    return render(request, "referrals/advice/kept.html", context)


@by_link
@require_safe
def kept_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Offer the days of a kept case as a calendar file, with the private link in each of them."""
    saved = saved_cases.open_link(token, timezone.localdate())
    try:
        advice = advice_going_on(Answers(saved.answers), timezone.localdate())
    except InvalidCase:
        return redirect(_address(saved))
    address = request.build_absolute_uri(_address(saved))
    mark = saved_cases.calendar_mark(saved)
    return calendar_file(calendar_of(advice, address=address, made_at=timezone.now(), mark=mark))


@by_link
@read_or_send
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for an address, and mail it the plan of a kept case; with the private link only where that is asked for."""
    saved = saved_cases.open_link(token, timezone.localdate())
    answers, back = Answers(saved.answers), _address(saved)
    try:
        advice = advice_going_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect(back)
    form = KeptPlanMailForm(request.POST if request.method == "POST" else None)
    page = AdvicePage(advice, steps.talks_of(answers))
    return mail_page(request, form, page, back=back, kept_at=settings.SITE_URL + back)


@by_link
@require_POST
def tick(request: HttpRequest, token: str) -> HttpResponse:
    """Remember which tasks of a kept case are done."""
    saved = saved_cases.open_link(token, timezone.localdate())
    answers = Answers(saved.answers)
    try:
        advice = advice_going_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect(_address(saved))
    asked = {FIRST_CONTACT, *(task.code for task in tasks_of(advice, steps.talks_of(answers)))}
    saved_cases.tick(saved=saved, asked=asked, done=request.POST.getlist("done"))
    messages.success(request, _("Wij onthouden wat u hebt gedaan."))
    return redirect(_address(saved) + "#deze-week")


@by_link
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Give a kept case a new link and a new period, and take today's plan as seen."""
    today, next_token = timezone.localdate(), request.POST.get("next", "")
    # 1. Pressed twice: the link was given already. 2. Else the old one gives way.
    saved = _opened(next_token) or _renewed(saved_cases.open_link(token, today), next_token)
    messages.success(request, _("U hebt een nieuw adres. Het oude werkt niet meer."))
    return redirect(_address(saved))


@by_link
@require_POST
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Delete a kept case at once."""
    saved_cases.delete(token=token, on=timezone.localdate())
    messages.success(request, _("Uw casus is verwijderd. Het adres werkt niet meer."))
    return redirect("case")


@by_link
@require_POST
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Put the answers of a kept case in the visitor's browser, to change them or to choose whom to refer to.

    What the browser holds of another case is not thrown away before its visitor says so.
    """
    saved = saved_cases.open_link(token, timezone.localdate())
    response = redirect("refer" if request.POST.get("to") == "refer" else "case_check")
    present, kept = without_choice(answers_of(request)), saved_cases.answers_in(saved, timezone.localdate())
    is_another = dict(understood(present)) != dict(kept)
    if present and is_another and "overwrite" not in request.POST:
        context = {"token": token, "to": request.POST.get("to", "")}
        return render(request, "referrals/advice/kept_other_case.html", context, status=409)
    if not present or is_another:
        kept.save(response)
    return response


# --- Parts -----------------------------------------------------------------------------------------------


def _opened(token: str) -> SavedCase | None:
    try:
        return saved_cases.open_link(token, timezone.localdate())
    except LinkRefused:
        return None


def _renewed(saved: SavedCase, next_token: str) -> SavedCase:
    today = timezone.localdate()
    try:
        advice = advice_going_on(Answers(saved.answers), today)
    except InvalidCase:
        advice = None
    next_token = next_token or saved_cases.next_token_of(saved)
    return saved_cases.renew(saved=saved, next_token=next_token, advice=advice, on=today)


def _address(saved: SavedCase) -> str:
    return reverse("case_kept", args=[saved_cases.token_of(saved)])
