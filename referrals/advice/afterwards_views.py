"""The pages around the question how it went: choosing it at a kept case, and answering it.

What lives here: requests, responses and forms. What does not: what is asked and counted (afterwards.py).
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from referrals import rate_limits
from referrals.advice import afterwards, saved_cases
from referrals.advice.saved_case_views import by_link
from referrals.decorators import read_or_send
from referrals.intake.questions import PeopleField
from referrals.mail.used_once import AddressForm
from referrals.models import SavedCase
from referrals.networks import network_of
from referrals.rate_limits import Thing, TooOften
from referrals.status import Result
from services.language import reader_language
from services.mail_addresses import mailbox_of


class AfterwardsForm(forms.Form):
    """What became of the people whose work ended; of the others it is not known."""

    new_work = PeopleField(label=gettext_lazy("Hoeveel mensen hebben ander werk?"), required=False, min_value=0)
    no_work_yet = PeopleField(label=gettext_lazy("Hoeveel mensen zoeken nog?"), required=False, min_value=0)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    @property
    def numbers(self) -> dict[Result, int]:
        """Return the number of people for each result."""
        return {Result(name): self.cleaned_data.get(name) or 0 for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """Refuse a report about nobody, and one about more people than there are."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        total = sum(number or 0 for number in data.values())
        if all(number is None for number in data.values()):
            self.add_error("new_work", _("Vul ten minste één aantal in. Nul mag ook."))
        elif total > self.people:
            sentence = ngettext(
                "Samen is dit %(total)s, maar uw casus gaat over %(people)s medewerker.",
                "Samen is dit %(total)s, maar uw casus gaat over %(people)s medewerkers.",
                self.people,
            )
            self.add_error("new_work", sentence % {"total": total, "people": self.people})
        return data


@by_link
@read_or_send
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the address that is to be asked how it went, and say what is chosen already."""
    saved = saved_cases.open_link(token, timezone.localdate())
    back, day = reverse("case_kept", args=[token]), afterwards.day_of_asking(saved)
    chosen = afterwards.chosen_for(saved)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if day and form.is_valid() and _is_chosen(form, saved, network_of(request)):
        messages.success(request, _("Wij mailen u op die dag. Daarna wissen wij uw adres."))
        return redirect(back + "#bewaard")
    context = {"form": form, "back": back, "day": day, "chosen": chosen, "token": token}
    return render(request, "referrals/advice/afterwards_choose.html", context)


@by_link
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask nothing afterwards, and forget the address."""
    saved = saved_cases.open_link(token, timezone.localdate())
    afterwards.withdraw(saved=saved)
    messages.success(request, _("Wij vragen niet hoe het ging. Uw adres is gewist."))
    return redirect(reverse("case_kept", args=[token]) + "#bewaard")


@by_link
@read_or_send
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how it went, and count the answer once."""
    today = timezone.localdate()
    asked = afterwards.open_link(token, today)
    people = afterwards.people_of(asked.case)
    form = AfterwardsForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        afterwards.count(asked=asked, numbers=form.numbers, on=today)
        return redirect("case_afterwards", token)
    return render(request, "referrals/advice/afterwards.html", {"form": form, "people": people, "asked": asked})


# --- Parts -----------------------------------------------------------------------------------------------


def _is_chosen(form: AddressForm, saved: SavedCase, network: str) -> bool:
    """Choose it, unless the same was chosen; say so on the form, and return False, where that was done too often."""
    email, chosen = form.cleaned_data["email"], afterwards.chosen_for(saved)
    if chosen and mailbox_of(chosen.email) == mailbox_of(email):
        return True
    try:
        with rate_limits.counted(Thing.PLAN, network=network, mailbox=email, at=timezone.now()):
            afterwards.choose(saved=saved, email=email, language=reader_language())
    except TooOften as too_often:
        form.add_error(None, too_often.sentence)
        return False
    return True
