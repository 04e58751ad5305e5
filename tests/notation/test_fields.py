"""Counts and dates are text fields everywhere: no browser then changes or refuses what people write."""

from datetime import date
from importlib import import_module

import pytest
from django import forms
from django.conf import settings

from notation.dates import Month
from notation.fields import CountField, DateField, DateOrMonthField

OURS = ("referrals", "services", "regions", "vwnw_portal")


def forms_of_the_portal():
    """Yield every form of ours. Those of rows get their fields from the admin: the tests of the admin look at them."""
    import_module(settings.ROOT_URLCONF)
    waiting = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in OURS and not issubclass(form, forms.BaseModelForm):
            yield form


def test_no_form_has_a_control_for_numbers_or_dates_except_for_degrees():
    controls = {
        (form.__name__, name, getattr(field.widget, "input_type", ""))
        for form in forms_of_the_portal()
        for name, field in getattr(form, "base_fields", {}).items()
        if not isinstance(field, forms.FloatField)
    }
    assert ("PlaceForm", "permanent", "text") in controls
    assert ("EmployeeForm", "end_date", "text") in controls
    assert not [control for control in controls if control[2] in ("number", "date")]


class Form(forms.Form):
    people = CountField(required=False, min_value=0, max_value=10)
    day = DateField(required=False)
    end = DateOrMonthField(required=False)


def test_a_form_gives_the_number_and_the_dates_that_were_meant():
    form = Form({"people": " 10", "day": "1 apr. 2027", "end": "april 2027"})
    assert form.is_valid()
    assert form.cleaned_data == {"people": 10, "day": date(2027, 4, 1), "end": Month(2027, 4)}


def test_what_was_left_open_is_not_known():
    form = Form({"people": "\u200b", "day": " "})
    assert form.is_valid()
    assert form.cleaned_data == {"people": None, "day": None, "end": None}


def test_a_known_value_can_be_typed_again_and_is_no_change():
    known = {"people": 10, "day": date(2027, 4, 1), "end": Month(2027, 4)}
    shown = {name: str(Form(initial=known)[name].value()) for name in known}
    assert shown == {"people": "10", "day": "1-4-2027", "end": "4-2027"}
    assert not Form(shown, initial=known).has_changed()


@pytest.mark.parametrize(
    ("field", "written", "message"),
    [
        ("people", "11", "Vul een aantal van ten hoogste 10 in."),
        ("people", "-1", "Vul een aantal van 0 of meer in."),
        ("day", "april 2027", "Deze datum klopt niet. Vul dag, maand en jaar in, bijvoorbeeld 1-4-2027."),
    ],
)
def test_what_does_not_fit_is_explained_and_stays_as_it_was_typed(field, written, message):
    form = Form({field: written})
    assert form.errors == {field: [message]}
    assert form[field].value() == written
