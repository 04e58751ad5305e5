"""The employee's questions.

What lives here: fields, their words, and from valid answers to a case of one person. What does not: what the
employee is told (nearest_help.py). Nothing here asks who somebody is.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notation.dates import is_over
from notation.fields import DateOrMonthField
from referrals.employee.nearest_help import case_of_one
from referrals.engine.case import OTHER_SECTOR, Case, Contract, Group, Need, Situation, ends_of
from regions.place_field import PlaceField, PlaceInput
from regions.places import Found, find_place
from services.catalogue import catalogue
from services.personal_data import refuse_personal_data

SITUATIONS = [
    (Situation.PREPARE, _("Ik heb werk en er is geen ontslag")),
    (Situation.REDUNDANCY, _("Ik krijg ontslag, of ik denk dat het komt")),
    (Situation.ILLNESS, _("Ik ben ziek en kan niet terug naar mijn eigen werk")),
    (Situation.ON_BENEFIT, _("Ik heb een uitkering, of mijn werk is al gestopt")),
]
NEEDS = [
    (Need.GUIDANCE, _("Hulp bij het zoeken naar werk")),
    (Need.TRAINING, _("Een opleiding of cursus")),
    (Need.EVC, _("Een bewijs van wat ik al kan (EVC)")),
    (Need.SECONDMENT, _("Tijdelijk werken bij een ander bedrijf")),
    (Need.OWN_BUSINESS, _("Een eigen bedrijf beginnen")),
    (Need.ADVICE, _("Advies over wat ik kan doen")),
    (Need.FUNDING, _("Geld voor een opleiding of een regeling")),
]
WITH_END_DATE = (Situation.REDUNDANCY, Situation.ILLNESS)


def sector_choices() -> list[tuple[str, Any]]:
    """Return not known, the sectors that the portal knows, and another one."""
    known = [(entry.code, entry.name) for entry in catalogue().sectors]
    return [("", _("Weet ik niet")), *known, (OTHER_SECTOR, _("Een andere sector"))]


class EmployeeForm(forms.Form):
    """Five questions, two of which need an answer."""

    situation = forms.ChoiceField(
        label=_("Wat past bij u?"),
        choices=SITUATIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat bij u past.")},
    )
    location = PlaceField(
        label=_("Waar woont of werkt u?"),
        validators=[refuse_personal_data],
        help_text=_("Postcode of plaats. Bijvoorbeeld 6811 AB of Arnhem."),
        widget=PlaceInput(attrs={"autocomplete": "postal-code"}),
    )
    end_date = DateOrMonthField(
        label=_("Wat is uw laatste werkdag?"),
        required=False,
        help_text=_(
            "Alleen bij ontslag of ziekte. Bijvoorbeeld 1-4-2027. Alleen de maand mag ook: april 2027. Weet u het "
            "niet? Laat dit leeg."
        ),
    )
    needs = forms.MultipleChoiceField(
        label=_("Wat zou u helpen?"),
        choices=NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("U mag meer dan één antwoord kiezen."),
    )
    sector = forms.ChoiceField(
        label=_("In welke sector werkt u?"),
        choices=sector_choices,
        required=False,
        help_text=_("Sommige organisaties helpen alleen mensen uit één sector."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Hold the last working day against the situation: a day that does not fit it is asked about, not dropped."""
        data = super().clean() or self.cleaned_data
        situation, day = data.get("situation"), data.get("end_date")
        if day and situation == Situation.PREPARE:
            self.add_error(
                "end_date", _("Stopt uw werk op deze dag? Kies dan ‘Ik krijg ontslag’. Anders: maak dit leeg.")
            )
        elif day and situation in WITH_END_DATE and is_over(day, self.today):
            self.add_error(
                "end_date", _("Deze dag is al voorbij. Is uw werk gestopt? Kies dan ‘mijn werk is al gestopt’.")
            )
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
