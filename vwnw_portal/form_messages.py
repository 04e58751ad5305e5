"""What a form says where its field has no message of its own: in our words, without the codes that were sent.

What lives here: these messages, in the place of Django's. What does not: the messages of a field (its form), of signing
in (accounts.py). Django keeps its own in class attributes that every field reads when it is made.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import validators
from django.forms.formsets import BaseFormSet
from django.forms.models import InlineForeignKeyField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from notation.dates import NO_DATE

CHOOSE = _("Kies een antwoord uit de lijst.")
CHOOSE_ANY = _("Kies een of meer antwoorden uit de lijst.")
NO_NUMBER = _("Vul een getal in, alleen met cijfers.")
NO_TIME = _("Deze tijd klopt niet. Vul uren en minuten in, bijvoorbeeld 14:30.")
NO_ADDRESS = _("Dit is geen webadres. Schrijf het zo: https://www.bedrijf.nl.")
WRONG = _("Dit klopt niet. Kijk het na en vul het opnieuw in.")

MESSAGES: Mapping[type, Mapping[str, Any]] = {
    forms.Field: {"required": _("Vul dit in, of kies een antwoord.")},
    forms.IntegerField: {"invalid": NO_NUMBER},
    forms.FloatField: {"invalid": NO_NUMBER},
    forms.DecimalField: {"invalid": NO_NUMBER},
    forms.DateField: {"invalid": NO_DATE},
    forms.TimeField: {"invalid": NO_TIME},
    forms.DateTimeField: {"invalid": NO_DATE},
    forms.SplitDateTimeField: {"invalid_date": NO_DATE, "invalid_time": NO_TIME},
    forms.URLField: {"invalid": NO_ADDRESS},
    forms.ChoiceField: {"invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE_ANY, "invalid_list": CHOOSE_ANY},
    forms.ModelChoiceField: {"invalid_choice": CHOOSE},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": CHOOSE_ANY,
        "invalid_list": CHOOSE_ANY,
        "invalid_pk_value": CHOOSE_ANY,
    },
    InlineForeignKeyField: {"invalid_choice": WRONG},
    BaseFormSet: {
        "missing_management_form": _("Een deel van het formulier kwam niet aan. Vul het opnieuw in."),
        "too_few_forms": ngettext_lazy("Vul ten minste %(num)d in.", "Vul er ten minste %(num)d in.", "num"),
        "too_many_forms": ngettext_lazy("Vul er ten hoogste %(num)d in.", "Vul er ten hoogste %(num)d in.", "num"),
    },
}
# The messages of validators, which know the number that they compare with but not its noun.
VALIDATORS: Mapping[type, Any] = {
    validators.RegexValidator: WRONG,
    validators.URLValidator: NO_ADDRESS,
    validators.EmailValidator: _("Dit is geen e-mailadres. Schrijf het zo: naam@bedrijf.nl."),
    validators.MaxValueValidator: _("Vul een getal van ten hoogste %(limit_value)s in."),
    validators.MinValueValidator: _("Vul een getal van ten minste %(limit_value)s in."),
    validators.MaxLengthValidator: _("Dit is te lang: %(show_value)s tekens. Er passen er %(limit_value)s."),
    validators.MinLengthValidator: _("Dit is te kort: %(show_value)s tekens. Vul er ten minste %(limit_value)s in."),
    validators.ProhibitNullCharactersValidator: _("Hier staat een teken dat wij niet kunnen lezen. Typ het opnieuw."),
}


def put_in_our_words() -> None:
    """Give Django's fields, formsets and validators our messages; call it before any form is made."""
    for made_by, messages in MESSAGES.items():
        made_by.default_error_messages = {**vars(made_by).get("default_error_messages", {}), **messages}  # type: ignore[attr-defined]
    for validator, message in VALIDATORS.items():
        validator.message = message  # type: ignore[attr-defined]
