"""The forms of support as data: which needs they answer."""

import pytest

from referrals.engine.case import Need
from referrals.evidence.forms_of_support import forms_for, forms_of_support


@pytest.mark.parametrize("need", Need)
def test_every_need_that_an_employer_can_name_has_a_form(need):
    assert forms_for({need})


def test_training_and_recognised_skills_lead_to_the_same_form():
    assert [form.code for form in forms_for({Need.TRAINING, Need.EVC})] == ["training"]


def test_forms_for_several_needs_come_in_the_order_of_the_report():
    forms = forms_for({Need.OWN_BUSINESS, Need.GUIDANCE})

    assert [form.code for form in forms] == ["guidance", "own_business", "employer_network", "job_search_time"]


def test_without_a_need_there_is_no_form():
    assert forms_for(set()) == ()


def test_money_on_dismissal_answers_no_need():
    assert not any(form.needs for form in forms_of_support() if not form.is_vwnw)


def test_every_text_is_there_in_both_languages():
    for form in forms_of_support():
        for dutch, english in [
            (form.name_nl, form.name_en),
            (form.what_nl, form.what_en),
            (form.fits_nl, form.fits_en),
            (form.asks_nl, form.asks_en),
        ]:
            assert dutch
            assert english
        assert bool(form.verdict_nl) == bool(form.verdict_en)
