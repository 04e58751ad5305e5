"""A fact of law that nobody checked or that is over stands nowhere; checked, it stands in plans with its source."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from referrals.engine.parameter_codes import FACTS_OF_LAW
from referrals.engine.sentences import PARAMETERS
from services.models import DatedParameter
from tests.portal.page import Page
from tests.referrals.support.inputs import public_paths
from tests.referrals.support.journeys import step_url, walk

pytestmark = pytest.mark.django_db

MARK = "MERKTEKEN-{}"
ALL_BANDS = {"p-0-service_under_5": "4", "p-0-service_5_to_10": "3", "p-0-service_10_to_15": "2"}
FOUR = {"p-0-service_under_5": "4"}
# Written in every way that a page or a program could write the amount.
AMOUNT, WRITTEN = 876_543, ("876543", "876.543", "876,543")
EVERY_STEP = ("Laatste dag om ontslagvergunning", "Laatste dag om op te zeggen", "Vroegste einde van het werk")

EXAMPLE = "Voorbeeld: voor deze demo als nagekeken gezet."
BENEFIT = {"nl": "Hoe lang iemand WW krijgt", "en": "How long somebody gets unemployment benefit (WW)"}


@pytest.fixture(autouse=True)
def marked_facts():
    """Give each fact a source that is known by its mark, no last day, and the amount a number that nothing else has."""
    DatedParameter.objects.filter(code="transition_maximum", valid_from__year=2025).delete()
    for fact in facts():
        fact.source, fact.valid_from, fact.valid_until = MARK.format(fact.code), None, None
        fact.value = AMOUNT if fact.unit == "euro" else fact.value
        fact.save()


def facts():
    return DatedParameter.objects.filter(code__in=FACTS_OF_LAW)


def check(which):
    which.update(checked_by_staff_on=timezone.localdate(), approved_at=timezone.now())


def end_yesterday(which):
    which.update(valid_until=timezone.localdate() - timedelta(days=1))


def with_plan(client):
    """Have a plan in the browser of somebody who answered everything, with people in each band and in none."""
    end = timezone.localdate() + timedelta(days=300)
    walk(client, plaatsen={"p-0-permanent": "12", "p-0-end_date": f"{end.day}-{end.month}-{end.year}", **ALL_BANDS})
    client.post(step_url("loon"), {"month_wage": "3000_to_4000", "return_to": "advice"})


def case_in_json():
    end = timezone.localdate() + timedelta(days=300)
    group = {"location": "6811 AB", "headcount": 12, "contract": "permanent", "reason": "redundancy"}
    service = {"under_5": 4, "5_to_10": 3, "10_to_15": 2}
    return {"month_wage": "3000_to_4000", "groups": [{**group, "end_date": end.isoformat(), "service": service}]}


def from_api(client, language="nl"):
    body = json.dumps(case_in_json())
    return client.post(f"{reverse('api_route')}?lang={language}", body, content_type="application/json")


def everywhere(client):
    """Return what each public page says, the plan and the calendar file of a plan, and the endpoint."""
    paths = {"calendar": reverse("case_calendar"), "plan": reverse("case_advice"), **public_paths(client)}
    paths |= {"plan, English": f"/en{reverse('case_advice')}", "rule, English": "/en/regels/R11-collective/"}
    paths["rule"] = reverse("rule", args=["R11-collective"])
    told = {name: client.get(path).content.decode(errors="replace") for name, path in paths.items()}
    return told | {f"endpoint, {language}": from_api(client, language).content.decode() for language in ("nl", "en")}


def shown_in(pages):
    """Return where a mark of any fact, or its amount, is shown."""
    marks = [MARK.format(code) for code in FACTS_OF_LAW] + list(WRITTEN)
    return {(name, mark) for name, page in pages.items() for mark in marks if mark in page}


def marks_on(page):
    return {code for code in FACTS_OF_LAW if MARK.format(code) in page}


def test_a_fact_is_shown_nowhere_until_it_is_checked_and_nowhere_after_its_end(client):
    with_plan(client)
    assert shown_in(everywhere(client)) == set()

    check(facts())
    pages = everywhere(client)
    for name in ("plan", "plan, English", "endpoint, nl", "endpoint, en"):
        assert marks_on(pages[name]) == set(FACTS_OF_LAW), name
    assert all(step in pages["calendar"].replace("\r\n ", "") for step in EVERY_STEP[:2])
    assert "MERKTEKEN-notice_under_5" in pages["rule"]
    assert "876.543 euro" in pages["plan"]

    end_yesterday(facts())
    assert shown_in(everywhere(client)) == set()


def test_in_the_place_of_each_fact_the_plan_says_to_ask_uwv_in_both_languages(client):
    with_plan(client)
    for path, language, ask in (("", "nl", "vraag dit na bij UWV"), ("/en", "en", "check this with UWV")):
        plan = Page.read(client.get(path + reverse("case_advice"))).one("main").text
        assert f"{BENEFIT[language]}: {ask}." in plan
        for code in FACTS_OF_LAW:
            assert code.startswith("ww_") or f"{PARAMETERS[code][language]}: {ask}." in plan
        assert not any(step in plan for step in EVERY_STEP)
    told = from_api(client).json()
    assert (told["days"], told["cost"], told["facts"]) == ([], None, [])
    assert {one["fact"] for one in told["ask_uwv"]} == set(FACTS_OF_LAW)


def test_the_page_of_a_rule_says_so_too(client):
    rule = client.get(reverse("rule", args=["R11-collective"])).content.decode()
    assert f"{PARAMETERS['notice_under_5']['nl']}: vraag dit na bij UWV." in rule


@pytest.mark.parametrize("code", FACTS_OF_LAW)
def test_one_fact_that_is_not_checked_is_asked_of_uwv_alone(client, code):
    check(facts().exclude(code=code))
    told = from_api(client).json()
    assert [one["fact"] for one in told["ask_uwv"]] == [code]
    assert MARK.format(code) not in json.dumps(told)
    # Of unemployment benefit the numbers make one sentence: without one of them none is told.
    together = {one for one in FACTS_OF_LAW if one.startswith("ww_")} if code.startswith("ww_") else {code}
    assert {one["code"] for one in told["facts"]} == set(FACTS_OF_LAW) - together


def test_a_last_day_that_cannot_be_met_says_so_where_it_stands_with_the_earliest_that_can(client):
    check(facts())
    soon = timezone.localdate() + timedelta(days=20)
    walk(client, plaatsen={"p-0-permanent": "4", "p-0-end_date": f"{soon.day}-{soon.month}-{soon.year}", **FOUR})
    calendar = client.get(reverse("case_calendar")).content.decode().replace("\r\n ", "")
    for told in (client.get(reverse("case_advice")).content.decode(), calendar):
        assert "Die dag haalt u niet meer voor iedereen." in told
        assert "Vroegste einde van het werk\\, als u vandaag begint" in told.replace("werk, als", "werk\\, als")
        assert "Laatste dag om op te zeggen" not in told


def test_the_first_screen_says_whose_day_it_is_where_bands_have_days_of_their_own(client):
    check(facts())
    with_plan(client)
    first = client.get(reverse("case_advice")).content.decode()
    days = re.search(r'<ol class="vwnw-plan-first__days">(.*?)</ol>', first, re.DOTALL)[1]
    told = re.findall(r"</strong> (.*?)</li>", days)
    assert told[0] == "Uiterlijk naar UWV: 10 tot 15 jaar in dienst"
    assert "Uiterlijk opzeggen: 10 tot 15 jaar in dienst" in told
    assert len(set(told)) == 3


def test_a_demo_shows_the_facts_as_examples_until_it_is_taken_away(client):
    with_plan(client)
    call_command("load_directory", demo=True, verbosity=0)
    plan = client.get(reverse("case_advice")).content.decode()
    assert marks_on(plan) == set(FACTS_OF_LAW)
    # Each fact says so, the days and the cost each once above them, and so does each day of the line of time.
    assert plan.count(EXAMPLE) >= len(FACTS_OF_LAW) + 2
    assert client.get(reverse("case_calendar")).content.decode().replace("\r\n ", "").count(EXAMPLE) > 1
    assert all(fact["example"] for fact in from_api(client).json()["facts"])

    call_command("remove_demo", verbosity=0)
    assert not facts().exclude(approved_at=None).exists()


def test_a_fact_that_staff_began_on_is_no_example_in_a_demo(django_user_model):
    somebody = django_user_model.objects.create_user("iemand", is_staff=True)
    facts().filter(code="permit_use_weeks").update(checked_by=somebody, checked_by_staff_on=timezone.localdate())
    call_command("load_directory", demo=True, verbosity=0)
    assert facts().filter(is_example=False).get().code == "permit_use_weeks"
