"""The employer's pages before sending: choosing providers, what is shared with each, and confirming by mail.

What lives here: requests and responses. What does not: who can be chosen (shortlist.py), the verbs (actions.py), what
happens after (follow_views.py). Nothing is stored before the visitor asks for the mail with which to confirm.
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals.advice.advise import Advice, advice_on
from referrals.decorators import anonymous, read_or_send
from referrals.intake.answer_cookie import CHOICE, Answers, TooMuchToKeep, answers_of, with_choice, without_choice
from referrals.intake.case_reader import InvalidCase
from referrals.loop import actions, rate_limits
from referrals.loop.consent import fields_of
from referrals.loop.drafts import Choice
from referrals.loop.employer.case_page import ReferredPage
from referrals.loop.employer.forms import ChooseForm, SendForm, ShareForm
from referrals.loop.employer.shortlist import MOST_CHOSEN, chosen_of, options_of
from referrals.loop.links import Purpose, open_case, token_of, was_confirmed
from referrals.loop.refusals import AlreadyConfirmed, CannotRefer, CaseGone, Refused
from referrals.models import CaseDetails
from referrals.signed_links import LinkRefused
from services.language import reader_language


@anonymous
@read_or_send
def choose(request: HttpRequest) -> HttpResponse:
    """Ask whom to refer to, with how each answered before; who cannot be chosen stands with how to reach it."""
    answers = answers_of(request)
    advice = _advice_or_elsewhere(request, answers)
    if isinstance(advice, HttpResponseRedirect):
        return advice
    options = options_of(advice)
    sent = request.POST if request.method == "POST" else None
    form = ChooseForm(sent, options=options.choosable, initial=answers.get(CHOICE))
    if form.is_valid():
        return _keep_choice(request, answers, form.cleaned_data["providers"])
    context = {
        "form": form,
        "options": options.choosable,
        "others": options.others,
        "chosen": form["providers"].value() or [],
        "most": MOST_CHOSEN,
    }
    return render(request, "referrals/loop/employer/refer.html", context)


@anonymous
@read_or_send
def consent(request: HttpRequest) -> HttpResponse:
    """Show for each chosen provider exactly what will be shared, and ask where to send the mail to confirm."""
    answers = answers_of(request)
    advice = _advice_or_elsewhere(request, answers)
    if isinstance(advice, HttpResponseRedirect):
        return advice
    chosen = chosen_of(answers, options_of(advice))
    if not chosen:
        messages.warning(request, _("Kies eerst wie u wilt vragen."))
        return redirect("refer")
    sent = request.POST if request.method == "POST" else None
    shareable = fields_of(advice.case, reader_language())
    shares = [ShareForm(sent, option=option, shareable=shareable) for option in chosen]
    form = SendForm(sent, number=len(chosen))
    if all_valid([*shares, form]):
        network, mailbox = rate_limits.address_of_request(request), form.cleaned_data["email"]
        refusal = rate_limits.count_case(network=network, mailbox=mailbox, at=timezone.now())
        if not refusal:
            return _refer(request, answers, advice, shares, form)
        form.add_error("email", refusal)
    context = {
        "form": form,
        "shares": shares,
        "confirm_days": settings.UNCONFIRMED_CASE_DAYS,
    }
    return render(request, "referrals/loop/employer/refer_consent.html", context)


@anonymous
@require_safe
def mail_sent(request: HttpRequest) -> HttpResponse:
    """Say what to do with the mail that was sent, and that nothing has gone to a provider yet."""
    return render(
        request, "referrals/loop/employer/refer_mail_sent.html", {"confirm_days": settings.UNCONFIRMED_CASE_DAYS}
    )


@anonymous
@read_or_send
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show once more what goes to whom; a POST confirms, and only then does anything leave."""
    try:
        details = open_case(Purpose.CONFIRM, token)
        if request.method != "POST":
            return _ask_to_confirm(request, details)
        actions.confirm(details=details, at=timezone.now())
    except (LinkRefused, AlreadyConfirmed, CaseGone) as refused:
        return refuse(request, refused, confirmed=was_confirmed(token))
    details.refresh_from_db()
    messages.success(
        request, _("Uw aanvraag is verstuurd. Bewaar het adres van deze pagina: hier ziet u hoe het gaat.")
    )
    return redirect("referred", token_of(Purpose.EMPLOYER, details))


def refuse(
    request: HttpRequest, refused: LinkRefused | Refused, *, confirmed: bool = False, renew: str = ""
) -> HttpResponse:
    """Say why a link does not work (any more), and what can be done; `renew` is the link that is too old, if it is."""
    context = {
        "renew": renew,
        "confirmed": confirmed,
        "expired": isinstance(refused, LinkRefused) and refused.expired,
        "gone": isinstance(refused, CaseGone),
        "confirm_days": settings.UNCONFIRMED_CASE_DAYS,
    }
    return render(request, "referrals/loop/employer/referred_refused.html", context, status=404)


# --- Parts -----------------------------------------------------------------------------------------------


def _advice_or_elsewhere(request: HttpRequest, answers: Answers) -> Advice | HttpResponseRedirect:
    """Return the advice on the answers, or where to go when there are none or they make no case."""
    if not answers:
        messages.warning(request, _("Uw antwoorden zijn er niet meer: na twee uur wissen wij ze. Begin opnieuw."))
        return redirect("case")
    try:
        return advice_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect("case_check")


def _ask_to_confirm(request: HttpRequest, details: CaseDetails) -> HttpResponse:
    page = ReferredPage(details)
    return render(request, "referrals/loop/employer/refer_confirm.html", {"page": page})


def _keep_choice(request: HttpRequest, answers: Answers, slugs: Sequence[str]) -> HttpResponse:
    response = redirect("refer_consent")
    try:
        with_choice(answers, slugs).save(response)
    except TooMuchToKeep:
        messages.error(request, _("Dit is te veel om te bewaren. Kies minder organisaties."))
        return redirect("refer")
    return response


def _refer(
    request: HttpRequest, answers: Answers, advice: Advice, shares: Sequence[ShareForm], form: SendForm
) -> HttpResponse:
    email = form.cleaned_data["email"]
    try:
        actions.refer(
            answers=without_choice(answers),
            advice=advice,
            choices=[Choice(share.option.slug, share.shared) for share in shares],
            one_by_one=form.one_by_one,
            email=email,
            language=reader_language(),
            at=timezone.now(),
        )
    except CannotRefer:
        messages.warning(request, _("Een organisatie die u koos, kunt u niet meer vragen. Kies opnieuw."))
        return redirect("refer")
    messages.success(request, _("Wij stuurden een mail naar %(email)s.") % {"email": email})
    return redirect("refer_mail_sent")
