"""The employee's questions.

What lives here: fields, and from valid answers to a case of one person. What does not: their words (sentences.py), in
which order they are asked (questions.py). Nothing here asks who somebody is.
"""

from datetime import date
from typing import Any

from django import forms

from notation.dates import is_over
from notation.fields import DateOrMonthField
from referrals.employee.nearest_help import case_of_one
from referrals.employee.sentences import say, say_later
from referrals.engine.case import OTHER_SECTOR, Case, Contract, Group, Need, Situation, ends_of
from regions.place_field import PlaceField, PlaceInput
from regions.places import Found, find_place
from services.catalogue import catalogue
from services.personal_data import refuse_personal_data

SITUATIONS = [(situation, say_later(f"questions.situation.{situation}")) for situation in Situation]
NEEDS = [(need, say_later(f"questions.needs.{need}")) for need in Need]
WITH_END_DATE = (Situation.REDUNDANCY, Situation.ILLNESS)


def sector_choices() -> list[tuple[str, Any]]:
    """Return not known, the sectors that the portal knows, and another one."""
    known = [(entry.code, entry.name) for entry in catalogue().sectors]
    return [("", say_later("questions.sector.unknown")), *known, (OTHER_SECTOR, say_later("questions.sector.other"))]


class EmployeeForm(forms.Form):
    """All questions together, two of which need an answer; or the one field of one question."""

    location = PlaceField(
        label=say_later("questions.location.label"),
        validators=[refuse_personal_data],
        help_text=say_later("questions.location.help"),
        widget=PlaceInput(attrs={"autocomplete": "postal-code"}),
    )
    situation = forms.ChoiceField(
        label=say_later("questions.situation.label"),
        choices=SITUATIONS,
        widget=forms.RadioSelect,
        error_messages={"required": say_later("questions.situation.required")},
    )
    end_date = DateOrMonthField(
        label=say_later("questions.end_date.label"),
        required=False,
        help_text=say_later("questions.end_date.help"),
    )
    needs = forms.MultipleChoiceField(
        label=say_later("questions.needs.label"),
        choices=NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=say_later("questions.needs.help"),
    )
    sector = forms.ChoiceField(
        label=say_later("questions.sector.label"),
        choices=sector_choices,
        required=False,
        help_text=say_later("questions.sector.help"),
    )

    def __init__(self, *args: Any, today: date, only: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if only:
            self.fields = {only: self.fields[only]}

    def clean(self) -> dict[str, Any]:
        """Refuse a last working day that is over, unless it belongs to a situation that was left since."""
        data = super().clean() or self.cleaned_data
        day = data.get("end_date")
        if day and data.get("situation", Situation.REDUNDANCY) in WITH_END_DATE and is_over(day, self.today):
            self.add_error("end_date", say("questions.end_date.over"))
        return data

    def case(self) -> Case:
        """Return the valid answers as the case of one person. What is left open is unknown (R18)."""
        data, situation = self.cleaned_data, Situation(self.cleaned_data["situation"])
        place = find_place(data["location"], self.today)
        assert isinstance(place, Found)  # noqa: S101 - the field of a valid form refuses all else
        group = Group(
            location_text=data["location"],
            location=place.location,
            headcount=1,
            contract=Contract.PERMANENT,
            situation=situation,
            **ends_of(data["end_date"] if situation in WITH_END_DATE else None, self.today),
        )
        needs = frozenset(Need(one) for one in data["needs"])
        return case_of_one(group, self.today, sector=data["sector"] or None, needs=needs or None)
