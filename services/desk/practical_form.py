"""The form of what one wants to know before going somewhere: room, hours, languages, where referrals go, documents.

What lives here: the fields, and reading them as fields of a record. What does not: its page (practical.py), what a text
may hold (practical/).

It is a block that another form can take in: `values_of` fills it, `record_fields` is what it makes of a record.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from services.mail_addresses import refuse_unmailable
from services.models import Provider
from services.phone_numbers import read_phone_number, shown
from services.practical import documents, hours, languages
from services.practical.capacity import ROOM
from services.practical.room_form import RoomForm
from services.practical.visiting import LONGEST_STEP, Cost, Wheelchair
from services.upkeep.record import Record

DOCUMENT_PARTS = (("title_nl", "Titel"), ("title_en", "Titel in het Engels"), ("url", "Webadres"))
_LENGTHS = {
    "title_nl": documents.LONGEST_TITLE,
    "title_en": documents.LONGEST_TITLE,
    "url": documents.LONGEST_ADDRESS,
}
_LONGEST_DAY = 60
_AS_TYPED = ("first_step_nl", "first_step_en", "cost", "wheelchair")


def _day_field(day: str) -> forms.CharField:
    return forms.CharField(label=str(hours.DAY_NAMES[day]).capitalize(), required=False, max_length=_LONGEST_DAY)


class PracticalForm(RoomForm):
    """Asks what one wants to know before going there; all of it may stay empty, which says that it is not known."""

    languages = forms.MultipleChoiceField(
        label="In welke talen helpen zij mensen?",
        required=False,
        choices=list(languages.LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    first_step_nl = forms.CharField(
        label="Eerste stap, zoals zij het zelf zeggen",
        required=False,
        max_length=LONGEST_STEP,
        help_text="Bijvoorbeeld: bel ons, dan plannen wij binnen een week een gesprek.",
    )
    first_step_en = forms.CharField(label="Eerste stap in het Engels", required=False, max_length=LONGEST_STEP)
    cost = forms.ChoiceField(label="Wat kost het?", required=False, choices=[("", "niet bekend"), *Cost.choices])
    wheelchair = forms.ChoiceField(
        label="Toegang met een rolstoel", required=False, choices=[("", "niet bekend"), *Wheelchair.choices]
    )
    referral_email = forms.EmailField(
        label="E-mailadres voor doorverwijzingen",
        required=False,
        max_length=254,
        help_text="Hierheen gaat mail over doorverwijzingen; het is niet openbaar. Leeg: het gewone adres. Een adres "
        "van een afdeling, niet van een persoon.",
    )
    referral_phone = forms.CharField(
        label="Telefoonnummer voor doorverwijzingen", required=False, max_length=30, help_text="Niet openbaar."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in hours.DAYS:
            self.fields[day.lower()] = _day_field(day)
        for number in range(documents.MOST):
            for part, label in DOCUMENT_PARTS:
                self.fields[f"document_{number}_{part}"] = forms.CharField(
                    label=f"{label} van document {number + 1}", required=False, max_length=_LENGTHS[part]
                )

    @staticmethod
    def values_of(provider: Provider) -> dict[str, Any]:
        """Return a record as this form shows it."""
        week = hours.read_hours(provider.hours)
        values = {name: getattr(provider, name) for name in (*ROOM, *_AS_TYPED, "referral_email")}
        values |= {"languages": provider.languages.split(), "referral_phone": shown(provider.referral_phone)}
        values |= {day.lower(): ", ".join(map(str, times)) for day, times in zip(hours.DAYS, week, strict=True)}
        for number, document in enumerate(provider.documents):
            for (part, _label), value in zip(DOCUMENT_PARTS, document, strict=True):
                values[f"document_{number}_{part}"] = value
        return values

    @property
    def days(self) -> list[forms.BoundField]:
        """Return the seven days."""
        return [self[day.lower()] for day in hours.DAYS]

    @property
    def documents(self) -> Iterator[list[forms.BoundField]]:
        """Yield the fields of each document."""
        for number in range(documents.MOST):
            yield [self[f"document_{number}_{part}"] for part, _label in DOCUMENT_PARTS]

    def clean_referral_email(self) -> str:
        """Refuse an address that cannot be mailed."""
        email: str = self.cleaned_data["referral_email"]
        if email:
            refuse_unmailable(email)
        return email

    def clean_referral_phone(self) -> str:
        """Return the number as it is stored."""
        phone: str = self.cleaned_data["referral_phone"]
        return read_phone_number(phone) if phone else ""

    def clean(self) -> dict[str, Any]:
        """Read the answer on room, the week and the documents, each as one."""
        super().clean()
        self._clean_days()
        self._clean_documents()
        return self.cleaned_data

    def _clean_days(self) -> None:
        week = []
        for day in hours.DAYS:
            try:
                week.append(hours.read_openings(self.cleaned_data.get(day.lower(), "")))
            except ValidationError as error:
                self.add_error(day.lower(), error)
                week.append(())
        self.cleaned_data["hours"] = hours.written(tuple(week))

    def _clean_documents(self) -> None:
        found = []
        for number in range(documents.MOST):
            names = [f"document_{number}_{part}" for part, _label in DOCUMENT_PARTS]
            one = [self.cleaned_data.get(name, "") for name in names]
            try:
                found += documents.checked([one] if any(one) else [])
            except ValidationError as error:
                self.add_error(names[-1], error)
        self.cleaned_data["documents"] = documents.checked(found)

    @property
    def record_fields(self) -> Record:
        """Return what was filled in as fields of a record."""
        said = self.cleaned_data
        return {
            **self.room_fields,
            "hours": said["hours"],
            "languages": languages.written(said["languages"]),
            **{name: said[name] for name in _AS_TYPED},
            "referral_email": said["referral_email"],
            "referral_phone": said["referral_phone"],
            "documents": said["documents"],
        }
