"""Asking whether there is room, and until which day that holds: the same of an organisation itself and at the desk.

What lives here: the fields and what is wrong with an answer. What does not: what it means on a day (capacity.py).
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notation.fields import CountField, DateField
from services.practical.capacity import MOST_WEEKS, ROOM, Capacity, refuse_half_told

# Nobody knows for longer than this whether there is room.
LONGEST = timedelta(days=366)


class RoomForm(forms.Form):
    """Asks whether there is room; all of it empty says that it is not known."""

    capacity = forms.ChoiceField(
        label=gettext_lazy("Is er plek?"),
        required=False,
        choices=[("", gettext_lazy("niets opgegeven")), *Capacity.choices],
        help_text=gettext_lazy("Werkgevers zien dit voor zij kiezen. Na de laatste dag staat er niets meer."),
    )
    capacity_until = DateField(label=gettext_lazy("Geldt tot en met"), required=False)
    waiting_weeks = CountField(
        label=gettext_lazy("Weken wachtlijst"), required=False, min_value=1, max_value=MOST_WEEKS
    )

    def clean_capacity_until(self) -> date | None:
        """Refuse a day that is over, since it would say nothing, and one that nobody can look ahead to.

        What was known already stays as it is.
        """
        until: date | None = self.cleaned_data["capacity_until"]
        if until is None or not set(ROOM) & set(self.changed_data):
            return until
        today = timezone.localdate()
        if until < today:
            raise ValidationError(_("Deze dag is voorbij. Vul een dag in die nog komt."))
        if until > today + LONGEST:
            raise ValidationError(_("Vul een dag binnen een jaar in. Daarna weet niemand het."))
        return until

    def clean(self) -> dict[str, Any]:
        """Read the three fields as one answer."""
        given = [self.cleaned_data.get(name) for name in ROOM]
        for name, message in refuse_half_told(*given).items():
            if name not in self.errors:
                self.add_error(name, message)
        return self.cleaned_data

    @property
    def room_fields(self) -> dict[str, Any]:
        """Return the answer as fields of a record."""
        until = self.cleaned_data["capacity_until"]
        return {
            "capacity": self.cleaned_data["capacity"],
            "capacity_until": until.isoformat() if until else None,
            "waiting_weeks": self.cleaned_data["waiting_weeks"],
        }

    @property
    def told(self) -> dict[str, Any]:
        """Return the answer where it differs from what is known, else nothing: the same again is no news."""
        return self.room_fields if self.has_changed() else {}
