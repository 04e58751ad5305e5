"""The employer's own page of a referred case, and what can be done there.

What lives here: requests and responses. What does not: what the page shows (case_page.py), the verbs (actions.py).
Every address holds the employer's own token; a GET changes nothing.
"""

from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.decorators import View, anonymous, read_or_send
from referrals.loop import actions, pauses
from referrals.loop.clock import can_wait_until, last_day_on_hold
from referrals.loop.day_form import DayForm
from referrals.loop.employer.case_page import ReferredPage
from referrals.loop.employer.entry import Entry
from referrals.loop.employer.entry_in_words import EntryInWords
from referrals.loop.employer.forms import AnswersForm, WithdrawForm
from referrals.loop.employer.send_views import refuse
from referrals.loop.limits import move_counted, new_link_counted
from referrals.loop.links import Ended, Purpose, open_case, was_ended
from referrals.loop.outcome_form import OutcomeForm
from referrals.loop.refusals import CannotRefer, CaseGone, LinkEnded, MoveRefused, NoMistake, NotConfirmed
from referrals.models import CaseDetails
from referrals.signed_links import LinkRefused
from referrals.status import WITH_PROVIDER, Actor, State


def by_link(view: View) -> View:
    """Open a page to whoever has its link; say it clearly where the link, or what was pressed, holds no more."""

    @anonymous
    @wraps(view)
    def clear_page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except (LinkRefused, LinkEnded, CaseGone, NotConfirmed) as refused:
            return refuse(request, refused, was_ended(Purpose.EMPLOYER, token), token)
        except (MoveRefused, CannotRefer) as refused:
            context = {"token": token, "cannot_refer": isinstance(refused, CannotRefer)}
            return render(request, "referrals/loop/employer/referred_changed.html", context, status=409)

    return clear_page


