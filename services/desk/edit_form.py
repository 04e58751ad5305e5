"""The form of a record: what it asks, under the rules that a file has too, and what was typed as a value to keep.

What lives here: fields in blocks, and the record that they tell. What does not: the rules (files/columns.py,
files/row_form.py), joining it with what others did (upkeep/joining.py), saving (saving.py), its pages (editing.py).
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify

from notation.fields import DateField
from services import phone_numbers
from services.catalogue import catalogue
from services.desk.access import Action, may
from services.desk.check_forms import METHODS
from services.files.columns import READERS, TEXT_ERRORS, CodesField
from services.files.row_form import RecordRules, RowLookups
from services.freshness import CheckPart
from services.models import Provider, Role, RunBy
from services.upkeep.checks import parts_filled, refuse_future
from services.upkeep.door import NO_VERSION, Version
from services.upkeep.joining import Told
from services.upkeep.record import CONTACT_COLUMNS
from services.upkeep.records import refuse_circle
from services.upkeep.values import NOWHERE, position_of
from services.wording import role_explained

# What was typed, as a browser sends it: the texts by field.
Typed = Mapping[str, Sequence[str]]

MOST_TYPED = 64_000
ENGLISH_IS_OLDER = "Het Nederlands is later gewijzigd dan het Engels."
TOO_MUCH = "Dit is samen te veel tekst: hooguit 64.000 tekens."
BIGGEST_VERSION = 2**63 - 1
YES, NO, UNKNOWN = "ja", "nee", ""
TRUTHS = {True: YES, False: NO, None: UNKNOWN}
# An address of the desk itself.
TAKEN = ("nieuw",)
# What the form asks beside what is told of a record.
BESIDE = ("english_holds", "looked_at", "method", "checked_on")
# Who may not let a record stop does not choose the first contact of a region either.
OF_MANAGERS = ("first_contact", "retired_on", "successor")


class TickedCodes(CodesField):
    """Codes that are ticked, each a box."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Return the codes that are ticked."""
        return tuple(value or ())

    def prepare_value(self, value: Any) -> Any:
        """Return the codes as they are ticked."""
        return value


class LinesField(forms.CharField):
    """A text of lines: a browser ends each in its own way."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text with one kind of end of a line."""
        return super().to_python(value).replace("\r\n", "\n")


class Looked(NamedTuple):
    """What somebody says that they asked or saw: which parts of a record, on which day and how."""

    parts: frozenset[CheckPart]
    on: date
    method: str


class Block(NamedTuple):
    """A part of the form under one heading."""

    code: str
    title: str
    names: Sequence[str]


BLOCKS = (
    Block("naam", "Naam", ("name", "slug")),
    Block(
        "soort",
        "Soort, rollen, sectoren en voorwaarden",
        ("type", "roles", "sectors", "min_redundancies", "takes_redundant", "run_by", "first_contact"),
    ),
    Block("bereiken", "Contact", ("phone", "email", "website", "opening_hours")),
    Block("adres", "Adres", ("street", "postcode", "city", "latitude", "longitude")),
    Block("gebied", "Werkgebied", ("areas",)),
    Block("teksten", "Teksten", ("description_nl", "description_en", "english_holds")),
    Block("bron", "Bron", ("source",)),
    Block("bestaan", "Stoppen", ("retired_on", "successor")),
    Block("controle", "Hebt u dit nagevraagd?", ("looked_at", "method", "checked_on")),
)


def _asks(name: str, label: str, help_text: str = "", widget: forms.Widget | None = None) -> forms.Field:
    """Return the field that a file has under this name, as a form asks it: with the same rules."""
    field = deepcopy(READERS[name])
    field.label, field.help_text = label, help_text
    if widget is not None:
        widget.is_required = field.required
        widget.attrs.update(field.widget_attrs(widget))
        field.widget = widget
    return field


def _lines(label: str, rows: int, help_text: str = "", *, required: bool = False) -> LinesField:
    widget = forms.Textarea(attrs={"rows": rows})
    return LinesField(label=label, help_text=help_text, required=required, widget=widget, error_messages=TEXT_ERRORS)


