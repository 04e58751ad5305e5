"""Forms in the design system's markup: label, help, error and control hang together."""

import pytest
from django import forms
from django.template.loader import render_to_string

from tests.portal.page import Page
from vwnw_portal.templatetags.ui import error_list


class Form(forms.Form):
    place = forms.CharField(label="Plaats", help_text="Bijvoorbeeld Arnhem.")
    people = forms.IntegerField(label="Aantal", required=False)
    reason = forms.ChoiceField(label="Reden", choices=[("a", "Ontslag"), ("b", "Ziekte")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Gelezen", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def shown(field) -> Page:
    return Page.read(field.as_field_group())


def test_a_label_and_help_belong_to_their_control():
    page = shown(Form()["place"])

    control = page.one("input")
    assert page.one("label")["for"] == control["id"]
    assert "Bijvoorbeeld" in page.with_id(control["aria-describedby"]).text
    assert "utrecht-textbox" in control["class"]


def test_an_error_stands_by_its_field_and_keeps_what_was_typed():
    page = shown(Form({"place": "", "people": "veel"})["people"])

    control = page.one("input")
    assert control["value"] == "veel"
    assert control["aria-invalid"] == "true"
    assert "utrecht-textbox--invalid" in control["class"]
    assert page.with_id(control["aria-describedby"]).text.strip()


def test_only_optional_fields_are_marked():
    assert "niet verplicht" in shown(Form()["people"]).one("label").text
    assert "niet verplicht" not in shown(Form()["place"]).one("label").text


def test_a_form_with_only_optional_fields_can_leave_the_mark_out():
    page = Page.read(render_to_string("ui/field.html", {"field": Form()["people"], "all_optional": True}))

    assert "niet verplicht" not in page.one("label").text


def test_choices_are_a_group_with_a_legend_and_an_error_for_the_group():
    page = shown(Form({"reason": "x"})["reason"])

    group = page.one("fieldset")
    assert "Reden" in page.one("legend").text
    assert page.with_id(group["aria-describedby"]).text.strip()
    assert [radio["value"] for radio in page.all("input", type="radio")] == ["a", "b"]


def test_a_checkbox_stands_beside_its_label():
    page = shown(Form()["agree"])

    assert page.one("label")["for"] == page.one("input", type="checkbox")["id"]


def test_a_hidden_field_shows_nothing_else():
    page = shown(Form()["hidden"])

    assert page.all("label") == []
    assert "class" not in page.one("input").attributes


def test_a_widgets_own_class_stays():
    class Own(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "eigen"}))

    assert shown(Own()["name"]).one("input")["class"].split()[0] == "eigen"


# --- Error summary ---------------------------------------------------------------------------------------


def test_the_summary_links_every_error_to_a_control_that_exists():
    form = Form({"people": "veel"})

    page = Page.read(render_to_string("ui/error_summary.html", {"errors": error_list(form)}) + str(form.as_div()))

    targets = [link["href"].removeprefix("#") for link in page.all("a")]
    assert [page.with_id(target).tag for target in targets] == ["input", "input", "input"]
    assert page.all("div")[0]["tabindex"] == "-1"


def test_the_summary_lists_forms_and_formsets_in_order():
    formset = forms.formset_factory(Form, max_num=0, validate_max=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-place": "", "form-0-reason": "a"}
    )
    form = Form({"place": "Arnhem"})

    errors = error_list(formset, form)

    assert [error["target"] for error in errors] == ["", "id_form-0-place", "id_reason_0"]


@pytest.mark.parametrize("form", [Form(), None, Form({"place": "Arnhem", "reason": "a"})])
def test_without_errors_there_is_no_summary(form):
    assert not render_to_string("ui/error_summary.html", {"errors": error_list(form)}).strip()


@pytest.mark.django_db
def test_the_sign_in_page_looks_like_the_site(client):
    page = Page.read(client.get("/account/login/"))

    assert page.one("h1").text.strip()
    assert page.with_id("inhoud").tag == "main"
    assert all("utrecht-textbox" in page.one("input", name=name)["class"] for name in ("login", "password"))
