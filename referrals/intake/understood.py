"""From a valid form to texts that can be typed again and mean the same: all of an answer that is stored.

What lives here: that way. What does not: judging (the fields), which forms a case has (steps.py). What was typed but
not asked, or says the same in more signs, is not among them.
"""

from typing import Any

from django import forms


def as_understood(form: forms.Form) -> dict[str, str | list[str]]:
    """Return what a valid form understood, by field; a field that was left open has no place in it."""
    texts = ((name, _as_text(field.prepare_value(form.cleaned_data.get(name)))) for name, field in form.fields.items())
    return {name: text for name, text in texts if text}


def _as_text(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [str(part) for part in dict.fromkeys(value)]
    return "" if value is None else str(value)
