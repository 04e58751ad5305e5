"""The forms with which somebody decides on a proposal.

What lives here: what they ask, and what is wrong with an answer. What does not: their pages (proposed.py), typing other
values (services/proposed_values.py).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms

from services.desk.check_forms import BIGGEST_VERSION
from services.models import ProposalField

ACCEPT, REJECT = "over", "niet"
KEYS = {ACCEPT: "a", REJECT: "r"}
CHOICES = [(ACCEPT, "Neem over"), (REJECT, "Neem niet over")]
LONGEST_REASON = 500
NO_PERSONS = "Wie dit voorstelde, kan dit lezen. Schrijf geen gegevens van personen op."


def _reason(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_PERSONS,
        **more,
    )


class KeyedRadios(forms.RadioSelect):
    """Radios that a key presses as well (static/js/desk.js)."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return one radio, with its key."""
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-key"] = KEYS[value]
        return option


class Asked(NamedTuple):
    """One proposed field with the two questions about it."""

    row: ProposalField
    choice: forms.BoundField
    reason: forms.BoundField


class DecideForm(forms.Form):
    """Asks of each field of a proposal whether it is taken over, and why not. What is not chosen stays open."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)

    def __init__(self, *args: Any, rows: Sequence[ProposalField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        for row in rows:
            self.fields[f"keuze_{row.pk}"] = forms.ChoiceField(
                label="Wat doet u hiermee?", choices=CHOICES, widget=KeyedRadios, required=False
            )
            self.fields[f"reden_{row.pk}"] = _reason("Waarom niet?")

    def asked(self) -> list[Asked]:
        """Return each field with its questions."""
        return [Asked(row, self[f"keuze_{row.pk}"], self[f"reden_{row.pk}"]) for row in self._rows]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason beside each refusal, and for a choice at all."""
        said = self.cleaned_data
        for row in self._rows:
            if said.get(f"keuze_{row.pk}") == REJECT and said.get(f"reden_{row.pk}") == "":
                self.add_error(f"reden_{row.pk}", "Zeg in een paar woorden waarom niet.")
        if not self.errors and not any(said[f"keuze_{row.pk}"] for row in self._rows):
            self.add_error(None, "Kies bij minstens een gegeven wat u ermee doet.")
        return said

    @property
    def accepted(self) -> list[str]:
        """Return the fields that are taken over."""
        return [row.field for row in self._rows if self.cleaned_data[f"keuze_{row.pk}"] == ACCEPT]

    @property
    def rejected(self) -> dict[str, str]:
        """Return the fields that are not, with why."""
        said = self.cleaned_data
        return {row.field: said[f"reden_{row.pk}"] for row in self._rows if said[f"keuze_{row.pk}"] == REJECT}


class AnswerForm(forms.Form):
    """Asks of what somebody says in words whether it was right, and what was done with it."""

    is_right = forms.ChoiceField(
        label="Klopte dit?",
        choices=[("ja", "Ja, het is verwerkt"), ("nee", "Nee, er verandert niets")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het klopte."},
    )
    text = _reason("Antwoord")

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where nothing changes."""
        if self.cleaned_data.get("is_right") == "nee" and self.cleaned_data.get("text") == "":
            self.add_error("text", "Zeg in een paar woorden waarom niet.")
        return self.cleaned_data
