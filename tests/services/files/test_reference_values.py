"""`load_reference` takes no number that no rule could use: it says which and why, and loads nothing."""

import shutil
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from referrals.engine.parameter_codes import FACTS_OF_LAW
from services.catalogue import catalogue
from services.models import DatedParameter, ProviderType

pytestmark = pytest.mark.django_db

SOURCE = "Voorbeeld"


@pytest.fixture
def parameters(settings, tmp_path):
    """Return what adds rows to a copy of the shipped file, which is loaded from then on."""
    shutil.copytree(settings.FIXTURES_DIR / "catalogue", tmp_path / "catalogue")
    (tmp_path / "reference").symlink_to(settings.FIXTURES_DIR / "reference")
    settings.FIXTURES_DIR = tmp_path

    def add(*rows: str, checked_on: str = "2026-11-23") -> None:
        with (tmp_path / "catalogue" / "parameters.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row}{',' * (4 - row.count(','))},{SOURCE},{checked_on}\n" for row in rows)

    return add


@pytest.mark.parametrize(
    ("row", "column", "hint"),
    [
        ("check_due_days,0,dagen,2028-01-01", "value", "van 1 tot en met 3650 (dagen)"),
        ("check_due_days,3651,dagen,2028-01-01", "value", "van 1 tot en met 3650 (dagen)"),
        ("uwv_reach_months,121,maanden,2028-01-01", "value", "van 1 tot en met 120 (maanden)"),
        ("social_plan_minimum,100001,personen,2028-01-01", "value", "van 1 tot en met 100000 (personen)"),
        ("social_plan_minimum,-1,personen,2028-01-01", "value", "van 1 tot en met 100000 (personen)"),
        ("deeltijd_ww,2,ja=1 nee=0,2028-01-01", "value", "van 0 tot en met 1"),
        ("social_plan_minimum,twintig,personen,2028-01-01", "value", "twintig"),
        ("social_plan_minimum,,personen,2028-01-01", "value", ""),
        ("social_plan_minimum,20,euro,2028-01-01", "unit", "Kies een van: personen."),
        ("nieuw,20,uren,2028-01-01", "unit", "dagen, deel: 1 op, euro, ja=1 nee=0, jaren, maanden, personen, weken"),
        ("deeltijd_ww,1,ja=1 nee=0,2009-01-01", "valid_from", "al een waarde die op deze dag begint"),
        ("deeltijd_ww,1,ja=1 nee=0,", "valid_from", "al een waarde die op deze dag begint"),
        ("social_plan_minimum,25,personen,2028-02-30", "valid_from", ""),
    ],
)
def test_a_row_that_cannot_hold_is_named_and_nothing_is_loaded(parameters, row, column, hint):
    parameters("social_plan_minimum,25,personen,2027-01-01", row)
    ProviderType.objects.all().delete()

    with pytest.raises(CommandError, match=rf"parameters\.csv, regel 32, {column}: ") as refusal:
        call_command("load_reference", verbosity=0)

    assert hint in str(refusal.value)
    assert not DatedParameter.objects.filter(source=SOURCE).exists()
    assert not ProviderType.objects.exists()


def test_a_row_that_ends_before_it_begins_is_named(parameters):
    parameters("transition_maximum,100000,euro,2028-01-01,2027-12-31")

    with pytest.raises(CommandError, match="valid_until: Deze dag ligt vóór de eerste dag"):
        call_command("load_reference", verbosity=0)


def test_a_row_that_nobody_checked_is_there_and_does_not_hold(parameters):
    parameters("social_plan_minimum,25,personen,2027-01-01", checked_on="")

    call_command("load_reference", verbosity=0)

    row = DatedParameter.objects.get(source=SOURCE)
    assert (row.checked_by_staff_on, row.approved_at) == (None, None)
    assert catalogue().parameters.on(date(2027, 1, 1), "social_plan_minimum").value == 20


def test_the_numbers_of_the_rules_are_shipped_checked_and_other_facts_of_law_are_not():
    checked = DatedParameter.objects.exclude(checked_by_staff_on=None).exclude(approved_at=None)
    assert {row.code for row in DatedParameter.objects.all()} - {row.code for row in checked} == set(FACTS_OF_LAW)
    assert not checked.filter(code__in=FACTS_OF_LAW).exists()


def test_a_good_row_is_loaded(parameters):
    parameters("social_plan_minimum,25,personen,2027-01-01")

    call_command("load_reference", verbosity=0)

    assert DatedParameter.objects.get(source=SOURCE).value == 25
