"""The provider's pages until it answers.

What lives here: requests and responses behind the link in a mail. What does not: what the pages show (page.py), the
moves (actions.py), who else could help (loop/next_provider.py). Opening an address changes nothing, so a mail scanner
that follows the link cannot answer, and does not get to read anything of the case either: that stands one press of a
button further on.
"""

from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.decorators import View, anonymous, read_or_send
from referrals.loop import actions, links
from referrals.loop.limits import move_counted, new_link_counted, new_link_refused
from referrals.loop.links import Ended, Purpose
from referrals.loop.next_provider import others_for
from referrals.loop.provider.forms import DeclineForm, FindOtherForm, ForwardForm, PartForm, SessionForm
from referrals.loop.provider.page import ProviderPage
from referrals.loop.refusals import CannotRefer, CaseGone, LinkEnded, MoveRefused, TooManyPeople
from referrals.models import Referral
from referrals.signed_links import LinkRefused
from referrals.status import HELPING, State
from services.organisation.profile import profile_of

# Sent along with a no after a yes: handing back is another thing than declining.
HAND_BACK = "teruggeven"
SHOWN_OTHERS = 20
# The id of the form with the yes: what is said beside it stands above all buttons.
YES = "ja"


def by_link(view: View) -> View:
    """Open a page to whoever has its link; say it clearly where the link, or what was pressed, holds no more."""

    @anonymous
    @read_or_send
    @wraps(view)
    def clear_page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except LinkRefused as refused:
            return _refuse(request, token, refused)
        except (CaseGone, LinkEnded):
            return _refuse(request, token, LinkRefused())
        except MoveRefused as refused:
            return _changed(request, refused)
        except TooManyPeople:
            return _changed(request, MoveRefused(_referral_of(token), State.ACCEPTED))

    return clear_page


@by_link
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Say that an employer asks for an answer, and nothing of the case; once answered, say what was answered."""
    page = open_to_answer(token)
    return show(request, "answer" if page.can_answer else "answer_given", page)


@by_link
def look(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was shared, once somebody pressed the button to see it."""
    page = open_to_answer(token)
    if request.method == "POST":
        if page.state == State.SENT:
            actions.see(referral=page.referral, at=timezone.now())
        return redirect("answer_open", token)
    return _show_open(request, page, SessionForm(asked=page.asks_session, sent_by=YES))


@by_link
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes, and go to the page on which to go on."""
    page = open_to_answer(token)
    if request.method != "POST":
        return redirect("answer_open", token)
    if not page.is_helping:
        session = SessionForm(request.POST, asked=page.asks_session, sent_by=YES)
        if not session.is_valid():
            return _show_open(request, page, session)
        with move_counted(request):
            actions.accept(referral=page.referral, session=session.answer, at=timezone.now())
    return redirect(page.progress_url)


@by_link
def accept_part(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how many people of each group the provider helps; the rest goes on to the next."""
    page = open_to_answer(token)
    if page.is_helping and request.method == "POST":
        return redirect(page.progress_url)
    if not page.can_take_part:
        return _too_late(request, page, State.ACCEPTED)
    sent = request.POST if request.method == "POST" else None
    form, session = PartForm(sent, parts=page.parts), SessionForm(sent, asked=page.asks_session)
    if all_valid([form, session]):
        with move_counted(request):
            actions.accept(referral=page.referral, people=form.people, session=session.answer, at=timezone.now())
        return redirect(page.progress_url)
    return show(request, "answer_part", page, form=form, session=session)


