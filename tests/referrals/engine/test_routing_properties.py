"""What holds for every case that can be thought of: routing answers, the same each time, and only with providers
that serve the place."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referrals.advice.advise import find_route
from referrals.advice.as_json import as_data
from referrals.engine.case import Case, Contract, Group, Need, Situation
from referrals.engine.findings import Level
from regions.places import Found, find_place
from services.models import Provider

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
PLACES = ["6811 AB", "Arnhem", "1013 AE", "1013", "1013 AG", "Utrecht", "Almere", "Zwolle", "Maastricht", "Leeuwarden"]
EXAMPLE_FILE = "fixtures/rule_examples/directory.csv"


def groups():
    return st.builds(
        lambda place, headcount, contract, situation, days: (place, headcount, contract, situation, days),
        st.sampled_from(PLACES),
        st.integers(1, 60),
        st.sampled_from(Contract),
        st.sampled_from(Situation),
        st.none() | st.integers(0, 500),
    )


def cases():
    return st.fixed_dictionaries(
        {
            "sector": st.sampled_from([None, "techniek", "zorg-en-welzijn", "bouw", "other"]),
            "employees_total": st.none() | st.integers(1, 500),
            "needs": st.none() | st.frozensets(st.sampled_from(Need)),
            "stay_in_sector": st.sampled_from([None, True, False]),
            "far_from_labour_market": st.sampled_from([None, True, False]),
            "budget": st.sampled_from([None, True, False]),
            "groups": st.lists(groups(), min_size=1, max_size=4),
        }
    )


def build(answers):
    def located(place):
        found = find_place(place, TODAY)
        assert isinstance(found, Found)
        return found.location

    made = tuple(
        Group(place, located(place), headcount, contract, situation, None if days is None else TODAY + timedelta(days))
        for place, headcount, contract, situation, days in answers["groups"]
    )
    return Case(today=TODAY, **{**answers, "groups": made})


@pytest.fixture
def many_checked_providers(db, capsys):
    call_command("import_providers", EXAMPLE_FILE, "--json")
    capsys.readouterr()


@given(cases())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_case_gets_the_same_sound_answer_twice(many_checked_providers, answers):
    case = build(answers)
    route = find_route(case)

    written = json.dumps([as_data_of(case, route, language) for language in ("nl", "en")])
    assert written == json.dumps([as_data_of(case, find_route(case), language) for language in ("nl", "en")])

    for one in route.recommendations:
        for index in one.groups:
            published = Provider.objects.published(TODAY)
            serving = published.maybe_covering(case.groups[index].location)
            assert serving.filter(slug=one.candidate.slug).exists()
        assert not one.candidate.traits.kind.is_private or case.budget is not False
    recommended = {one.candidate.slug for one in route.recommendations}
    assert not recommended & {one.candidate.slug for one in route.excluded}
    ranks = [(one.candidate.traits.kind.is_private, one.level) for one in route.recommendations]
    assert ranks == sorted(ranks)
    possible = [one for one in route.recommendations if one.level is Level.POSSIBLE]
    assert any(finding.question for one in possible for finding in one.findings) == bool(route.open_questions)
    # A provider of which nobody knows where it works is possible without any question that the employer could answer.
    assert all(
        any(finding.question for finding in one.findings) or one.candidate.traits.is_area_unknown for one in possible
    )
    assert_paths_tell_the_same(case, route)
    flexible_only = all(group.is_flexible_redundancy for group in case.groups)
    assert bool(route.roles) != flexible_only


def assert_paths_tell_the_same(case, route):
    """Every group stands in one path, with all who help it; a single path has the order of the whole."""
    assert sorted(index for path in route.paths for index in path.groups) == list(range(len(case.groups)))
    helped = {(one.candidate.slug, index) for one in route.recommendations for index in one.groups}
    assert helped == {
        (one.candidate.slug, index) for path in route.paths for one in path.recommendations for index in one.groups
    }
    if len(route.paths) == 1:
        assert route.paths[0].recommendations == route.recommendations


def as_data_of(case, route, language):
    from referrals.advice.advise import Advice

    return as_data(Advice(case, route, ""), language)
