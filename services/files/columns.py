"""The columns of a provider file: how each is read and written, and which field of a provider it fills.

What lives here: the one list of columns, and what a cell may hold by itself. What does not: the file (table.py),
what cells say together or of other records (row_form.py). The admin checks what a person types with the same rules.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from localflavor.nl.validators import NLZipCodeFieldValidator

from notation.characters import legible
from notation.fields import CountField, DateField
from services import phone_numbers
from services.models import PlanRow, Provider
from services.practical import documents, hours, languages
from services.practical.capacity import MOST_WEEKS
from services.practical.visiting import LONGEST_STEP
from services.upkeep.checks import parts_filled
from services.upkeep.record import CONTACT_COLUMNS
from services.work_area.codes import NOT_KNOWN
from services.work_area.parts import AreaPart

# The box around the European Netherlands, in degrees (WGS 84), with some room at the coast.
SOUTH, NORTH = 50.7, 53.7
WEST, EAST = 3.2, 7.3
MAX_REDUNDANCIES = 100_000
# Yes and no, as programs, people and spreadsheets in both languages write them.
TRUTHS = {"": None, **dict.fromkeys(("true", "waar", "ja", "yes"), True)}
TRUTHS |= dict.fromkeys(("false", "onwaar", "nee", "no"), False)

OUTSIDE_LATITUDE = gettext_lazy("Dit ligt buiten Nederland. Een breedtegraad ligt tussen 50.7 en 53.7.")
OUTSIDE_LONGITUDE = gettext_lazy("Dit ligt buiten Nederland. Een lengtegraad ligt tussen 3.2 en 7.3.")
WRONG_MINIMUM = gettext_lazy("Vul een heel getal in van 1 tot en met 100000, of laat leeg.")
NOT_A_NUMBER = gettext_lazy("Dit is geen getal. Schrijf graden als 52.3881 of 52,3881.")
WRONG_VERSION = dict.fromkeys(
    ("invalid", "min_value", "max_value"), gettext_lazy("Laat deze kolom zoals hij in de belijst stond.")
)
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
    """A word for yes or no, or nothing for unknown."""

    def to_python(self, value: str | None) -> bool | None:
        """Return the truth value, None for an empty cell."""
        word = (value or "").strip().lower()
        if word not in TRUTHS:
            raise ValidationError(_("Vul true (ja) of false (nee) in, of laat leeg: niet bekend."))
        return TRUTHS[word]


class AnswerField(forms.Field):
    """Whether a record still holds, as who called about it says: yes, no, nobody answered, or nothing."""

    def to_python(self, value: str | None) -> str:
        """Return the answer, empty for an empty cell."""
        word = " ".join((value or "").lower().split())
        if word and word not in PlanRow.Answer.values:
            raise ValidationError(_("Vul ja, nee of niet bereikt in, of laat leeg."))
        return word


class HoursField(forms.Field):
    """Opening hours by day: "Mo-Fr 09:00-17:00"."""

    def to_python(self, value: str | None) -> str:
        """Return the hours as they are stored, empty for an empty cell."""
        return hours.written(hours.read_hours(value or ""))


class LanguagesField(CodesField):
    """Codes of languages with `;` between them."""

    def to_python(self, value: str | None) -> str:  # type: ignore[override]
        """Return the languages as they are stored, empty for an empty cell."""
        codes = super().to_python(value)
        if unknown := [code for code in codes if code not in languages.LANGUAGES]:
            message = _("'%(code)s' is hier niet bekend. Kies uit: %(known)s.")
            raise ValidationError(message % {"code": unknown[0][:40], "known": ", ".join(languages.LANGUAGES)})
        return languages.written(codes)


class DocumentsField(forms.Field):
    """Links to documents, one on each line of the cell."""

    def to_python(self, value: str | None) -> list[list[str]]:
        """Return the documents as they are stored."""
        return documents.read_documents(value or "")


class DegreesField(forms.FloatField):
    """Degrees with a point, or with the comma that a Dutch spreadsheet makes of it."""

    def to_python(self, value: Any) -> float | None:
        """Return the degrees, None for an empty cell."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class PhoneField(forms.CharField):
    """A phone number: stored as E.164, shown as the Dutch write it."""

    def to_python(self, value: Any) -> str:
        """Return the number as it is stored, empty for an empty cell; one that is too long is no number to read."""
        text = super().to_python(value)
        return phone_numbers.read_phone_number(text) if text and len(text) <= self.max_length else text

    def prepare_value(self, value: Any) -> Any:
        """Return a stored number as it is shown; what a person typed stays as it was typed."""
        is_stored = isinstance(value, str) and value.startswith("+")
        return phone_numbers.shown(value) if is_stored else value


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


def _text(max_length: int | None = None, *, required: bool = False) -> forms.CharField:
    return forms.CharField(max_length=max_length, required=required, error_messages=TEXT_ERRORS)


def _email() -> forms.EmailField:
    wrong = gettext_lazy("Dit is geen e-mailadres. Schrijf het als naam@voorbeeld.nl.")
    return forms.EmailField(required=False, max_length=254, error_messages=TEXT_ERRORS | {"invalid": wrong})


def _degrees(least: float, most: float, outside: Any) -> DegreesField:
    messages = {"invalid": NOT_A_NUMBER, "min_value": outside, "max_value": outside}
    return DegreesField(required=False, min_value=least, max_value=most, error_messages=messages)


