"""One record of a provider file, checked cell by cell.

What lives here: what each cell may hold and how it reads. What does not: lines and columns (csv_format.py),
comparing with what is stored (importing.py). The admin checks what a person types with the same rules.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.models import Postcode
from services.catalogue import TypeEntry, catalogue
from services.models import Role, RunBy
from services.work_area.codes import WorkAreaReader
from services.work_area.parts import AreaPart

POSTCODE = re.compile(r"([1-9]\d{3})(?:\s?([A-Z]{2}))?", re.IGNORECASE | re.ASCII)
# The box around the European Netherlands, in degrees (WGS 84), with some room at the coast.
SOUTH, NORTH = 50.7, 53.7
WEST, EAST = 3.2, 7.3
MOST_REDUNDANCIES = 100_000
# Domains that exist for examples only (RFC 2606): contact data there is never real.
EXAMPLE_DOMAINS = ("example.org", "example.com", "example.net")

is_phone_number = RegexValidator(
    re.compile(r"\+?[0-9][0-9 ()\-]{1,28}\Z", re.ASCII),
    gettext_lazy("Dit is geen telefoonnummer. Gebruik cijfers, spaties en streepjes, zoals +31 20 123 45 67."),
)
OUTSIDE_LATITUDE = gettext_lazy("Dit ligt buiten Nederland. Een breedtegraad ligt tussen 50.7 en 53.7.")
OUTSIDE_LONGITUDE = gettext_lazy("Dit ligt buiten Nederland. Een lengtegraad ligt tussen 3.2 en 7.3.")
WRONG_MINIMUM = gettext_lazy("Vul een heel getal in van 1 tot en met 100000, of laat leeg.")
NOT_A_NUMBER = gettext_lazy("Dit is geen getal. Schrijf graden met een punt, zoals 52.3881.")
POSTCODE_NOWHERE = gettext_lazy("Deze postcode bestaat niet. Verbeter hem, of vul breedte- en lengtegraad in.")
TEXT_ERRORS = {
    "required": gettext_lazy("Vul dit in: het is verplicht."),
    "max_length": gettext_lazy("Dit is te lang: %(show_value)s tekens. Er passen er %(limit_value)s."),
}


class Postcodes:
    """The centres of all postcodes that exist, read once."""

    def __init__(self) -> None:
        rows = Postcode.objects.values_list("pc4", "latitude", "longitude")
        self._centres = {pc4: (latitude, longitude) for pc4, latitude, longitude in rows}

    def centre(self, postcode: str) -> tuple[float, float] | None:
        """Return the centre (latitude, longitude) of a postcode, None where there is no such postcode."""
        return self._centres.get(postcode[:4])


class RowLookups:
    """What the cells of one import are compared with, read once: types, sectors, areas and postcodes."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.catalogue = catalogue()
        self.areas = WorkAreaReader(on)
        self.postcodes = Postcodes()


class CodesField(forms.Field):
    """Codes with `;` between them."""

    def to_python(self, value: str | None) -> tuple[str, ...]:
        """Return the codes in the order given, each once, without the spaces around them."""
        codes = (code.strip() for code in (value or "").split(";"))
        return tuple(dict.fromkeys(code for code in codes if code))

    def prepare_value(self, value: str | Iterable[str] | None) -> str | None:
        """Return codes as they are written; what a person typed stays as it was typed."""
        return value if isinstance(value, str | None) else ";".join(value)


class TrueFalseField(forms.Field):
    """The word true or false, or nothing for unknown."""

    def to_python(self, value: str | None) -> bool | None:
        """Return the truth value, None for an empty cell."""
        word = (value or "").strip().lower()
        if word not in ("", "true", "false"):
            raise ValidationError(_("Vul true (ja) of false (nee) in, of laat leeg: niet bekend."))
        return {"true": True, "false": False}.get(word)


def read_postcode(text: str) -> str:
    """Return a postcode in capitals without its space, empty for empty; raise ValidationError where it is none."""
    match = POSTCODE.fullmatch(text)
    if text and match is None:
        raise ValidationError(_("Dit is geen postcode. Schrijf vier cijfers en twee letters, zoals 1013 AB."))
    return "".join(match.groups(default="")).upper() if match else ""


def is_example_contact(email: str, website: str) -> bool:
    """Return whether an e-mail address or a website lies on a domain that exists for examples only."""
    hosts = (email.rpartition("@")[2].lower(), urlsplit(website).hostname or "")
    return any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in EXAMPLE_DOMAINS)


def check_whole_position(form: forms.Form) -> None:
    """Put an error on the empty one of `latitude` and `longitude` where only the other is filled."""
    cleaned = form.cleaned_data
    if "latitude" not in cleaned or "longitude" not in cleaned:
        return
    if cleaned["latitude"] is None and cleaned["longitude"] is not None:
        form.add_error("latitude", _("Vul ook de breedtegraad in, of laat breedte- en lengtegraad allebei leeg."))
    if cleaned["longitude"] is None and cleaned["latitude"] is not None:
        form.add_error("longitude", _("Vul ook de lengtegraad in, of laat breedte- en lengtegraad allebei leeg."))


