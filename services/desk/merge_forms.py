"""The form with which two records become one: which stays, and of what differs, whose.

What lives here: what it asks, and what its answers mean. What does not: its page (merging.py), merging
(services/duplicates/merging.py).
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from services.catalogue import catalogue
from services.desk.check_forms import BIGGEST_VERSION
from services.duplicates.merging import Block, blocks_that_differ, values_taken
from services.models import Provider, Role, RunBy
from services.organisation.profile import work_area_in_words
from services.upkeep.door import Version
from services.upkeep.history import shown
from services.upkeep.record import Record, as_stored

BOTH = "allebei"
# How much of a text stands beside a choice.
LONGEST_SHOWN = 200


class MergeForm(forms.Form):
    """Asks which of two records stays, whose answer holds for what differs, and why they are one."""

    use_required_attribute = False  # an empty text is not drawn as wrong before it was sent

    kept = forms.ChoiceField(
        label="Welke organisatie blijft?",
        widget=forms.RadioSelect,
        help_text="Het webadres van de andere leidt daarna naar deze.",
    )
    reason = forms.CharField(
        label="Waarom zijn dit dezelfde?",
        help_text="Alleen voor collega's. Schrijf geen gegevens van personen op.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version_1 = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)
    version_2 = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=BIGGEST_VERSION)

    def __init__(self, data: Any = None, *, two: tuple[Provider, Provider]) -> None:
        super().__init__(data)
        self._two = two
        stored = as_stored(provider.pk for provider in two)
        self._records = {provider.slug: stored[provider.pk] for provider in two}
        self.fields["kept"].choices = _numbered({one.slug: f"{one.name} ({one.slug})" for one in two})
        one, other = (stored[provider.pk] for provider in two)
        self.blocks = blocks_that_differ(one, other)
        for block in self.blocks:
            self.fields[_field(block)] = self._choice(block)
        self.order_fields(["kept", *map(_field, self.blocks), "reason"])

    def _choice(self, block: Block) -> forms.ChoiceField:
        told = {provider.slug: _told(block, provider, self._records[provider.slug]) for provider in self._two}
        choices = _numbered({slug: text or "niet ingevuld" for slug, text in told.items()})
        filled = [slug for slug, text in told.items() if text]
        if block.can_be_joined:
            choices.append((BOTH, "allebei"))
        return forms.ChoiceField(
            label=block.label.capitalize(),
            choices=choices,
            widget=forms.RadioSelect,
            initial=filled[0] if len(filled) == 1 else None,
            error_messages={"required": "Kies wat er blijft."},
        )

    @property
    def stays(self) -> Provider:
        """Return the record that stays."""
        return next(one for one in self._two if one.slug == self.cleaned_data["kept"])

    @property
    def goes(self) -> Provider:
        """Return the other one."""
        return next(one for one in self._two if one.slug != self.cleaned_data["kept"])

    @property
    def values(self) -> Record:
        """Return the fields of the record that stays which change."""
        chosen = {block.name: self.cleaned_data[_field(block)] for block in self.blocks}
        return values_taken(
            self._records[self.stays.slug],
            self._records[self.goes.slug],
            [name for name, whose in chosen.items() if whose == self.goes.slug],
            [name for name, whose in chosen.items() if whose == BOTH],
        )

    @property
    def seen(self) -> Mapping[int, Version]:
        """Return the version of each record that the form was shown with; nothing where it does not tell."""
        told = self.cleaned_data if self.is_bound else {}
        versions = (told.get("version_1"), told.get("version_2"))
        return {one.pk: version for one, version in zip(self._two, versions, strict=True) if version is not None}

    def asked_again(self) -> "MergeForm":
        """Return the form about the records as they are now, with what was said filled in."""
        return MergeForm(self.data, two=tuple(Provider.objects.get(pk=one.pk) for one in self._two))


def _numbered(told: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(slug, f"{number}: {text}") for number, (slug, text) in enumerate(told.items(), start=1)]


def _field(block: Block) -> str:
    return f"whose_{block.name}"


def _told(block: Block, provider: Provider, record: Record) -> str:
    """Return what a record says in a block, in words; empty where it says nothing."""
    words = (_in_words(name, provider, record) for name in block.fields)
    text = ", ".join(word for word in words if word)
    return f"{text[:LONGEST_SHOWN]} ..." if len(text) > LONGEST_SHOWN else text


def _in_words(name: str, provider: Provider, record: Record) -> str:
    value = record[name]
    if name == "areas":
        return ", ".join(work_area_in_words(provider)) or ("niet bekend" if value else "")
    if name == "sectors":
        known = catalogue().sectors_by_code
        return ", ".join(known[code].name for code in value) or "alle sectoren"
    if name == "type":
        return catalogue().types_by_code[value].name
    if name in list(Role):
        return str(Role(name).label) if value else ""
    if name in ("has_own_roles", "latitude", "longitude"):
        return ""
    if name == "run_by":
        return str(RunBy(value).label) if value else ""
    return shown(name, value) if value not in (None, "", []) else ""
