"""The page, the endpoint and the command give the same answer for the same case."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from referrals.rulebook.examples import examples
from regions.places import Guessed, find_place
from tests.referrals.support.journeys import walk

pytestmark = pytest.mark.django_db

COUNT_OF = {
    ("redundancy", "permanent"): "permanent",
    ("redundancy", "temporary"): "temporary",
    ("redundancy", "agency"): "agency",
    ("prepare", "permanent"): "prepare",
    ("illness", "permanent"): "ill",
    ("on_benefit", "permanent"): "on_benefit",
}
END_OF = {"redundancy": "end_date", "prepare": "end_date", "illness": "employment_ends", "on_benefit": "end_date"}
YES_OR_NO = {True: "yes", False: "no", None: "unknown"}
EXAMPLES = {example.name: example for example in examples()}


def from_command(case, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(case).encode())))
    out = io.StringIO()
    call_command("route_case", "-", "--json", stdout=out)
    return json.loads(out.getvalue())


def understood(place, today):
    """Return a place as a visitor leaves it: a page asks what is meant by one with a typing error."""
    match find_place(place, date.fromisoformat(today)):
        case Guessed((location,)):
            return location.label
    return place


def as_journey(case):
    """Return the answers, by step, with which a visitor describes this case."""
    places = {"p-TOTAL_FORMS": str(len(case["groups"])), "p-INITIAL_FORMS": "0"}
    for index, group in enumerate(case["groups"]):
        places |= {
            f"p-{index}-permanent": "",
            f"p-{index}-location": understood(group["location"], case["today"]),
            f"p-{index}-{COUNT_OF[group['reason'], group['contract']]}": str(group["headcount"]),
            f"p-{index}-{END_OF[group['reason']]}": "-".join(reversed(group.get("end_date", "").split("-"))),
        }
    needs = case.get("needs")
    return {
        "situatie": {"situations": sorted({group["reason"] for group in case["groups"]})},
        "plaatsen": places,
        "sector": {"sector": case.get("sector", "unknown")},
        "omvang": {"employees_total": str(case.get("employees_total", ""))},
        "hulp": {"needs": ["unknown"] if needs is None else needs or ["none"]},
        "blijven": {"stay_in_sector": YES_OR_NO[case.get("stay_in_sector")]},
        "afstand": {"far_from_labour_market": YES_OR_NO[case.get("far_from_labour_market")]},
        "budget": {"budget": YES_OR_NO[case.get("budget")]},
    }


def has_twin_places(case):
    """Return whether two groups share place and date: on the page those stand in one row."""
    places = [(group["location"], group.get("end_date")) for group in case["groups"]]
    return len(set(places)) < len(places)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_endpoint_answers_as_the_command(name, client, example_directory, monkeypatch):
    case = EXAMPLES[name].case
    response = client.post(reverse("api_route"), json.dumps(case), content_type="application/json")
    assert response.json() == from_command(case, monkeypatch)


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if not has_twin_places(example.case)])
def test_the_plan_answers_as_the_command(name, client, example_directory, monkeypatch, time_machine):
    case = EXAMPLES[name].case
    time_machine.move_to(f"{case['today']} 12:00:00+01:00", tick=False)
    answer = from_command(case, monkeypatch)
    walk(client, **as_journey(case))
    response = client.get(reverse("case_advice"))
    route = response.context["advice"].route
    assert [one.candidate.slug for one in route.recommendations] == [
        one["provider"] for one in answer["recommendations"]
    ]
    assert [one.level.code for one in route.recommendations] == [one["level"] for one in answer["recommendations"]]
    assert [one.candidate.slug for one in route.excluded] == [one["provider"] for one in answer["excluded"]]
    assert [one.finding.text("nl") for one in route.duties] == [one["text"] for one in answer["duties"]]
    assert [one.day.isoformat() for one in route.dates] == [one["date"] for one in answer["dates"]]
    assert [one.role for one in route.gaps] == [one["role"] for one in answer["gaps"]]
    html = response.content.decode()
    for duty in route.duties:
        assert duty.finding.text("nl").split(".")[0] in html


def test_the_examples_are_at_least_sixty():
    assert len(EXAMPLES) >= 60


def test_the_endpoint_names_every_problem(client):
    response = client.post(reverse("api_route"), '{"groups": [], "extra": 1}', content_type="application/json")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert {problem["path"] for problem in response.json()["problems"]} == {"extra", "groups"}


@pytest.mark.parametrize("body", ["", "{", "[]", "\xff", "[" * 3000])
def test_the_endpoint_refuses_what_is_not_a_case(client, body):
    assert client.post(reverse("api_route"), body, content_type="application/json").status_code == 400


GROUP = {"location": "6811 AB", "headcount": 12, "contract": "permanent", "reason": "redundancy"}


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"end_date": "9999-12-31"}, "groups[0].end_date", "Vul een datum in van 1 januari 1990 tot en met "),
        ({"end_date": "0001-01-01"}, "groups[0].end_date", "Vul een datum in van 1 januari 1990 tot en met "),
        ({"end_date": "1-4-2027"}, "groups[0].end_date", "Schrijf jaar-maand-dag"),
        ({"end_date": 20270401}, "groups[0].end_date", "Schrijf jaar-maand-dag"),
        ({"headcount": 100_001}, "groups[0].headcount", "Vul een aantal van ten hoogste 100000 in."),
        ({"headcount": "12"}, "groups[0].headcount", "Vul een heel aantal mensen in"),
        ({"headcount": 12.0}, "groups[0].headcount", "Vul een heel aantal mensen in"),
    ],
)
def test_the_endpoint_and_the_command_name_what_is_wrong_with_a_date_or_count(
    client, monkeypatch, example_directory, changes, path, said
):
    case = {"groups": [{**GROUP, **changes}]}
    response = client.post(reverse("api_route"), json.dumps(case), content_type="application/json")
    [problem] = response.json()["problems"]
    assert (response.status_code, problem["path"]) == (400, path)
    assert said in problem["message"]
    with pytest.raises(CommandError) as refusal:
        from_command(case, monkeypatch)
    assert str(refusal.value) == f"{path}: {problem['message']}"
    assert refusal.value.returncode == 2


def test_a_count_of_thousands_of_digits_is_refused_as_a_count(client):
    body = json.dumps({"groups": [GROUP]}).replace("12", "9" * 5000)
    [problem] = client.post(reverse("api_route"), body, content_type="application/json").json()["problems"]
    assert problem["path"] == "groups[0].headcount"


@pytest.mark.parametrize("today", ["1990-01-01", "2026-11-23", "2036-11-01"])
def test_a_case_on_any_day_that_is_taken_gets_an_answer(client, example_directory, time_machine, today):
    """On the first of these days no division of the country is known yet."""
    time_machine.move_to("2026-11-26 12:00:00+01:00", tick=False)
    year = int(today[:4])
    for end in (today, f"{year + 10}-01-01", f"{year + 9}-12", None):
        case = {"today": today, "groups": [{**GROUP, "headcount": 25, "end_date": end}]}
        response = client.post(reverse("api_route"), json.dumps(case), content_type="application/json")
        assert response.status_code == 200, response.content


def test_today_is_a_day_within_bounds_and_no_month(client):
    for today in ("1989-12-31", "0001-01-01", "9999-12-31", "2026-11"):
        body = json.dumps({"today": today, "groups": [GROUP]})
        response = client.post(reverse("api_route"), body, content_type="application/json")
        assert [problem["path"] for problem in response.json()["problems"]] == ["today"]


def test_the_endpoint_speaks_english_when_asked(client, example_directory):
    body = json.dumps(EXAMPLES["r03-own-sector"].case)
    url = reverse("api_route") + "?lang=en"
    assert "is in the work area" in client.post(url, body, content_type="application/json").content.decode()
    assert client.post(reverse("api_route") + "?lang=fr", body, content_type="application/json").status_code == 400
    assert client.get(reverse("api_route")).status_code == 405
