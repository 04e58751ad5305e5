"""The question that a reader asks on the search page: its fields, what is wrong with them, and their filters.

What lives here: reading the question. What does not: answering it (search.py).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from regions.places import Ambiguous, Found, Location, Unknown, find_place, suggest_places
from services.catalogue import catalogue
from services.models import Provider
from services.querysets import ProviderQuerySet
from services.wording import ROLES_EXPLAINED

LONGEST_TEXT = 100
MOST_WORDS = 8


def type_choices() -> Iterator[tuple[str, str]]:
    """Give the types of providers as staff keep them."""
    return ((entry.code, entry.name) for entry in catalogue().types)


def sector_choices() -> Iterator[tuple[str, str]]:
    """Give the sectors as staff keep them."""
    return ((entry.code, entry.name) for entry in catalogue().sectors)


class KeptSelect(forms.Select):
    """A select that is drawn once for each list, answer and language, and then kept: its list seldom changes."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Return the markup."""
        choices = tuple((key, str(label)) for key, label in self.choices)
        return _drawn_select(name, str(value or ""), choices, tuple((attrs or {}).items()), renderer)


@lru_cache(maxsize=200)
def _drawn_select(
    name: str,
    value: str,
    choices: tuple[tuple[str, str], ...],
    attrs: tuple[tuple[str, Any], ...],
    renderer: BaseRenderer | None,
) -> SafeString:
    return forms.Select(choices=choices).render(name, value, dict(attrs), renderer)


class SearchForm(forms.Form):
    """Reads the fields that need more than a list of choices. `place` is what the typed place turned out to be."""

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
    """The fields of the search page. What cannot be read filters nothing, and says what is wrong."""

    locatie = CharFilter(
        label=_("Postcode of plaats"),
        method="in_place",
        max_length=LONGEST_TEXT,
        help_text=_("Bijvoorbeeld 6811 AB, 6811 of Arnhem"),
    )
    rol = ChoiceFilter(
        label=_("Situatie"),
        method="with_role",
        choices=list(ROLES_EXPLAINED.items()),
        empty_label=_("alle situaties"),
        widget=KeptSelect,
        error_messages={"invalid_choice": _("'%(value)s' is geen situatie. Kies er een uit de lijst.")},
    )
    type = ChoiceFilter(
        field_name="type__code",
        label=_("Soort organisatie"),
        choices=type_choices,
        empty_label=_("alle soorten"),
        widget=KeptSelect,
        error_messages={"invalid_choice": _("'%(value)s' is geen soort organisatie. Kies er een uit de lijst.")},
    )
    sector = ChoiceFilter(
        label=_("Sector"),
        method="for_sector",
        choices=sector_choices,
        empty_label=_("alle sectoren"),
        widget=KeptSelect,
        error_messages={"invalid_choice": _("'%(value)s' is geen sector. Kies er een uit de lijst.")},
    )
    q = CharFilter(
        label=_("Woorden"),
        method="with_words",
        max_length=LONGEST_TEXT,
        help_text=_("In de naam, de plaats of de beschrijving"),
    )

    class Meta:
        model = Provider
        fields: Sequence[str] = ()
        form = SearchForm

    def __init__(self, data: QueryDict, on: date) -> None:
        super().__init__(data, queryset=Provider.objects.published(on))

    @cached_property
    def location(self) -> Location | None:
        """Return the place asked for, where it was understood."""
        return self._cleaned("locatie")

    @cached_property
    def sector_code(self) -> str:
        """Return the sector asked for, where it exists."""
        return self._cleaned("sector") or ""

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

    def for_sector(self, providers: ProviderQuerySet, _name: str, sector: str) -> ProviderQuerySet:
        """Keep who works for the sector."""
        return providers.in_sector(sector)

    def with_words(self, providers: ProviderQuerySet, _name: str, words: list[str]) -> ProviderQuerySet:
        """Keep who mentions every word."""
        return providers.mentioning(words)