def _codes(values: Iterable[str]) -> str:
    return ";".join(sorted(values))


class Record(NamedTuple):
    """A provider as a file tells it: with the codes of its type, its sectors and the parts of its work area."""

    provider: Provider
    type: str
    sectors: frozenset[str]
    areas: frozenset[str]


def _verified_on(record: Record) -> date | None:
    """Return the day on which all that the row says was checked: read back, it makes nothing fresher than it is."""
    contact = (getattr(record.provider, column) for column in CONTACT_COLUMNS)
    areas = (AreaPart(unknown=code == NOT_KNOWN) for code in record.areas)
    days = [getattr(record.provider, part.column) for part in parts_filled(contact, areas)]
    return None if None in days else min(days)


class Column(NamedTuple):
    """One column: `read` says what its cell may hold, `write` gives the cell of a record.

    Unless told otherwise, the field of the provider that has the column's name is written, and filled with what was
    read. An import fills the others in a way of its own (importing.py).
    """

    name: str
    read: forms.Field
    write: Callable[[Record], Any] | None = None
    is_filled: bool = True

    def cell(self, record: Record) -> Any:
        """Return what the file holds of a record, None for an empty cell."""
        return self.write(record) if self.write else getattr(record.provider, self.name)


COLUMNS = (
    Column(
        "slug",
        forms.SlugField(
            max_length=120,
            error_messages=TEXT_ERRORS
            | {"invalid": gettext_lazy("Gebruik alleen letters, cijfers, streepjes en liggende streepjes.")},
        ),
    ),
    Column("name", _text(200, required=True)),
    Column("type", _text(required=True), attrgetter("type"), is_filled=False),
    Column("roles", CodesField(required=False), lambda record: _codes(record.provider.role_flags), is_filled=False),
    Column(
        "sectors",
        CodesField(required=False),
        lambda record: _codes(record.sectors),
        is_filled=False,
    ),
    Column(
        "areas",
        CodesField(
            error_messages={
                "required": gettext_lazy("Vul het werkgebied in, zoals AM:AM18. Leeg betekent niet heel Nederland.")
            }
        ),
        lambda record: _codes(record.areas),
        is_filled=False,
    ),
    Column(
        "min_redundancies",
        CountField(
            required=False,
            min_value=1,
            max_value=MAX_REDUNDANCIES,
            error_messages=dict.fromkeys(("min_value", "max_value"), WRONG_MINIMUM),
        ),
    ),
    Column(
        "takes_redundant",
        TrueFalseField(required=False),
    ),
    Column("street", _text(200)),
    Column("postcode", _text()),
    Column("city", _text(80)),
    Column("latitude", _degrees(SOUTH, NORTH, OUTSIDE_LATITUDE), is_filled=False),
    Column("longitude", _degrees(WEST, EAST, OUTSIDE_LONGITUDE), is_filled=False),
    Column(
        "email",
        _email(),
    ),
    Column(
        "phone",
        PhoneField(required=False, max_length=30, error_messages=TEXT_ERRORS),
        lambda record: phone_numbers.shown(record.provider.phone),
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
    Column("description_nl", _text()),
    Column("description_en", _text()),
    Column("opening_hours", _text(300)),
    Column("hours", HoursField(required=False)),
    Column("languages", LanguagesField(required=False), lambda record: record.provider.languages.replace(" ", ";")),
    Column("first_step_nl", _text(LONGEST_STEP)),
    Column("first_step_en", _text(LONGEST_STEP)),
    Column("cost", _text()),
    Column("wheelchair", _text()),
    Column("capacity", _text()),
    Column("capacity_until", DateField(required=False)),
    Column("waiting_weeks", CountField(required=False, min_value=1, max_value=MOST_WEEKS)),
    Column("referral_email", _email()),
    Column(
        "referral_phone",
        PhoneField(required=False, max_length=30, error_messages=TEXT_ERRORS),
        lambda record: phone_numbers.shown(record.provider.referral_phone),
    ),
    Column("documents", DocumentsField(required=False), lambda record: documents.written(record.provider.documents)),
    Column("run_by", _text()),
    Column(
        "first_contact",
        TrueFalseField(required=False),
        lambda record: record.provider.first_contact or None,
    ),
    Column("verified_on", DateField(required=False), _verified_on, is_filled=False),
    Column("source", _text()),
)

NAMES = tuple(column.name for column in COLUMNS)
# What a call sheet has beside columns of the record: its version when the sheet was made, and whether it still holds.
VERSION, ANSWER = "versie", "klopt"
OF_CALL_SHEETS = {
    VERSION: forms.IntegerField(
        required=False, min_value=0, max_value=2**63 - 1, widget=forms.TextInput, error_messages=WRONG_VERSION
    ),
    ANSWER: AnswerField(required=False),
}
CALL_SHEET = (
    *("slug", "name", "phone", ANSWER, "email", "website", "street", "postcode", "city", "opening_hours"),
    *("type", "areas", VERSION),
)
READERS = {column.name: column.read for column in COLUMNS} | OF_CALL_SHEETS
# No record can do without these.
REQUIRED = tuple(column.name for column in COLUMNS if column.read.required)
FILLED = tuple(column.name for column in COLUMNS if column.is_filled)
