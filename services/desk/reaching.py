"""The presses in the list that are no check: nobody was reached, or another day will do; and taking them back.

What lives here: those presses. What does not: the verbs (upkeep/attempts.py), the list itself (start.py).
"""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from notation.dates import date_in_words
from services.desk.access import Action, desk_page, record_for
from services.desk.calling import show_call
from services.desk.check_forms import NotReachedForm
from services.desk.forms import back_to_list
from services.desk.reasons import urgencies_of
from services.models import Provider
from services.upkeep import attempts

A_WEEK = timedelta(days=7)


@desk_page(Action.EDIT, record_for, methods=("POST",))
def not_reached(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Take that nobody was reached: the record leaves the list until the next working day, or the day that was said."""
    form, today = NotReachedForm(request.POST), timezone.localdate()
    if not form.is_valid():
        return show_call(request, provider, not_reached=form)
    said = form.cleaned_data
    until = said["call_back_on"] or attempts.next_working_day(today)
    attempt = attempts.not_reached(
        provider=provider,
        by=request.user,
        on=today,
        until=until,
        urgency=_urgency(provider, today),
        method=said["how"],
        note=said["note"],
    )
    text = f"{provider.name}: niet bereikt. Staat {date_in_words(until)} weer in de lijst."
    messages.success(request, text, extra_tags=reverse("desk_reached_after_all", args=[provider.slug, attempt.pk]))
    return redirect(back_to_list(request))


@desk_page(Action.EDIT, record_for, methods=("POST",))
def later(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Take that a record may wait a week."""
    today = timezone.localdate()
    until = today + A_WEEK
    attempts.put_away(provider=provider, by=request.user, until=until, urgency=_urgency(provider, today))
    text = f"{provider.name}: later. Staat {date_in_words(until)} weer in de lijst."
    messages.success(request, text, extra_tags=reverse("desk_not_later", args=[provider.slug]))
    return redirect(back_to_list(request))


def number_for(user: object, action: Action, slug: str, number: int) -> tuple[Provider, int]:
    """Return the record of an address with the number of an attempt; whose that is, the verb judges."""
    return record_for(user, action, slug), number


@desk_page(Action.EDIT, number_for, methods=("POST",))
def reached_after_all(request: HttpRequest, one: tuple[Provider, int]) -> HttpResponse:
    """Forget an attempt of one's own."""
    provider, number = one
    if attempts.take_back_attempt(provider=provider, by=request.user, number=number):
        messages.success(request, f"{provider.name}: staat weer in de lijst.")
    else:
        messages.info(request, f"{provider.name}: deze poging is er niet meer, of is van een ander.")
    return redirect(back_to_list(request))


@desk_page(Action.EDIT, record_for, methods=("POST",))
def not_later(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Put a record back that was put away."""
    attempts.bring_back(provider=provider)
    messages.success(request, f"{provider.name}: staat weer in de lijst.")
    return redirect(back_to_list(request))


def _urgency(provider: Provider, today: date) -> int:
    return urgencies_of([provider.pk], today)[provider.pk]
