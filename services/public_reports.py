"""What readers report as wrong in a record: the form, and keeping it as a proposal in words.

What lives here: those. What does not: the page of the form and how often somebody may send it
(vwnw_portal/report_views.py), what becomes of a proposal (upkeep/proposals.py), when it goes (referrals/retention.py).
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from services.language import reader_language
from services.mail_addresses import refuse_unmailable
from services.models import Proposal, Provider
from services.personal_data import refuse_personal_data
from services.upkeep.proposals import digest_of, propose

LONGEST_TEXT = Proposal._meta.get_field("text").max_length


class PlainText(forms.CharField):
    """Text of a few lines; the end of a line counts as one sign, as it does in the browser's own count."""

    def to_python(self, value: Any) -> str:
        """Return the text as it is stored."""
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.Form):
    """What is wrong, and if need be in words. Who says so is not asked; who wants an answer leaves an address."""

    what = forms.ChoiceField(
        label=_("Wat klopt er niet?"),
        choices=Proposal.What.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies wat er niet klopt."),
            "invalid_choice": _("Kies wat er niet klopt."),
        },
    )
    text = PlainText(
        label=_("Wat moet er volgens u staan, en hoe weet u dat?"),
        help_text=_(
            "Hooguit 500 tekens. Schrijf geen namen, telefoonnummers of e-mailadressen op: "
            "het goede nummer of adres vragen wij zelf na."
        ),
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": _("Dit is te lang. Schrijf hooguit %(limit_value)s tekens.")},
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[refuse_personal_data],
    )
    email = forms.EmailField(
        label=_("Wilt u horen wat wij ermee doen? Vul dan uw e-mailadres in."),
        help_text=_("Alleen voor dat ene antwoord. Daarna wissen wij het adres bij de melding."),
        required=False,
        max_length=Proposal._meta.get_field("email").max_length,
        validators=[refuse_unmailable],
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the choice alone says nothing."""
        data = super().clean() or self.cleaned_data
        if data.get("what") == Proposal.What.OTHER and data.get("text") == "":
            self.add_error("text", _("Schrijf in een paar woorden op wat er niet klopt."))
        return data


def is_reported(*, provider: Provider, what: str, text: str, on: date, email: str = "") -> bool:
    """Return whether exactly this was reported about the record on that day already, whoever asks for an answer."""
    digest = digest_of(Proposal.Source.PUBLIC, on, what, text, {})
    return Proposal.objects.filter(provider=provider, source=Proposal.Source.PUBLIC, digest=digest).exists()


def report(*, provider: Provider, what: str, text: str, on: date, email: str = "") -> Proposal:
    """Keep a report for staff, once a day; return it."""
    return propose(
        provider=provider,
        source=Proposal.Source.PUBLIC,
        on=on,
        what=what,
        text=text,
        email=email,
        language=reader_language(),
    )
