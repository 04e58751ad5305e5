"""The provider's pages until it answers.

What lives here: requests and responses behind the link in a mail. What does not: the moves (actions.py), who else
could help (loop/next_provider.py). Opening an address changes nothing, so a mail scanner that follows the link cannot
answer, and does not get to read anything of the case either: that stands one press of a button further on.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from referrals.decorators import anonymous
from referrals.loop import actions, links, rate_limits
from referrals.loop.consent import in_words
from referrals.loop.drafts import CannotRefer
from referrals.loop.letters import reference_of
from referrals.loop.links import Purpose
from referrals.loop.next_provider import others_for
from referrals.loop.provider.forms import DeclineForm, FindOtherForm, ForwardForm
from referrals.loop.transitions import MoveRefused, lock_case
from referrals.models import Referral
from referrals.signed_links import LinkRefused
from referrals.status import ANSWERABLE, ENDED, HELPING, SAID_YES, State, may_move
from services import upkeep
from services.language import reader_language
from services.models import Check, Provider
from services.organisation.profile import profile_of

Page = Callable[[HttpRequest, str, Referral], HttpResponse]

# Sent along with a no after a yes: handing back is another thing than declining.
HAND_BACK = "teruggeven"
NEW_LINKS_A_DAY = 3
SHOWN_OTHERS = 20
# Who confirmed, in the history of a record: a link says which organisation, and nobody's name.
THE_PROVIDER = "de organisatie zelf"


def opened_by(purpose: Purpose) -> Callable[[Page], Callable[[HttpRequest, str], HttpResponse]]:
    """Give a page the referral behind its link; say it clearly where the link or the move does not hold (any more)."""

    def decorate(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
        @anonymous
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def open_page(request: HttpRequest, token: str) -> HttpResponse:
            if request.method != "POST":
                return answer_to(request, token)
            with transaction.atomic():
                return answer_to(request, token)

        def answer_to(request: HttpRequest, token: str) -> HttpResponse:
            try:
                referral = _open(purpose, token, to_move=request.method == "POST")
            except LinkRefused as refused:
                return _refuse(request, token, refused)
            try:
                return page(request, token, referral)
            except MoveRefused as refused:
                return _changed(request, referral, refused)

        return open_page

    return decorate


def _open(purpose: Purpose, token: str, *, to_move: bool) -> Referral:
    """Return the referral behind a link; to move it, once nobody else can, so that what a page finds stays so."""
    referral = links.open_referral(purpose, token)
    if not to_move:
        return referral
    try:
        lock_case(referral.case_id, State(referral.state))
    except MoveRefused:
        raise LinkRefused from None
    return links.open_referral(purpose, token)


@opened_by(Purpose.ANSWER)
def answer(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Say that an employer asks for an answer, and nothing of the case; once answered, say what was answered."""
    if referral.state in ANSWERABLE:
        return render(request, "referrals/loop/provider/answer.html", context_of(token, referral))
    return render(request, "referrals/loop/provider/answer_given.html", context_of(token, referral))


