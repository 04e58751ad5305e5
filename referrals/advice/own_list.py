"""A list of kept cases in one browser, by labels of one's own: for who advises more than one firm.

What lives here: the list, its cookie and its pages. What does not: the cases (saved_cases.py). The portal keeps no
list: what stands in the cookie opens the cases as their private links do.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from referrals.advice import saved_cases
from referrals.advice.saved_case_views import by_link
from referrals.decorators import anonymous, read_or_send
from referrals.models import SavedCase
from referrals.signed_cookie import SignedCookie, TooMuchToKeep, are_texts

LONGEST_LABEL = 40


class Listed(NamedTuple):
    """A case in the list: its label, and the row and key that its link names."""

    label: str
    pk: str
    key: str


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the list shows it; without an address it opens no more."""

    label: str
    address: str
    saved: SavedCase | None


class LabelForm(forms.Form):
    """What somebody calls a case."""

    label = forms.CharField(
        label=gettext_lazy("Hoe noemt u deze casus?"),
        help_text=gettext_lazy("Alleen u ziet dit, in deze browser. Een naam van een bedrijf is niet nodig."),
        max_length=LONGEST_LABEL,
        error_messages={"required": gettext_lazy("Geef deze casus een naam, bijvoorbeeld: klant A.")},
    )


def _cookie() -> SignedCookie:
    """Return the cookie of the list, which lasts as long as a case is kept at most."""
    longest = saved_cases.FURTHEST_END + timedelta(days=settings.KEPT_CASE_DAYS)
    return SignedCookie("vwnw_lijst", "referrals.own_list", int(longest.total_seconds()))


@anonymous
@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """Show the kept cases that were put in the list in this browser."""
    listed = _read(request)
    alive = saved_cases.those_alive(((one.pk, one.key) for one in listed), timezone.localdate())
    return render(request, "referrals/advice/own_list.html", {"rows": [_row(one, alive.get(one.pk)) for one in listed]})


@by_link
@read_or_send
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what somebody calls this case, and put it in their list; a case that is there gets the new label."""
    saved = saved_cases.open_link(token, timezone.localdate())
    form = LabelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        others = [one for one in _read(request) if one.pk != saved.pk.hex]
        listed = [*others, Listed(form.cleaned_data["label"], saved.pk.hex, saved.key)]
        response = redirect("case_list")
        try:
            _cookie().write(response, listed)
        except TooMuchToKeep:
            form.add_error(None, _("Uw lijst is vol. Wis hem eerst, of gebruik het adres van deze casus."))
        else:
            return response
    return render(request, "referrals/advice/list_add.html", {"form": form, "token": token})


@anonymous
@require_POST
def wipe(request: HttpRequest) -> HttpResponse:
    """Empty the list in this browser; the cases themselves stay."""
    messages.success(request, _("Uw lijst is leeg. De casussen zelf zijn er nog, voor wie hun adres heeft."))
    response = redirect("case_list")
    _cookie().wipe(response)
    return response


# --- Parts -----------------------------------------------------------------------------------------------


def _read(request: HttpRequest) -> list[Listed]:
    kept = _cookie().read(request)
    if not isinstance(kept, list):
        return []
    return [Listed(*one) for one in kept if are_texts(one) and len(one) == len(Listed._fields)]


def _row(listed: Listed, saved: SavedCase | None) -> Row:
    address = reverse("case_kept", args=[saved_cases.token_of(saved)]) if saved else ""
    return Row(listed.label, address, saved)