@by_link
@require_safe
def referred(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the case stands with each provider, and what comes next."""
    details = open_case(Purpose.EMPLOYER, token)
    return render(request, "referrals/loop/employer/referred.html", _context(token, details))


@by_link
@read_or_send
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what to withdraw, and do it: one provider, or everything with all data."""
    if _withdrew_everything(request, token):
        return _all_withdrawn(request)
    details = open_case(Purpose.EMPLOYER, token)
    page = ReferredPage(details)
    if entry := _withdrawn_before(request, page):
        return _withdrawn(request, token, entry)
    choices = [(str(entry.referral.pk), entry.name) for entry in page.withdrawable]
    sent = request.POST if request.method == "POST" else None
    form = WithdrawForm(sent, referrals=choices, initial={"which": request.GET.get("welke", "")})
    if not form.is_valid():
        return render(
            request, "referrals/loop/employer/referred_withdraw.html", {**_context(token, details), "form": form}
        )
    which = form.cleaned_data["which"]
    by_mistake = form.cleaned_data["by_mistake"]
    try:
        if which == WithdrawForm.ALL:
            with suppress(CaseGone):
                actions.withdraw_case(details=details, at=timezone.now(), by_mistake=by_mistake)
            return _all_withdrawn(request)
        (entry,) = (shown for shown in page.withdrawable if str(shown.referral.pk) == which)
        actions.withdraw(referral=entry.referral, at=timezone.now(), actor=Actor.EMPLOYER, by_mistake=by_mistake)
    except NoMistake:
        form.add_error("by_mistake", _("Dit kan niet meer: een organisatie las uw aanvraag al. Intrekken kan wel."))
        context = {**_context(token, details), "form": form}
        return render(request, "referrals/loop/employer/referred_withdraw.html", context)
    except MoveRefused as refused:
        if refused.referral.state != State.WITHDRAWN:
            raise
    return _withdrawn(request, token, entry)


@by_link
@read_or_send
def send_next(request: HttpRequest, token: str) -> HttpResponse:
    """Show who can be asked now, and why; a POST asks exactly the one that was shown."""
    details = open_case(Purpose.EMPLOYER, token)
    context = _context(token, details)
    if request.method != "POST":
        return render(request, "referrals/loop/employer/referred_next.html", context)
    try:
        with move_counted(request):
            sent = actions.send_next(case=details.case, **_shown(request, context["page"]), at=timezone.now())
    except (CannotRefer, MoveRefused):
        before = _sent_before(request, ReferredPage(details))
        if before is None:
            raise
        messages.info(request, _("Uw aanvraag ging al naar %(name)s.") % {"name": before.name})
    else:
        messages.success(request, _("Uw aanvraag is verstuurd naar %(name)s.") % {"name": sent.provider.name})
    return redirect("referred", token)


@by_link
@read_or_send
def question(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a provider wants to know, and pass on the answers; answered otherwise before, say so."""
    details = open_case(Purpose.EMPLOYER, token)
    page = ReferredPage(details)
    entry = _entry_of(page, request)
    if not entry.asked:
        if request.method != "POST":
            return redirect("referred", token)
        if not entry.told:
            raise MoveRefused(entry.referral, entry.state)
    questions = entry.referral.questions.all()
    form = AnswersForm(request.POST if request.method == "POST" else None, asked=entry.asked or questions)
    if not form.is_valid():
        context = {"token": token, "page": page, "entry": entry, "form": form}
        return render(request, "referrals/loop/employer/referred_question.html", context)
    if form.answers != {one.code: one.answer for one in questions}:
        with move_counted(request):
            pauses.answer(referral=entry.referral, answers=form.answers, at=timezone.now())
    messages.success(request, _("Dank u. %(name)s heeft nu uw antwoord.") % {"name": entry.name})
    return redirect("referred", token)


@by_link
@read_or_send
def hold(request: HttpRequest, token: str) -> HttpResponse:
    """Ask up to which day a provider is asked nothing, and tell it."""
    details, now = open_case(Purpose.EMPLOYER, token), timezone.now()  # one moment: at midnight the last day is another
    page = ReferredPage(details)
    entry = _entry_of(page, request)
    form = DayForm.sent(request, at=now, label=_("Tot en met welke dag staat de aanvraag stil?"), last=last_day_on_hold)
    if not form.is_valid():
        context = {"token": token, "page": page, "entry": entry, "form": form}
        return render(request, "referrals/loop/employer/referred_hold.html", context)
    if form.day != entry.on_hold_until:
        with move_counted(request):
            pauses.hold(referral=entry.referral, until=form.day, actor=Actor.EMPLOYER, at=now)
    messages.success(request, _("Wij vragen %(name)s niets tot en met die dag.") % {"name": entry.name})
    return redirect("referred", token)


@by_link
@read_or_send
def hold_case(request: HttpRequest, token: str) -> HttpResponse:
    """Ask up to which day nobody who has the case is asked anything, and tell them all."""
    details, now = open_case(Purpose.EMPLOYER, token), timezone.now()
    page = ReferredPage(details)
    if not (page.holdable or page.on_hold):
        return redirect("referred", token)
    form = DayForm.sent(request, at=now, label=_("Tot en met welke dag staat de aanvraag stil?"), last=last_day_on_hold)
    if not form.is_valid():
        context = {"token": token, "page": page, "form": form}
        return render(request, "referrals/loop/employer/referred_hold_all.html", context)
    if any(can_wait_until(entry.referral, form.day) for entry in page.entries):
        with move_counted(request):
            pauses.hold_case(details=details, until=form.day, at=now)
    messages.success(request, _("Wij vragen niemand iets tot en met die dag."))
    return redirect("referred", token)


@by_link
@read_or_send
def resume_case(request: HttpRequest, token: str) -> HttpResponse:
    """Go on with everybody before the day."""
    details = open_case(Purpose.EMPLOYER, token)
    if request.method == "POST" and ReferredPage(details).on_hold:
        with move_counted(request):
            pauses.resume_case(details=details, at=timezone.now())
    return redirect("referred", token)


@by_link
@read_or_send
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Go on with a provider before the day."""
    details = open_case(Purpose.EMPLOYER, token)
    if request.method == "POST":
        entry = _entry_of(ReferredPage(details), request)
        if entry.on_hold_until:
            with move_counted(request):
                pauses.resume(referral=entry.referral, actor=Actor.EMPLOYER, at=timezone.now())
    return redirect("referred", token)


@by_link
@read_or_send
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what became of the people, in numbers, and keep the answer; a later one replaces it."""
    details = open_case(Purpose.EMPLOYER, token)
    page = ReferredPage(details)
    sent = request.POST if request.method == "POST" else None
    form = OutcomeForm(sent, headcount=page.headcount, initial=page.reported)
    if not form.is_valid():
        return render(
            request, "referrals/loop/employer/referred_outcome.html", {**_context(token, details), "form": form}
        )
    actions.report(case=details.case, referral=None, numbers=form.numbers, at=timezone.now())
    messages.success(request, _("Dank u wel. Wij hebben de uitkomst bewaard."))
    return redirect("referred", token)


@by_link
@read_or_send
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """End this address, also one that is too old, and mail a new one to the address that was confirmed.

    Afterwards it says where to look for it.
    """
    if was_ended(Purpose.EMPLOYER, token) is not Ended.REPLACED:
        if request.method != "POST":
            return redirect("referred", token)
        details = _case_of(token)
        with suppress(LinkEnded), new_link_counted(request, details, details.email):
            actions.renew_employer_link(details=details, at=timezone.now())
    elif request.method != "POST":
        return render(request, "referrals/loop/employer/referred_new_link.html")
    return redirect("referred_new_link", token)


# --- Parts -----------------------------------------------------------------------------------------------


def _context(token: str, details: CaseDetails) -> dict[str, Any]:
    page = ReferredPage(details)
    return {"token": token, "page": page}


def _entry_of(page: ReferredPage, request: HttpRequest) -> EntryInWords:
    """Return the entry that an address or a button names; raise CannotRefer where the case has no such."""
    named = request.POST.get("referral") or request.GET.get("welke", "")
    for entry in page.entries:
        if str(entry.referral.pk) == named:
            return entry
    raise CannotRefer([])


def _case_of(token: str) -> CaseDetails:
    """Return the case behind a link, also when its time has passed."""
    try:
        return open_case(Purpose.EMPLOYER, token)
    except LinkRefused as refused:
        if isinstance(refused.row, CaseDetails):
            return refused.row
        raise


def _withdrew_everything(request: HttpRequest, token: str) -> bool:
    """Return whether everything is to be withdrawn of which everything is gone: pressed twice is once."""
    everything = request.method == "POST" and request.POST.get("which") == WithdrawForm.ALL
    return everything and was_ended(Purpose.EMPLOYER, token) is Ended.GONE


def _all_withdrawn(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Uw aanvraag is gestopt. Uw gegevens zijn verwijderd en alle links zijn vervallen."))
    return redirect("case")


def _withdrawn_before(request: HttpRequest, page: ReferredPage) -> Entry | None:
    """Return the entry that is to be withdrawn and was already; None where there is something to do, or to ask."""
    which = request.POST.get("which", "")
    gone = (entry for entry in page.entries if entry.state == State.WITHDRAWN)
    return next((entry for entry in gone if str(entry.referral.pk) == which), None)


def _withdrawn(request: HttpRequest, token: str, entry: Entry) -> HttpResponse:
    messages.success(request, _("Ingetrokken: %(name)s.") % {"name": entry.name})
    return redirect("referred", token)


def _sent_before(request: HttpRequest, page: ReferredPage) -> Entry | None:
    """Return the entry that the button named, where that has the case already; None where it does not."""
    named = {request.POST.get("referral", ""), request.POST.get("provider", "")} - {""}
    having = (entry for entry in page.entries if entry.state in WITH_PROVIDER)
    return next((entry for entry in having if named & {str(entry.referral.pk), entry.provider.slug}), None)


def _shown(request: HttpRequest, page: ReferredPage) -> dict[str, Any]:
    """Return whom the button named, as `send_next` takes it; raise CannotRefer when the page offers that no more."""
    for entry in page.forwards:
        if str(entry.referral.pk) == request.POST.get("referral"):
            return {"referral": entry.referral}
    slug = request.POST.get("provider", "")
    if page.offer and page.offer.slug == slug:
        return {"provider_slug": slug}
    raise CannotRefer([slug])