@opened_by(Purpose.ANSWER)
def look(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Show what was shared, once somebody pressed the button to see it."""
    if request.method == "POST":
        if referral.state == State.SENT:
            actions.see(referral=referral, at=timezone.now())
        return redirect("answer_open", token)
    if not _is_read(referral):
        return redirect("answer", token)
    return render(request, "referrals/loop/provider/answer_open.html", context_of(token, referral))


@opened_by(Purpose.ANSWER)
def accept(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Say yes, and go to the page on which to go on."""
    if request.method != "POST":
        return redirect("answer_open", token)
    if referral.state not in HELPING:
        actions.accept(referral=referral, at=timezone.now())
    return redirect(_progress_address(referral))


@opened_by(Purpose.ANSWER)
def decline(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Say no with a reason; also for who said yes and has to hand it back. No need to read the case for that."""
    hands_back = referral.state in HELPING
    if not may_move(State(referral.state), State.DECLINED) or _meant_otherwise(request, hands_back):
        return _too_late(request, token, referral, State.DECLINED)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.decline(referral=referral, reason=form.reason_given, at=timezone.now())
        return redirect("answer", token)
    context = {"form": form, "hands_back": hands_back}
    return render(request, "referrals/loop/provider/answer_decline.html", {**context_of(token, referral), **context})


@opened_by(Purpose.ANSWER)
def forward(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Name another provider; the employer decides whether it gets the case."""
    if not _is_read(referral):
        return _too_late(request, token, referral, State.FORWARDED)
    search = FindOtherForm(request.GET)
    others = others_for(referral, search.words, timezone.localdate())
    shown = list(others[: SHOWN_OTHERS + 1])
    data = request.POST if request.method == "POST" else None
    form = ForwardForm(data, others=others, shown=shown[:SHOWN_OTHERS])
    if form.is_valid():
        try:
            actions.forward(referral=referral, to=form.cleaned_data["provider"], at=timezone.now())
        except CannotRefer:
            form.add_error("provider", form.fields["provider"].error_messages["invalid_choice"])
        else:
            return redirect("answer", token)
    context = {"form": form, "search": search, "shown": shown[:SHOWN_OTHERS], "more": len(shown) > SHOWN_OTHERS}
    return render(request, "referrals/loop/provider/answer_forward.html", {**context_of(token, referral), **context})


@opened_by(Purpose.ANSWER)
def confirm_record(request: HttpRequest, token: str, referral: Referral) -> HttpResponse:
    """Show the provider its own record, and take its word that it is right."""
    provider, today = referral.provider, timezone.localdate()
    if request.method == "POST":
        if not _confirmed_today(provider):
            upkeep.confirm(provider=provider, on=today, by=THE_PROVIDER, method=Check.Method.PROVIDER)
        messages.success(request, _("Dank u. Bij uw organisatie staat nu dat de gegevens vandaag klopten."))
        return redirect("answer_confirm_record", token)
    context = {
        "profile": profile_of(provider, today),
        "confirmed": _confirmed_today(provider),
    }
    return render(request, "referrals/loop/provider/answer_record.html", {**context_of(token, referral), **context})


@anonymous
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link for an expired one, to the address on record only; afterwards say where to look for it."""
    if request.method != "POST":
        return _link_mailed(request)
    try:
        referral = links.open_referral(Purpose.ANSWER, token)
    except LinkRefused as refused:
        if not refused.expired:
            return _refuse(request, token, refused)
        referral = refused.row
    now = timezone.now()
    if referral.state in ENDED or not referral.provider.email:
        return _no_new_link(request, "over" if referral.state in ENDED else "no_address", 409)
    if not rate_limits.allow(kind="answer_link", who=str(referral.pk), most=NEW_LINKS_A_DAY, at=now):
        return _no_new_link(request, "too_often", 429)
    try:
        actions.renew_answer_link(referral=referral, at=now)
    except MoveRefused as refused:
        return _changed(request, referral, refused)
    return redirect("answer_new_link", token)


# --- Parts -----------------------------------------------------------------------------------------------


def context_of(token: str, referral: Referral) -> dict[str, object]:
    """Return what every page of a referral shows. What was shared is read by the pages that may show it only."""
    return {
        "token": token,
        "referral": referral,
        "provider": referral.provider,
        "examples": referral.provider.is_example,
        "reference": reference_of(referral),
        "shared": in_words(referral.shared, reader_language()),
        "progress_address": _progress_address(referral) if referral.state in SAID_YES else "",
        "can_hand_back": referral.state in HELPING and may_move(State(referral.state), State.DECLINED),
    }


def _is_read(referral: Referral) -> bool:
    """Return whether the case may be on the screen: somebody pressed the button, or silence ended the waiting."""
    return referral.state in ANSWERABLE and referral.state != State.SENT


def _meant_otherwise(request: HttpRequest, hands_back: bool) -> bool:
    """Return whether a no was meant for another moment: a colleague said yes since the form was opened."""
    return request.method == "POST" and (HAND_BACK in request.POST) != hands_back


def _progress_address(referral: Referral) -> str:
    referral.refresh_from_db(fields=["state", "key"])
    return reverse("progress", args=[links.token_of(Purpose.PROGRESS, referral)])


def _confirmed_today(provider: Provider) -> bool:
    today = timezone.localdate()
    by_provider = provider.checks.filter(checked_on=today, method=Check.Method.PROVIDER)
    return provider.last_checked_on == today and by_provider.exists()


def _refuse(request: HttpRequest, token: str, refused: LinkRefused) -> HttpResponse:
    """Say that a link does not work, and what can be done: who has an expired one can have a new one mailed."""
    row = refused.row if refused.expired else None
    can_renew = isinstance(row, Referral) and row.state not in ENDED and bool(row.provider.email)
    context = {"token": token, "expired": refused.expired, "provider": row.provider if can_renew else None}
    return render(request, "referrals/loop/provider/answer_refused.html", context, status=404)


def _too_late(request: HttpRequest, token: str, referral: Referral, wanted: State) -> HttpResponse:
    """Lead a reader to where the referral stands; refuse what was sent in, so that nobody thinks that it was done."""
    if request.method == "POST":
        raise MoveRefused(referral, wanted)
    return redirect("answer", token)


def _changed(request: HttpRequest, referral: Referral, refused: MoveRefused) -> HttpResponse:
    """Say what the referral has become in the meantime, and what can be done now."""
    if refused.referral is None:
        return _refuse(request, "", LinkRefused())
    referral.refresh_from_db(fields=["state", "key", "shared"])
    if referral.state == refused.wanted:
        return redirect(_address_after(referral))
    context = {**context_of("", referral), "token": links.token_of(Purpose.ANSWER, referral)}
    return render(request, "referrals/loop/provider/answer_changed.html", context, status=409)


def _address_after(referral: Referral) -> str:
    """Return where the same answer, given a moment before, has led: answering twice is no mistake."""
    if referral.state in SAID_YES:
        return _progress_address(referral)
    page = "answer_open" if _is_read(referral) else "answer"
    return reverse(page, args=[links.token_of(Purpose.ANSWER, referral)])


@require_safe
def _link_mailed(request: HttpRequest) -> HttpResponse:
    return render(request, "referrals/loop/provider/answer_link_mailed.html")


def _no_new_link(request: HttpRequest, why: str, status: int) -> HttpResponse:
    context = {"why": why, "most": NEW_LINKS_A_DAY}
    return render(request, "referrals/loop/provider/answer_no_new_link.html", context, status=status)
