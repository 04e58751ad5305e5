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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from referrals import rate_limits
from referrals.advice.advise import Advice, advice_on
from referrals.decorators import anonymous, read_or_send
from referrals.intake.answer_cookie import ANSWERS_GONE, CHOICE, MOST_CHOSEN, Answers, answers_of, with_choice
from referrals.intake.case_mark import of_this_case
from referrals.intake.case_reader import InvalidCase
from referrals.loop import actions
from referrals.loop.consent import fields_of
from referrals.loop.drafts import Choice, draft_of, refuse_again
from referrals.loop.employer.case_page import ReferredPage
from referrals.loop.employer.forms import ChooseForm, ExceptionForm, SendForm, ShareForm
from referrals.loop.employer.shortlist import chosen_of, options_of
from referrals.loop.links import Confirmed, Ended, Purpose, confirmed_by, open_case, token_of, was_ended
from referrals.loop.refusals import AlreadyAsked, AlreadyConfirmed, CannotRefer, CaseGone, Refused
from referrals.models import CaseDetails
from referrals.networks import network_of
from referrals.rate_limits import Thing, TooOften
from referrals.signed_cookie import TooMuchToKeep
from referrals.signed_links import LinkRefused
from services.language import reader_language


@anonymous
@read_or_send
@of_this_case
def choose(request: HttpRequest) -> HttpResponse:
    """Ask whom to refer to, with how each answered before; who cannot be chosen stands with how to reach it."""
    answers = answers_of(request)
    advice = _advice_or_elsewhere(request, answers)
    if isinstance(advice, HttpResponseRedirect):
        return advice
    options = options_of(advice, answers)
    sent = request.POST if request.method == "POST" else None
    form = ChooseForm(sent, options=options.choosable, initial=answers.get(CHOICE))
    if form.is_valid():
        response = redirect("refer_consent")
        try:
            with_choice(answers, form.cleaned_data["providers"]).save(response)
        except TooMuchToKeep:
            form.add_error("providers", _("Dit is te veel om te bewaren. Kies minder organisaties."))
        else:
            return response
    context = {
        "form": form,
        "options": options.choosable,
        "others": options.others,
        "chosen": form["providers"].value() or [],
        "most": MOST_CHOSEN,
        "refused": _refused_today(request),
        "mark": answers.mark,
    }
    return render(request, "referrals/loop/employer/refer.html", context)