def _text(max_length: int | None = None, *, required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=max_length, required=required, error_messages=TEXT_ERRORS)


class ProviderRowForm(forms.Form):
    """The cells of one record. A column that the file lacks counts as empty.

    One form reads all rows of a file, one after the other: to make its twenty fields anew for each row would cost
    more than to check the cells.
    """

    slug = forms.SlugField(
        max_length=120,
        error_messages=TEXT_ERRORS
        | {"invalid": gettext_lazy("Gebruik alleen letters, cijfers, streepjes en liggende streepjes.")},
    )
    name = _text(200, required=True)
    type = _text(required=True)
    roles = CodesField(required=False)
    sectors = CodesField(required=False)
    areas = CodesField(
        error_messages={
            "required": gettext_lazy("Vul het werkgebied in, zoals AM:AM18. Leeg betekent niet heel Nederland.")
        }
    )
    min_redundancies = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_REDUNDANCIES,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_MINIMUM),
    )
    takes_redundant = TrueFalseField(required=False)
    street = _text(200)
    postcode = _text()
    city = _text(80)
    latitude = forms.FloatField(
        required=False,
        min_value=SOUTH,
        max_value=NORTH,
        error_messages={"invalid": NOT_A_NUMBER, "min_value": OUTSIDE_LATITUDE, "max_value": OUTSIDE_LATITUDE},
    )
    longitude = forms.FloatField(
        required=False,
        min_value=WEST,
        max_value=EAST,
        error_messages={"invalid": NOT_A_NUMBER, "min_value": OUTSIDE_LONGITUDE, "max_value": OUTSIDE_LONGITUDE},
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages=TEXT_ERRORS
        | {"invalid": gettext_lazy("Dit is geen e-mailadres. Schrijf het als naam@voorbeeld.nl.")},
    )
    phone = forms.CharField(required=False, max_length=30, validators=[is_phone_number], error_messages=TEXT_ERRORS)
    website = forms.URLField(
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages=TEXT_ERRORS
        | {"invalid": gettext_lazy("Dit is geen webadres. Schrijf het als https://www.voorbeeld.nl.")},
    )
    description_nl = _text()
    description_en = _text()
    opening_hours = _text(300)
    run_by = _text()
    first_contact = TrueFalseField(required=False)
    verified_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Dit is geen bestaande datum. Schrijf jjjj-mm-dd, zoals 2026-03-31.")},
    )
    source = _text()

    def __init__(self, lookups: RowLookups) -> None:
        super().__init__({})
        self._lookups = lookups

    def read(self, cells: Mapping[str, str]) -> None:
        """Check the cells of the next row: `errors` and `cleaned_data` are about it from now on."""
        self.data = cells
        self.full_clean()

    def clean_type(self) -> TypeEntry:
        """Return the type that the code names."""
        types = self._lookups.catalogue.types_by_code
        return types[_known(self.cleaned_data["type"], types)]

    def clean_roles(self) -> frozenset[Role]:
        """Return the record's own roles; none means those of its type."""
        return frozenset(Role(_known(code, Role.values)) for code in self.cleaned_data["roles"])

    def clean_sectors(self) -> frozenset[int]:
        """Return the keys of the sectors."""
        sectors = self._lookups.catalogue.sectors_by_code
        return frozenset(sectors[_known(code, sectors)].id for code in self.cleaned_data["sectors"])

    def clean_areas(self) -> frozenset[AreaPart]:
        """Return the parts of the work area."""
        return self._lookups.areas.read(self.cleaned_data["areas"])

    def clean_run_by(self) -> str:
        """Return the code of who runs the organisation, empty where that is not known."""
        code = self.cleaned_data["run_by"]
        return _known(code, RunBy.values) if code else ""

    def clean_first_contact(self) -> bool:
        """Return whether staff chose the record as first contact; an empty cell says no."""
        return bool(self.cleaned_data["first_contact"])

    def clean_postcode(self) -> str:
        """Return the postcode as it is stored."""
        return read_postcode(self.cleaned_data["postcode"])

    def clean_verified_on(self) -> date | None:
        """Return the day of the source's check, which cannot be yet to come."""
        day = self.cleaned_data["verified_on"]
        if day is not None and day > self._lookups.on:
            raise ValidationError(_("Deze datum ligt in de toekomst. Vul de dag in waarop is gecontroleerd."))
        return day

    def clean(self) -> None:
        """Check what cells say together: a whole position, or a postcode that gives one."""
        check_whole_position(self)
        postcode = self.cleaned_data.get("postcode")
        if postcode and self.given_position == (None, None) and not self._lookups.postcodes.centre(postcode):
            self.add_error("postcode", POSTCODE_NOWHERE)

    @property
    def given_position(self) -> tuple[float | None, float | None]:
        """Return the position that the row itself gives."""
        return self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude")


def _known(code: str, codes: Mapping[str, object] | list[str]) -> str:
    if code not in codes:
        message = _("'%(code)s' is hier niet bekend. Kies uit: %(known)s.")
        raise ValidationError(message % {"code": code, "known": ", ".join(codes)})
    return code