class RecordForm(RecordRules, forms.Form):
    """Asks all that people tell of a record. `base` is the record as it was when somebody began: none for a new one."""

    name = _asks("name", "Naam")
    slug = forms.SlugField(
        label="Adres op deze site",
        help_text="Kleine letters, cijfers en streepjes. Leeg: wij maken het van de naam. Daarna staat het vast.",
        required=False,
        max_length=120,
        error_messages=READERS["slug"].error_messages,
    )
    type = _asks("type", "Soort", widget=forms.Select())
    roles = TickedCodes(label="Eigen rollen", help_text="Geen vinkje: de rollen van de soort gelden.", required=False)
    sectors = TickedCodes(label="Sectoren", help_text="Geen vinkje: alle sectoren.", required=False)
    min_redundancies = _asks("min_redundancies", "Minimum aantal ontslagen", "Leeg: geen minimum bekend.")
    takes_redundant = _asks(
        "takes_redundant",
        "Helpt mensen van wie de baan verdwijnt",
        "Alleen voor poortwachtercentra.",
        widget=forms.RadioSelect(choices=[(UNKNOWN, "niet bekend"), (YES, "ja"), (NO, "nee")]),
    )
    run_by = _asks("run_by", "Wie voert het uit", widget=forms.Select())
    first_contact = _asks(
        "first_contact",
        "Eerste contact voor kleine werkgevers in dit werkgebied",
        widget=forms.RadioSelect(choices=[(YES, "ja"), (NO, "nee")]),
    )
    phone = _asks("phone", "Telefoon")
    email = _asks("email", "E-mailadres", "Van de organisatie, niet van een persoon.")
    website = _asks("website", "Website")
    opening_hours = _asks("opening_hours", "Openingstijden")
    street = _asks("street", "Straat en huisnummer")
    postcode = _asks("postcode", "Postcode")
    city = _asks("city", "Plaats")
    latitude = _asks("latitude", "Breedtegraad", "Leeg: het midden van de postcode.", widget=forms.TextInput())
    longitude = _asks("longitude", "Lengtegraad", widget=forms.TextInput())
    areas = _asks(
        "areas",
        "Werkgebied in codes",
        "Met een puntkomma ertussen. NL: heel Nederland. PV:PV27: provincie. AM:AM18: arbeidsmarktregio. GM:GM0363: "
        "gemeente. PC:1013 of PC:1013AA-1013AE: postcode. Een ? zonder andere code: niet bekend.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description_nl = _lines("Beschrijving (Nederlands)", 8)
    description_en = _lines("Beschrijving (Engels)", 8)
    english_holds = forms.BooleanField(label="Het Engels klopt nog bij het Nederlands", required=False)
    source = _lines("Bron", 3, "Waar staat dat deze organisatie bestaat en dit doet?", required=True)
    retired_on = DateField(label="Gestopt op", help_text="Leeg: gaat door.", required=False)
    successor = forms.CharField(
        label="Opvolger",
        help_text="De naam, of het adres op deze site, van wie het werk overneemt.",
        required=False,
        max_length=200,
    )
    looked_at = forms.MultipleChoiceField(
        label="Wat hebt u nagevraagd?",
        help_text="Alleen wat u hebt gevraagd of zelf hebt gezien, zoals u het hier bewaart.",
        choices=CheckPart.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    method = forms.ChoiceField(label="Hoe?", choices=METHODS, widget=forms.RadioSelect, required=False)
    checked_on = DateField(label="Op welke dag?", validators=[refuse_future], required=False)

    def __init__(
        self,
        typed: Typed | None,
        *,
        on: date,
        by: Any,
        base: Told | None = None,
        provider: Provider | None = None,
        is_judged: bool = True,
    ) -> None:
        """Make the form of what was typed, or of the base. What is not judged is shown as typed, without errors."""
        data = _as_sent(typed) if typed is not None and is_judged else None
        beside = {"looked_at": [], "checked_on": f"{on.day}-{on.month}-{on.year}"}
        super().__init__(data, initial=(typed_of(base) if base else NEW) | beside, lookups=RowLookups(on))
        self._base, self._provider = base, provider
        if provider is not None:
            del self.fields["slug"]
        if base is None or not base["description_en"]:
            del self.fields["english_holds"]
        elif provider is not None and provider.english_is_older:
            self.fields["english_holds"].help_text = ENGLISH_IS_OLDER
        known = catalogue()
        self.fields["type"].widget.choices = [("", "kies"), *((one.code, one.name_nl) for one in known.types)]
        self.fields["sectors"].widget.choices = [(one.code, one.name_nl) for one in known.sectors]
        self.fields["roles"].widget.choices = [(role.value, role_explained(role)) for role in Role]
        self.fields["run_by"].widget.choices = [("", "niet bekend"), *RunBy.choices]
        if not may(by, Action.RETIRE, provider):
            for name in OF_MANAGERS:
                self.fields[name].disabled = True
        if typed is not None and not is_judged:
            self.initial |= {name: self._as_shown(name, texts) for name, texts in typed.items() if self._may_type(name)}

    def _may_type(self, name: str) -> bool:
        return name in self.fields and not self.fields[name].disabled

    def _as_shown(self, name: str, texts: Sequence[str]) -> Any:
        is_ticked = isinstance(self.fields[name].widget, forms.CheckboxSelectMultiple)
        return texts if is_ticked else next(iter(texts), "")

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Return the fields in their blocks."""
        return [
            {"block": block, "fields": [self[name] for name in block.names if name in self.fields]} for block in BLOCKS
        ]

    def clean_slug(self) -> str:
        """Return the slug of a new record, made of its name where none was typed; one is given once."""
        slug = self.cleaned_data["slug"].lower() or slugify(self.cleaned_data.get("name", ""))[:120]
        if not slug and "name" in self.cleaned_data:
            raise ValidationError("Van deze naam kunnen wij geen adres maken. Vul zelf een adres in.")
        if slug in TAKEN or Provider.objects.filter(slug=slug).exists():
            raise ValidationError(
                "Er is al een organisatie met dit adres. Is het dezelfde? Kies anders een ander adres."
            )
        return slug

    def clean_successor(self) -> str:
        """Return the slug of who takes over; it cannot lead back to this record."""
        text = self.cleaned_data["successor"]
        if not text:
            return ""
        found = Provider.objects.filter(slug=text.lower()) or Provider.objects.filter(name__iexact=text)[:2]
        if len(found) != 1:
            raise ValidationError("Wij vinden deze organisatie niet, of meer dan één. Vul het adres op deze site in.")
        if self._provider is not None:
            refuse_circle(self._provider, found[0])
        return found[0].slug

    def clean(self) -> None:
        """Check what fields say together. A position that came with an address goes with it."""
        if sum(len(text) for texts in self.data.lists() for text in texts[1]) > MOST_TYPED:
            raise ValidationError(TOO_MUCH)
        if self._has_moved():
            self.cleaned_data |= {"latitude": None, "longitude": None}
        super().clean()
        self.refuse_without_sector(self.cleaned_data.get("sectors"))
        self._check_what_was_looked_at()

    def _check_what_was_looked_at(self) -> None:
        """Ask how and when somebody looked, and refuse a check of what the record says nothing of."""
        said = self.cleaned_data
        if not said.get("looked_at"):
            return
        for name, message in (("method", "Kies hoe u dit weet."), ("checked_on", "Vul in op welke dag.")):
            if name not in self.errors and not said[name]:
                self.add_error(name, message)
        filled = parts_filled((said.get(name) for name in CONTACT_COLUMNS), said.get("areas", ()))
        if empty := [str(part.label) for part in CheckPart if part in said["looked_at"] and part not in filled]:
            self.add_error("looked_at", f"Hiervan is nog niets bekend: {', '.join(empty)}. Haal het vinkje weg.")

    def _has_moved(self) -> bool:
        """Return whether the postcode is another, and the position still that of the old one."""
        given = {"postcode": self.cleaned_data.get("postcode"), "position": self.given_position}
        if self._base is None or self.given_position == NOWHERE:
            return False
        stood = (self._base["latitude"], self._base["longitude"])
        return given["postcode"] != self._base["postcode"] and given["position"] == stood

    @property
    def says_english_holds(self) -> bool:
        """Return whether somebody compared the texts of a valid form, and found that the English one still holds."""
        return bool(self.cleaned_data.get("english_holds"))

    @property
    def looked(self) -> Looked | None:
        """Return what somebody says in a valid form that they asked or saw; None: nothing."""
        said = self.cleaned_data
        if not said["looked_at"]:
            return None
        return Looked(frozenset(map(CheckPart, said["looked_at"])), said["checked_on"], said["method"])

    @property
    def told(self) -> Told:
        """Return the record that a valid form tells."""
        cleaned, known = self.cleaned_data, catalogue().sectors_by_id
        latitude, longitude = position_of(cleaned["postcode"], self.given_position)
        plain = ("name", "min_redundancies", "takes_redundant", "run_by", "first_contact", "email", "phone", "website")
        plain += ("opening_hours", "street", "postcode", "city", "description_nl", "description_en", "source")
        return {name: cleaned[name] for name in plain} | {
            "type": cleaned["type"].code,
            "roles": sorted(cleaned["roles"]),
            "sectors": sorted(known[key].code for key in cleaned["sectors"]),
            "areas": sorted(map(self._lookups.areas.written, cleaned["areas"])),
            "latitude": latitude,
            "longitude": longitude,
            "retired_on": cleaned["retired_on"].isoformat() if cleaned["retired_on"] else None,
            "successor": cleaned["successor"] or None,
        }


class Token(forms.Form):
    """Reads what a form says of itself: the version that it began with, the one of a choice, and its draft."""

    seen = forms.IntegerField(min_value=0, max_value=BIGGEST_VERSION, widget=forms.HiddenInput)
    met = forms.IntegerField(min_value=0, max_value=BIGGEST_VERSION, widget=forms.HiddenInput)
    concept = forms.IntegerField(min_value=1, max_value=BIGGEST_VERSION, widget=forms.HiddenInput)

    def read(self, name: str, otherwise: Version | None = NO_VERSION) -> Version | None:
        """Return one of them; what is no number says nothing, and then all that ever happened is compared."""
        self.full_clean()
        return self.cleaned_data.get(name, otherwise)


def typed_in(sent: QueryDict) -> dict[str, list[str]]:
    """Return what was typed in the fields of the form, to keep and to give back."""
    return {name: sent.getlist(name) for name in RecordForm.base_fields}


def is_too_much(typed: Typed) -> bool:
    """Return whether more was typed than is kept."""
    return sum(len(text) for texts in typed.values() for text in texts) > MOST_TYPED


def typed_of(told: Told) -> dict[str, Any]:
    """Return what somebody would type to tell this."""
    day = told["retired_on"] and date.fromisoformat(told["retired_on"])
    numbers = ("min_redundancies", "latitude", "longitude")
    return (
        {name: value or "" for name, value in told.items()}
        | {name: "" if told[name] is None else str(told[name]) for name in numbers}
        | {name: TRUTHS[told[name]] for name in ("takes_redundant", "first_contact")}
        | {"phone": phone_numbers.shown(told["phone"]), "areas": ";".join(told["areas"])}
        | {"roles": told["roles"], "sectors": told["sectors"]}
        | {"retired_on": f"{day.day}-{day.month}-{day.year}" if day else ""}
    )


NEW = {"takes_redundant": UNKNOWN, "first_contact": NO, "roles": [], "sectors": []}


def _as_sent(typed: Typed) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, texts in typed.items():
        sent.setlist(name, list(texts))
    return sent
