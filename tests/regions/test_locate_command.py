"""`python manage.py locate`, as a program beside the portal uses it."""

import io
import json
import sys

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from regions.models import Postcode

pytestmark = pytest.mark.django_db


def run(*arguments, typed=None, monkeypatch=None):
    if typed is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    out = io.StringIO()
    call_command("locate", *arguments, stdout=out)
    return out.getvalue()


def answers(*arguments, **how):
    return [json.loads(line) for line in run(*arguments, "--json", **how).splitlines()]


@time_machine.travel("2026-11-23")
def test_the_answer_has_the_form_of_the_contract():
    assert answers("1013 ab") == [
        {
            "query": "1013 ab",
            "kind": "postcode",
            "matches": [
                {
                    "label": "1013 AB Amsterdam",
                    "postcode": "1013AB",
                    "place": "Amsterdam",
                    "municipality_code": "GM0363",
                    "municipality": "Amsterdam",
                    "latitude": 52.3881,
                    "longitude": 4.8834,
                    "areas": {"province": ["PV27"], "labour_market_region": ["AM18"], "wmco": ["f"]},
                }
            ],
        }
    ]


@time_machine.travel("2026-11-23")
def test_an_area_has_a_label_a_scheme_and_a_code():
    [answer] = answers("Twente")

    assert answer["kind"] == "area"
    assert answer["matches"] == [{"label": "Twente", "scheme": "labour_market_region", "code": "AM05"}]


def test_nothing_is_an_answer_too():
    assert answers("xqzw") == [{"query": "xqzw", "kind": "unknown", "matches": []}]


def test_several_queries_are_answered_in_their_order():
    assert [answer["kind"] for answer in answers("Amsterdma", "1234", "Bernisse", "Westerkwartier")] == [
        "place",
        "unknown",
        "former_municipality",
        "municipality",
    ]


def test_the_date_settles_the_divisions():
    [on_the_day] = answers("1013AB", "--on", "2015-06-01")

    assert on_the_day["matches"][0]["areas"] == {
        "province": ["PV27"],
        "wmco": ["f"],
        "uwv_office": ["Amsterdam West"],
    }


def test_lines_of_standard_input_are_queries(monkeypatch):
    typed = "\ufeff1013\r\nSúdwest-Fryslân\n\nArnhem".encode()

    found = answers("-", typed=typed, monkeypatch=monkeypatch)

    assert [answer["query"] for answer in found] == ["1013", "Súdwest-Fryslân", "", "Arnhem"]
    assert [answer["kind"] for answer in found] == ["postcode", "municipality", "unknown", "place"]


def test_bytes_that_are_no_text_are_unknown(monkeypatch):
    [answer] = answers("-", typed=b"caf\xe9\xff", monkeypatch=monkeypatch)

    assert answer["kind"] == "unknown"


def test_letters_with_accents_are_written_as_they_are():
    assert "Súdwest-Fryslân" in run("Súdwest-Fryslân", "--json")


def test_all_postcodes_in_one_run(monkeypatch):
    pc4s = list(Postcode.objects.values_list("pc4", flat=True))

    found = answers("-", "--on", "2026-11-23", typed="\n".join(pc4s).encode(), monkeypatch=monkeypatch)

    assert [answer["query"] for answer in found] == pc4s
    assert all({"province", "labour_market_region", "wmco"} == answer["matches"][0]["areas"].keys() for answer in found)


def test_without_json_a_person_can_read_it():
    text = run("Beek", "xqzw", "--on", "2026-11-23")

    assert "Beek: plaats" in text
    assert "Beek (gemeente Montferland)" in text
    assert "labour_market_region AM09" in text
    assert "xqzw: onbekend" in text


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["Arnhem", "--wat"],
        *(
            ["Arnhem", "--on", day]
            for day in ("2015-02-30", "", "0001-01-01", "1989-12-31", "9999-12-31", "april 2015")
        ),
    ],
)
def test_bad_usage_has_a_message(arguments):
    with pytest.raises(CommandError):
        run(*arguments)


def test_bad_usage_on_the_command_line_ends_with_status_2(capsys):
    from django.core.management import execute_from_command_line

    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "locate", "Arnhem", "--on", "30 februari"])

    assert ended.value.code == 2
    assert "--on: Deze datum klopt niet." in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2015-06-01", "1-6-2015", "1 juni 2015"])
def test_a_day_is_read_as_people_write_it(day):
    [answer] = answers("1013AB", "--on", day)
    assert answer["matches"][0]["areas"]["uwv_office"]


def test_a_guess_says_that_it_is_one():
    [answer] = answers("Amsterdma")

    assert answer["kind"] == "place"
    assert [(match["label"], match["guessed"]) for match in answer["matches"]] == [("Amsterdam", True)]


def test_a_name_that_is_known_is_no_guess():
    [answer] = answers("Bergen")

    assert all("guessed" not in match for match in answer["matches"])


@pytest.mark.parametrize(
    ("query", "place"),
    [("Kerkstraat 12, 6811 AB Arnhem", "Arnhem"), ("NL-6811AB", "Arnhem"), ("Amsterdam Zuidoost", "Amsterdam")],
)
def test_the_command_reads_what_the_pages_read_and_guesses_nothing_there(query, place):
    [answer] = answers(query)

    assert [match["place"] for match in answer["matches"]] == [place]
    assert "guessed" not in answer["matches"][0]


def test_a_town_at_the_end_of_an_address_without_a_postcode_is_a_guess():
    [answer] = answers("Kerkstraat 12, Arnhem")

    assert [(match["place"], match["guessed"]) for match in answer["matches"]] == [("Arnhem", True)]


def test_a_post_box_is_nowhere():
    assert answers("Postbus 1, 6800 AA Arnhem") == [
        {"query": "Postbus 1, 6800 AA Arnhem", "kind": "unknown", "matches": []}
    ]
