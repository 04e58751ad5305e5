"""The provider's pages after it said yes: how to reach the employer, that the help began, and what came of it.

What lives here: requests and responses. What does not: the moves (actions.py), answering (answer_views.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.loop import actions, links
from referrals.loop.links import Purpose
from referrals.loop.outcome_form import OutcomeForm
from referrals.loop.parts import most_of
from referrals.loop.provider.answer_views import by_link, show
from referrals.loop.provider.forms import SessionForm
from referrals.loop.provider.page import ProviderPage
from referrals.status import State

# The name of the button that reports and closes in one go.
FINAL = "klaar"


@by_link
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Show the employer's address, what was shared, and what to do next."""
    page = open_to_help(token)
    return _show(request, page, SessionForm(asked=page.asks_session, initial={"session": page.session}))


@by_link
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Take down that the help began; saying it twice is no mistake."""
    page = open_to_help(token)
    if request.method == "POST" and page.state != State.IN_PROGRESS:
        actions.begin(referral=page.referral, at=timezone.now())
        messages.success(request, _("Wij weten nu dat de hulp is begonnen."))
    return redirect("progress", token)


@by_link
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """Take down what became of the people, as numbers, and close the referral where the provider is done."""
    page = open_to_help(token)
    if not page.said_yes:
        return redirect("progress", token)
    case = page.referral.case
    most = most_of(page.referral)
    sent = request.POST if request.method == "POST" else None
    reported = {outcome.result: outcome.people for outcome in page.reported}
    form = OutcomeForm(sent, headcount=most, initial=reported)
    if form.is_valid():
        final = FINAL in request.POST and page.can_close
        actions.report(case=case, referral=page.referral, numbers=form.numbers, final=final, at=timezone.now())
        messages.success(request, _("Uw aantallen zijn bewaard."))
        return redirect("progress", token)
    return show(request, "progress_outcome", page, form=form, headcount=form.headcount, final=FINAL)


@by_link
def session(request: HttpRequest, token: str) -> HttpResponse:
    """Take down whether the provider comes to explain at the firm; a later answer replaces it."""
    page = open_to_help(token)
    if request.method != "POST":
        return redirect("progress", token)
    form = SessionForm(request.POST, asked=page.asks_session)
    if not form.is_valid():
        return _show(request, page, form)
    actions.reply_on_session(referral=page.referral, answer=form.answer)
    messages.success(request, _("Bewaard. De werkgever ziet dit op zijn pagina."))
    return redirect("progress", token)


def open_to_help(token: str) -> ProviderPage:
    """Return what the link after a yes opens; raise LinkRefused where it opens nothing."""
    referral = links.open_referral(Purpose.PROGRESS, token)
    return ProviderPage(referral, links.token_of(Purpose.ANSWER, referral))


def _show(request: HttpRequest, page: ProviderPage, session: SessionForm) -> HttpResponse:
    if not page.said_yes:
        return redirect("answer", page.answer_token)
    return show(request, "progress", page, session=session)
