"""The employer's answers in words, to read them back before anything is done with them.

What lives here: lines for people. What does not: the questions (questions.py), which of them were asked (steps.py),
what a provider gets to know (loop/consent.py).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notation.dates import When, date_in_words
from referrals.engine.case import Contract, Group, Situation
from referrals.intake.questions import ALL_END_DATES, COUNTS, SERVICE, PlaceForm
from regions.names import key_of
from regions.places import Found, find_place
from regions.wording import described, label_of
from services.wording import labelled


def form_in_words(form: forms.Form) -> list[str]:
    """Return the initial answers of a form as lines."""
    return [line for name in form.fields for line in _field_in_words(form[name])]


def _field_in_words(field: forms.BoundField) -> list[str]:
    """Return the labels of what was chosen, or the text that was typed; "I don't know" for an empty field."""
    value = field.initial
    choices = dict(getattr(field.field, "choices", []))
    if choices:
        chosen = value if isinstance(value, list) else [value]
        return [str(label) for code, label in choices.items() if code in chosen]
    return [_as_understood(field.field, value or "") or _("Weet ik niet")]


def _as_understood(field: forms.Field, typed: str) -> str:
    """Return a count or a date as it was understood, and as it was typed where it was not."""
    try:
        value = field.to_python(typed)
    except ValidationError:
        return typed
    if value is None:
        return ""
    return date_in_words(value) if isinstance(value, When) else str(value)


def place_in_words(place: Mapping[str, str]) -> str:
    """Return one place as it was understood, with its numbers of people and the days on which their work ends."""
    permanent, *others = (name for name, *_rest in COUNTS)
    asked = [permanent, *SERVICE, *others, *ALL_END_DATES]
    answers = {name: _as_understood(PlaceForm.base_fields[name], place.get(name, "")) for name in asked}
    told = [labelled(str(PlaceForm.base_fields[name].label), answer) for name, answer in answers.items() if answer]
    return "; ".join([_location_in_words(place.get("location", "")), *told])


def _location_in_words(typed: str) -> str:
    """Return a place as it was understood, beside what was typed where its name does not begin so."""
    answer = find_place(typed, timezone.localdate())
    if not isinstance(answer, Found):
        return typed
    understood = described(answer.location)
    if key_of(answer.location.label).startswith(key_of(typed)):
        return understood
    return _("%(place)s, u typte ‘%(typed)s’") % {"place": understood, "typed": typed.strip()}


# How people are bound to the employer; None for who receives a benefit already.
BONDS_IN_WORDS: Mapping[Contract | None, Any] = {
    Contract.PERMANENT: gettext_lazy("vast"),
    Contract.TEMPORARY: gettext_lazy("tijdelijk"),
    Contract.AGENCY: gettext_lazy("via een uitzendbureau"),
    None: gettext_lazy("met een uitkering"),
}


def people_in_words(groups: Iterable[Group]) -> str:
    """Return people in words, place by place: "8 medewerkers in Arnhem (6 vast, 2 tijdelijk), 1 medewerker in Velp"."""
    by_place: dict[str, Counter[Contract | None]] = {}
    for group in groups:
        bond = None if group.situation is Situation.ON_BENEFIT else group.contract
        by_place.setdefault(label_of(group.location), Counter())[bond] += group.headcount
    return ", ".join(_people_by_bond(place, bonds) for place, bonds in by_place.items())


def _people_by_bond(place: str, bonds: Counter[Contract | None]) -> str:
    everyone = people_at(bonds.total(), place, are_staff=None not in bonds)
    if len(bonds) == 1:
        return everyone
    return f"{everyone} ({', '.join(f'{number} {BONDS_IN_WORDS[bond]}' for bond, number in bonds.items())})"


def people_at(number: int, place: str, *, are_staff: bool = True) -> str:
    """Return people in words: "12 medewerkers in 6811 AB Arnhem"; "mensen" where some work there no longer."""
    if are_staff:
        sentence = ngettext("%(count)s medewerker in %(place)s", "%(count)s medewerkers in %(place)s", number)
    else:
        sentence = ngettext("%(count)s persoon in %(place)s", "%(count)s mensen in %(place)s", number)
    return sentence % {"count": number, "place": place}
