"""`load_reference` takes no number that no rule could use: it says which and why, and loads nothing."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from services.models import DatedParameter, ProviderType

pytestmark = pytest.mark.django_db

SOURCE = "Voorbeeld"


@pytest.fixture
def parameters(settings, tmp_path):
    """Return what adds rows to a copy of the shipped file, which is loaded from then on."""
    shutil.copytree(settings.FIXTURES_DIR / "catalogue", tmp_path / "catalogue")
    (tmp_path / "reference").symlink_to(settings.FIXTURES_DIR / "reference")
    settings.FIXTURES_DIR = tmp_path

    def add(*rows: str) -> None:
        with (tmp_path / "catalogue" / "parameters.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row},{SOURCE}\n" for row in rows)

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
        ("nieuw,20,euro,2028-01-01", "unit", "dagen, ja=1 nee=0, maanden, personen"),
        ("deeltijd_ww,1,ja=1 nee=0,2009-01-01", "valid_from", "al een waarde die op deze dag begint"),
        ("deeltijd_ww,1,ja=1 nee=0,", "valid_from", "al een waarde die op deze dag begint"),
        ("social_plan_minimum,25,personen,2028-02-30", "valid_from", ""),
    ],
)
def test_a_row_that_cannot_hold_is_named_and_nothing_is_loaded(parameters, row, column, hint):
    parameters("social_plan_minimum,25,personen,2027-01-01", row)
    ProviderType.objects.all().delete()

    with pytest.raises(CommandError, match=rf"parameters\.csv, regel 17, {column}: ") as refusal:
        call_command("load_reference", verbosity=0)

    assert hint in str(refusal.value)
    assert not DatedParameter.objects.filter(source=SOURCE).exists()
    assert not ProviderType.objects.exists()


def test_a_good_row_is_loaded(parameters):
    parameters("social_plan_minimum,25,personen,2027-01-01")

    call_command("load_reference", verbosity=0)

    assert DatedParameter.objects.get(source=SOURCE).value == 25
