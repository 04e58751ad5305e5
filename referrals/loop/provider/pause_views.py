"""The provider's pages for what is no answer yet: looking into it, asking something first, and waiting on purpose.

What lives here: requests and responses. What does not: the verbs (pauses.py, reopening.py), yes and no
(answer_views.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.loop import pauses
from referrals.loop.clock import last_day_on_hold, last_day_to_look
from referrals.loop.day_form import DayForm
from referrals.loop.limits import move_counted
from referrals.loop.provider.answer_views import by_link, open_to_answer, show
from referrals.loop.provider.forms import AskForm
from referrals.loop.provider.page import ProviderPage
from referrals.loop.provider.progress_views import open_to_help
from referrals.loop.refusals import MoveRefused
from referrals.loop.reopening import reopen
from referrals.status import ENDED, READ, Actor, State


@by_link
def consider(request: HttpRequest, token: str) -> HttpResponse:
    """Ask by which day the provider answers, and tell the employer; that day can be moved once."""
    page, now = open_to_answer(token), timezone.now()  # one moment: at midnight the last day is another
    form = DayForm.sent(request, at=now, label=_("Op welke dag antwoordt u uiterlijk?"), last=last_day_to_look)
    if form.is_valid() and page.state in READ:
        if form.day != page.promised_by:
            with move_counted(request):
                pauses.consider(referral=page.referral, until=form.day, at=now)
        return redirect("answer_open", token)
    return show(request, "answer_consider", page, form=form) if page.can_consider else _too_late(request, page)


@by_link
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Let the provider choose what it wants to know before it says yes or no, and ask the employer."""
    page = open_to_answer(token)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and page.state in READ:
        if not page.questions:
            with move_counted(request):
                pauses.ask(referral=page.referral, codes=form.cleaned_data["codes"], at=timezone.now())
        return redirect("answer_open", token)
    return show(request, "answer_ask", page, form=form) if page.can_ask else _too_late(request, page)


@by_link
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take back a no: within the hour nobody hears of it; later the employer hears that the provider has it again."""
    page = open_to_answer(token)
    if request.method == "POST" and page.state in ENDED:
        with move_counted(request):
            reopen(referral=page.referral, actor=Actor.PROVIDER, at=timezone.now())
    return redirect("answer", token)


@by_link
def go_on_helping(request: HttpRequest, token: str) -> HttpResponse:
    """Open what the provider had finished: its help goes on."""
    page = open_to_help(token)
    if request.method == "POST" and page.is_closed:
        with move_counted(request):
            reopen(referral=page.referral, actor=Actor.PROVIDER, at=timezone.now())
    return redirect("progress", token)


@by_link
def hold(request: HttpRequest, token: str) -> HttpResponse:
    """Ask up to which day the help waits; nobody is asked how it goes before that."""
    page, now = open_to_help(token), timezone.now()
    form = DayForm.sent(request, at=now, label=_("Tot en met welke dag staat de hulp stil?"), last=last_day_on_hold)
    if not page.is_helping:
        return _too_late(request, page)
    if form.is_valid():
        if form.day != page.on_hold_until:
            with move_counted(request):
                pauses.hold(referral=page.referral, until=form.day, actor=Actor.PROVIDER, at=now)
        return redirect("progress", token)
    return show(request, "progress_hold", page, form=form)


@by_link
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Go on before the day."""
    page = open_to_help(token)
    if request.method == "POST" and page.is_helping and page.on_hold_until:
        with move_counted(request):
            pauses.resume(referral=page.referral, actor=Actor.PROVIDER, at=timezone.now())
        messages.success(request, _("De hulp gaat weer verder."))
    return redirect("progress", token)


# --- Parts -----------------------------------------------------------------------------------------------


def _too_late(request: HttpRequest, page: ProviderPage) -> HttpResponse:
    """Lead a reader to where the referral stands; refuse what was sent in."""
    if request.method == "POST":
        raise MoveRefused(page.referral, State.CONSIDERING)
    return redirect("answer", page.answer_token)
