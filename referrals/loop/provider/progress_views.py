"""The provider's pages after it said yes: how to reach the employer, that the help began, and what came of it.

What lives here: requests and responses. What does not: the moves (actions.py), answering (answer_views.py).
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.loop import actions, links
from referrals.loop.links import Purpose
from referrals.loop.outcome_form import OutcomeForm
from referrals.loop.provider.answer_views import by_link, context_of
from referrals.models import Referral
from referrals.status import HELPING, SAID_YES, State

# The name of the button that reports and closes in one go.
FINAL = "klaar"


@by_link
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Show the employer's address, what was shared, and what to do next."""
    referral = links.open_referral(Purpose.PROGRESS, token)
    if referral.state not in SAID_YES:
        return redirect("answer", links.token_of(Purpose.ANSWER, referral))
    reported = referral.outcomes.filter(people__gt=0)
    context = {"email": referral.case.details.email, "reported": reported}
    return render(request, "referrals/loop/provider/progress.html", {**_context(token, referral), **context})


@by_link
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Take down that the help began; saying it twice is no mistake."""
    referral = links.open_referral(Purpose.PROGRESS, token)
    if request.method == "POST" and referral.state != State.IN_PROGRESS:
        actions.begin(referral=referral, at=timezone.now())
        messages.success(request, _("Wij weten nu dat de hulp is begonnen."))
    return redirect("progress", token)


@by_link
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """Take down what became of the people, as numbers, and close the referral where the provider is done."""
    referral = links.open_referral(Purpose.PROGRESS, token)
    if referral.state not in SAID_YES:
        return redirect("progress", token)
    headcount = referral.case.headcount
    reported = {one.result: one.people for one in referral.outcomes.all()}
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, headcount=headcount, initial=reported)
    if form.is_valid():
        final = FINAL in request.POST and referral.state in HELPING
        actions.report(case=referral.case, referral=referral, numbers=form.numbers, final=final, at=timezone.now())
        messages.success(request, _("Uw aantallen zijn bewaard."))
        return redirect("progress", token)
    context = {**_context(token, referral), "form": form, "headcount": headcount, "final": FINAL}
    return render(request, "referrals/loop/provider/progress_outcome.html", context)


def _context(token: str, referral: Referral) -> dict[str, object]:
    """Return what every page shows; the links to the pages of the answer are its own holder's too."""
    answer_token = links.token_of(Purpose.ANSWER, referral)
    return {**context_of(answer_token, referral), "token": token, "answer_token": answer_token}
