"""The form in which employer and provider say what became of people.

What lives here: its fields and what is too many. What does not: storing it (actions.py), counting it (the monitor).
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from referrals.intake.questions import PeopleField
from referrals.status import Result


class OutcomeForm(forms.Form):
    """What became of the people: a number for each result, together no more than the people of the case."""

    def __init__(self, *args: Any, headcount: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headcount = headcount
        for code, label in Result.choices:
            self.fields[code] = PeopleField(label=label[:1].upper() + label[1:], required=False, min_value=0)

    @property
    def numbers(self) -> dict[Result, int]:
        """Return the number of people for each result."""
        return {result: self.cleaned_data.get(result) or 0 for result in Result}

    def clean(self) -> dict[str, Any]:
        """Refuse a report about nobody, and one about more people than there are."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        total = sum(number or 0 for number in data.values())
        first = next(iter(self.fields))
        if not total:
            self.add_error(first, _("Vul ten minste één aantal in."))
        if total > self.headcount:
            self.add_error(first, _too_many(total, self.headcount))
        return data


def _too_many(total: int, headcount: int) -> str:
    sentence = ngettext(
        "Samen is dit %(total)s, maar de aanvraag gaat over %(headcount)s medewerker.",
        "Samen is dit %(total)s, maar de aanvraag gaat over %(headcount)s medewerkers.",
        headcount,
    )
    return sentence % {"total": total, "headcount": headcount}
