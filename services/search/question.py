"""The question that a reader asks on the search page: its fields, what is wrong with them, and their filters.

What lives here: reading the question, once a request; whoever answers it gets what was understood. What does not:
answering it (results.py, facets.py).
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import Filter, FilterSet

from regions.place_field import PlaceField
from regions.places import Found, Location, find_place
from services.catalogue import catalogue
from services.everyday_words import mentions
from services.models import Provider
from services.querysets import MAX_TEXT_LENGTH, MAX_WORDS, ProviderQuerySet
from services.wording import SITUATIONS
from services.words import typed_words

PLACE = "locatie"

# Nothing chosen in a filter.
ANY = ""

Options = list[tuple[str, Any]]


def role_choices() -> Options:
    """Return the situations that a role is for."""
    return [("", _("alle situaties")), *((role.value, words) for role, words in SITUATIONS.items())]


def type_choices() -> Options:
    """Return the types of providers as staff keep them."""
    return [("", _("alle soorten")), *((entry.code, entry.name) for entry in catalogue().types)]


def sector_choices() -> Options:
    """Return the sectors as staff keep them."""
    return [("", _("alle sectoren")), *((entry.code, entry.name) for entry in catalogue().sectors)]


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks on a day: a place, None where none was understood, and codes and words, empty for none chosen.

    `narrow` keeps of any providers those that fit all but the place.
    """

    on: date
    location: Location | None
    role: str
    type: str
    sector: str
    words: str
    narrow: Callable[[ProviderQuerySet], ProviderQuerySet]

    @property
    def published(self) -> ProviderQuerySet:
        """Return the providers of the day."""
        return Provider.objects.published(self.on)

    @property
    def at_place(self) -> ProviderQuerySet:
        """Return the providers that serve the place; all where none was understood."""
        return self.published.covering(self.location) if self.location else self.published

    @property
    def fitting(self) -> ProviderQuerySet:
        """Return the providers that answer the whole question."""
        return self.narrow(self.at_place)

    @property
    def folds_sector_desks(self) -> bool:
        """Return whether who helps some sectors only stands folded: who named a sector, a type or words chose."""
        return not (self.sector or self.type or self.words)

    @property
    def listed(self) -> ProviderQuerySet:
        """Return those who answer the whole question and stand in the list: not folded."""
        return self._not_folded(self.fitting)

    @property
    def listed_anywhere(self) -> ProviderQuerySet:
        """Return those who answer all of it but the place, and are not folded."""
        return self._not_folded(self.narrow(self.published))

    def _not_folded(self, providers: ProviderQuerySet) -> ProviderQuerySet:
        return providers.for_every_sector() if self.folds_sector_desks else providers


class SearchForm(forms.Form):
    """The fields of the search page."""

    locatie = PlaceField(
        label=_("Postcode of plaats"),
        required=False,
        with_areas=True,
        help_text=_("Bijvoorbeeld 6811 AB, 6811 of Arnhem"),
    )
    rol = forms.ChoiceField(
        label=_("Situatie"),
        required=False,
        choices=role_choices,
        error_messages={"invalid_choice": _("Kies een situatie uit de lijst.")},
    )
    type = forms.ChoiceField(
        label=_("Soort organisatie"),
        required=False,
        choices=type_choices,
        error_messages={"invalid_choice": _("Kies een soort organisatie uit de lijst.")},
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=sector_choices,
        error_messages={"invalid_choice": _("Kies een sector uit de lijst.")},
    )
    q = forms.CharField(
        label=_("Woorden"),
        required=False,
        max_length=MAX_TEXT_LENGTH,
        help_text=_("Bijvoorbeeld scholing"),
    )

    @property
    def has_wrong_filters(self) -> bool:
        """Return whether something is wrong beside the place."""
        return bool(self.errors.keys() - {PLACE})

    def clean_locatie(self) -> Location | None:
        """Return the place that the field found certain."""
        match find_place(self.cleaned_data["locatie"], timezone.localdate()):
            case Found(location):
                return location
        return None

    def clean_q(self) -> str:
        """Return the words that were typed, with single spaces."""
        text = self.cleaned_data["q"]
        number = len(typed_words(text))
        if text and not number:
            raise ValidationError(_("Hier staat geen woord. Vul een woord in, bijvoorbeeld scholing."))
        if number > MAX_WORDS:
            raise ValidationError(
                _("U typte %(typed)d woorden. Gebruik er hoogstens %(most)d."),
                params={"typed": number, "most": MAX_WORDS},
            )
        return " ".join(text.split())


class Keeps(Filter):
    """Keeps the providers that a condition on them keeps with the value; without a value all of them."""

    def __init__(self, condition: Callable[[ProviderQuerySet, Any], ProviderQuerySet]) -> None:
        super().__init__()
        self.condition = condition

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Keeps":
        """Return a shallow copy: every request has its own filters, and what is in them never changes."""
        return copy(self)

    def filter(self, providers: ProviderQuerySet, value: Any) -> ProviderQuerySet:
        """Return the providers that are left."""
        return self.condition(providers, value) if value else providers


def _of_type(providers: ProviderQuerySet, code: str) -> ProviderQuerySet:
    return providers.filter(type_id=catalogue().types_by_code[code].id)


def _mentioning(providers: ProviderQuerySet, words: str) -> ProviderQuerySet:
    return providers.filter(mentions(words))


class ProviderFilter(FilterSet):
    """The form of the search page, and what each field beside the place keeps. A field with an error keeps all."""

    rol = Keeps(ProviderQuerySet.offering)
    type = Keeps(_of_type)
    sector = Keeps(ProviderQuerySet.in_sector)
    q = Keeps(_mentioning)

    def __init__(self, data: QueryDict, on: date) -> None:
        super().__init__(data, queryset=Provider.objects.all())
        self._on = on

    def filter_queryset(self, providers: ProviderQuerySet) -> ProviderQuerySet:
        """Return those of the providers that every filter keeps."""
        for name, filter_ in self.filters.items():
            providers = filter_.filter(providers, self.form.cleaned_data.get(name))
        return providers

    def get_form_class(self) -> Callable[..., SearchForm]:
        """Return the form as it is written: making one from the filters at every request takes time."""
        return SearchForm

    def question(self) -> Question:
        """Return what is asked, as far as it was understood."""
        self.is_valid()
        given = self.form.cleaned_data.get
        return Question(
            on=self._on,
            location=given(PLACE),
            role=given("rol") or ANY,
            type=given("type") or ANY,
            sector=given("sector") or ANY,
            words=given("q") or "",
            narrow=self.filter_queryset,
        )
