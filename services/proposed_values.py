"""How people type another value for a field of a record: the form, and what is proposed by it.

What lives here: that form, one that asks of each part whether it holds, and values of fields in words. What does not:
keeping a proposal (upkeep/proposals.py), pages (desk/, self_checks/). What a field may hold is what a file may
(files/columns.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notation.fields import DateField
from services.catalogue import catalogue
from services.files.columns import READERS, read_postcode
from services.files.row_form import refuse_example_contact
from services.freshness import CheckPart
from services.models import Provider, RecordChange, Role
from services.personal_data import refuse_personal_data
from services.upkeep.door import NO_VERSION, Version, changes_since, versions_of
from services.upkeep.history import field_label, shown
from services.upkeep.record import Record, Value, as_stored
from services.upkeep.values import PROPOSABLE, proposable
from services.work_area.codes import NOT_KNOWN
from services.work_area.typed import LONGEST_TEXT, NamedAreas

LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Naam van de organisatie"),
    "retired_on": gettext_lazy("Gestopt op"),
    "email": gettext_lazy("E-mailadres"),
    "phone": gettext_lazy("Telefoonnummer"),
    "website": gettext_lazy("Website"),
    "street": gettext_lazy("Straat en huisnummer"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("Plaats"),
    "opening_hours": gettext_lazy("Openingstijden"),
    "areas": gettext_lazy("Werkgebied"),
    "roles": gettext_lazy("Rollen"),
    "sectors": gettext_lazy("Sectoren"),
    "min_redundancies": gettext_lazy("Vanaf hoeveel ontslagen"),
}
BIGGEST_VERSION = 2**63 - 1
LONGEST_VERSION = 19
# What it says where nothing is filled in.
NOT_FILLED = gettext_lazy("niet ingevuld")
EMPTY = {"sectors": gettext_lazy("alle sectoren"), "min_redundancies": gettext_lazy("geen minimum bekend")}


class Beside(NamedTuple):
    """What some records hold, beside which people type: read once for all of them."""

    values: Mapping[int, Record]
    versions: Mapping[int, Version]
    areas: NamedAreas

    @classmethod
    def of(cls, keys: Collection[int], on: date) -> "Beside":
        """Return it for these records on a day; a fixed number of queries."""
        values = {key: proposable(record) for key, record in as_stored(keys).items()}
        return cls(values, versions_of(keys), NamedAreas(on))


class ValuesForm(forms.Form):
    """Asks for other values of the fields of a record, with what it holds filled in.

    What differs from the record is proposed, so what was typed beside an older version of it is no answer: `has_moved`.
    """

    asked_for = tuple(LABELS)

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)
    name = READERS["name"]
    retired_on = DateField(required=False, help_text=gettext_lazy("Alleen als de organisatie stopt of is gestopt."))
    email = READERS["email"]
    phone = READERS["phone"]
    website = READERS["website"]
    street = READERS["street"]
    postcode = READERS["postcode"]
    city = READERS["city"]
    opening_hours = READERS["opening_hours"]
    areas = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Namen van regio's, gemeenten of postcodes, met een komma ertussen: gemeente Arnhem, 6811-6846, "
            "heel Nederland."
        ),
    )
    roles = forms.MultipleChoiceField(required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    sectors = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Geen: alle sectoren.")
    )
    min_redundancies = READERS["min_redundancies"]
    text = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Toelichting"),
        help_text=gettext_lazy("Hooguit 500 tekens. Schrijf geen gegevens van personen op."),
        validators=[refuse_personal_data],
    )

    def __init__(self, *args: Any, provider: Provider, beside: "Beside", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider, self._beside = provider, beside
        self._version, self._areas = beside.versions[provider.pk], beside.areas
        self._now = beside.values[provider.pk]
        self._needs_sector = catalogue().types_by_id[provider.type_id].needs_sector
        self.fields["sectors"].choices = [(sector.code, sector.name) for sector in catalogue().sectors]
        for name in self.asked_for:
            self.fields[name].label = LABELS[name]
        known = {**self._now, "areas": self._areas.written(self._now["areas"])}
        self.initial = known | self.initial | {"version": self._version}

    def part(self, part: CheckPart) -> Iterable[forms.BoundField]:
        """Return the fields of one part of a check."""
        return [self[name] for name in PROPOSABLE[part]]

    @property
    def has_moved(self) -> bool:
        """Return whether this was sent beside another version of the record than there is now."""
        return self.is_bound and self.fields["version"].has_changed(self._version, self["version"].value())

    def shown_anew(self) -> Self:
        """Return the form with what was typed, but for fields that somebody else changed since: those as they are."""
        typed = {name: self[name].value() for name in self.fields}
        moved = {name for row in self.moved for name in (*row.before, *row.after)}
        if moved & {"type", "has_own_roles", *Role}:
            moved.add("roles")
        kept = {name: value for name, value in typed.items() if name not in moved}
        return type(self)(provider=self.provider, beside=self._beside, initial=kept, prefix=self.prefix)

    @property
    def moved(self) -> list[RecordChange]:
        """Return what happened to the record since who sent this saw it."""
        return changes_since(self.provider.pk, self._seen)

    @property
    def _seen(self) -> Version:
        text = str(self["version"].value() or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_VERSION else NO_VERSION

    def clean_postcode(self) -> str:
        """Return the postcode as it is stored."""
        return read_postcode(self.cleaned_data["postcode"] or "")

    def clean_areas(self) -> list[str]:
        """Return the codes of what was named; who leaves an unknown work area empty does not know it either."""
        codes = self._areas.read(self.cleaned_data["areas"])
        if not codes and self._now["areas"] not in ([], [NOT_KNOWN]):
            raise ValidationError(_("Vul het werkgebied in. Leeg betekent niet heel Nederland."))
        return codes or self._now["areas"]

    def clean_roles(self) -> list[str]:
        """Refuse an organisation that does nothing."""
        if not self.cleaned_data["roles"] and self._now["roles"]:
            raise ValidationError(_("Kies minstens een rol."))
        return sorted(self.cleaned_data["roles"])

    def clean_sectors(self) -> list[str]:
        """Refuse no sectors where the type works for some (R3)."""
        if not self.cleaned_data["sectors"] and self._needs_sector and self._now["sectors"]:
            raise ValidationError(_("Kies minstens een sector."))
        return sorted(self.cleaned_data["sectors"])

    def clean(self) -> dict[str, Any]:
        """Refuse made-up contact data on a real portal."""
        refuse_example_contact(self)
        return self.cleaned_data

    @property
    def proposed(self) -> Record:
        """Return the values that differ from the record, as history tells values."""
        return {name: value for name in self.asked_for if (value := self._stored(name)) != self._now[name]}

    def _stored(self, name: str) -> Value:
        value = self.cleaned_data.get(name, self._now[name])
        return value.isoformat() if isinstance(value, date) else value


YES, OTHER = "ja", "anders"


def question_of(part: CheckPart) -> str:
    """Return the name of the question whether a part holds; a field of the record may have the part's own name."""
    return f"klopt_{part.value}"


