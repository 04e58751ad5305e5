"""The questions of the employer's case, one topic a form.

What lives here: fields and their words. What does not: their order (steps.py), what is a valid case (case_reader.py).
Every answer may be "I don't know"; an empty field says so too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notation.counts import MAX_LENGTH
from notation.fields import CountField, DateOrMonthField
from referrals.engine.case import MOST_PEOPLE, OTHER_SECTOR, Contract, Need, Service, Situation, Wage
from regions.place_field import PlaceField, PlaceInput
from services.catalogue import catalogue
from services.personal_data import refuse_personal_data

YES, NO, UNKNOWN = "yes", "no", "unknown"
NONE_OF_THESE = "none"
MOST_PLACES = 10
# Not decided yet: for the rules the same as a dismissal that is announced (R1).
EXPECTED = "expected"

SITUATIONS = [
    (Situation.REDUNDANCY, _("Mensen worden ontslagen, of hun contract stopt")),
    (EXPECTED, _("Er komt waarschijnlijk ontslag, maar dat is nog niet besloten")),
    (Situation.PREPARE, _("Er dreigt nog geen ontslag. Ik wil mijn mensen voorbereiden")),
    (Situation.ILLNESS, _("Mensen zijn langdurig ziek en kunnen niet terug in hun eigen werk")),
    (Situation.ON_BENEFIT, _("Mensen hebben al een uitkering")),
]
NEEDS = [
    (Need.GUIDANCE, _("Begeleiding naar ander werk")),
    (Need.TRAINING, _("Scholing")),
    (Need.EVC, _("Erkenning van ervaring (EVC)")),
    (Need.SECONDMENT, _("Tijdelijk werken bij een ander bedrijf (detachering)")),
    (Need.OWN_BUSINESS, _("Een eigen bedrijf beginnen")),
    (Need.ADVICE, _("Advies voor mij als werkgever")),
    (Need.FUNDING, _("Geld of regelingen")),
]
TALKS = [
    ("works_council", _("Met de ondernemingsraad of personeelsvertegenwoordiging")),
    ("union", _("Met een vakbond")),
    ("social_plan", _("Er is al een sociaal plan")),
    (NONE_OF_THESE, _("Nog met niemand")),
    (UNKNOWN, _("Weet ik niet")),
]

PERMANENT = "permanent"
# What is counted in one place, by the situation in which the count is asked: (field, situation, contract).
COUNTS = (
    (PERMANENT, Situation.REDUNDANCY, Contract.PERMANENT),
    ("temporary", Situation.REDUNDANCY, Contract.TEMPORARY),
    # docs/decisions/on-call-staff-as-temporary.md
    ("on_call", Situation.REDUNDANCY, Contract.TEMPORARY),
    ("agency", Situation.REDUNDANCY, Contract.AGENCY),
    ("prepare", Situation.PREPARE, Contract.PERMANENT),
    ("ill", Situation.ILLNESS, Contract.PERMANENT),
    ("on_benefit", Situation.ON_BENEFIT, Contract.PERMANENT),
)
# Which field asks for the end of the work, by situation: of an ill person it is no dismissal.
END_DATES = {Situation.REDUNDANCY: "end_date", Situation.ILLNESS: "employment_ends"}
# Which field asks for the end of the work of these people alone, where it differs, by what counts them.
OWN_END_DATES = {"temporary": "temporary_ends", "on_call": "on_call_ends", "agency": "agency_ends"}
ALL_END_DATES = (*END_DATES.values(), *OWN_END_DATES.values())
# What counts permanent staff who are dismissed by how long they have been employed.
SERVICE = {
    "service_under_5": Service.UNDER_5,
    "service_5_to_10": Service.FROM_5,
    "service_10_to_15": Service.FROM_10,
    "service_from_15": Service.FROM_15,
}
WAGES = [
    (Wage.UNDER_2000, _("Minder dan 2.000 euro")),
    (Wage.FROM_2000, _("2.000 tot 3.000 euro")),
    (Wage.FROM_3000, _("3.000 tot 4.000 euro")),
    (Wage.FROM_4000, _("4.000 tot 6.000 euro")),
    (Wage.FROM_6000, _("6.000 euro of meer")),
]


class PeopleField(CountField):
    """A number of people; what looks like the number of one person is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=MOST_PEOPLE, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the number, after refusing a citizen service number or a phone number."""
        if isinstance(value, str) and len(value) <= MAX_LENGTH:
            refuse_personal_data(value)
        return super().to_python(value)


class YesNoUnknownField(forms.ChoiceField):
    """A question with yes, no, or not known."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        choices = [(YES, _("Ja")), (NO, _("Nee")), (UNKNOWN, _("Weet ik niet"))]
        super().__init__(
            choices=choices, error_messages={"required": _("Kies een antwoord. ‘Weet ik niet’ mag ook.")}, **kwargs
        )


