"""`route_case`: what it reads, what it refuses and what its answer looks like."""

import hashlib
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

GROUP = {"location": "6811 AB", "headcount": 12, "contract": "permanent", "reason": "redundancy"}
CASE = {"today": "2026-11-23", "sector": "techniek", "groups": [GROUP]}


def run(tmp_path, case, *options):
    file = tmp_path / "case.json"
    file.write_text(case if isinstance(case, str) else json.dumps(case))
    out = io.StringIO()
    call_command("route_case", str(file), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def refused(tmp_path, case):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path, case)
    assert refusal.value.returncode == 2
    return str(refusal.value)


def with_group(**changes):
    return {**CASE, "groups": [{**GROUP, **changes}]}


@pytest.mark.parametrize(
    ("case", "path", "said"),
    [
        ({**CASE, "sektor": "techniek"}, "sektor", "Deze sleutel kennen wij niet"),
        ({**CASE, "sector": "visserij"}, "sector", "Kies een van: ambachten"),
        ({**CASE, "today": "2026-02-30"}, "today", "Deze datum klopt niet"),
        ({**CASE, "employees_total": 11}, "employees_total", "meer dan in uw hele bedrijf werken: 11"),
        ({**CASE, "employees_total": "veel"}, "employees_total", "heel aantal"),
        ({**CASE, "needs": "training"}, "needs", "Geef een lijst met: guidance"),
        ({**CASE, "needs": ["geld"]}, "needs", "Geef een lijst met: guidance"),
        ({**CASE, "needs": [["training"]]}, "needs", "Geef een lijst met: guidance"),
        ({**CASE, "budget": "ja"}, "budget", "true, false of null"),
        ({**CASE, "groups": []}, "groups", "ten minste één groep"),
        ({"today": "2026-11-23"}, "groups", "ten minste één groep"),
        ({**CASE, "groups": ["Arnhem"]}, "groups[0]", "Een groep is een object"),
        (with_group(headcount=0), "groups[0].headcount", "van 1 of meer"),
        (with_group(headcount=True), "groups[0].headcount", "van 1 of meer"),
        (with_group(headcount=2.5), "groups[0].headcount", "van 1 of meer"),
        ({**CASE, "month_wage": "3500"}, "month_wage", "Kies een van: under_2000"),
        ({**CASE, "month_wage": 3500}, "month_wage", "Kies een van: under_2000"),
        (with_group(service=[3]), "groups[0].service", "Geef een object met alleen: under_5"),
        (with_group(service={"jaren": 3}), "groups[0].service", "Geef een object met alleen: under_5"),
        (with_group(service={"under_5": 2.5}), "groups[0].service.under_5", "heel aantal mensen in van 0"),
        (with_group(service={"under_5": True}), "groups[0].service.under_5", "heel aantal mensen in van 0"),
        (with_group(service={"from_15": -1}), "groups[0].service.from_15", "heel aantal mensen in van 0"),
        (with_group(service={"from_15": 10**30}), "groups[0].service.from_15", "heel aantal mensen in van 0"),
        (
            with_group(service={"under_5": 7, "5_to_10": 6}),
            "groups[0].service",
            "meer mensen dan er in de groep zijn: 12",
        ),
        (with_group(service={"under_5": 1}, contract="temporary"), "groups[0].service", "alleen bij vaste mensen"),
        (with_group(service={"under_5": 1}, reason="illness"), "groups[0].service", "alleen bij vaste mensen"),
        (with_group(contract="vast"), "groups[0].contract", "Kies een van: permanent"),
        (with_group(reason=None), "groups[0].reason", "Kies een van: prepare"),
        (with_group(end_date="2027-02-30"), "groups[0].end_date", "Deze datum klopt niet"),
        (
            with_group(end_date="2026-11-22"),
            "groups[0].end_date",
            "22 november 2026 is al voorbij. Is het werk al gestopt? Geef dan als reason on_benefit.",
        ),
        (with_group(name="Jan"), "groups[0].name", "Deze sleutel kennen wij niet"),
        (with_group(location="1234 AB"), "groups[0].location", "niet"),
        (with_group(location="' OR 1=1 --"), "groups[0].location", "niet"),
        (with_group(location=6811), "groups[0].location", "postcode of plaats"),
        (with_group(location="Zeeland"), "groups[0].location", "is een regio"),
    ],
)
def test_each_thing_that_is_wrong_is_named_with_what_would_be_right(tmp_path, case, path, said):
    message = refused(tmp_path, case)
    assert message.startswith(f"{path}: ")
    assert said in message


def test_an_ambiguous_place_lists_the_candidates(tmp_path):
    message = refused(tmp_path, with_group(location="Bergen"))
    assert "Bergen (NH)" in message
    assert "Bergen L" in message