class Part(NamedTuple):
    """One part of a record: what is asked about it, and its fields."""

    code: str
    question: forms.BoundField
    fields: Sequence[forms.BoundField]


class PartsForm(ValuesForm):
    """Asks of each part of a record whether it holds. What is not answered is not known, and stays so."""

    questions: Mapping[CheckPart, Any]
    answers: Sequence[tuple[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, question in self.questions.items():
            self.fields[question_of(part)] = forms.ChoiceField(
                label=question, choices=self.answers, widget=forms.RadioSelect, required=False
            )

    def asked(self) -> list[Part]:
        """Return the parts in order."""
        return [Part(part.value, self[question_of(part)], self.part(part)) for part in CheckPart]

    @property
    def holds(self) -> list[CheckPart]:
        """Return the parts that hold as they are."""
        return [part for part in CheckPart if self.cleaned_data[question_of(part)] == YES]

    @property
    def differs(self) -> list[CheckPart]:
        """Return the parts of which another value was given."""
        proposed = self.proposed
        return [part for part in CheckPart if any(name in proposed for name in PROPOSABLE[part])]

    def clean(self) -> dict[str, Any]:
        """Refuse a yes beside another value, a no without one, and no answer at all."""
        said = super().clean()
        if self.errors:
            return said
        changed = self.differs
        for part in CheckPart:
            answer = said[question_of(part)]
            if part in changed and answer != OTHER:
                self.add_error(question_of(part), _("U wijzigde hier iets. Kies dan: ik wijzig het hieronder."))
            elif answer == OTHER and part not in changed and not said["text"]:
                self.add_error(question_of(part), _("Wijzig wat anders moet, of schrijf het bij de toelichting."))
        if not self.errors and not (said["text"] or any(said[question_of(part)] for part in CheckPart)):
            self.add_error(None, _("Beantwoord minstens een vraag."))
        return said


def label_of(name: str) -> str:
    """Return what people call a field that can be proposed."""
    return str(LABELS.get(name) or field_label(name))


class ValuesInWords:
    """Values of fields as people read them, with the names of areas looked up once."""

    def __init__(self, areas: NamedAreas) -> None:
        self._areas = areas

    def of(self, name: str, value: Value) -> str:
        """Return a value in words."""
        if not value:
            return str(EMPTY.get(name, NOT_FILLED))
        if name == "areas":
            return self._areas.written(value) or _("niet bekend")
        if name == "sectors":
            sectors = catalogue().sectors_by_code
            return ", ".join(sectors[code].name for code in value)
        if name == "roles":
            return ", ".join(str(Role(code).label) for code in value)
        return shown(name, value)
