"""Whatever is posted to the pages of a case, they answer. CASE_VISITS=1000 makes it five thousand posts."""

import os

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referrals.intake.steps import STEPS
from tests.referrals.support.journeys import ARNHEM, step_url

pytestmark = pytest.mark.django_db

# Of five posts each.
VISITS = int(os.environ.get("CASE_VISITS", "200"))
FIELDS = sorted(
    {field for answers in ARNHEM.values() for field in answers}
    | {
        "p-1-location",
        "p-0-temporary",
        "p-0-temporary_ends",
        "p-0-location-gevraagd",
        "p-0-location-bedoeld",
        "add_place",
        "remove_place",
        "return_to",
    }
)
WORDS = [
    "",
    "6811 AB",
    "Laren",
    "Laren (gemeente Lochem)",
    "IJmuidn",
    "Twente",
    "12",
    "0",
    "-1",
    "1.000",
    "12,0",
    "01-04-2027",
    "31-02-2027",
    "april 2035",
    "31-12-9999",
    "1-1-0001",
    "yes",
    "unknown",
    "none",
    "redundancy",
    "check",
    "advice",
]
values = st.sampled_from(WORDS) | st.text(max_size=30) | st.integers().map(str)
posts = st.dictionaries(st.sampled_from(FIELDS), st.lists(values, max_size=3), max_size=8)


@given(st.lists(st.tuples(st.sampled_from([step.slug for step in STEPS]), posts), min_size=5, max_size=5))
@settings(max_examples=VISITS, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_posts_ever_break_a_page(django_db_blocker, visits):
    client = Client()
    for step, posted in visits:
        assert client.post(step_url(step), posted).status_code in (200, 302)
    for path in ("/casus/", "/casus/controleren/", "/casus/advies/", "/casus/advies/agenda.ics"):
        assert client.get(path).status_code in (200, 302)
