"""The question that a reader asks on the search page: its fields, what is wrong with them, and their filters.

What lives here: reading the question. What does not: answering it (results.py).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, FilterSet

from regions.places import Ambiguous, Found, Location, Unknown, find_place, suggest_places
from services.catalogue import catalogue
from services.models import Provider
from services.querysets import LONGEST_TEXT, MOST_WORDS, ProviderQuerySet
from services.search.facets import ANY, Choices
from services.wording import ROLES_EXPLAINED

PLACE = "locatie"
BESIDE_PLACE = ("rol", "type", "sector", "q")

Options = list[tuple[str, Any]]


def role_choices() -> Options:
    """Return the situations that a role is for."""
    return [("", _("alle situaties")), *((role.value, words) for role, words in ROLES_EXPLAINED.items())]


def type_choices() -> Options:
    """Return the types of providers as staff keep them."""
    return [("", _("alle soorten")), *((entry.code, entry.name) for entry in catalogue().types)]


def sector_choices() -> Options:
    """Return the sectors as staff keep them."""
    return [("", _("alle sectoren")), *((entry.code, entry.name) for entry in catalogue().sectors)]


class SearchForm(forms.Form):
    """The fields of the search page. `place` is what the typed place turned out to be."""

    locatie = forms.CharField(
        label=_("Postcode of plaats"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Bijvoorbeeld 6811 AB, 6811 of Arnhem"),
        widget=forms.TextInput(attrs={"data-suggest-url": reverse_lazy("suggest")}),
    )
    rol = forms.ChoiceField(
        label=_("Situatie"),
        required=False,
        choices=role_choices,
        error_messages={"invalid_choice": _("'%(value)s' is geen situatie. Kies er een uit de lijst.")},
    )
    type = forms.ChoiceField(
        label=_("Soort organisatie"),
        required=False,
        choices=type_choices,
        error_messages={"invalid_choice": _("'%(value)s' is geen soort organisatie. Kies er een uit de lijst.")},
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=sector_choices,
        error_messages={"invalid_choice": _("'%(value)s' is geen sector. Kies er een uit de lijst.")},
    )
    q = forms.CharField(
        label=_("Woorden"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Bijvoorbeeld scholing"),
    )

    place: Found | Ambiguous | Unknown | None = None

    def clean_locatie(self) -> Location | None:
        """Return the place that was typed; say so where there is none of that name, or more than one."""
        text = self.cleaned_data["locatie"]
        if not text:
            return None
        self.place = find_place(text, timezone.localdate())
        match self.place:
            case Found(location):
                return location
            case Ambiguous():
                raise ValidationError(
                    _("Er zijn meer plaatsen die '%(text)s' heten. Kies hieronder welke u bedoelt."),
                    params={"text": text},
                )
            case _:
                raise ValidationError(
                    _("Wij kennen geen plaats of postcode '%(text)s'. Typ een postcode zoals 6811 AB, of een plaats."),
                    params={"text": text},
                )

    def clean_q(self) -> list[str]:
        """Return the words that were typed."""
        words = self.cleaned_data["q"].split()
        if len(words) > MOST_WORDS:
            raise ValidationError(
                _("U typte %(typed)d woorden. Gebruik er hoogstens %(most)d."),
                params={"typed": len(words), "most": MOST_WORDS},
            )
        return words


class ProviderFilter(FilterSet):
    """What each field of the form keeps. A field that cannot be read filters nothing, and says what is wrong."""

    locatie = CharFilter(method="in_place")
    rol = CharFilter(method="with_role")
    type = CharFilter(method="of_type")
    sector = CharFilter(method="for_sector")
    q = CharFilter(method="with_words")

    class Meta:
        model = Provider
        fields: Sequence[str] = ()

    def __init__(self, data: QueryDict, on: date) -> None:
        super().__init__(data, queryset=Provider.objects.published(on))

    def get_form_class(self) -> Callable[..., SearchForm]:
        """Return the form as it is written: making one from the filters at every request takes time."""
        return SearchForm

    @cached_property
    def location(self) -> Location | None:
        """Return the place asked for, where it was understood."""
        return self._cleaned("locatie")

    @cached_property
    def choices(self) -> Choices:
        """Return what was chosen beside the place, as far as it was understood."""
        role, type_, sector, words = map(self._cleaned, BESIDE_PLACE)
        return Choices(role or ANY, type_ or ANY, sector or ANY, words or ())

    def keeping(self, *names: str) -> ProviderQuerySet:
        """Return the providers that these filters leave, with all other filters left out."""
        providers = self.queryset
        for name in names:
            providers = self.filters[name].filter(providers, self._cleaned(name))
        return providers

    @property
    def other_places(self) -> Sequence[str]:
        """Return the places that the reader may have meant, where the one typed was not understood."""
        match self.form.place:
            case Ambiguous(candidates):
                return [candidate.label for candidate in candidates]
            case Unknown(text):
                return next(filter(None, map(suggest_places, (text, text[:4], text[:3]))), [])
        return []

    def _cleaned(self, name: str) -> Any:
        self.is_valid()
        return self.form.cleaned_data.get(name)

    def in_place(self, providers: ProviderQuerySet, _name: str, location: Location) -> ProviderQuerySet:
        """Keep who serves the place."""
        return providers.covering(location)

    def with_role(self, providers: ProviderQuerySet, _name: str, role: str) -> ProviderQuerySet:
        """Keep who has the role."""
        return providers.offering(role)

    def of_type(self, providers: ProviderQuerySet, _name: str, type_: str) -> ProviderQuerySet:
        """Keep who is of the type."""
        return providers.filter(type_id=catalogue().types_by_code[type_].id)

    def for_sector(self, providers: ProviderQuerySet, _name: str, sector: str) -> ProviderQuerySet:
        """Keep who works for the sector."""
        return providers.in_sector(sector)

    def with_words(self, providers: ProviderQuerySet, _name: str, words: list[str]) -> ProviderQuerySet:
        """Keep who mentions every word."""
        return providers.mentioning(words)
