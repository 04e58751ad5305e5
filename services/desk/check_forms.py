"""The forms with which somebody says that a record still holds.

What lives here: what they ask, and what is wrong with an answer. What does not: their pages (checking.py).
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from notation.fields import DateField
from services.freshness import CheckPart
from services.models import Check
from services.upkeep.checks import refuse_future

BIGGEST_VERSION = 2**63 - 1
REACHED_BY = (Check.Method.PHONE, Check.Method.MAIL)
LONGEST_WAIT = timedelta(days=90)
# How staff look: a source has a file, an organisation its own link. Who says no more has looked, and called nobody.
METHODS = [
    (method.value, method.label)
    for method in (Check.Method.STAFF, Check.Method.PHONE, Check.Method.MAIL, Check.Method.WEBSITE)
]


class RecordCheckForm(forms.Form):
    """Asks what somebody looked at, when and how."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)
    looked_at = forms.MultipleChoiceField(
        label="Wat hebt u nagekeken?",
        choices=CheckPart.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat u hebt nagekeken."},
    )
    method = forms.ChoiceField(label="Hoe?", choices=METHODS, widget=forms.RadioSelect)
    checked_on = DateField(label="Op welke dag?", validators=[refuse_future])
    note = forms.CharField(
        label="Opmerking",
        help_text="Alleen voor collega's. Schrijf geen gegevens van personen op.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def parts(self) -> frozenset[CheckPart]:
        """Return what was looked at."""
        return frozenset(map(CheckPart, self.cleaned_data["looked_at"]))

    def as_record_check(self) -> "RecordCheckForm":
        """Return the form that asks everything."""
        return self


class PressedForm(forms.Form):
    """Reads the press in the list: all that the card showed holds today. Only how somebody knows is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)
    method = forms.ChoiceField(choices=METHODS)

    def __init__(self, *args: Any, parts: Collection[CheckPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = frozenset(parts)

    def clean(self) -> dict[str, Any]:
        """Add what a press means."""
        return cast(dict, super().clean()) | {"checked_on": timezone.localdate(), "note": ""}

    def as_record_check(self) -> RecordCheckForm:
        """Return the form that asks everything, with what the press said filled in."""
        said = {"looked_at": sorted(self.parts), "checked_on": timezone.localdate(), "method": self.data.get("method")}
        return RecordCheckForm(initial=said)


class NotReachedForm(forms.Form):
    """Reads that nobody was reached: in the list no more than that, after a call with how, a note and another day."""

    how = forms.ChoiceField(
        label="Hoe",
        choices=[(method.value, method.label) for method in REACHED_BY],
        required=False,
        error_messages={"invalid_choice": "Dit kennen wij niet. Kies opnieuw: niet bereikt."},
    )
    note = forms.CharField(label="Opmerking", required=False, max_length=500)
    call_back_on = DateField(label="Wanneer belt u terug?", required=False)

    def clean_call_back_on(self) -> date | None:
        """Refuse a day that is no later day, or so far away that nobody remembers why."""
        day: date | None = self.cleaned_data["call_back_on"]
        if day is not None and not timezone.localdate() < day <= timezone.localdate() + LONGEST_WAIT:
            raise forms.ValidationError("Kies een dag na vandaag, binnen 90 dagen.")
        return day
