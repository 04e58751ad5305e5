"""The pages of municipal changes: those that are planned or made, what each touches, a new one, and taking one back.

What lives here: those pages. What does not: what a change does (regions/boundaries/), its day, which the daily command
`change_boundaries --due` waits for.
"""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from notation.dates import date_in_words
from notation.fields import DateField
from regions.boundaries.change import Change
from regions.boundaries.reading import LONGEST_TEXT, change_in_words
from regions.boundaries.telling import in_words
from regions.boundaries.verbs import Consequences, consequences_of, foresee, plan_change, undo_change
from regions.models import BoundaryChange, Municipality
from services.desk.access import GET_OR_POST, Action, desk_page, may
from services.desk.forms import sent
from services.upkeep.door import Actor, staff

LONGEST_LIST = 5_000
# Of what a change touches so much is shown at once.
SHOWN = 20
_BETWEEN = re.compile(r"[\n,;]+")
_CODE = re.compile(r"GM[0-9]{4}", re.IGNORECASE)


class BoundaryForm(forms.Form):
    """Asks which municipalities end, who takes them over, and when."""

    predecessors = forms.CharField(
        label="Gemeenten die ophouden",
        help_text="Een naam of code op elke regel, zoals Brielle of GM0501.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    successors = forms.CharField(
        label="Gemeenten die hen opvolgen",
        help_text="Een op elke regel. Een bestaande: de naam of code. Een nieuwe: code=naam, zoals "
        "GM1992=Voorne aan Zee.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    postcodes = forms.CharField(
        label="Welke postcodes naar welke opvolger",
        help_text="Alleen bij meer dan één opvolger. Op elke regel een opvolger: Vught=5268, 5269.",
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    on = DateField(label="Eerste dag", help_text="Zoals 1-1-2027.")
    source = forms.CharField(label="Bron", help_text="Waar staat dit?", max_length=LONGEST_TEXT)

    def clean_predecessors(self) -> list[str]:
        """Return the codes of the municipalities that end."""
        return [_code_of(one) for one in _listed(self.cleaned_data["predecessors"])]

    def clean_successors(self) -> list[str]:
        """Return those that take over, each as the reader of changes wants it."""
        return [one if "=" in one else _code_of(one) for one in _lines(self.cleaned_data["successors"])]

    def clean_postcodes(self) -> list[str]:
        """Return the postcodes of each successor."""
        found = []
        for line in _lines(self.cleaned_data["postcodes"]):
            whose, _is, pc4s = line.partition("=")
            if not _is:
                raise ValidationError(f"'{line[:40]}' noemt geen postcodes. Schrijf het als Vught=5268, 5269.")
            new = (one for one in self.cleaned_data.get("successors", ()) if one.partition("=")[2] == whose.strip())
            code = next((one.partition("=")[0] for one in new), None) or _code_of(whose.strip())
            found.append(f"{code}={','.join(_listed(pc4s))}")
        return found

    def clean(self) -> dict[str, Any]:
        """Read all of it as one change, and see whether it can be made."""
        if self.errors:
            return self.cleaned_data
        given = self.cleaned_data
        self.change: Change = change_in_words(
            given["predecessors"], given["successors"], given["postcodes"], given["on"].isoformat(), given["source"]
        )
        self.found: Consequences = foresee(self.change)
        return given


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _listed(text: str) -> list[str]:
    return [one.strip() for one in _BETWEEN.split(text) if one.strip()]


def _code_of(named: str) -> str:
    """Return the code of a municipality of now, by its code or its name."""
    if _CODE.fullmatch(named):
        return named.upper()
    codes = list(Municipality.objects.filter(name__iexact=named, valid_until=None).values_list("code", flat=True)[:2])
    if len(codes) != 1:
        raise ValidationError(f"'{named[:60]}' is geen gemeente van nu. Schrijf haar naam, of haar code zoals GM0501.")
    return codes[0]


# --- The pages -------------------------------------------------------------------------------------------


@desk_page(Action.SEE_BOUNDARIES)
def boundaries(request: HttpRequest) -> HttpResponse:
    """List all changes, the latest first."""
    names = dict(Municipality.objects.values_list("code", "name"))
    changes = [_told(row, names) for row in BoundaryChange.objects.order_by("-on", "-pk")]
    context = {"changes": changes, "may_change": may(request.user, Action.CHANGE_BOUNDARIES)}
    return render(request, "desk/boundaries.html", context)


@desk_page(Action.CHANGE_BOUNDARIES, methods=GET_OR_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a change: one button shows what it touches, the other keeps it for its day or makes it."""
    form, told = BoundaryForm(sent(request)), None
    if form.is_valid():
        if request.POST.get("doe") == "bewaar":
            planned = _planned(form, staff(request.user))
            if planned:
                messages.success(request, _what_happened(planned))
                return redirect("desk_boundary", planned.pk)
        else:
            told = list(in_words(form.found))
    return render(request, "desk/boundary_new.html", {"form": form, "told": told, "shown": SHOWN})


def _planned(form: BoundaryForm, by: Actor) -> BoundaryChange | None:
    """Keep the change; what another did in the meantime may refuse it, which the form then says."""
    try:
        return plan_change(change=form.change, today=timezone.localdate(), by=by)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def _what_happened(planned: BoundaryChange) -> str:
    if planned.state == BoundaryChange.State.APPLIED:
        return "De wijziging is doorgevoerd."
    return f"De wijziging is gepland. Zij gaat vanzelf in op {date_in_words(planned.on)}."


def boundary_for(_user: Any, _action: Action, pk: int) -> BoundaryChange:
    """Return the change of an address."""
    return get_object_or_404(BoundaryChange, pk=pk)


@desk_page(Action.SEE_BOUNDARIES, boundary_for)
def boundary(request: HttpRequest, row: BoundaryChange) -> HttpResponse:
    """Show one change, with what it touches or touched."""
    refused: Sequence[str] = ()
    told: list[str] = []
    try:
        told = list(in_words(consequences_of(row)))
    except ValidationError as error:
        refused = error.messages
    context = {
        "change": _told(row, dict(Municipality.objects.values_list("code", "name"))),
        "told": told,
        "shown": SHOWN,
        "refused": refused,
        "may_undo": row.state != BoundaryChange.State.UNDONE and may(request.user, Action.CHANGE_BOUNDARIES),
    }
    return render(request, "desk/boundary.html", context)


@desk_page(Action.CHANGE_BOUNDARIES, boundary_for, methods=("POST",))
def take_back(request: HttpRequest, row: BoundaryChange) -> HttpResponse:
    """Take a change back, or withdraw one that is planned."""
    try:
        undo_change(made=row, by=staff(request.user))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "De wijziging is ongedaan gemaakt: alles staat weer zoals het was.")
    return redirect("desk_boundary", row.pk)


def _told(row: BoundaryChange, names: dict[str, str]) -> dict[str, Any]:
    """Return a change as the pages tell it."""

    def named(code: str, name: str = "") -> str:
        return f"{name or names.get(code, code)} ({code})"

    return {
        "pk": row.pk,
        "before": ", ".join(named(code) for code in row.predecessors),
        "after": ", ".join(named(one["code"], one["name"]) for one in row.successors),
        "on": row.on,
        "state": row.get_state_display(),
        "source": row.source,
    }
