"""The forms with which an employer refers a case: whom to ask, what each may know, where to write back, what is asked.

What lives here: fields, their words, and telling people from machines without a puzzle. What does not: which
providers can be chosen (shortlist.py), how often somebody may (rate_limits.py).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from notation.fields import CountField, DateField
from referrals.engine.case import MOST_PEOPLE
from referrals.intake.answer_cookie import MOST_CHOSEN
from referrals.loop.consent import SESSION, SharedField
from referrals.loop.employer.shortlist import Option
from referrals.loop.questions import QUESTIONS, UNKNOWN, Kind, Question
from referrals.models import AskedQuestion
from referrals.signed_cookie import TWO_HOURS
from services.mail_addresses import refuse_unmailable
from services.wording import labelled

AT_ONCE, ONE_BY_ONE = "at_once", "one_by_one"
BEGUN = "begun"
SALT = "referrals.consent_form"


class ChooseForm(forms.Form):
    """Whom to ask."""

    providers = forms.MultipleChoiceField(
        label=_("Welke organisaties wilt u vragen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één organisatie.")},
    )

    def __init__(self, *args: Any, options: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["providers"].choices = [(option.slug, option.name) for option in options]
        self.fields["providers"].error_messages["invalid_choice"] = _(
            "Een organisatie die u koos, kunt u niet meer vragen. Kies opnieuw."
        )

    def clean_providers(self) -> list[str]:
        """Refuse more than what helps."""
        chosen = self.cleaned_data["providers"]
        if len(chosen) > MOST_CHOSEN:
            raise forms.ValidationError(
                _("Kies er hooguit %(most)s. U kunt later altijd nog een andere vragen."), params={"most": MOST_CHOSEN}
            )
        return chosen


class ShareForm(forms.Form):
    """What all providers may know beside what they need: everything, until the employer leaves parts out.

    And what they are asked beside help: nothing, until the employer ticks it.
    """

    fields_to_share = forms.MultipleChoiceField(
        label=_("U kiest of wij dit ook delen"), widget=forms.CheckboxSelectMultiple, required=False
    )
    session = forms.BooleanField(
        label=_("Kom bij ons in het bedrijf uitleg geven"),
        help_text=_("Eén bijeenkomst voor de mensen om wie het gaat. Wie ja zegt, laat weten of dat kan."),
        required=False,
    )

    def __init__(self, *args: Any, shareable: Sequence[SharedField], at_the_firm: bool, **kwargs: Any) -> None:
        """Take what can be shared, and whether there are people at the firm to explain something to."""
        optional = [field for field in shareable if not field.required]
        initial = {"fields_to_share": [field.code for field in optional]}
        super().__init__(*args, prefix="deel", initial=initial, **kwargs)
        self.always = [field for field in shareable if field.required]
        self.fields["fields_to_share"].choices = [
            (field.code, labelled(field.label, field.value)) for field in optional
        ]
        if not optional:
            del self.fields["fields_to_share"]
        if not at_the_firm:
            del self.fields["session"]

    @property
    def shared(self) -> frozenset[str]:
        """Return the codes of all that the providers may know, but for exceptions, and of what they are asked."""
        chosen = {*self.cleaned_data.get("fields_to_share", []), *(field.code for field in self.always)}
        return frozenset(chosen | ({SESSION} if self.cleaned_data.get("session") else set()))


class ExceptionForm(forms.Form):
    """What one provider may not know although the others may: nothing, until the employer says so."""

    left_out = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, option: Option, shareable: Sequence[SharedField], **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"niet-{option.slug}", **kwargs)
        self.option = option
        self.fields["left_out"].label = _("Deel dit niet met %(name)s") % {"name": option.name}
        self.fields["left_out"].choices = [(field.code, field.label) for field in shareable if not field.required]

    def but(self, shared: frozenset[str]) -> frozenset[str]:
        """Return what is shared with this provider, of what is shared with all."""
        return shared - frozenset(self.cleaned_data["left_out"])


class SendForm(forms.Form):
    """Where to write back, in which order to ask, and two quiet questions that only a machine gets wrong."""

    order = forms.ChoiceField(
        label=_("Vraagt u alle organisaties tegelijk?"),
        choices=[
            (AT_ONCE, _("Ja, alle tegelijk")),
            (ONE_BY_ONE, _("Nee, één voor één: de volgende als de vorige nee zegt of niet antwoordt")),
        ],
        initial=AT_ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of u alle organisaties tegelijk vraagt.")},
    )
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        help_text=_("Hier sturen wij de mail naartoe waarmee u bevestigt. Daarna hoort u hier hoe het gaat."),
        max_length=254,
        error_messages={
            "required": _("Vul uw e-mailadres in, bijvoorbeeld naam@bedrijf.nl."),
            "invalid": _("Dit is geen e-mailadres. Schrijf het zo: naam@bedrijf.nl."),
            "max_length": _("Dit e-mailadres is te lang. Het mag hooguit %(limit_value)s tekens hebben."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        validators=[refuse_unmailable],
    )
    website = forms.CharField(
        label=_("Laat dit veld leeg"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number < 2:
            del self.fields["order"]

    @property
    def begun(self) -> str:
        """Return the signed moment at which the visitor began to read: the one sent along while it counts."""
        sent = self.data.get(BEGUN, "")
        return sent if _age_is_below(sent, TWO_HOURS) else _signer().sign("")

    @property
    def one_by_one(self) -> bool:
        """Return whether the providers are asked one after another."""
        return self.cleaned_data.get("order") == ONE_BY_ONE

    def clean_website(self) -> str:
        """Refuse what only a machine fills in, in words that help a person whose browser did it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Maak dit veld leeg. Zo zien wij dat u geen computerprogramma bent."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Refuse a form that nobody can have read, and one that stood open too long."""
        data = super().clean() or self.cleaned_data
        sent = self.data.get(BEGUN, "")
        if not _age_is_below(sent, TWO_HOURS):
            raise forms.ValidationError(_("Deze pagina stond te lang open. Kijk alles na en verstuur het opnieuw."))
        if _age_is_below(sent, settings.SECONDS_TO_READ):
            raise forms.ValidationError(_("Dat ging erg snel. Lees eerst wat u deelt en verstuur het dan opnieuw."))
        return data


