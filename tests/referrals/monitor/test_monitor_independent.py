"""The monitor over thousands of cases with overlaps equals a count made another way, straight from rows and events.

What lives here: that other count: plain Python over every row of the tables, replaying the events one by one, with the
Dutch holidays written out. It imports nothing of the monitor but the names of its tables.
"""

import csv
import io
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from referrals.models import CaseGroup, Outcome, Referral, ReferralEvent, ReferredCase, TakenOn
from referrals.monitor import counts
from referrals.monitor.counts import By
from regions.models import Area
from services.models import Sector
from tests.referrals.support.generated_cases import generate_cases

pytestmark = pytest.mark.django_db

YEAR = 2025
LAST_DAY_THAT_COUNTS = date(2026, 3, 31)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFF = {
    date.fromisoformat(day)
    for day in (
        "2025-01-01 2025-04-21 2025-05-05 2025-05-29 2025-06-09 2025-12-25 2025-12-26 "
        "2026-01-01 2026-04-06 2026-04-27 2026-05-14 2026-05-25"
    ).split()
}
QUARTER_OF_MONTH = "111222333444"
BEST_FIRST = ["new_work", "own_business", "training", "kept_job", "no_work_yet", "unknown"]


def working_days(first, last):
    days = 0
    while first < last:
        first += timedelta(days=1)
        days += first.isoweekday() <= 5 and first not in OFF
    return days


def dutch_day(at):
    return at.astimezone(AMSTERDAM).date()


ANSWERS = ("accepted", "declined", "forwarded")


def days_to_first(*words):
    """Return days by case: replay all events in order, and stop looking at a case after the first of these words."""
    referrals = {one.pk: one for one in Referral.objects.all()}
    days = {}
    for event in sorted(
        ReferralEvent.objects.all(), key=lambda one: (one.at, referrals[one.referral_id].sent_at or one.at)
    ):
        if not {event.after, event.what} & set(words) or dutch_day(event.at) > LAST_DAY_THAT_COUNTS:
            continue
        referral = referrals[event.referral_id]
        if referral.case_id not in days:
            days[referral.case_id] = working_days(dutch_day(referral.sent_at), dutch_day(event.at))
    return days


def people_by_result(case, headcount, rows):
    """Return people a result: what the employer said, else the most that one said; what is left has none.

    Providers that each have a part of the people say it together.
    """
    rows = [row for row in rows if row.case_id == case.pk and dutch_day(row.reported_at) <= LAST_DAY_THAT_COUNTS]
    by_employer = [row for row in rows if row.referral_id is None]
    parts = set(TakenOn.objects.filter(group__case=case).values_list("referral_id", flat=True)) if rows else set()
    people = {}
    for result in BEST_FIRST:
        said = [row.people for row in by_employer or rows if row.result == result and row.referral_id not in parts]
        if not by_employer:
            said.append(sum(row.people for row in rows if row.result == result and row.referral_id in parts))
        people[result] = min([max(said, default=0), headcount - sum(people.values())])
    people["not_reported"] = headcount - sum(people.values())
    return {result: number for result, number in people.items() if number}


def counted_independently():
    """Return (cases, employers, people, answered, median) by table and row: a walk over every case."""
    days, signs = days_to_first(*ANSWERS), days_to_first(*ANSWERS, "considering", "question")
    sent = {}
    for referral in Referral.objects.exclude(sent_at=None):
        sent.setdefault(referral.case_id, []).append(referral.by_mistake)
    outcomes = {}
    for row in Outcome.objects.all():
        outcomes.setdefault(row.case_id, []).append(row)
    groups = {}
    for group in CaseGroup.objects.all():
        groups.setdefault(group.case_id, []).append(group)
    regions = {area.code for area in Area.objects.filter(scheme__code="labour_market_region")}
    entries = []  # (table, row, case, people)
    for case in ReferredCase.objects.all():
        if case.sent_on is None or case.sent_on.year != YEAR or all(sent.get(case.pk, [False])):
            continue
        headcount = sum(group.headcount for group in groups[case.pk])
        entries.append(("total", "", case, headcount))
        entries.append(("quarter", QUARTER_OF_MONTH[case.sent_on.month - 1], case, headcount))
        entries.append(("sector", case.sector, case, headcount))
        for group in groups[case.pk]:
            entries.append(("region", group.region if group.region in regions else "", case, group.headcount))
            entries.append(("role", group.role, case, group.headcount))
            entries.append(("gap", "gap" if group.has_gap else "no_gap", case, group.headcount))
        for result, people in people_by_result(case, headcount, outcomes.get(case.pk, [])).items():
            entries.append(("result", result, case, people))
    rows = {}
    for table, row, case, people in entries:
        rows.setdefault((table, row), []).append((case, people))
    return {key: numbers(members, days, signs) for key, members in rows.items()}


def numbers(members, days, signs):
    cases = {case.pk for case, _people in members}
    answers = sorted(days[pk] for pk in cases if pk in days)
    employers = {case.employer for case, _people in members}
    people = sum(people for _case, people in members)
    heard = sorted(signs[pk] for pk in cases if pk in signs)
    return (len(cases), len(employers), people, len(answers), middle_of(answers), middle_of(heard))


def middle_of(ordered):
    middle = len(ordered) // 2
    if not ordered:
        return None
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


COLUMNS = ("cases", "employers", "people", "answered", "median_days", "median_sign_days")
NOBODY = (0, 0, 0, 0, None, None)


@pytest.fixture
def five_thousand_cases(db, time_machine):
    time_machine.move_to("2026-04-01 10:00:00+00:00", tick=False)
    cache.clear()
    generate_cases(5000, employers=1500)


def test_every_number_of_five_thousand_cases_equals_an_independent_count(five_thousand_cases, capsys):
    independent = counted_independently()

    counted = counts.count(counts.read(YEAR), counts.codes())

    assert {(by.value, row): tuple(found) for by, rows in counted.items() for row, found in rows.items()} == {
        (by.value, row): independent.get((by.value, row), NOBODY) for by in By for row in counted[by]
    }
    assert {row for table, row in independent if table == "sector"} - {""} <= set(
        Sector.objects.values_list("code", flat=True)
    )
    check_the_file(independent)
    check_retention()


def check_the_file(independent):
    """Every line of the file says the same, or is hidden; and what is small is hidden."""
    lines = list(csv.DictReader(io.StringIO(Client().get(f"/monitor/csv/?jaar={YEAR}").content.decode())))
    shown = [line for line in lines if line["cases"] != "hidden"]
    for line in lines:
        expected = independent.get((line["table"], line["row"]), NOBODY)
        written = tuple(line[column] for column in COLUMNS)
        if line in shown:
            assert tuple(map(float, written)) == expected
            assert min(expected[:4]) >= 5
        else:
            assert set(written) == {"hidden"}
    assert len(shown) > 20


def check_retention():
    """What goes after its period makes no difference to any figure that is shown."""
    before = counts.figures(YEAR, timezone.localdate())
    call_command("retention", "--force")
    cache.clear()
    assert counts.figures(YEAR, timezone.localdate()) == before
