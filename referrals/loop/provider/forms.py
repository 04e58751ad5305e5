"""The forms with which a provider answers: choices from fixed lists, so that no words about a case are ever stored.

What lives here: fields and their words. What does not: who can be forwarded to (loop/next_provider.py), the numbers of
people (loop/outcome_form.py: both sides report in one way).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notation.fields import CountField
from referrals.intake.in_words import people_at
from referrals.loop.parts import Part
from referrals.loop.questions import choices_of
from referrals.status import DeclineReason, SessionAnswer
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


class AskForm(forms.Form):
    """What the provider wants to know first, from the fixed list."""

    codes = forms.MultipleChoiceField(
        label=_("Wat wilt u weten voordat u ja of nee zegt?"),
        help_text=_("U kunt één keer vragen. Kies alles wat u wilt weten."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies een vraag."), "invalid_choice": _("Kies een vraag uit de lijst.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = choices_of()


class PartForm(forms.Form):
    """How many people of each group the provider helps."""

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            people = people_at(part.people, part.place)
            label = f"{people}: {part.who}" if part.who else people
            self.fields[str(part.number)] = CountField(label=label, required=False, min_value=0, max_value=part.people)

    @property
    def people(self) -> dict[int, int]:
        """Return the number of people for each group."""
        return {int(name): number or 0 for name, number in self.cleaned_data.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse a yes for nobody."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            self.add_error(next(iter(self.fields)), _("Vul in hoeveel mensen u helpt. Helpt u niemand? Zeg dan nee."))
        return data


class SessionForm(forms.Form):
    """Whether the provider comes to explain at the firm, where that is asked: beside its yes or later."""

    session = forms.ChoiceField(
        label=_("Komt u ook uitleg geven in het bedrijf?"),
        help_text=_("De werkgever vraagt om één bijeenkomst voor deze mensen."),
        choices=[*SessionAnswer.choices, ("", _("Dat weet ik nog niet"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Kies een antwoord uit de lijst.")},
    )

    def __init__(self, *args: Any, asked: bool, sent_by: str = "", **kwargs: Any) -> None:
        """Take whether this is asked, and the id of the form that sends it along where it stands outside that."""
        super().__init__(*args, **kwargs)
        if not asked:
            del self.fields["session"]
        elif sent_by:
            self.fields["session"].widget.attrs["form"] = sent_by

    @property
    def answer(self) -> SessionAnswer | None:
        """Return what was chosen; None where that is not known yet."""
        said = self.cleaned_data.get("session")
        return SessionAnswer(said) if said else None


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
