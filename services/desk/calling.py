"""Call mode: the number large, the questions in order with what is on record, and the answers are the check.

What lives here: that page. What does not: nobody answers (reaching.py), the verb (upkeep/answers.py).
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from services.contact import contact_of
from services.desk.access import GET_OR_POST, Action, desk_page, record_for
from services.desk.cards import attempts_of
from services.desk.check_forms import NotReachedForm
from services.desk.forms import sent
from services.desk.undone import tell_taken_down
from services.freshness import CheckPart, dates_of_checks
from services.models import Check, Provider
from services.proposed_values import OTHER, YES, Beside, PartsForm
from services.upkeep.answers import take_down
from services.upkeep.door import MovedSinceSeen, staff
from services.upkeep.history import told_changes


class CallForm(PartsForm):
    """Asks what the organisation says on the phone."""

    questions = {
        CheckPart.EXISTENCE: "Bestaat u nog, met deze naam?",
        CheckPart.CONTACT: "Kloppen deze gegevens om u te bereiken?",
        CheckPart.AREA: "Werkt u nog steeds hier?",
        CheckPart.ROLES: "Doet u dit nog steeds?",
    }
    answers = [(YES, "Ja, klopt"), (OTHER, "Nee, wordt wat hieronder staat")]

    def clean(self) -> dict[str, Any]:
        """Refuse a note alone: that says nothing of the record."""
        said = super().clean()
        if not self.errors and not (self.holds or self.differs):
            self.add_error(None, "Leg minstens een antwoord vast, of kies: niet bereikt.")
        return said


@desk_page(Action.EDIT, record_for, methods=GET_OR_POST)
def call(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Ask the questions of a call, and take the answers down: what holds and what was changed is checked by phone."""
    today = timezone.localdate()
    form = CallForm(sent(request), provider=provider, beside=Beside.of([provider.pk], today))
    moved = told_changes(form.moved) if form.has_moved else []
    if not form.has_moved and form.is_valid():
        try:
            change_set = take_down(
                provider=provider,
                values=form.proposed,
                holds={*form.holds, *form.differs},
                by=staff(request.user),
                on=today,
                method=Check.Method.PHONE,
                seen=form.cleaned_data["version"],
                note=form.cleaned_data["text"],
            )
        except MovedSinceSeen as error:  # while this was under way
            moved = told_changes(error.moved[provider.pk])
        else:
            tell_taken_down(request, provider, change_set)
            return redirect("desk_start")
    return show_call(request, provider, form.shown_anew() if moved else form, moved=moved)


def show_call(
    request: HttpRequest,
    provider: Provider,
    form: CallForm | None = None,
    *,
    moved: Sequence[str] = (),
    not_reached: NotReachedForm | None = None,
) -> HttpResponse:
    """Show the page of a call, with what was filled in of the answers, or of nobody being there."""
    context = {
        "form": form or CallForm(provider=provider, beside=Beside.of([provider.pk], timezone.localdate())),
        "moved": moved,
        "provider": provider,
        "contact": contact_of(provider),
        "dates": dates_of_checks(provider),
        "attempts": attempts_of({provider.pk: provider}).get(provider.pk, ""),
        "not_reached": not_reached or NotReachedForm(),
    }
    return render(request, "desk/call.html", context, status=409 if moved else 200)