@anonymous
@read_or_send
@of_this_case
def consent(request: HttpRequest) -> HttpResponse:
    """Show for each chosen provider exactly what will be shared, and ask where to send the mail to confirm."""
    answers = answers_of(request)
    advice = _advice_or_elsewhere(request, answers)
    if isinstance(advice, HttpResponseRedirect):
        return advice
    chosen = chosen_of(answers, options_of(advice, answers))
    if not chosen:
        messages.warning(request, _("Kies eerst wie u wilt vragen."))
        return redirect("refer")
    sent = request.POST if request.method == "POST" else None
    shareable = fields_of(advice.case, reader_language())
    share = ShareForm(sent, shareable=shareable, at_the_firm=advice.case.has_employees)
    exceptions = [ExceptionForm(sent, option=option, shareable=shareable) for option in chosen]
    form = SendForm(sent, number=len(chosen))
    if all_valid([share, *exceptions, form]):
        choices = [Choice(one.option.slug, one.but(share.shared)) for one in exceptions]
        response = _refer(request, answers, advice, choices, form)
        if response is not None:
            return response
    context = {
        "form": form,
        "share": share,
        "exceptions": exceptions,
        "left_out": [one["left_out"] for one in exceptions],
        "mark": answers.mark,
        "confirm_days": settings.UNCONFIRMED_CASE_DAYS,
        "most_mails": settings.CASES_PER_MAILBOX,
        "refused": _refused_today(request),
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
        at, who = timezone.now(), {"network": network_of(request), "mailbox": details.email}
        with rate_limits.counted(Thing.CONFIRMATION, **who, at=at):
            actions.confirm(details=details, at=at)
    except (LinkRefused, AlreadyConfirmed, CaseGone) as refused:
        return _refuse_to_confirm(request, token, refused)
    details.refresh_from_db()
    messages.success(
        request, _("Uw aanvraag is verstuurd. Bewaar het adres van deze pagina: hier ziet u hoe het gaat.")
    )
    return redirect("referred", token_of(Purpose.EMPLOYER, details))


def refuse(
    request: HttpRequest, refused: LinkRefused | Refused, ended: Ended | None = None, to_renew: str = ""
) -> HttpResponse:
    """Say why a link does not work (any more), and what can be done: for one that is too old, a new one `to_renew`."""
    expired = isinstance(refused, LinkRefused) and refused.expired
    context = {
        "expired": expired,
        "renew": to_renew if expired else "",
        "gone": isinstance(refused, CaseGone) or ended is Ended.GONE,
        "replaced": ended is Ended.REPLACED,
        "confirm_days": settings.UNCONFIRMED_CASE_DAYS,
    }
    return render(request, "referrals/loop/employer/referred_refused.html", context, status=404)


# --- Parts -----------------------------------------------------------------------------------------------


def _refuse_to_confirm(request: HttpRequest, token: str, refused: LinkRefused | Refused) -> HttpResponse:
    """Lead on whoever confirmed before; say to others why the link to confirm does not work."""
    if confirmed := confirmed_by(token):
        return _already_confirmed(request, confirmed)
    return refuse(request, refused, was_ended(Purpose.CONFIRM, token))


def _already_confirmed(request: HttpRequest, confirmed: Confirmed) -> HttpResponse:
    """Lead whoever confirmed before on to the request; once its page has a newer address, say where that is."""
    page = reverse("referred", args=[token_of(Purpose.EMPLOYER, confirmed.details)]) if confirmed.leads_on else ""
    if page and request.method == "POST":
        messages.info(request, _("U bevestigde al. Hier ziet u hoe het gaat."))
        return redirect(page)
    return render(request, "referrals/loop/employer/refer_confirmed.html", {"page_url": page})


def _refused_today(request: HttpRequest) -> str:
    """Return why nothing can be sent from here any more today: said before somebody chooses and fills in."""
    return rate_limits.refused(Thing.CASE, network=network_of(request), at=timezone.now())


def _advice_or_elsewhere(request: HttpRequest, answers: Answers) -> Advice | HttpResponseRedirect:
    """Return the advice on the answers, or where to go when there are none or they make no case."""
    if not answers:
        messages.warning(request, ANSWERS_GONE)
        return redirect("case")
    try:
        return advice_on(answers, timezone.localdate())
    except InvalidCase:
        return redirect("case_check")


def _ask_to_confirm(request: HttpRequest, details: CaseDetails) -> HttpResponse:
    page = ReferredPage(details)
    return render(request, "referrals/loop/employer/refer_confirm.html", {"page": page})


def _refer(
    request: HttpRequest, answers: Answers, advice: Advice, choices: Sequence[Choice], form: SendForm
) -> HttpResponse | None:
    """Ask for the confirmation and go on; None where it is one too many today, which the form then says.

    The same request sent before is one, and counts for one.
    """
    asked = {
        "answers": answers,
        "choices": choices,
        "one_by_one": form.one_by_one,
        "email": form.cleaned_data["email"],
    }
    at, mailbox = timezone.now(), {"email": asked["email"]}
    try:
        refuse_again(draft_of(**asked))
        with rate_limits.counted(Thing.CASE, network=network_of(request), mailbox=asked["email"], at=at):
            actions.refer(**asked, advice=advice, language=reader_language(), at=at)
    except TooOften as too_often:
        form.add_error("email", too_often.sentence)
        return None
    except AlreadyAsked as before:
        confirmed, waits = (
            _("Deze aanvraag is al verstuurd. Kijk in uw mail: wij mailden het adres naar %(email)s."),
            _("Wij mailden al naar %(email)s over deze aanvraag. Eén mail is genoeg."),
        )
        messages.info(request, (confirmed if before.confirmed else waits) % mailbox)
        return redirect("refer_mail_sent")
    except CannotRefer:
        messages.warning(request, _("Een organisatie die u koos, kunt u niet meer vragen. Kies opnieuw."))
        return redirect("refer")
    messages.success(request, _("Wij stuurden een mail naar %(email)s.") % mailbox)
    return redirect("refer_mail_sent")
