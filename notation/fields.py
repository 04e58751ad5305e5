"""Form fields for a count and a date, the same on public pages, for staff and in files.

What lives here: fields. What does not: what a text means (counts.py, dates.py).
Both are text fields. In a field of type "number" the wheel of a mouse changes the value and a browser reads "12,0" as
120; one of type "date" refuses every other way of writing. A count has the keypad with digits. A date has the whole
keyboard: the digits of an iPhone have no hyphen, and a month may be written in words.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notation.counts import read_count
from notation.dates import Month, When, read_date, read_day, refuse_far_dates


class CountField(forms.IntegerField):
    """A whole number, as people write it."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Vul een aantal in, bijvoorbeeld 12."),
        "min_value": _("Vul een aantal van %(limit_value)s of meer in."),
        "max_value": _("Vul een aantal van ten hoogste %(limit_value)s in."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the keypad with digits."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """Return the number that was written."""
        return value if value is None or isinstance(value, int) else read_count(str(value))


class DateField(forms.Field):
    """A day as people write it, no earlier than 1990 and no later than ten years from now."""

    widget = forms.TextInput
    read: Callable[[str], When | None] = staticmethod(read_day)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for no keypad of its own: a date is written with hyphens or letters too."""
        return {**super().widget_attrs(widget), "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Return a known date as it can be typed; what a person typed stays as it was typed."""
        match value:
            case Month(year, month):
                return f"{month}-{year}"
            case date():
                return f"{value.day}-{value.month}-{value.year}"
        return value

    def to_python(self, value: Any) -> When | None:
        """Return the date that was written."""
        return value if value is None or isinstance(value, When) else self.read(str(value))

    def validate(self, value: Any) -> None:
        """Refuse a date that is far too early or too late."""
        super().validate(value)
        if value is not None:
            refuse_far_dates(value, timezone.localdate())


class DateOrMonthField(DateField):
    """A day, or the month where the day is not known."""

    read = staticmethod(read_date)


# For `formfield_overrides` of staff's forms.
AS_PEOPLE_WRITE: dict[type[models.Field], dict[str, Any]] = {
    models.PositiveIntegerField: {"form_class": CountField},
    models.PositiveSmallIntegerField: {"form_class": CountField},
    models.DateField: {"form_class": DateField},
}
