"""The report on coverage says of a municipality what the plan of an employer there says: one judgement, two ways."""

import json
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from referrals.advice.advise import Advice, advise
from referrals.engine.findings import Level
from referrals.engine.rule_ids import RuleId
from services.models import Role
from tests.services.providers import ARNHEM, NIJMEGEN, add_provider, days_ago

pytestmark = pytest.mark.django_db

PLACES_TRIED = 80
ORGANISATIONS = 45
MANY = 5000
REASONS = {"preventive": "prepare", "curative": "redundancy", "reintegration": "on_benefit"}
SECTORS = ("techniek", "bouw")
TYPES = (
    "branch_service_point",
    "employer_service_point",
    "gatekeeper_centre",
    "learning_work_desk",
    "mobility_centre",
    "outplacement_agency",
    "uwv",
)
AREAS = ("AM:AM07", "AM:AM08", "AM:AM18", "PV:PV24", "GM:GM0202", "GM:GM0363", "PC:1011-1020", "PC:6811", "?")
GRONINGEN = {"latitude": 53.22, "longitude": 6.57}


@pytest.fixture(params=[1, 2, 3])
def chance(request) -> Random:
    return Random(request.param)  # noqa: S311 - the same organisations and places each time


@pytest.fixture
def directory(chance):
    """Organisations of every kind that matters, in a few parts of the country."""
    for number in range(ORGANISATIONS):
        areas = chance.sample(AREAS, chance.choice((1, 1, 2)))
        add_provider(
            f"organisatie-{number:02}",
            *(["?"] if "?" in areas else areas),
            type_=chance.choice(TYPES),
            roles=frozenset(chance.sample(list(Role), chance.choice((1, 2)))),
            sectors=chance.choice(((), (), SECTORS[:1], SECTORS[1:])),
            min_redundancies=chance.choice((None, None, 20)),
            takes_redundant=chance.choice((None, True, False)),
            first_contact=chance.random() < 0.1,
            **({} if "?" in areas else {"last_checked_on": chance.choice((None, days_ago(30), days_ago(500)))}),
            **chance.choice(({}, ARNHEM, NIJMEGEN, GRONINGEN)),
        )


def report() -> list[dict]:
    out = StringIO()
    call_command("coverage_report", json=True, stdout=out)
    return json.loads(out.getvalue())


def plan(row: dict, sector: str, people: int) -> Advice:
    """Return the plan of an employer in the municipality whose people need help in the role."""
    group = {
        "location": f"gemeente {row['municipality']}",
        "headcount": people,
        "contract": "permanent",
        "reason": REASONS[row["role"]],
    }
    case = {"sector": sector, "employees_total": people, "needs": [], "budget": False, "groups": [group]}
    return advise(case, timezone.localdate())


def sure_help(advice: Advice) -> set[bool]:
    """Return whether who surely helps can be referred to: of the organisations with the role, not the general entry."""
    return {
        one.candidate.is_referable
        for one in advice.route.recommendations
        if one.level is Level.FULL
        and one.kind.code != "employer_service_point"
        and any(reason.rule is RuleId.R1_ROLE for reason in one.reasons)
    }


def state(help_: set[bool]) -> str:
    return "referable" if True in help_ else "known" if help_ else "unsure"


def as_sure(status: str) -> str:
    return status if status in ("referable", "known") else "unsure"


def test_the_report_says_of_a_place_what_the_plan_says_there(directory, chance):
    rows = report()
    around = [row for row in rows if row["labour_market_region"][0] in ("AM07", "AM08", "AM18")]
    tried = chance.sample(around, PLACES_TRIED // 2) + chance.sample(rows, PLACES_TRIED // 2)

    for row in tried:
        where = (row["municipality"], row["role"])
        plans = [plan(row, sector, MANY) for sector in (*SECTORS, "other")]
        gaps = [gap for one in plans for gap in one.route.gaps]
        first = plans[0].route.first_contacts

        assert as_sure(row["status"]) == state(set().union(*map(sure_help, plans))), where
        assert as_sure(row["for_everyone"]) == state(sure_help(plan(row, "other", 1))), where
        assert (row["status"] in ("possible", "nobody") and not row["partly"]) == (len(gaps) == len(plans)), where
        assert row["fallback"] == (first[0].candidate.slug if first else None), where
        if len(gaps) == len(plans):
            distances = {gap.nearest.slug: gap.distance_km for gap in gaps if gap.nearest}
            nearest = min(distances, key=lambda slug: (distances[slug], slug), default=None)
            assert (row["nearest"], row["distance_km"]) == (nearest, distances.get(nearest)), where

    assert {row["status"] for row in tried} >= {"referable", "known", "possible"}
    assert any(row["nearest"] for row in tried)
    assert any(row["partly"] for row in tried)
