"""Ten cards on one page, each with what routing goes by: confirmed, changed or skipped, and saved apart.

What lives here: that page. What does not: which records (reasons.py), the verb (upkeep/answers.py). Each card was read
at its own version: one that moved comes back, and the others are done. A changed answer is asked once more, with what
was and what becomes beside each other.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from services.desk.access import GET_OR_POST, Action, desk_page, within
from services.desk.check_forms import METHODS
from services.desk.finding import kept_as_chosen
from services.desk.forms import WorkForm
from services.desk.reasons import WorkList
from services.desk.undone import tell_taken_down
from services.freshness import CheckPart
from services.models import Check, Provider
from services.proposed_values import LABELS, Beside, ValuesForm, ValuesInWords, label_of
from services.upkeep.answers import take_down
from services.upkeep.door import MovedSinceSeen, staff
from services.upkeep.history import told_changes

CARDS = 10
HOLDS, CHANGED, SKIPPED = "klopt", "veranderd", "overslaan"
ANSWERS = [(HOLDS, "Klopt"), (CHANGED, "Veranderd"), (SKIPPED, "Sla over")]
KEYS = {HOLDS: "1", CHANGED: "2", SKIPPED: "s"}
# What the rules go by (R2, R3, R5, R17).
ASKED = ("phone", "email", "website", "areas", "sectors", "min_redundancies")
PARTS = frozenset({CheckPart.CONTACT, CheckPart.AREA, CheckPart.ROLES})


class AnswerRadios(forms.RadioSelect):
    """Radios that a key presses as well (static/js/desk.js)."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return one radio, with its key."""
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-key"] = KEYS[value]
        return option


class CardForm(ValuesForm):
    """Asks of one card whether it holds, else what it should say. Without an answer it is skipped."""

    asked_for = ASKED

    answer = forms.ChoiceField(label="Klopt dit?", choices=ANSWERS, widget=AnswerRadios, initial=SKIPPED)
    method = forms.ChoiceField(label="Hoe weet u dat?", choices=METHODS, initial=Check.Method.STAFF)
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    rest_holds = forms.BooleanField(label="De rest van de kaart klopt ook", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*LABELS, "text"} - {*ASKED}:
            del self.fields[name]

    def shown_fields(self) -> list[forms.BoundField]:
        """Return the fields of the record that the card asks about."""
        return [self[name] for name in ASKED]

    def clean(self) -> dict[str, Any]:
        """Refuse a yes beside another value, and a change of nothing."""
        said = super().clean()
        if self.errors:
            return said
        if said["answer"] != CHANGED and self.proposed:
            self.add_error("answer", "U wijzigde hier iets. Kies dan: veranderd.")
        elif said["answer"] == CHANGED and not self.proposed:
            self.add_error("answer", "Wijzig hieronder wat anders moet.")
        return said


class TenCard(NamedTuple):
    """One card as the page shows it: why it is still here, and what it would change."""

    provider: Provider
    form: CardForm
    facts: Sequence[tuple[str, str]]
    moved: Sequence[str] = ()
    changes: Sequence[tuple[str, str, str]] = ()


@desk_page(Action.EDIT, methods=GET_OR_POST)
def ten(request: HttpRequest) -> HttpResponse:
    """Show the first ten records of the list; take the answers, and show again which of them need one more look."""
    cards = _answered(request) if request.method == "POST" else _first_ten(request)
    if request.method == "POST" and not cards:
        return redirect(request.get_full_path())
    status = 409 if any(card.moved for card in cards) else 200
    return render(request, "desk/ten.html", {"cards": cards, "is_asked_again": request.method == "POST"}, status=status)


def _first_ten(request: HttpRequest) -> list[TenCard]:
    form, today = WorkForm(request.GET), timezone.localdate()
    chosen = form.cleaned_data if form.is_valid() else {}
    mine = kept_as_chosen(Provider.objects.published(today).filter(within(request.user, Action.EDIT)), chosen)
    # Who was looked at today has had their turn here, whatever else their record still lacks.
    mine = mine.exclude(**{part.column: today for part in PARTS})
    providers = _in_order(WorkList(mine, today).keys()[:CARDS])
    beside = Beside.of([provider.pk for provider in providers], today)
    return [TenCard(provider, _form(provider, beside), _facts(provider, beside)) for provider in providers]


def _answered(request: HttpRequest) -> list[TenCard]:
    """Take the answers of each card; return the cards that come back."""
    sent = [
        int(key) for key in request.POST.getlist("kaart")[:CARDS] if key.isascii() and key.isdigit() and len(key) < 19
    ]
    mine = set(Provider.objects.filter(within(request.user, Action.EDIT), pk__in=sent).values_list("pk", flat=True))
    providers = _in_order([key for key in sent if key in mine])
    beside = Beside.of([provider.pk for provider in providers], timezone.localdate())
    back = (_take(request, provider, beside) for provider in providers)
    return [card for card in back if card is not None]


def _take(request: HttpRequest, provider: Provider, beside: Beside) -> TenCard | None:
    """Take the answer of one card; return it where it needs another look, None where it is done."""
    form, facts = _form(provider, beside, request.POST), _facts(provider, beside)
    if form["answer"].value() == SKIPPED:
        return None
    if form.has_moved:
        return TenCard(provider, form.shown_anew(), facts, told_changes(form.moved))
    if not form.is_valid():
        return TenCard(provider, form, facts)
    values = form.proposed
    if values and not form.cleaned_data["is_sure"]:
        now, words = beside.values[provider.pk], ValuesInWords(beside.areas)
        changes = [(label_of(name), words.of(name, now[name]), words.of(name, new)) for name, new in values.items()]
        return TenCard(provider, form, facts, changes=changes)
    return _saved(request, provider, form, facts)


def _saved(
    request: HttpRequest, provider: Provider, form: CardForm, facts: Sequence[tuple[str, str]]
) -> TenCard | None:
    said = form.cleaned_data
    try:
        change_set = take_down(
            provider=provider,
            values=form.proposed,
            holds=PARTS if said["answer"] == HOLDS or said["rest_holds"] else (),
            by=staff(request.user),
            on=timezone.localdate(),
            method=said["method"],
            seen=said["version"],
        )
    except MovedSinceSeen as error:  # while this was under way
        return TenCard(provider, form.shown_anew(), facts, told_changes(error.moved[provider.pk]))
    tell_taken_down(request, provider, change_set)
    return None


def _form(provider: Provider, beside: Beside, sent: Any = None) -> CardForm:
    return CardForm(sent, provider=provider, beside=beside, prefix=f"k{provider.pk}")


def _facts(provider: Provider, beside: Beside) -> list[tuple[str, str]]:
    """Return what is on record of what a card asks about, in words."""
    now, words = beside.values[provider.pk], ValuesInWords(beside.areas)
    return [(label_of(name), words.of(name, now[name])) for name in ASKED]


def _in_order(keys: Sequence[int]) -> list[Provider]:
    found = Provider.objects.select_related("type").in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]
