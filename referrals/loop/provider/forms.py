"""The forms with which a provider answers: choices from fixed lists, so that no words about a case are ever stored.

What lives here: fields and their words. What does not: who can be forwarded to (loop/next_provider.py), the numbers of
people (loop/outcome_form.py: both sides report in one way).
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.status import DeclineReason
from services.models import Provider
from services.querysets import MAX_TEXT_LENGTH


class DeclineForm(forms.Form):
    """Why the provider does not help."""

    reason = forms.ChoiceField(
        label=_("Waarom kunt u niet helpen?"),
        help_text=_("De werkgever ziet de reden die u kiest."),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een reden."), "invalid_choice": _("Kies een reden uit de lijst.")},
    )

    @property
    def reason_given(self) -> DeclineReason:
        """Return the reason that was chosen."""
        return DeclineReason(self.cleaned_data["reason"])


class FindOtherForm(forms.Form):
    """Words to find another provider by. Whatever can be read, something sensible is looked for."""

    q = forms.CharField(
        label=_("Naam, plaats of soort hulp"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": MAX_TEXT_LENGTH, "autocomplete": "off"}),
    )

    @property
    def words(self) -> str:
        """Return the words to look for; none where there is a sign that we cannot read."""
        return self.cleaned_data["q"][:MAX_TEXT_LENGTH].strip() if self.is_valid() else ""


class ForwardForm(forms.Form):
    """Which other provider the employer should ask. Whether it can be asked is judged by `actions.forward`."""

    provider = forms.ModelChoiceField(
        label=_("Welke organisatie past beter?"),
        queryset=Provider.objects.all(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies een organisatie."),
            "invalid_choice": _("Deze organisatie kan de aanvraag niet krijgen. Kies een andere."),
        },
    )

    def __init__(self, *args: Any, shown: Iterable[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        field.choices = [(provider.slug, _with_place(provider)) for provider in shown]


def _with_place(provider: Provider) -> str:
    return f"{provider.name}, {provider.city}" if provider.city else provider.name
