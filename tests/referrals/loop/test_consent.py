"""What a provider gets to know: chosen field by field, and shown to both sides from the same codes."""

import json
from datetime import date

import pytest

from referrals.advice.advise import advise
from referrals.loop.consent import FIELDS, fields_of, in_words, share

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
GIVEN = {
    "sector": "techniek",
    "employees_total": 40,
    "needs": ["training", "evc"],
    "far_from_labour_market": False,
    "stay_in_sector": True,
    "budget": True,
    "groups": [
        {
            "location": "6811 AB",
            "headcount": 12,
            "contract": "permanent",
            "reason": "redundancy",
            "end_date": "2027-04-01",
        },
        {"location": "Utrecht", "headcount": 1, "contract": "permanent", "reason": "illness"},
    ],
}


@pytest.fixture
def case(example_directory):
    return advise(GIVEN, TODAY).case


def values(fields):
    return {field.code: field.value for field in fields}


def test_everything_that_is_known_can_be_shared_and_nothing_else(case):
    assert list(values(fields_of(case, "nl"))) == list(FIELDS)
    assert "budget" not in json.dumps(share(case, FIELDS))
    assert "stay_in_sector" not in json.dumps(share(case, FIELDS))


def test_every_field_stands_in_words(case):
    assert values(fields_of(case, "nl")) == {
        "places": "6811 AB Arnhem; Utrecht",
        "headcounts": "12 medewerkers in 6811 AB Arnhem; 1 medewerker in Utrecht",
        "situations": "12 medewerkers in 6811 AB Arnhem: vaste krachten die worden ontslagen; "
        "1 medewerker in Utrecht: mensen die langdurig ziek zijn",
        "end_dates": "12 medewerkers in 6811 AB Arnhem: 1 april 2027; 1 medewerker in Utrecht: niet bekend",
        "sector": "Techniek",
        "employees_total": "40",
        "needs": "Scholing; Erkenning van ervaring (EVC)",
        "far_from_labour_market": "Nee",
    }


def test_places_and_headcounts_are_always_shared(case):
    assert [field.code for field in fields_of(case, "nl") if field.required] == ["places", "headcounts"]
    assert share(case, ()) == {"places": ["6811 AB Arnhem", "Utrecht"], "headcounts": [12, 1]}


@pytest.mark.parametrize("left_out", ["situations", "end_dates", "sector", "employees_total", "needs"])
def test_what_is_left_out_is_not_stored(case, left_out):
    shared = share(case, set(FIELDS) - {left_out})
    assert left_out not in shared
    assert left_out not in values(in_words(shared, "nl"))


def test_what_is_not_known_cannot_be_shared(example_directory):
    group = {"location": "Utrecht", "headcount": 3, "contract": "permanent", "reason": "prepare"}
    case = advise({"groups": [group], "needs": []}, TODAY).case
    assert set(values(fields_of(case, "nl"))) == {"places", "headcounts", "situations"}


def test_what_was_shared_can_be_stored_and_reads_the_same_afterwards(case):
    stored = json.loads(json.dumps(share(case, FIELDS)))
    assert in_words(stored, "nl") == fields_of(case, "nl")


def test_what_is_stored_holds_codes_and_no_sentences(case):
    assert share(case, FIELDS)["needs"] == ["training", "evc"]
    assert share(case, FIELDS)["situations"] == [["redundancy", "permanent"], ["illness", "permanent"]]
    assert share(case, FIELDS)["sector"] == "techniek"


def test_nothing_is_left_to_read_once_it_is_gone():
    assert in_words({}, "nl") == []


def test_another_language_has_the_same_fields(case):
    english = values(fields_of(case, "en"))
    assert english["end_dates"].startswith("12 ")
    assert "1 April 2027" in english["end_dates"]
    assert list(english) == list(FIELDS)


@pytest.mark.parametrize("contract", ["temporary", "agency"])
def test_flexible_staff_is_named_as_such(example_directory, contract):
    group = {"location": "Utrecht", "headcount": 3, "contract": contract, "reason": "redundancy"}
    words = values(fields_of(advise({"groups": [group], "sector": "other"}, TODAY).case, "nl"))
    assert {"temporary": "tijdelijke krachten", "agency": "uitzendkrachten"}[contract] in words["situations"]
    assert words["sector"] == "Een andere sector"


def test_a_month_is_shared_as_a_month(example_directory):
    group = {**GIVEN["groups"][0], "end_date": "2027-04"}
    case = advise({**GIVEN, "groups": [group]}, TODAY).case
    assert share(case, FIELDS)["end_dates"] == ["2027-04"]
    assert values(fields_of(case, "nl"))["end_dates"] == "12 medewerkers in 6811 AB Arnhem: april 2027"
