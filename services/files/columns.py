"""The columns of a provider file: how each is read and written, and which field of a provider it fills.

What lives here: the one list of columns, and what a cell may hold by itself. What does not: the file (csv_format.py),
what cells say together or of other records (row_form.py). The admin checks what a person types with the same rules.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from localflavor.nl.validators import NLZipCodeFieldValidator

from regions.names import legible
from services.models import Provider
from services.upkeep import CONTACT_COLUMNS, parts_filled
from services.work_area.parts import AreaPart

# The box around the European Netherlands, in degrees (WGS 84), with some room at the coast.
SOUTH, NORTH = 50.7, 53.7
WEST, EAST = 3.2, 7.3
MAX_REDUNDANCIES = 100_000
COUNTRY = "NL"  # where a phone number without a country code is from
# Whatever else a number is read through could run as a formula in a spreadsheet (csv_format.py).
PHONE_CHARACTERS = frozenset("0123456789+() -")

OUTSIDE_LATITUDE = gettext_lazy("Dit ligt buiten Nederland. Een breedtegraad ligt tussen 50.7 en 53.7.")
OUTSIDE_LONGITUDE = gettext_lazy("Dit ligt buiten Nederland. Een lengtegraad ligt tussen 3.2 en 7.3.")
WRONG_MINIMUM = gettext_lazy("Vul een heel getal in van 1 tot en met 100000, of laat leeg.")
NOT_A_NUMBER = gettext_lazy("Dit is geen getal. Schrijf graden met een punt, zoals 52.3881.")
TEXT_ERRORS = {
    "required": gettext_lazy("Vul dit in: het is verplicht."),
    "max_length": gettext_lazy("Dit is te lang: %(show_value)s tekens. Er passen er %(limit_value)s."),
}


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


class _Postcode(NLZipCodeFieldValidator):
    error_message = gettext_lazy("Dit is geen postcode. Schrijf vier cijfers en twee letters, zoals 1013 AB.")
    flags = re.ASCII


_is_postcode = _Postcode()


def read_postcode(text: str) -> str:
    """Return a postcode in capitals, empty for empty; raise ValidationError where it is none.

    Four digits without letters are a postcode here too, and a country, spaces and dashes say nothing.
    """
    postcode = legible(text).upper().replace(" ", "").replace("-", "").removeprefix("NL")
    if postcode:
        _is_postcode(postcode if len(postcode) > 4 else f"{postcode}AA")
    return postcode


def check_phone_number(text: str) -> None:
    """Raise ValidationError where this is no phone number, of the Netherlands unless a country code says otherwise."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number) or not PHONE_CHARACTERS.issuperset(text):
        raise ValidationError(
            _("Dit is geen telefoonnummer. Gebruik cijfers, spaties en streepjes, zoals +31 20 123 45 67.")
        )


def _text(max_length: int | None = None, *, required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=max_length, required=required, error_messages=TEXT_ERRORS)


def _degrees(least: float, most: float, outside: Any) -> forms.FloatField:
    messages = {"invalid": NOT_A_NUMBER, "min_value": outside, "max_value": outside}
    return forms.FloatField(required=False, min_value=least, max_value=most, error_messages=messages)


def _codes(values: Iterable[str]) -> str:
    return ";".join(sorted(values))


def _verified_on(provider: Provider) -> date | None:
    """Return the day on which all that the row says was checked: read back, it makes nothing fresher than it is."""
    contact = (getattr(provider, column) for column in CONTACT_COLUMNS)
    areas = (AreaPart(unknown=area.unknown) for area in provider.service_areas.all())
    days = [getattr(provider, part.column) for part in parts_filled(contact, areas)]
    return None if None in days else min(days)


