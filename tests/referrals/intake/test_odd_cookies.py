"""A cookie that is not what this version of the portal made is read as none, and is never an error."""

from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core import signing
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from referrals.employee.questions import ANSWERS as EMPLOYEE
from referrals.intake.answer_cookie import COOKIE
from tests.referrals.support.journeys import ARNHEM, answer, page
from vwnw_portal.sign_in.passkey_login import COOKIE as PASSKEY

pytestmark = pytest.mark.django_db

PAGES = [reverse(name) for name in ("case", "case_check", "case_advice", "case_calendar", "refer", "refer_consent")]
STEPS = [reverse("case_step", args=[step]) for step in ARNHEM]
ADDRESSES = "/ /casus/ /casus/sector/ /casus/controleren/ /hulp-in-de-buurt/ /account/login/ /beheer/techniek/".split()
OTHER_SHAPES = [
    [],
    "tekst",
    1,
    None,
    ["situatie"],
    {"situatie": None},
    {"situatie": ["redundancy"]},
    {"situatie": {"situations": 1}},
    {"situatie": {"situations": {"redundancy": True}}},
    {"situatie": {"situations": [["redundancy"]]}},
    {"plaatsen": {"places": "Arnhem"}},
    {"plaatsen": {"places": ["Arnhem"]}},
    {"plaatsen": {"places": {"0": {"location": "Arnhem"}}}},
    {"sector": {"sector": {"code": "bouw"}}},
    {"plaatsen": {"places": [{"location": None}]}},
    {"versie": 2, "sector": {"sector": "bouw"}},
    {"kenmerk": 1, "sector": {"sector": "bouw"}},
    {"kenmerk": ["a"], "sector": {"sector": "bouw"}},
    {"sector": {"sector": "\ud800"}},
    {"plaatsen": {"places": [{"location": ["\udfff"]}]}},
]
NOTHING_SENT = [
    {"situatie": {"situations": None}},
    {"overleg": {"talks": None}},
    {"doorverwijzen": {"providers": None}},
]

TEXTS = st.text(max_size=20) | st.sampled_from(["redundancy", "yes", "6811 AB", "12", "\0", "\ud800", "1" * 5_000])
TYPED = st.none() | TEXTS | st.lists(TEXTS, max_size=3)
FIELDS = st.sampled_from(
    ["situations", "sector", "employees_total", "needs", "stay_in_sector", "budget", "talks", "providers", "location"]
)
PLACE_FIELDS = st.sampled_from(["location", "permanent", "temporary", "ill", "end_date", "employment_ends"])
PLACES = st.lists(st.dictionaries(PLACE_FIELDS, TEXTS | TYPED, max_size=4), max_size=3)
ANSWERS = st.dictionaries(FIELDS, TYPED, max_size=3) | st.fixed_dictionaries({"places": PLACES | TYPED})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(TEXTS | FIELDS, parts, max_size=3),
    max_leaves=8,
)
COOKIES = st.dictionaries(st.sampled_from([*ARNHEM, "doorverwijzen"]), ANSWERS | JSON, max_size=9) | JSON


def look_everywhere(client):
    return {address: client.get(address).status_code for address in PAGES + STEPS}


@pytest.mark.parametrize("steps", OTHER_SHAPES, ids=range(len(OTHER_SHAPES)))
def test_a_cookie_of_another_shape_is_read_as_none(client, steps):
    client.cookies[COOKIE.name] = signing.dumps(steps, salt=COOKIE.salt)

    assert "Uw antwoorden zijn er niet meer" in client.get(reverse("case_check"), follow=True).content.decode()
    assert answer(client, "sector", sector="bouw").status_code == 302
    assert "Bouw" in page(client, "case_check")


@pytest.mark.parametrize("steps", NOTHING_SENT, ids=range(len(NOTHING_SENT)))
def test_a_field_that_the_browser_did_not_send_is_an_open_answer(client, steps):
    client.cookies[COOKIE.name] = signing.dumps({"sector": {"sector": "bouw"}} | steps, salt=COOKIE.salt)

    assert set(look_everywhere(client).values()) <= {200, 302}
    assert "Bouw" in page(client, "case_check")


EMPLOYEE_SHAPES = [
    [],
    "tekst",
    1,
    ["location"],
    {"location": "Arnhem"},
    {"location": None},
    {"location": [1]},
    {"location": [["Arnhem"]]},
    {"location": {"0": "Arnhem"}},
    *({field: texts} for field in ("location", "situation", "sector", "needs") for texts in (["\ud800"], ["a\udfffb"])),
    {"\ud800": ["Arnhem"]},
]


@pytest.mark.parametrize("typed", EMPLOYEE_SHAPES, ids=range(len(EMPLOYEE_SHAPES)))
def test_an_employees_cookie_of_another_shape_is_read_as_none(client, typed):
    client.cookies[EMPLOYEE.name] = signing.dumps(typed, salt=EMPLOYEE.salt)

    assert client.get(reverse("employee")).context["answered_for"] is None
    assert client.get(reverse("employee_answer", args=["GM0202"])).status_code == 200


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(st.sampled_from(["location", "situation", "sector", "needs"]), TYPED | JSON) | JSON)
def test_no_answers_of_an_employee_that_we_may_have_signed_are_an_error(client, typed):
    client.cookies[EMPLOYEE.name] = signing.dumps(typed, salt=EMPLOYEE.salt, compress=True)

    assert client.get(reverse("employee")).status_code == 200


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=COOKIES)
def test_no_answers_that_we_may_have_signed_are_an_error(client, steps):
    client.cookies[COOKIE.name] = signing.dumps(steps, salt=COOKIE.salt, compress=True)

    assert set(look_everywhere(client).values()) <= {200, 302}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(max_codepoint=255), max_size=60))
@example(value='"\\000\\000\\000\\000\\000\\000\\000\\000\\000"')
@example(value=".eJwrSS0uAQAEXQHB:1:x")
@example(value="é:é:é")
def test_no_value_of_any_cookie_of_ours_is_an_error(client, value):
    names = (portal.SESSION_COOKIE_NAME, portal.CSRF_COOKIE_NAME, portal.LANGUAGE_COOKIE_NAME, "messages")
    for name in (COOKIE.name, EMPLOYEE.name, *names):
        header = {"Cookie": f"{name}={value}".replace("\n", "").replace("\r", "")}
        for address in ADDRESSES:
            assert client.get(address, headers=header).status_code in (200, 302, 400)


@pytest.mark.parametrize("question", ["", "{}", "null", "a:b", "{}:1a:xyz", ":" * 2_000, "\x80", '"\\ud800"'])
def test_an_odd_question_to_a_passkey_is_read_as_none(client, question):
    client.cookies[PASSKEY] = question

    assert client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code in (200, 302)


def test_the_cookies_that_are_tried_are_all_there_are():
    written = [
        path.name
        for folder in ("referrals", "services", "regions", "vwnw_portal")
        for path in Path(portal.BASE_DIR, folder).rglob("*.py")
        if ".set_cookie(" in path.read_text() or "set_signed_cookie(" in path.read_text()
    ]

    assert sorted(written) == ["passkey_login.py", "signed_cookie.py"]
