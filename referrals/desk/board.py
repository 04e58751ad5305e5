"""The board of referrals at the desk: whom was asked, how long ago, taking one back and opening one again.

What lives here: those pages, for who manages a region. What does not: what an employer told or shared and the keys of
links, which staff need for nothing; the moves themselves (loop/actions.py, loop/reopening.py).
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.clock import REOPENED_WITHIN, can_be_reopened
from referrals.loop.letters import reference_of
from referrals.loop.refusals import CaseGone, MoveRefused
from referrals.loop.reopening import reopen
from referrals.models import Referral
from referrals.status import ENDED, HELPING, REOPENINGS, WAITING, WITH_PROVIDER, Actor, RevokeReason, State
from services.desk.access import Action, desk_page, may, within
from services.desk.registry import Page
from services.models import Provider
from services.stewards import Steward, stewards_of

PAGE_SIZE = 25
GET_OR_POST = ("GET", "HEAD", "POST")
# Of a referral no more is read than this.
SHOWN = ("state", "sent_at", "answer_by", "turn_from", "on_hold_until", "promised_by", "case", "provider")
GROUPS = {"wacht": WAITING, "zwijgt": {State.NO_ANSWER}, "helpt": HELPING, "voorbij": REOPENINGS.keys()}


class ChooseForm(forms.Form):
    """Asks which open referrals to show."""

    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "alle"),
            ("wacht", "wacht op antwoord"),
            ("zwijgt", "geen antwoord"),
            ("helpt", "zei ja"),
            ("voorbij", "voorbij"),
        ],
    )


class RevokeForm(forms.Form):
    """Asks why a referral is taken back. `state` is where it stood for who looked at it."""

    state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label="Waarom?", choices=RevokeReason.choices, widget=forms.RadioSelect)


class Row(NamedTuple):
    """A referral as the board tells it; `rests_until` is the day up to which nobody has to do anything."""

    referral: Referral
    reference: str
    days: int
    is_late: bool
    rests_until: date | None
    is_over: bool
    steward: Steward


@desk_page(Action.SEE_REFERRALS)
def board(request: HttpRequest) -> HttpResponse:
    """List the referrals to the records of somebody's regions that are open, or those that were; the oldest first."""
    form = ChooseForm(request.GET)
    chosen = form.cleaned_data.get("stand", "") if form.is_valid() else ""
    states = GROUPS.get(chosen, WITH_PROVIDER)
    found = _within(request.user, Action.SEE_REFERRALS).filter(state__in=states, sent_at__isnull=False)
    found = found.order_by("sent_at", "pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("pagina"))
    context = {
        "form": form,
        "page": page,
        "rows": _rows(list(page.object_list)),
        "may_revoke": may(request.user, Action.REVOKE_REFERRAL),
    }
    return render(request, "referrals/desk/board.html", context)


def referral_for(user: Any, action: Action, pk: UUID) -> Referral:
    """Return the referral of an address; one out of reach is not there."""
    return get_object_or_404(_within(user, action), pk=pk)


@desk_page(Action.REVOKE_REFERRAL, referral_for, methods=GET_OR_POST)
def revoke(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Ask why, and take a referral back as it was seen; taken back before, that is said."""
    if referral.state not in WITH_PROVIDER:
        messages.info(request, f"{reference_of(referral)} staat niet meer open: {referral.get_state_display()}.")
        return redirect("desk_referrals")
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, referral, form)
    referral.state = form.cleaned_data["state"]
    try:
        actions.withdraw(referral=referral, at=timezone.now(), actor=Actor.STAFF, reason=form.cleaned_data["reason"])
    except (MoveRefused, CaseGone):
        referral = get_object_or_404(_within(request.user, Action.REVOKE_REFERRAL), pk=referral.pk)
        form.add_error(None, f"Er is intussen geantwoord: {referral.get_state_display()}. Kijk of u dit nog wilt.")
        return _asked(request, referral, form, status=409)
    messages.success(request, f"{reference_of(referral)} is ingetrokken. De organisatie en de werkgever horen het.")
    return redirect("desk_referrals")


@desk_page(Action.REVOKE_REFERRAL, referral_for, methods=GET_OR_POST)
def open_again(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Ask whether a referral that had ended is open again, and do it; opened before, that is said."""
    now, reference = timezone.now(), reference_of(referral)
    if referral.state in WITH_PROVIDER:
        messages.info(request, f"{reference} staat open: {referral.get_state_display()}.")
        return redirect("desk_referrals")
    possible = can_be_reopened(referral, Actor.STAFF, now)
    if request.method != "POST" or not possible:
        context = {"row": _rows([referral])[0], "possible": possible, "within": REOPENED_WITHIN}
        status = 409 if request.method == "POST" else 200
        return render(request, "referrals/desk/open_again.html", context, status=status)
    try:
        reopen(referral=referral, actor=Actor.STAFF, at=now)
    except (MoveRefused, CaseGone):
        messages.error(request, f"{reference} kan niet meer open: de gegevens van de aanvraag zijn verwijderd.")
    else:
        messages.success(request, f"{reference} staat weer open. De organisatie en de werkgever horen het.")
    return redirect("desk_referrals")


# --- Parts -----------------------------------------------------------------------------------------------


def _within(user: Any, action: Action) -> QuerySet[Referral]:
    """Return the referrals to records that somebody may do this with; what was shared stays in the database."""
    records = Provider.objects.filter(within(user, action)).values("pk")
    return Referral.objects.filter(provider__in=records).select_related("provider").only(*SHOWN, "provider__name")


def _rows(referrals: list[Referral]) -> list[Row]:
    today, stewards = timezone.localdate(), stewards_of(referral.provider for referral in referrals)
    return [
        Row(
            referral,
            reference_of(referral),
            (today - timezone.localdate(referral.sent_at)).days,
            referral.state in WAITING and referral.answer_by < today,
            _rests_until(referral, today),
            referral.state in ENDED,
            stewards[referral.provider_id],
        )
        for referral in referrals
    ]


def _rests_until(referral: Referral, today: date) -> date | None:
    day = referral.turn_from if referral.state in WAITING else referral.on_hold_until
    return day if day and day > today else None


def _asked(request: HttpRequest, referral: Referral, form: RevokeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "row": _rows([referral])[0]}
    return render(request, "referrals/desk/revoke.html", context, status=status)


PAGES = (
    Page(path("doorverwijzingen/", board, name="desk_referrals"), Action.SEE_REFERRALS, "Doorverwijzingen"),
    Page(path("doorverwijzingen/<uuid:pk>/intrekken/", revoke, name="desk_referrals_revoke"), Action.REVOKE_REFERRAL),
    Page(path("doorverwijzingen/<uuid:pk>/heropenen/", open_again, name="desk_referrals_open"), Action.REVOKE_REFERRAL),
)
