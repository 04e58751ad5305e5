"""The page on which an employee mails the answer to an address of their own: it is used once, and not kept.

What lives here: requests and responses, and the letter. What does not: what is mailed (page.py), how often somebody
may (mail/used_once.py). The letter says who helps and what to do first, and nothing that was filled in.
"""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from referrals.decorators import anonymous, read_or_send
from referrals.employee.page import EmployeePage, HelperCard, pages_for
from referrals.employee.questions import Answers
from referrals.employee.sentences import say
from referrals.mail.letter import post
from referrals.mail.purposes import MailPurpose
from referrals.mail.used_once import AddressForm, is_mailed
from referrals.networks import network_of
from referrals.rate_limits import Thing
from regions.places import municipality_with
from services.language import reader_language
from services.letter import Letter


@anonymous
@read_or_send
def mail_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for an address, and mail it the answer to what this browser holds."""
    answers = Answers.of(request, timezone.localdate())
    if answers.code != code or not answers.form.is_valid():
        return redirect("employee_answer", code)
    (page,) = pages_for([answers.case()])
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_mailed(request, code, page, form):
        return redirect("employee_mailed", code)
    return render(request, "referrals/employee/mail.html", {"form": form, "code": code})


@anonymous
@require_safe
def answer_mailed(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the mail is on its way, and lead back to the answer."""
    if municipality_with(code, timezone.localdate()) is None:
        raise Http404
    return render(request, "referrals/employee/mailed.html", {"code": code})


def _is_mailed(request: HttpRequest, code: str, page: EmployeePage, form: AddressForm) -> bool:
    return is_mailed(
        form,
        thing=Thing.NEAR_HELP,
        alike=Thing.SAME_NEAR_HELP,
        what=" ".join([code, page.section, *(card.url for card in (*page.cards, *page.maybe))]),
        network=network_of(request),
        post=lambda to: _post(code, page, to),
    )


def _post(code: str, page: EmployeePage, to: str) -> None:
    letter = Letter(
        subject=say("mail.subject"),
        before=list(_lines(page)),
        link_text=say("mail.link_text"),
        link=settings.SITE_URL + reverse("employee_answer", args=[code]),
    )
    why = say("mail.reason", title=say("questions.title"))
    post(letter, purpose=MailPurpose.NEAR_HELP, to=to, language=reader_language(), why=why)


def _lines(page: EmployeePage) -> Iterator[str]:
    yield say("mail.steps")
    for number, step in enumerate(page.steps, start=1):
        yield f"{number}. {step.title} {step.why} {step.note}".strip()
    for heading, cards in (("mail.helpers", page.cards), ("mail.maybe", page.maybe)):
        if cards:
            yield say(heading)
            yield from map(_in_one_line, cards)


def _in_one_line(card: HelperCard) -> str:
    contact = card.contact
    ways = [contact.phone_shown, contact.email, contact.website]
    return ": ".join(filter(None, [card.name, "; ".join(filter(None, ways))]))