class Column(NamedTuple):
    """One column: `read` says what its cell may hold, `write` gives the cell of a provider.

    Unless told otherwise, the field of the provider that has the column's name is written, and filled with what was
    read. An import fills the others in a way of its own (importing.py).
    """

    name: str
    read: forms.Field
    write: Callable[[Provider], Any] | None = None
    is_filled: bool = True
    is_free_text: bool = False

    def cell(self, provider: Provider) -> Any:
        """Return what the file holds of a provider, None for an empty cell."""
        return (self.write or attrgetter(self.name))(provider)


COLUMNS = (
    Column(
        "slug",
        forms.SlugField(
            max_length=120,
            error_messages=TEXT_ERRORS
            | {"invalid": gettext_lazy("Gebruik alleen letters, cijfers, streepjes en liggende streepjes.")},
        ),
    ),
    Column("name", _text(200, required=True), is_free_text=True),
    Column("type", _text(required=True), attrgetter("type.code"), is_filled=False),
    Column("roles", CodesField(required=False), lambda provider: _codes(provider.role_flags), is_filled=False),
    Column(
        "sectors",
        CodesField(required=False),
        lambda provider: _codes(sector.code for sector in provider.sectors.all()),
        is_filled=False,
    ),
    Column(
        "areas",
        CodesField(
            error_messages={
                "required": gettext_lazy("Vul het werkgebied in, zoals AM:AM18. Leeg betekent niet heel Nederland.")
            }
        ),
        lambda provider: _codes(area.code for area in provider.service_areas.all()),
        is_filled=False,
    ),
    Column(
        "min_redundancies",
        forms.IntegerField(
            required=False,
            min_value=1,
            max_value=MAX_REDUNDANCIES,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_MINIMUM),
        ),
    ),
    Column(
        "takes_redundant",
        TrueFalseField(required=False),
        lambda provider: {True: "true", False: "false", None: ""}[provider.takes_redundant],
    ),
    Column("street", _text(200), is_free_text=True),
    Column("postcode", _text()),
    Column("city", _text(80), is_free_text=True),
    Column("latitude", _degrees(SOUTH, NORTH, OUTSIDE_LATITUDE), is_filled=False),
    Column("longitude", _degrees(WEST, EAST, OUTSIDE_LONGITUDE), is_filled=False),
    Column(
        "email",
        forms.EmailField(
            required=False,
            max_length=254,
            error_messages=TEXT_ERRORS
            | {"invalid": gettext_lazy("Dit is geen e-mailadres. Schrijf het als naam@voorbeeld.nl.")},
        ),
    ),
    Column(
        "phone",
        forms.CharField(required=False, max_length=30, validators=[check_phone_number], error_messages=TEXT_ERRORS),
    ),
    Column(
        "website",
        forms.URLField(
            required=False,
            max_length=200,
            assume_scheme="https",
            error_messages=TEXT_ERRORS
            | {"invalid": gettext_lazy("Dit is geen webadres. Schrijf het als https://www.voorbeeld.nl.")},
        ),
    ),
    Column("description_nl", _text(), is_free_text=True),
    Column("description_en", _text(), is_free_text=True),
    Column("opening_hours", _text(300), is_free_text=True),
    Column("run_by", _text()),
    Column(
        "first_contact",
        TrueFalseField(required=False),
        lambda provider: "true" if provider.first_contact else "",
    ),
    Column(
        "verified_on",
        forms.DateField(
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages={
                "invalid": gettext_lazy("Dit is geen bestaande datum. Schrijf jjjj-mm-dd, zoals 2026-03-31.")
            },
        ),
        _verified_on,
        is_filled=False,
    ),
    Column("source", _text(), is_free_text=True),
)

NAMES = tuple(column.name for column in COLUMNS)
READERS = {column.name: column.read for column in COLUMNS}
# No record can do without these.
REQUIRED = tuple(column.name for column in COLUMNS if column.read.required)
FILLED = tuple(column.name for column in COLUMNS if column.is_filled)
FREE_TEXT = frozenset(column.name for column in COLUMNS if column.is_free_text)
