"""The form in which employer and provider name a day up to which something waits.

What lives here: its field and which days are refused. What does not: the last day that can be named (clock.py).
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notation.dates import date_in_words
from notation.fields import DateField


class DayForm(forms.Form):
    """A day after today, up to and with the last one that can be named."""

    until = DateField(error_messages={"required": _("Vul een dag in, bijvoorbeeld 3-2-2027.")})

    def __init__(self, *args: Any, label: str, today: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.last = today, last
        self.fields["until"].label = label
        self.fields["until"].help_text = _("Uiterlijk %(day)s.") % {"day": date_in_words(last)}

    @property
    def day(self) -> date:
        """Return the day that was named."""
        return self.cleaned_data["until"]

    def clean_until(self) -> date:
        """Refuse a day that is over or lies too far ahead."""
        day = self.cleaned_data["until"]
        if not self.today < day <= self.last:
            first = date_in_words(self.today + timedelta(days=1))
            words = _("Kies een dag van %(first)s tot en met %(last)s.")
            raise forms.ValidationError(words % {"first": first, "last": date_in_words(self.last)})
        return day
