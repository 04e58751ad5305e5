"""A form field for a postcode or place that asks what was meant, on the page where it was typed.

What lives here: the field, and its question. What does not: reading what was typed (places.py), the words
(wording.py), markup (templates/ui/field.html).
A choice is a label that can be typed again and means the same, so an answer is nothing but another text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regions.places import Ambiguous, Found, Guessed, Location, find_place, require_places
from regions.wording import described, doubt_in_words

MOST_LETTERS = 80

# What the question adds to the field's name: the answer to it, and the text that it was about.
MEANT, ASKED = "-bedoeld", "-gevraagd"
# In the address of the suggestions: regions too.
WITH_AREAS = "regios"


class PlaceInput(forms.TextInput):
    """Reads the answer to the question as if it had been typed; once the text was changed, the text counts.

    Of an address it takes the postcode alone: a street and a number say where one person lives, and nobody asked.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return what was chosen for the text in the field, or the place in that text."""
        typed = super().value_from_datadict(data, files, name)
        meant = data.get(name + MEANT)
        return _without_address(meant if meant and data.get(name + ASKED) == typed else typed)


def _without_address(typed: str | None) -> str | None:
    """Return the postcode with its place where it stands inside an address, else the text as it was typed.

    Spaces around it go first: with many of them it would be too long to be read as an address, until they are gone.
    """
    if typed is None:
        return None
    text = typed.strip()
    match find_place(text, timezone.localdate()):
        case Found(location, holds_more=True):
            return location.label
    return text


class Unsure(ValidationError):
    """A text that may mean these places: a question, until it is answered."""

    def __init__(self, message: str, candidates: Sequence[Location]) -> None:
        super().__init__(message, code="unsure")
        self.candidates = candidates


class PlaceQuestion(forms.BoundField):
    """Which of some places was meant: radio buttons, none of them chosen beforehand."""

    def __init__(self, place: "BoundPlace", candidates: Sequence[Location]) -> None:
        field = forms.ChoiceField(
            label=ngettext("Bedoelt u deze plaats?", "Welke plaats bedoelt u?", len(candidates)),
            help_text=_("Bedoelt u iets anders? Wijzig dan wat u hierboven typte."),
            choices=[(candidate.label, described(candidate)) for candidate in candidates],
            required=False,
            widget=forms.RadioSelect,
        )
        super().__init__(place.form, field, place.name + MEANT)
        self.asked_name, self.asked = place.html_name + ASKED, place.value()

    def value(self) -> None:
        """Return nothing: an answer that counted left no question."""


class BoundPlace(forms.BoundField):
    """A place field in a form, with the question under it."""

    @property
    def question(self) -> PlaceQuestion | None:
        """Return what to ask about the text; None where it is understood, or names nothing."""
        unsure = (error for error in self.errors.as_data() if isinstance(error, Unsure))
        return next((PlaceQuestion(self, error.candidates) for error in unsure), None)


class PlaceField(forms.CharField):
    """A postcode, place or municipality, kept as it was typed; one that is not certain is asked, never guessed.

    A whole region is a place to look for help in, but no place to work or live: only `with_areas` it is taken.
    """

    widget = PlaceInput
    default_error_messages = {
        "required": gettext_lazy("Vul een postcode of plaats in, bijvoorbeeld 6811 AB of Arnhem."),
        "area": gettext_lazy("‘%(text)s’ is een regio. Vul een postcode of plaats in."),
    }

    def __init__(self, *, with_areas: bool = False, **kwargs: Any) -> None:
        self.with_areas = with_areas
        super().__init__(max_length=MOST_LETTERS, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes of the text field: where it asks for suggestions of what it takes."""
        url = format_lazy("{}?{}", reverse_lazy("suggest"), WITH_AREAS) if self.with_areas else reverse_lazy("suggest")
        return {**super().widget_attrs(widget), "data-suggest-url": url}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundPlace:
        """Return this field in a form."""
        return BoundPlace(form, self, field_name)

    def validate(self, value: str) -> None:
        """Judge the length before any pattern is held against the text."""
        super().validate(value)
        MaxLengthValidator(MOST_LETTERS)(value)

    def clean(self, value: Any) -> str:
        """Return a text that names one place, as it was typed or chosen; else say what is wrong, or ask."""
        text: str = super().clean(value)
        if text in self.empty_values:
            return text
        match find_place(text, timezone.localdate()):
            case Found(location):
                self._refuse_areas([location])
            case Ambiguous(candidates) | Guessed(candidates) as answer:
                places = self._refuse_areas(candidates)
                raise Unsure(doubt_in_words(text, type(answer)(places)), places)
            case unknown:
                require_places()
                raise ValidationError(doubt_in_words(text, unknown), code="unknown")
        return text

    def _refuse_areas(self, locations: Sequence[Location]) -> tuple[Location, ...]:
        """Return the locations that are taken here."""
        places = tuple(location for location in locations if self.with_areas or location.kind != "area")
        if not places:
            raise ValidationError(self.error_messages["area"], code="area", params={"text": locations[0].label})
        return places