class WithdrawForm(forms.Form):
    """What to withdraw: one referral, or the whole case."""

    ALL = "alles"

    which = forms.ChoiceField(
        label=_("Wat wilt u intrekken?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies wat u wilt intrekken."),
            "invalid_choice": _("Dit kunt u niet meer intrekken. Kies opnieuw."),
        },
    )
    by_mistake = forms.BooleanField(
        label=_("Ik verstuurde dit per ongeluk"),
        help_text=_(
            "Wat u per ongeluk verstuurt, telt niet mee in onze cijfers. "
            "U kunt dit een uur lang zeggen, of zolang niemand het las."
        ),
        required=False,
    )

    def __init__(self, *args: Any, referrals: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = (self.ALL, _("Alles: stop de hele aanvraag en verwijder mijn gegevens"))
        self.fields["which"].choices = [*referrals, everything]


class AnswersForm(forms.Form):
    """What a provider asked: a number, a day or a choice each. An empty number or day says that nobody knows."""

    def __init__(self, *args: Any, asked: Iterable[AskedQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.code] = _field_of(QUESTIONS[one.code])

    @property
    def answers(self) -> dict[str, str]:
        """Return the answer to each question, as it is kept."""
        return {code: _as_kept(value) for code, value in self.cleaned_data.items()}


def _field_of(question: Question) -> forms.Field:
    empty = _("Weet u het niet? Laat dit dan leeg.")
    match question.kind:
        case Kind.NUMBER:
            return CountField(label=question.words, help_text=empty, required=False, min_value=0, max_value=MOST_PEOPLE)
        case Kind.DAY:
            return DateField(label=question.words, help_text=empty, required=False)
    return forms.ChoiceField(
        label=question.words,
        choices=[*question.choices.items(), (UNKNOWN, _("Weet ik niet"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een antwoord."), "invalid_choice": _("Kies een antwoord uit de lijst.")},
    )


def _as_kept(value: str | int | date | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return UNKNOWN if value is None or value == "" else str(value)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)


def _age_is_below(signed: str, seconds: int) -> bool:
    """Return whether this moment is ours and lies less than so many seconds back."""
    try:
        _signer().unsign(signed, max_age=seconds)
    except signing.BadSignature:
        return False
    return True
