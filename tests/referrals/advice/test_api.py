"""What the endpoint refuses, and how: as a problem that a program can read, never with an error of its own."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as how_to_try
from hypothesis import strategies as st

from services.models import Provider
from tests.services.providers import add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

GROUP = '{"location": "6811 AB", "headcount": 12, "contract": "permanent", "reason": "redundancy"}'
# Each with where it is wrong; G is a group, H another one.
READ_IN_TWO_WAYS = {
    '{"sector": "bouw", "sector": "horeca", "groups": [G]}': {"sector"},
    '{"groups": [G], "groups": []}': {"groups"},
    '{"groups": [G, H]}': {"groups[1].headcount"},
    '{"groups": [G], "\\u0073ector": "bouw", "sector": "bouw"}': {"sector"},
    '{"x": {"y": [{"z": 1, "z": 1}]}, "groups": [G], "groups": []}': {"groups", "x.y[0].z"},
}
NO_JSON = {
    "": "geen geldige JSON",
    "{": "geen geldige JSON",
    '{"groups": [],}': "geen geldige JSON: kijk bij regel 1, teken 15.",
    '{"groups": [{"headcount": NaN}]}': "NaN is geen getal in JSON.",
    '{"groups": [{"headcount": -Infinity}]}': "-Infinity is geen getal in JSON.",
    "[" * 60_000: "te diep genest",
    '{"a":' * 10_000: "te diep genest",
    '{"a": [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}': "te diep genest",
}
ODD_NUMBERS = ["1" * 5_000, "1e400", "-1e400", "1.0", "12.5", "-0", "1e3", "9" * 18]


def post(client, body, content_type="application/json", language="nl"):
    body = body if isinstance(body, bytes) else body.encode()
    return client.generic("POST", f"{reverse('api_route')}?lang={language}", body, content_type=content_type)


def problems_of(response, status=400):
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    return {problem["path"]: problem["message"] for problem in response.json()["problems"]}


def refused_by_command(tmp_path, text):
    file = tmp_path / "case.json"
    file.write_text(text)
    with pytest.raises(CommandError) as refusal:
        call_command("route_case", str(file), "--json")
    assert refusal.value.returncode == 2
    return str(refusal.value)


@pytest.mark.parametrize(("body", "paths"), READ_IN_TWO_WAYS.items())
def test_a_key_that_is_there_twice_is_refused_where_it_stands(client, tmp_path, body, paths):
    body = body.replace("G", GROUP).replace("H", GROUP.replace("}", ', "headcount": 12}'))
    problems = problems_of(post(client, body))

    assert problems == dict.fromkeys(paths, "Deze sleutel staat er meer dan één keer.")
    assert set(refused_by_command(tmp_path, body).splitlines()) == {f"{path}: {why}" for path, why in problems.items()}


@pytest.mark.parametrize(("body", "said"), NO_JSON.items(), ids=range(len(NO_JSON)))
def test_what_is_no_json_is_refused_with_what_is_wrong(client, tmp_path, body, said):
    assert said in problems_of(post(client, body))[""]
    assert said in refused_by_command(tmp_path, body)


def test_brackets_in_a_text_are_no_nesting(client):
    problems = problems_of(post(client, json.dumps({"groups": [], "sector": "[{" * 1_000 + '\\"['})))

    assert set(problems) == {"groups", "sector"}


@pytest.mark.parametrize("body", [b"\xff\xfe{}", '{"groups": []}'.encode("utf-16"), b'{"sector": "\xe9"}'])
def test_what_is_not_in_utf8_is_refused(client, body):
    assert problems_of(post(client, body)) == {"": "Dit is geen tekst in UTF-8."}


def test_a_byte_order_mark_is_no_part_of_the_text(client):
    assert set(problems_of(post(client, b'\xef\xbb\xbf{"groups": []}'))) == {"groups"}


@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_a_number_that_is_no_number_of_people_is_refused_where_it_stands(client, number):
    body = f'{{"groups": [{GROUP.replace("12", number)}], "employees_total": {number}}}'

    assert set(problems_of(post(client, body))) == {"employees_total", "groups[0].headcount"}


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"]
)
def test_another_kind_of_content_is_refused(client, kind):
    problems = problems_of(post(client, '{"groups": []}', content_type=kind), 415)

    assert problems == {"": "Stuur de casus als application/json."}


@pytest.mark.parametrize(
    "kind", ["application/json", "APPLICATION/JSON; charset=UTF-8", "application/json;charset=utf8"]
)
def test_json_is_read_however_it_is_announced(client, kind):
    assert "groups" in problems_of(post(client, '{"groups": []}', content_type=kind))


@pytest.mark.parametrize(("wrong", "more"), [(1, 0), (20, 0), (21, 1), (500, 480)])
def test_an_answer_holds_twenty_problems_and_says_how_many_more_there_are(client, wrong, more):
    body = json.dumps({f"key{number}": 1 for number in range(wrong - 1)} | {"groups": []})
    response = post(client, body)

    assert len(problems_of(response)) == min(wrong, 20)
    assert response.json()["more_problems"] == more


@pytest.mark.parametrize(
    ("status", "kind", "body"), [(415, "text/plain", "{}"), (400, "application/json", '{"a": 1, "a": 2}')]
)
def test_the_endpoint_refuses_in_english_when_asked(client, status, kind, body):
    (message,) = problems_of(post(client, body, content_type=kind, language="en"), status).values()

    assert message in ("Send the case as application/json.", "This key is there more than once.")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\ud800", "\0", "6811 AB"]),
    lambda parts: (
        st.lists(parts, max_size=4) | st.dictionaries(st.text() | st.sampled_from(["location"]), parts, max_size=4)
    ),
    max_leaves=20,
)
CASE_KEYS = ["today", "sector", "employees_total", "needs", "stay_in_sector", "budget", "groups"]
GROUP_KEYS = ["location", "headcount", "contract", "reason", "end_date"]
CASES = st.dictionaries(
    st.sampled_from(CASE_KEYS) | st.text(max_size=5),
    VALUES | st.lists(st.dictionaries(st.sampled_from(GROUP_KEYS), VALUES, max_size=5), max_size=3),
)


@how_to_try(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=CASES.map(json.dumps).map(str.encode) | st.binary() | VALUES.map(json.dumps).map(str.encode))
def test_whatever_is_sent_is_answered_or_refused(client, body):
    assert post(client, body).status_code in (200, 400)


@how_to_try(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(GROUP_KEYS), value=VALUES)
def test_whatever_stands_in_a_good_case_is_answered_or_refused(client, key, value):
    body = json.dumps({"groups": [json.loads(GROUP) | {key: value}]})

    assert post(client, body).status_code in (200, 400)


def test_one_network_asks_so_much_in_an_hour_and_hears_when_it_can_again(client, settings, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    settings.API_CALLS_PER_ADDRESS = 2
    body = '{"groups": [G]}'.replace("G", GROUP)
    assert post(client, body).status_code == 200
    assert post(client, "{").status_code == 400
    time_machine.move_to("2026-11-23 10:20:00+00:00", tick=False)

    response = post(client, body)

    [why] = problems_of(response, 429).values()
    assert why == "Vanaf uw netwerk kwamen in een uur al 2 vragen. Probeer het later opnieuw."
    assert response["Retry-After"] == str(40 * 60)
    assert "Try again later." in post(client, body, language="en").json()["problems"][0]["message"]
    assert client.post(reverse("api_route"), body, "application/json", REMOTE_ADDR="192.0.2.9").status_code == 200
    time_machine.move_to("2026-11-23 11:00:00+00:00", tick=False)
    assert post(client, body).status_code == 200


def test_what_an_organisation_said_of_its_room_stands_beside_it_until_its_day(client):
    add_provider("loket", "AM:AM07", type_="learning_work_desk")
    body = f'{{"groups": [{GROUP}]}}'
    assert "room" not in post(client, body).json()["recommendations"][0]

    with by_hand():
        Provider.objects.update(capacity="waiting", capacity_until=days_ago(0), waiting_weeks=6)

    room = post(client, body).json()["recommendations"][0]["room"]
    assert room == {"capacity": "waiting", "until": days_ago(0).isoformat(), "weeks": 6}
    with by_hand():
        Provider.objects.update(capacity_until=days_ago(1))
    assert "room" not in post(client, body).json()["recommendations"][0]