class ExclusiveChoices(forms.MultipleChoiceField):
    """Several answers, or one that stands alone ("none of these", "I don't know")."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, alone: Sequence[str], **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Kies een antwoord. ‘Weet ik niet’ mag ook.")}, **kwargs)
        self.alone = set(alone)

    def validate(self, value: Any) -> None:
        """Refuse an answer that stands alone beside another one."""
        super().validate(value)
        if self.alone & set(value) and len(value) > 1:
            raise forms.ValidationError(_("Deze antwoorden spreken elkaar tegen. Kies het ene of het andere."))


class SituationForm(forms.Form):
    """What is going on."""

    situations = forms.MultipleChoiceField(
        label=_("Wat is er aan de hand?"),
        choices=SITUATIONS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dit bepaalt welke hulp past. U mag meer dan één antwoord kiezen."),
        error_messages={"required": _("Kies wat er aan de hand is. U mag meer dan één antwoord kiezen.")},
    )


class PlaceForm(forms.Form):
    """One place where people work, with a number for each situation that applies."""

    location = PlaceField(
        label=_("Postcode of plaats waar zij werken"),
        validators=[refuse_personal_data],
        help_text=_("Bijvoorbeeld 6811 AB of Arnhem. Organisaties helpen alleen in hun eigen gebied."),
        widget=PlaceInput(attrs={"autocomplete": "off"}),
    )
    permanent = PeopleField(
        label=_("Vaste medewerkers die u ontslaat"),
        required=False,
        min_value=0,
        help_text=_("Ook als het nog niet zeker is."),
    )
    service_under_5 = PeopleField(label=_("Korter dan 5 jaar in dienst"), required=False, min_value=0)
    service_5_to_10 = PeopleField(label=_("5 tot 10 jaar in dienst"), required=False, min_value=0)
    service_10_to_15 = PeopleField(label=_("10 tot 15 jaar in dienst"), required=False, min_value=0)
    service_from_15 = PeopleField(label=_("15 jaar of langer in dienst"), required=False, min_value=0)
    temporary = PeopleField(label=_("Tijdelijke medewerkers van wie het contract stopt"), required=False, min_value=0)
    on_call = PeopleField(
        label=_("Oproepkrachten en nulurencontracten"),
        required=False,
        min_value=0,
        help_text=_(
            "Zij zijn bij u in dienst. Wij tellen hen als tijdelijke krachten. Een vast contract telt bij vast."
        ),
    )
    agency = PeopleField(
        label=_("Uitzendkrachten die stoppen"),
        required=False,
        min_value=0,
        help_text=_("Zij zijn in dienst bij een uitzendbureau."),
    )
    end_date = DateOrMonthField(
        required=False,
        label=_("Laatste werkdag"),
        help_text=_(
            "Bijvoorbeeld 1-4-2027. Alleen de maand mag ook: april 2027. Weet u het niet? Laat dit leeg. UWV helpt pas "
            "vanaf een bepaalde dag."
        ),
    )
    temporary_ends = DateOrMonthField(label=_("Laatste werkdag van de tijdelijke medewerkers"), required=False)
    on_call_ends = DateOrMonthField(label=_("Laatste werkdag van de oproepkrachten"), required=False)
    agency_ends = DateOrMonthField(label=_("Laatste werkdag van de uitzendkrachten"), required=False)
    prepare = PeopleField(label=_("Medewerkers die zich voorbereiden"), required=False, min_value=0)
    ill = PeopleField(label=_("Medewerkers die langdurig ziek zijn"), required=False, min_value=0)
    employment_ends = DateOrMonthField(
        required=False,
        label=_("Wanneer stopt het dienstverband van wie ziek is?"),
        help_text=_("Alleen als dat al vaststaat, bijvoorbeeld 1-4-2027. Laat dit anders leeg."),
    )
    on_benefit = PeopleField(label=_("Mensen met een uitkering"), required=False, min_value=0)

    def __init__(self, *args: Any, situations: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [name for name, situation, _contract in COUNTS if situation in situations]
        for name, _situation, _contract in COUNTS:
            if name not in self.asked:
                del self.fields[name]
        for situation, name in END_DATES.items():
            if situation not in situations:
                del self.fields[name]
        for count, name in OWN_END_DATES.items():
            if count not in self.asked:
                del self.fields[name]
        if PERMANENT not in self.asked:
            for name in SERVICE:
                del self.fields[name]

    @property
    def service(self) -> list[forms.BoundField]:
        """Return the questions for how long people have been employed: they stay closed until somebody opens them."""
        return [self[name] for name in SERVICE if name in self.fields]

    @property
    def own_end_dates(self) -> list[forms.BoundField]:
        """Return the questions for the last day of some people alone: most employers leave them closed."""
        return [self[name] for name in OWN_END_DATES.values() if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one person in each place, and for the people whose last day is given."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(name) for name in self.asked):
            self.add_error(self.asked[0], _("Vul in om hoeveel mensen het gaat, bijvoorbeeld 12."))
        for count, name in OWN_END_DATES.items():
            if data.get(name) and count not in self.errors and not data.get(count):
                self.add_error(name, _("Vul ook in om hoeveel van deze mensen het gaat, of maak dit leeg."))
        self._hold_service_to_people(data)
        return data

    def _hold_service_to_people(self, data: Mapping[str, Any]) -> None:
        """Refuse more people by how long they have been employed than are dismissed."""
        counted = {name: data[name] for name in SERVICE if data.get(name)}
        people = data.get(PERMANENT) or 0
        if counted and PERMANENT not in self.errors and sum(counted.values()) > people:
            message = _("Bij de dienstjaren staan meer mensen dan u ontslaat: %(people)s.") % {"people": people}
            self.add_error(next(iter(counted)), message)


class BasePlaces(forms.BaseFormSet):  # type: ignore[type-arg] # takes none at run time
    """All places of the case, at least one; one place with one last day stands once."""

    def clean(self) -> None:
        """Refuse no place at all, and the same place with the same last day twice; of an empty one its fields tell."""
        if not self.forms:
            raise forms.ValidationError(_("Vul ten minste één plaats in."))
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            place = (
                str(data.get("location", "")).replace(" ", "").casefold(),
                *(data.get(name) for name in ALL_END_DATES),
            )
            if place[0] and place in seen:
                form.add_error(
                    "location",
                    _("Deze plaats staat er al, met dezelfde laatste werkdag. Tel de mensen daar bij elkaar op."),
                )
            seen.add(place)


PlaceFormSet = forms.formset_factory(
    PlaceForm,
    formset=BasePlaces,
    extra=0,
    min_num=1,
    max_num=MOST_PLACES,
    absolute_max=MOST_PLACES,
    validate_max=True,
)


def sector_choices() -> list[tuple[str, Any]]:
    """Return the sectors that the portal knows, another one, and not known."""
    known = [(entry.code, entry.name) for entry in catalogue().sectors]
    return [*known, (OTHER_SECTOR, _("Een andere sector")), (UNKNOWN, _("Weet ik niet"))]


class SectorForm(forms.Form):
    """The sector of the company."""

    sector = forms.ChoiceField(
        label=_("In welke sector werkt uw bedrijf?"),
        choices=sector_choices,
        widget=forms.RadioSelect,
        help_text=_("Sommige organisaties helpen alleen mensen uit hun eigen sector."),
        error_messages={"required": _("Kies een antwoord. ‘Weet ik niet’ mag ook.")},
    )


class SizeForm(forms.Form):
    """The size of the company."""

    employees_total = PeopleField(
        label=_("Hoeveel mensen werken er in uw hele bedrijf?"),
        required=False,
        min_value=1,
        help_text=_(
            "Een schatting is genoeg. Weet u het niet? Laat dit leeg. Een klein bedrijf begint bij één vast contact."
        ),
    )


class NeedsForm(forms.Form):
    """What would help."""

    needs = ExclusiveChoices(
        alone=[NONE_OF_THESE, UNKNOWN],
        label=_("Wat zou uw mensen helpen?"),
        choices=[*NEEDS, (NONE_OF_THESE, _("Geen van deze")), (UNKNOWN, _("Weet ik niet"))],
        help_text=_("U mag meer dan één antwoord kiezen. Voor scholing is er bijvoorbeeld een apart loket."),
    )


class StayForm(forms.Form):
    """Inside the sector or out of it."""

    stay_in_sector = YesNoUnknownField(
        label=_("Kunnen en willen uw mensen in de sector blijven?"),
        help_text=_("Zo niet, dan staan organisaties die voor alle sectoren werken vooraan."),
    )


class DistanceForm(forms.Form):
    """How hard other work is to find."""

    far_from_labour_market = YesNoUnknownField(
        label=_("Is ander werk voor hen moeilijk te vinden?"),
        help_text=_(
            "Bijvoorbeeld omdat zij eerst een opleiding nodig hebben. UWV mag dan al helpen vóór het werk eindigt."
        ),
    )


class BudgetForm(forms.Form):
    """Money for private help."""

    budget = YesNoUnknownField(
        label=_("Hebt u geld voor particuliere hulp?"),
        help_text=_("Particuliere hulp kost geld. Hebt u dat niet? Dan laten wij alleen publieke organisaties zien."),
    )


class TalksForm(forms.Form):
    """Whom the employer spoke already."""

    talks = ExclusiveChoices(
        alone=[NONE_OF_THESE, UNKNOWN],
        label=_("Met wie hebt u al overlegd?"),
        choices=TALKS,
        help_text=_("Dan weten wij wat u nog moet doen."),
    )


class WageForm(forms.Form):
    """The average wage, for a range of the cost."""

    month_wage = forms.ChoiceField(
        label=_("Wat verdienen de vaste mensen die u ontslaat gemiddeld, bruto in een maand?"),
        choices=[*WAGES, (UNKNOWN, _("Weet ik niet"))],
        widget=forms.RadioSelect,
        help_text=_("Daarmee rekenen wij uit wat ontslag ongeveer kost. Wij bewaren dit nooit."),
        error_messages={"required": _("Kies een antwoord. ‘Weet ik niet’ mag ook.")},
    )


def groups_of(places: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups of case input that the cleaned places hold: one for each count above zero."""
    return [
        {
            "location": place["location"],
            "headcount": place[name],
            "contract": contract.value,
            "reason": situation.value,
            "end_date": place.get(field_of_end(place, name, situation)),
            **({"service": _service_of(place)} if name == PERMANENT else {}),
        }
        for place in places
        for name, situation, contract in COUNTS
        if place.get(name)
    ]


def _service_of(place: Mapping[str, Any]) -> dict[str, int] | None:
    """Return how many people have been employed how long; None where nobody said."""
    return {band.value: place[name] for name, band in SERVICE.items() if place.get(name)} or None


def field_of_end(place: Mapping[str, Any], count: str, situation: Situation) -> str:
    """Return the field of a place that says when the work of these people ends: their own one where it was filled."""
    own = OWN_END_DATES.get(count, "")
    return own if place.get(own) else END_DATES.get(situation, "")


def field_of_group(places: Sequence[Mapping[str, Any]], index: int, asked: str | None) -> tuple[int, str]:
    """Return which place the group with this index came from, and which of its fields asks this of the group.

    That is the count where no field asks for it alone.
    """
    counted = [
        (number, name, situation)
        for number, place in enumerate(places)
        for name, situation, _contract in COUNTS
        if place.get(name)
    ]
    number, count, situation = counted[index]
    fields = {"location": "location", "end_date": field_of_end(places[number], count, situation) or count}
    return number, fields.get(asked or "", count)