def test_a_guess_is_taken_with_a_note_and_several_are_listed(tmp_path):
    (note,) = [note for note in run(tmp_path, with_group(location="IJmuidn"))["notes"] if "IJmuidn" in note["text"]]
    assert note["text"] == "U schreef ‘IJmuidn’. Wij lazen dat als IJmuiden."

    message = refused(tmp_path, with_group(location="Hoorm"))
    assert "Hoorn (gemeente Hoorn)" in message
    assert "Hoorn (gemeente Terschelling)" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Duisburg", "Deze plaats ligt in het buitenland."),
        ("6800", "Dit lijkt een postbus."),
        ("a" * 65_536, "Deze plaats kennen wij niet."),
    ],
)
def test_a_text_that_is_no_place_is_refused_with_why(tmp_path, text, said):
    message = refused(tmp_path, with_group(location=text))
    assert said in message
    assert len(message) < 200


def test_all_problems_are_told_at_once(tmp_path):
    message = refused(tmp_path, {**with_group(headcount=0, location="Verweggistan"), "sector": "x", "extra": 1})
    assert len(message.splitlines()) == 4


@pytest.mark.parametrize("text", ["", "geen json", "[]", "null", '{"groups": ' + "[" * 2000])
def test_what_is_not_a_case_is_refused(tmp_path, text):
    assert refused(tmp_path, text)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "nothing.json", binary, tmp_path):
        with pytest.raises(CommandError) as refusal:
            call_command("route_case", str(file), "--json")
        assert refusal.value.returncode == 2


def test_people_on_benefit_may_have_an_end_date_in_the_past(tmp_path):
    assert run(tmp_path, with_group(reason="on_benefit", end_date="2026-01-01"))["roles"] == ["reintegration"]


def test_today_is_the_day_of_the_run_unless_it_is_given(tmp_path, time_machine):
    time_machine.move_to(date(2026, 12, 24))
    assert run(tmp_path, {"groups": [GROUP]})["receipt"]["date"] == "2026-12-24"
    assert run(tmp_path, CASE)["receipt"]["date"] == "2026-11-23"


def test_the_receipt_is_the_digest_of_the_input_after_defaults(tmp_path):
    complete = {
        "today": "2026-11-23",
        "sector": "techniek",
        "employees_total": None,
        "needs": None,
        "stay_in_sector": None,
        "far_from_labour_market": None,
        "budget": None,
        "groups": [{**GROUP, "end_date": None}],
    }
    text = json.dumps(complete, sort_keys=True, separators=(",", ":"))
    assert run(tmp_path, CASE)["receipt"]["digest"] == hashlib.sha256(text.encode()).hexdigest()
    assert run(tmp_path, complete)["receipt"] == run(tmp_path, CASE)["receipt"]


def test_the_receipt_holds_what_was_asked_beside_the_plan_where_it_was_given(tmp_path):
    without, receipts = run(tmp_path, CASE)["receipt"], []
    for given in (
        {"month_wage": None},
        {"groups": [{**GROUP, "service": None}]},
        {"groups": [{**GROUP, "service": {}}]},
    ):
        assert run(tmp_path, {**CASE, **given})["receipt"] == without
    for given in ({"month_wage": "from_6000"}, {"groups": [{**GROUP, "service": {"under_5": 3}}]}):
        receipts.append(run(tmp_path, {**CASE, **given})["receipt"]["digest"])
    assert len({without["digest"], *receipts}) == 3


def test_the_answer_has_every_key_of_the_contract(tmp_path, example_directory):
    answer = run(tmp_path, CASE)
    assert list(answer) == [
        "roles",
        "recommendations",
        "duties",
        "dates",
        "notes",
        "excluded",
        "gaps",
        "open_questions",
        "receipt",
        "days",
        "cost",
        "facts",
        "ask_uwv",
    ]
    assert {"rank", "provider", "type", "roles", "groups", "level", "referable", "distance_km", "reasons"} <= set(
        answer["recommendations"][0]
    )
    assert [one["rank"] for one in answer["recommendations"]] == list(range(1, len(answer["recommendations"]) + 1))


def test_sentences_come_in_dutch_unless_english_is_asked_for(tmp_path, example_directory):
    assert "ligt in het werkgebied" in str(run(tmp_path, CASE))
    english = str(run(tmp_path, CASE, "--lang", "en"))
    assert "is in the work area" in english
    assert "werkgebied" not in english


@pytest.mark.parametrize(("language", "place"), [("nl", "Den Haag"), ("en", "The Hague")])
def test_sentences_name_the_place_as_their_language_does(tmp_path, language, place):
    answer = str(run(tmp_path, with_group(location="Den Haag"), "--lang", language))

    assert place in answer
    assert "Gravenhage" not in answer


def test_an_empty_directory_gives_a_gap_without_a_nearest(tmp_path):
    answer = run(tmp_path, CASE)
    assert answer["recommendations"] == []
    assert [(gap["role"], gap["nearest"], gap["distance_km"]) for gap in answer["gaps"]] == [("curative", None, None)]


def test_without_json_the_answer_reads_as_lines(tmp_path, example_directory):
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    out = io.StringIO()
    call_command("route_case", str(file), stdout=out)
    assert out.getvalue().startswith("1. Voorbeeld brancheservicepunt Techniek [full]")
