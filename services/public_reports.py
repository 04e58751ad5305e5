"""What readers report as wrong in a record: the form, and the verbs that keep a report and close it.

What lives here: those. What does not: the page of the form and how often somebody may send it
(vwnw_portal/report_views.py), the list for staff (admin.py), when a report goes (referrals/retention.py).
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from services.models import Provider, PublicReport
from services.personal_data import refuse_personal_data

LONGEST_TEXT = PublicReport._meta.get_field("text").max_length


class PlainText(forms.CharField):
    """Text of a few lines; the end of a line counts as one sign, as it does in the browser's own count."""

    def to_python(self, value: Any) -> str:
        """Return the text as it is stored."""
        return super().to_python(value).replace("\r\n", "\n")


class ReportForm(forms.Form):
    """What is wrong, and if need be in words. Who says so is not asked."""

    what = forms.ChoiceField(
        label=_("Wat klopt er niet?"),
        choices=PublicReport.What.choices,
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

    def clean(self) -> dict[str, Any]:
        """Ask for words where the choice alone says nothing."""
        data = super().clean() or self.cleaned_data
        if data.get("what") == PublicReport.What.OTHER and data.get("text") == "":
            self.add_error("text", _("Schrijf in een paar woorden op wat er niet klopt."))
        return data


def is_reported(*, provider: Provider, what: str, text: str, on: date) -> bool:
    """Return whether exactly this was reported about the record on that day already."""
    return PublicReport.objects.filter(provider=provider, what=what, text=text, reported_on=on).exists()


def report(*, provider: Provider, what: str, text: str, on: date) -> PublicReport:
    """Keep a report for staff, once a day; return it."""
    return PublicReport.objects.get_or_create(provider=provider, what=what, text=text, reported_on=on)[0]


def close(reports: QuerySet[PublicReport], *, at: datetime) -> int:
    """Record that staff looked into these reports; return how many were still open."""
    return reports.filter(handled_at=None).update(handled_at=at)
