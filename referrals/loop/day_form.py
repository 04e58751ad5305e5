"""The form in which employer and provider name a day up to which something waits.

What lives here: its field and which days are refused. What does not: the last day that can be named (clock.py).
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import localdate
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

    @classmethod
    def sent(cls, request: HttpRequest, *, at: datetime, label: str, last: Callable[[date], date]) -> "DayForm":
        """Return the form that a request sends in or asks for; `last` gives the last day for the day of `at`.

        The verb that takes the day is given the same moment: at midnight the last day becomes another.
        """
        today = localdate(at)
        return cls(request.POST if request.method == "POST" else None, label=label, today=today, last=last(today))

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
