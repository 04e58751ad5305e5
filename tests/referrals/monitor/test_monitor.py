"""The public figures: which years, what counts once, what is hidden over all tables together, the page and the file."""

import csv
import io
import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals.loop import actions
from referrals.models import CaseGroup, Outcome, Referral, ReferralEvent, ReferredCase, WithoutReferral
from referrals.monitor import counts
from referrals.monitor.counts import By, CaseFacts, GroupFacts
from referrals.monitor.without_referral import totals_of
from referrals.status import Actor, Result, State
from regions.models import Area
from services.models import Provider
from tests.portal.page import Page
from tests.referrals.support.generated_cases import generate_cases
from tests.referrals.support.referred import BRANCH, MOBILITY, reachable_directory, referral_to, sent_case
from tests.services.providers import add_provider
from tests.staff import sign_in

# Years; regions (codes and names); groups, reports, answers and cases of the year; what was
# written down of it; and the version of what is kept.
QUERIES = 12
QUERIES_AGAIN = 4
THE_DAY = "2026-04-01 10:00:00+00:00"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Begin without the figures of another test."""
    cache.clear()


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def add_case(sent_at: str, *answers: tuple[str, str, State], employer: str = "e", people: int = 5) -> ReferredCase:
    """Add a case; each answer is when it was sent to a provider, when that answered, and what."""
    case = ReferredCase.objects.create(sent_on=moment(sent_at).date(), employer=employer, sector="techniek")
    CaseGroup.objects.create(case=case, number=0, region="AM18", role="curative", headcount=people)
    for place, (sent, answered, state) in enumerate(answers):
        provider = Provider.objects.filter(slug=f"p{place}").first() or add_provider(f"p{place}")
        referral = Referral.objects.create(case=case, provider=provider, place=place, state=state, sent_at=moment(sent))
        ReferralEvent.objects.create(
            referral=referral, at=moment(answered), actor=Actor.PROVIDER, before=State.SENT, after=state
        )
    return case


def totals(year: int = 2025):
    return counts.total_of(counts.read(year))


# --- What counts -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_case_before_three_providers_counts_its_employer_and_people_once():
    days = [("2025-03-03 09:00", "2025-03-04 09:00", State.ACCEPTED)] * 3
    add_case("2025-03-03", *days, people=7)

    assert totals()[:4] == (1, 1, 7, 1)


@pytest.mark.django_db
def test_the_first_answer_is_the_earliest_of_all_providers_in_working_days_since_it_was_asked():
    add_case(
        "2025-03-03 09:00",
        ("2025-03-03 09:00", "2025-03-28 09:00", State.DECLINED),
        ("2025-03-20 09:00", "2025-03-24 09:00", State.FORWARDED),
    )

    assert totals().median_days == 2  # from Thursday to Monday


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.NO_ANSWER, State.WITHDRAWN, State.SEEN])
def test_silence_withdrawal_and_reading_are_no_answer(state):
    add_case("2025-03-03 09:00", ("2025-03-03 09:00", "2025-03-10 09:00", state))

    assert totals()[3:] == (0, None, None)


@pytest.mark.django_db
def test_what_happens_after_the_last_day_of_counting_changes_nothing():
    case = add_case("2025-12-30 09:00", ("2025-12-30 09:00", "2026-04-01 00:00", State.ACCEPTED))
    Outcome.objects.create(case=case, result=Result.NEW_WORK, people=2, reported_at=moment("2026-04-01 00:00"))

    (facts,) = counts.read(2025)

    assert facts.days is None
    assert facts.results == {}


@pytest.mark.django_db
def test_a_year_begins_at_new_year_in_dutch_time_and_an_unconfirmed_case_is_in_none():
    add_case("2024-12-31 23:30")
    add_case("2025-01-01 00:30")
    ReferredCase.objects.create(sent_on=None)

    assert totals(2025).cases == 1


def test_people_in_two_regions_count_where_they_are_and_their_case_in_both():
    two = CaseFacts("1", "", "e", (GroupFacts("A", "", 3, False), GroupFacts("B", "", 4, False)), None, None, {})
    codes = {by: {"A", "B", "1", "", counts.NO_GAP, counts.NOT_REPORTED} for by in By}

    rows = counts.count([two], codes)[By.REGION]

    assert rows["A"][:3] == (1, 1, 3)
    assert rows["B"][:3] == (1, 1, 4)


# --- Nothing can be worked out, over all tables of a year together --------------------------------------------

REGIONS, SECTORS, ROLES = (
    ("R1", "R2", "R3", "R4", "R5", ""),
    ("S1", "S2", "S3", "S4", ""),
    ("curative", "preventive", ""),
)
CODES = {
    By.QUARTER: counts.QUARTERS,
    By.REGION: REGIONS,
    By.ROLE: ROLES,
    By.SECTOR: SECTORS,
    By.RESULT: (*Result, counts.NOT_REPORTED),
    By.GAP: (counts.NO_GAP, counts.GAP),
}


def small_year(seed: int) -> list[CaseFacts]:
    """Return few cases, unevenly spread over the rows."""
    chance = random.Random(seed)  # noqa: S311

    def some(values):
        return values[int(len(values) * chance.random() ** 2)]

    return [
        CaseFacts(
            quarter=some(counts.QUARTERS),
            sector=some(SECTORS),
            employer=f"e{chance.randrange(40)}",
            groups=tuple(
                GroupFacts(some(REGIONS), some(ROLES), chance.randint(1, 6), chance.random() < 0.3)
                for _each in range(chance.choice([1, 1, 2]))
            ),
            days=(days := chance.choice([None, 0, 1, 2, 3, 5, 9])),
            sign_days=days if days is None else chance.randint(0, days),
            results=Counter({chance.choice(list(Result)): 1}) if chance.random() < 0.7 else {},
        )
        for _each in range(chance.randint(8, 90))
    ]


def with_labels_traded(case: CaseFacts, by: By, one: str, other: str) -> CaseFacts:
    """Return the case as it would be if one row of a table were called the other, and the other way round."""
    trade = {one: other, other: one}

    def named(code):
        return trade.get(code, code)

    match by:
        case By.QUARTER:
            return replace(case, quarter=named(case.quarter))
        case By.SECTOR:
            return replace(case, sector=named(case.sector))
        case By.REGION:
            return replace(case, groups=tuple(replace(group, region=named(group.region)) for group in case.groups))
        case By.ROLE:
            return replace(case, groups=tuple(replace(group, role=named(group.role)) for group in case.groups))
        case By.GAP:
            return replace(case, groups=tuple(replace(group, has_gap=not group.has_gap) for group in case.groups))
        case By.RESULT:
            people = dict(case.results)
            people[counts.NOT_REPORTED] = case.people - sum(people.values())
            results = {named(result): number for result, number in people.items() if number}
            results.pop(counts.NOT_REPORTED, None)
            return replace(case, results=results)


@pytest.mark.parametrize("seed", range(60))
def test_other_cases_with_other_hidden_numbers_would_give_the_very_same_page(seed):
    cases = small_year(seed)
    page = counts.shown(cases, CODES)
    if page is None:
        return
    truth = counts.count(cases, CODES)
    for by, rows in page.tables.items():
        hidden = [row.code for row in rows if row.numbers is None]
        if len(hidden) == len(rows):
            continue
        for code in hidden:
            for column in range(len(truth[by][code])):
                other = next(one for one in hidden if truth[by][one][column] != truth[by][code][column])
                traded = [with_labels_traded(case, by, code, other) for case in cases]
                assert counts.shown(traded, CODES) == page
                assert counts.count(traded, CODES)[by][code][column] != truth[by][code][column]


def test_the_small_years_hide_some_rows_and_show_some():
    pages = [page for seed in range(60) if (page := counts.shown(small_year(seed), CODES))]
    shown = [row.numbers is not None for page in pages for rows in page.tables.values() for row in rows]

    assert 0.2 < sum(shown) / len(shown) < 0.8


def test_a_year_with_a_small_total_has_no_page():
    assert counts.shown(small_year(1)[:4], CODES) is None


# --- The page and the file -------------------------------------------------------------------------------


@pytest.fixture
def a_year_of_cases(db, time_machine):
    time_machine.move_to(THE_DAY, tick=False)
    generate_cases(400, employers=150)


def test_the_page_shows_the_last_final_year(client, a_year_of_cases):
    page = Page.read(client.get("/monitor/"))

    assert page.one("h1").text.strip() == "Cijfers van 2025"
    assert len(page.all("table")) == len(page.all("caption")) > 3
    assert "De cijfers van 2026 staan hier vanaf 1 april 2027." in page.one("main").text


def told_without_a_request(year: int, **cases: int) -> None:
    """Let so many cases have each result, of three people each."""
    for result, number in {"": sum(cases.values()), **cases}.items():
        WithoutReferral.objects.create(year=year, result=result, cases=number, people=3 * number)


def test_how_it_went_without_a_request_stands_beside_the_other_figures_and_is_not_added_to_them(
    client, a_year_of_cases
):
    before = Page.read(client.get("/monitor/")).one("dl", class_="vwnw-total").text
    told_without_a_request(2025, new_work=9, no_work_yet=6, unknown=5)
    told_without_a_request(2026, new_work=80, no_work_yet=80, unknown=80)

    page = Page.read(client.get("/monitor/"))

    words = " ".join(page.one("main").text.split())
    assert "Hoe het ging zonder aanvraag" in words
    assert [cell.text for cell in page.all("td")][-6:] == ["9", "27", "6", "18", "5", "15"]
    assert page.one("dl", class_="vwnw-total").text == before


@pytest.mark.parametrize("few", ["new_work", "no_work_yet", "unknown"])
def test_of_few_cases_without_a_request_nothing_is_shown_at_all(db, few):
    told_without_a_request(2025, **({"new_work": 9, "no_work_yet": 6, "unknown": 5} | {few: 4}))
    assert totals_of(2025) == []


def test_where_nobody_told_anything_without_a_request_nothing_is_shown(db):
    assert totals_of(2025) == []


def test_another_year_can_be_chosen(client, a_year_of_cases):
    page = Page.read(client.get("/monitor/?jaar=2024"))

    assert page.one("h1").text.strip() == "Cijfers van 2024"
    assert [link["href"] for link in page.all("a", aria_current="page") if "jaar" in link["href"]] == ["?jaar=2024"]


@pytest.mark.parametrize("year", ["2026", "1999", "alles", "2025'", "-1", "9" * 400])
def test_a_year_without_figures_is_said_to_be_so(client, a_year_of_cases, year):
    response = client.get("/monitor/", {"jaar": year})

    assert response.status_code == 200
    assert "Van dat jaar zijn er geen cijfers" in response.content.decode()
    assert client.get("/monitor/csv/", {"jaar": year}).status_code == 404


def test_a_case_of_this_year_changes_nothing_that_can_be_seen(client, a_year_of_cases):
    before = client.get("/monitor/").content
    add_case("2026-03-30 09:00", ("2026-03-30 09:00", "2026-03-31 09:00", State.ACCEPTED))
    cache.clear()

    assert client.get("/monitor/").content == before


def test_a_year_is_shown_when_its_figures_are_final(client, a_year_of_cases, time_machine):
    time_machine.move_to("2026-03-31 21:59:00+00:00", tick=False)  # one minute before 1 April in Dutch time

    html = client.get("/monitor/").content.decode()

    assert "Cijfers van 2024" in html
    assert "De cijfers van 2025 staan hier vanaf 1 april 2026." in html


@pytest.mark.parametrize(
    ("permissions", "heading"), [(["view_referredcase"], "Cijfers van 2026"), ([], "Cijfers van 2025")]
)
def test_staff_who_may_see_the_cases_follow_the_running_year(client, a_year_of_cases, permissions, heading):
    member = User.objects.create_user("medewerker", is_staff=True)
    member.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    sign_in(client, member)

    page = Page.read(client.get("/monitor/"))

    assert page.one("h1").text.strip() == heading
    assert ("Voorlopige cijfers, alleen voor medewerkers" in page.one("main").text) == bool(permissions)
    assert client.get("/monitor/csv/?jaar=2026").status_code == (200 if permissions else 404)


def test_without_cases_the_page_says_when_figures_come(client, db, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)

    html = client.get("/monitor/").content.decode()

    assert "Er zijn nog geen cijfers" in html
    assert "De cijfers van 2026 staan hier vanaf 1 april 2027." in html


def test_a_name_in_the_file_is_never_run_by_a_spreadsheet(client, a_year_of_cases):
    Area.objects.filter(scheme__code="labour_market_region", code="AM18").update(name="=HYPERLINK(1)")

    file = client.get("/monitor/csv/?jaar=2025").content.decode()

    assert "'=HYPERLINK(1)" in file
    assert ",=HYPERLINK(1)" not in file


def test_the_page_and_the_file_hide_the_same(client, a_year_of_cases):
    page = Page.read(client.get("/monitor/"))
    lines = list(csv.DictReader(io.StringIO(client.get("/monitor/csv/?jaar=2025").content.decode())))
    tables_on_the_page = {caption.text for caption in page.all("caption")}
    by_table = Counter(line["table"] for line in lines if line["cases"] == "hidden")

    all_hidden = sum(by_table[by] == len(rows) for by, rows in counts.codes().items())
    assert len(tables_on_the_page) == len(By) - all_hidden
    hidden_on_the_page = [cell for cell in page.all("td") if cell.text == "verborgen"]
    assert len(hidden_on_the_page) == sum(
        number for by, number in by_table.items() if number < len(counts.codes()[By(by)])
    )


def test_the_page_reads_the_same_in_english(client, a_year_of_cases):
    assert client.get("/en/monitor/").status_code == 200


def test_looking_stores_nothing_and_sets_no_cookie(client, a_year_of_cases):
    assert not client.get("/monitor/").cookies
    assert client.post("/monitor/").status_code == 405


@pytest.mark.parametrize("more", [1, 300])
def test_the_number_of_queries_does_not_grow_with_the_cases(client, a_year_of_cases, more):
    for number in range(more):
        add_case("2025-05-06 09:00", employer=f"more-{number}")
    client.get("/monitor/")  # the lists that every page needs are in memory now
    cache.clear()

    with CaptureQueriesContext(connection) as queries:
        client.get("/monitor/")
    with CaptureQueriesContext(connection) as again:
        client.get("/monitor/")

    assert len(queries) == QUERIES, [query["sql"][:90] for query in queries]
    assert len(again) == QUERIES_AGAIN, [query["sql"][:90] for query in again]


# --- Through the verbs -----------------------------------------------------------------------------------


def test_the_whole_road_of_a_case_counts_once(example_directory, time_machine):
    time_machine.move_to("2026-03-02 09:00:00+00:00", tick=False)
    reachable_directory()
    case = sent_case(BRANCH, MOBILITY)
    first, second = referral_to(case, BRANCH), referral_to(case, MOBILITY)
    for referral, days in ((first, 1), (second, 2)):
        actions.accept(referral=referral, at=timezone.now() + timedelta(days=days))
        actions.report(
            case=case, referral=referral, numbers={Result.NEW_WORK: 8}, at=timezone.now() + timedelta(days=60)
        )
    time_machine.move_to("2027-04-01 10:00:00+00:00", tick=False)

    (facts,) = counts.read(2026)

    assert (facts.people, facts.days, facts.results) == (12, 1, {Result.NEW_WORK: 8})
    assert [group.region for group in facts.groups] == ["AM07"]