@by_link
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no with a reason; also for who said yes and has to hand it back. No need to read the case for that."""
    page = open_to_answer(token)
    if not page.can_decline or _meant_otherwise(request, page):
        return _too_late(request, page, State.DECLINED)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with move_counted(request):
            actions.decline(referral=page.referral, reason=form.reason_given, at=timezone.now())
        return redirect("answer", token)
    return show(request, "answer_decline", page, form=form, hand_back=HAND_BACK)


@by_link
def forward(request: HttpRequest, token: str) -> HttpResponse:
    """Name another provider; the employer decides whether it gets the case."""
    page = open_to_answer(token)
    if not page.can_read:
        return _too_late(request, page, State.FORWARDED)
    search = FindOtherForm(request.GET)
    found = list(others_for(page.referral, search.words, timezone.localdate())[: SHOWN_OTHERS + 1])
    shown, more = found[:SHOWN_OTHERS], len(found) > SHOWN_OTHERS
    form = ForwardForm(request.POST if request.method == "POST" else None, shown=shown)
    if form.is_valid():
        try:
            with move_counted(request):
                actions.forward(referral=page.referral, to=form.cleaned_data["provider"], at=timezone.now())
        except CannotRefer:
            form.add_error("provider", form.fields["provider"].error_messages["invalid_choice"])
        else:
            return redirect("answer", token)
    return show(request, "answer_forward", page, form=form, search=search, shown=shown, more=more)


@by_link
def confirm_record(request: HttpRequest, token: str) -> HttpResponse:
    """Show the provider its own record, and take its word that it is right."""
    page, today = open_to_answer(token), timezone.localdate()
    if request.method == "POST":
        actions.confirm_record(referral=page.referral, at=timezone.now())
        messages.success(request, _("Dank u. Bij uw organisatie staat nu dat de gegevens vandaag klopten."))
        return redirect("answer_confirm_record", token)
    return show(
        request,
        "answer_record",
        page,
        profile=profile_of(page.provider, today),
        confirmed=actions.is_confirmed(page.provider, today),
    )


@by_link
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a new link for an expired one, to the address on record only; afterwards say where to look for it."""
    if request.method != "POST":
        return render(request, "referrals/loop/provider/answer_link_mailed.html")
    if links.how_ended(token) is Ended.REPLACED:
        return redirect("answer_new_link", token)
    referral = _referral_of(token)
    mailbox = referral.provider.stands.referral_address
    if not mailbox:
        return render(request, "referrals/loop/provider/answer_no_new_link.html", status=409)
    with suppress(LinkEnded), new_link_counted(request, referral, mailbox):
        actions.renew_answer_link(referral=referral, at=timezone.now())
    return redirect("answer_new_link", token)


def open_to_answer(token: str) -> ProviderPage:
    """Return what the link to answer opens; raise LinkRefused where it opens nothing."""
    return ProviderPage(links.open_referral(Purpose.ANSWER, token), token)


# --- Parts -----------------------------------------------------------------------------------------------


def show(request: HttpRequest, name: str, page: ProviderPage, *, status: int = 200, **more: object) -> HttpResponse:
    """Render one of a provider's pages of a referral."""
    context = {"page": page, **more}
    return render(request, f"referrals/loop/provider/{name}.html", context, status=status)


def _show_open(request: HttpRequest, page: ProviderPage, session: SessionForm) -> HttpResponse:
    """Show what was shared and what can be answered; whoever did not press the button to see it begins there."""
    if not page.can_read:
        return redirect("answer", page.answer_token)
    return show(request, "answer_open", page, session=session, yes=YES)


def _referral_of(token: str) -> Referral:
    """Return the referral behind a link, to answer or to tell how it goes, also when its time has passed."""
    for purpose in (Purpose.ANSWER, Purpose.PROGRESS):
        try:
            return links.open_referral(purpose, token)
        except LinkRefused as refused:
            if isinstance(refused.row, Referral):
                return refused.row
    raise LinkRefused


def _meant_otherwise(request: HttpRequest, page: ProviderPage) -> bool:
    """Return whether a no was meant for another moment: a colleague said yes since the form was opened."""
    return request.method == "POST" and (HAND_BACK in request.POST) != page.can_hand_back


def _refuse(request: HttpRequest, token: str, refused: LinkRefused) -> HttpResponse:
    """Say that a link does not work, and why where it was ours; who has an expired one can have a new one mailed."""
    row = refused.row if isinstance(refused.row, Referral) else None
    provider = row.provider.stands if row else None
    mailbox = provider.referral_address if provider else ""
    ended = None if row else links.how_ended(token)
    context = {
        "token": token,
        "expired": refused.expired,
        "ended": ended.name.lower() if ended else "",
        "provider": provider,
        "mailbox": mailbox,
        "most": settings.NEW_LINKS_PER_REQUEST,
        "was_sent": request.method == "POST",
        "too_often": new_link_refused(request, row, mailbox) if row and mailbox else "",
    }
    return render(request, "referrals/loop/provider/answer_refused.html", context, status=404)


def _too_late(request: HttpRequest, page: ProviderPage, to: State) -> HttpResponse:
    """Lead a reader to where the referral stands; refuse what was sent in, so that nobody thinks that it was done."""
    if request.method == "POST":
        raise MoveRefused(page.referral, to)
    return redirect("answer", page.answer_token)


def _changed(request: HttpRequest, refused: MoveRefused) -> HttpResponse:
    """Say what the referral has become in the meantime, and what can be done now; an answer given twice is one."""
    referral = refused.referral
    page = ProviderPage(referral, links.token_of(Purpose.ANSWER, referral))
    if referral.state == refused.to or {referral.state, refused.to} <= HELPING:
        return redirect(page.progress_url if page.said_yes else reverse("answer", args=[page.answer_token]))
    return show(request, "answer_changed", page, status=409)
