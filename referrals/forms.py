"""The employer's case as a form.

What lives here: fields and their words. What does not: what is a valid case (reading.py): a form's answers are
turned into case input, and the problems found there come back beside the field they belong to.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from referrals.case import OTHER_SECTOR, Contract, Need, Situation
from referrals.reading import Problem
from services.catalogue import catalogue

UNKNOWN = ("", _("Weet ik niet"))
YES, NO = "yes", "no"

SITUATIONS = [
    (Situation.REDUNDANCY, _("Zij worden ontslagen of hun contract stopt")),
    (Situation.PREPARE, _("Er dreigt nog geen ontslag, wij bereiden ons voor")),
    (Situation.ILLNESS, _("Zij zijn langdurig ziek en kunnen niet terug in hun eigen werk")),
    (Situation.ON_BENEFIT, _("Zij hebben al een uitkering")),
]
CONTRACTS = [
    (Contract.PERMANENT, _("Vast")),
    (Contract.TEMPORARY, _("Tijdelijk")),
    (Contract.AGENCY, _("Uitzendkracht of oproepkracht")),
]
NEEDS = [
    (Need.GUIDANCE, _("Begeleiding naar ander werk")),
    (Need.TRAINING, _("Scholing")),
    (Need.EVC, _("Erkenning van ervaring (EVC)")),
    (Need.SECONDMENT, _("Detachering bij een ander bedrijf")),
    (Need.OWN_BUSINESS, _("Een eigen bedrijf beginnen")),
    (Need.ADVICE, _("Advies voor mij als werkgever")),
    (Need.FUNDING, _("Geld of regelingen")),
]


class YesNoUnknownField(forms.ChoiceField):
    """A question with yes, no, or not known: True, False, None. Not answered is unknown, never no (R18)."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(YES, _("Ja")), (NO, _("Nee")), UNKNOWN], required=False, **kwargs)

    def clean(self, value: Any) -> bool | None:
        """Return True, False or None."""
        return {YES: True, NO: False}.get(super().clean(value))


def sector_choices() -> list[tuple[str, Any]]:
    """Return the sectors that the portal knows, another one, and not known."""
    known = [(entry.code, entry.name) for entry in catalogue().sectors]
    return [UNKNOWN, *known, (OTHER_SECTOR, _("Een andere sector"))]


class CaseForm(forms.Form):
    """The questions about the company as a whole; every one may be left open."""

    sector = forms.ChoiceField(
        label=_("In welke sector werkt uw bedrijf?"),
        choices=sector_choices,
        required=False,
        help_text=_("Sommige organisaties helpen alleen mensen uit hun eigen sector."),
    )
    employees_total = forms.IntegerField(
        label=_("Hoeveel mensen werken er in uw bedrijf?"),
        required=False,
        min_value=1,
        help_text=_("Weet u het niet? Laat dit leeg."),
    )
    needs = forms.MultipleChoiceField(
        label=_("Wat zou uw mensen helpen?"),
        choices=NEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kies er zo veel als u wilt. Weet u het niet? Kies niets."),
    )
    stay_in_sector = YesNoUnknownField(label=_("Willen uw mensen in de sector blijven?"))
    far_from_labour_market = YesNoUnknownField(
        label=_("Is het voor hen moeilijk om ander werk te vinden?"),
        help_text=_("Bijvoorbeeld omdat zij eerst een opleiding nodig hebben. Dan mag UWV eerder helpen."),
    )
    budget = YesNoUnknownField(
        label=_("Hebt u geld voor particuliere hulp?"),
        help_text=_("Hulp van publieke organisaties kost u niets. Particuliere hulp kost wel geld."),
    )

    def answers(self) -> dict[str, Any]:
        """Return the answers as case input."""
        data = self.cleaned_data
        return {**data, "sector": data["sector"] or None, "needs": data["needs"] or None}


class GroupForm(forms.Form):
    """Some people in one place and one situation."""

    location = forms.CharField(
        label=_("Waar werken zij?"),
        max_length=80,
        help_text=_("Postcode of plaats, bijvoorbeeld 6811 AB of Arnhem."),
        error_messages={"required": _("Vul een postcode of plaats in, bijvoorbeeld 6811 AB of Arnhem.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    headcount = forms.IntegerField(
        label=_("Om hoeveel mensen gaat het?"),
        min_value=1,
        help_text=_("Alleen een aantal. Vul nooit namen in."),
        error_messages={
            "required": _("Vul een aantal in, bijvoorbeeld 12."),
            "invalid": _("Vul een heel aantal in, bijvoorbeeld 12."),
            "min_value": _("Vul een aantal van 1 of meer in."),
        },
    )
    reason = forms.ChoiceField(
        label=_("Wat is er aan de hand?"),
        choices=SITUATIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er aan de hand is.")},
    )
    contract = forms.ChoiceField(
        label=_("Welk contract hebben zij?"),
        choices=CONTRACTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een soort contract.")},
    )
    end_date = forms.DateField(
        label=_("Wanneer stopt hun werk?"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        help_text=_("Bijvoorbeeld 01-04-2027. Weet u het nog niet? Laat dit leeg."),
        error_messages={
            "invalid": _("Dit is geen dag van de kalender. Schrijf dag-maand-jaar, bijvoorbeeld 01-04-2027.")
        },
        widget=forms.DateInput(format="%d-%m-%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


GroupFormSet = forms.formset_factory(GroupForm, extra=0, min_num=1, max_num=10, validate_min=True, validate_max=True)


def typed_in(form: type[forms.Form], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Return what was typed in a form, as it was typed: to show it again without judging it."""
    return {
        name: field.widget.value_from_datadict(data, {}, f"{prefix}{name}") for name, field in form.base_fields.items()
    }


def case_input(case_form: CaseForm, groups: Iterable[GroupForm]) -> dict[str, Any]:
    """Return what was filled in as case input, ready for reading.read_case."""
    return {**case_form.answers(), "groups": [group.cleaned_data for group in groups]}


def show_problems(problems: Iterable[Problem], case_form: CaseForm, groups: list[GroupForm]) -> None:
    """Put each problem beside the field it is about."""
    for problem in problems:
        form, field = _place_of(problem.path, case_form, groups)
        form.add_error(field if field in form.fields else None, problem.message)


def _place_of(path: str, case_form: CaseForm, groups: list[GroupForm]) -> tuple[forms.Form, str]:
    if not path.startswith("groups["):
        return case_form, path
    index, _dot, field = path.removeprefix("groups[").partition("].")
    return groups[int(index)], field
