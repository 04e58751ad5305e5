"""The figures of all referred cases of a year: cases, employers, people, first answers and results, each counted once.

What lives here: reading the rows of a year, counting them, and leaving out what is hidden. What does not: which rows
are hidden (suppression.py), words and what the page shows (page.py), making the numbers behind a final year rough
(retention.py), which asks to write that year down first.

A year is public when its figures are final, and never changes after that: figures that grow day by day would tell of a
single case by the difference between two days. What happens after the last day of counting is left out. Staff may
follow a year while it runs, with the same rows hidden.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from referrals.models import CaseGroup, FinalFigures, Outcome, Referral, ReferralEvent, ReferredCase, TakenOn
from referrals.monitor.results import combined
from referrals.monitor.suppression import FEWEST, Numbers, hidden_rows
from referrals.status import SAID_YES, Result, State
from referrals.working_days import midnight, working_days_between
from regions.divisions import LABOUR_MARKET_REGION
from regions.models import Area
from services.catalogue import catalogue
from services.models import Role

FIRST_ANSWERS = (State.ACCEPTED, State.DECLINED, State.FORWARDED)
ANSWERED = Q(after__in=FIRST_ANSWERS)
# Any word of a provider: an answer, the day on which it will come, or a question.
SIGN = ANSWERED | Q(after=State.CONSIDERING) | Q(what=ReferralEvent.What.QUESTION)
QUARTERS = ("1", "2", "3", "4")
MONTHS_IN_A_QUARTER = 3
SECONDS_KEPT = 600
# What no list has: a place in several regions, an unknown sector, flexible staff without a role.
NONE = ""
NOT_REPORTED = "not_reported"
GAP, NO_GAP = "gap", "no_gap"


class By(StrEnum):
    """What a table divides the cases of a year by."""

    QUARTER = "quarter"
    REGION = "region"
    ROLE = "role"
    SECTOR = "sector"
    RESULT = "result"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """People in one situation in one region of a case."""

    region: str
    role: str
    people: int
    has_gap: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the figures know of a case; `results` holds people a result.

    `days` is None without an answer, and `sign_days` where no provider let hear of it at all.
    """

    quarter: str
    sector: str
    employer: str
    groups: tuple[GroupFacts, ...]
    days: int | None
    sign_days: int | None
    results: Mapping[Result, int]

    @property
    def people(self) -> int:
        """Return how many people the case is about."""
        return sum(group.people for group in self.groups)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; without numbers it is hidden."""

    code: str
    numbers: Numbers | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one year as everybody may see them."""

    total: Numbers
    tables: Mapping[By, tuple[Row, ...]]


# --- Which years -----------------------------------------------------------------------------------------


def final_on(year: int) -> date:
    """Return the first day on which the figures of a year are final: what happened before that day counts."""
    return date(year + 1, 1, 1) + timedelta(days=settings.DIGEST_KEY_DAYS)


def is_final(year: int, on: date) -> bool:
    """Return whether the figures of a year change no more."""
    return final_on(year) <= on


def years_with_figures(on: date, *, provisional: bool = False) -> list[int]:
    """Return the years that are final on a date and had enough employers, latest first.

    With `provisional` also those that are not final yet: for staff, who may follow a year while it runs.
    """
    last = on.year if provisional else (on - timedelta(days=settings.DIGEST_KEY_DAYS)).year - 1
    return list(
        _meant()
        .filter(sent_on__lt=date(last + 1, 1, 1))
        .values_list(ExtractYear("sent_on"), flat=True)
        .annotate(employers=Count("employer", distinct=True))
        .filter(employers__gte=FEWEST)
        .order_by("-sent_on__year")
    )


# --- Counting --------------------------------------------------------------------------------------------


def figures(year: int, on: date) -> Figures | None:
    """Return what may be shown of a year: seven queries, however many cases; None when even the total is small.

    A final year is kept for a while: nothing that can still happen is meant to change it.
    """
    if not is_final(year, on):
        return shown(read(year), codes())
    key = f"referrals.monitor.{year}.{final_on(year)}"
    return cache.get_or_set(key, lambda: _final(year), SECONDS_KEPT)


def keep_final(year: int) -> None:
    """Write down what is shown of a final year, once: the numbers behind it may become rough after that."""
    if not FinalFigures.objects.filter(year=year).exists():
        FinalFigures.objects.create(year=year, figures=_as_data(shown(read(year), codes())))


def _final(year: int) -> Figures | None:
    kept = FinalFigures.objects.filter(year=year).first()
    return _from_data(kept.figures) if kept else shown(read(year), codes())


def _as_data(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    return {"total": figures.total, "tables": {by: [astuple(row) for row in figures.tables[by]] for by in By}}


def _from_data(data: Mapping[str, Any] | None) -> Figures | None:
    if data is None:
        return None
    tables = {
        By(by): tuple(Row(code, numbers and Numbers(*numbers)) for code, numbers in rows)
        for by, rows in data["tables"].items()
    }
    return Figures(Numbers(*data["total"]), tables)


def shown(cases: Iterable[CaseFacts], codes: Mapping[By, Iterable[str]]) -> Figures | None:
    """Return the figures of these cases, with the rows hidden that would tell a small number."""
    cases = list(cases)
    total = total_of(cases)
    if not total.may_be_shown:
        return None
    return Figures(total, {by: _hide(rows) for by, rows in count(cases, codes).items()})


def total_of(cases: Iterable[CaseFacts]) -> Numbers:
    """Return the numbers of all these cases together, hidden or not."""
    return _numbers((case, case.people) for case in cases)


def count(cases: Iterable[CaseFacts], codes: Mapping[By, Iterable[str]]) -> dict[By, dict[str, Numbers]]:
    """Return every number of every table, hidden or not. Every code is a row, also with nothing in it.

    A case with people in two rows counts in both, with the people of that row; so people add up to the total.
    """
    parts: dict[By, dict[str, list[tuple[CaseFacts, int]]]] = {by: {code: [] for code in codes[by]} for by in By}
    for case in cases:
        for by, code, people in _parts(case):
            rows = parts[by]
            rows[code if code in rows else NONE].append((case, people))
    return {by: {code: _numbers(row) for code, row in rows.items()} for by, rows in parts.items()}


def _parts(case: CaseFacts) -> Iterator[tuple[By, str, int]]:
    """Yield in which row of which table the people of a case belong."""
    yield By.QUARTER, case.quarter, case.people
    yield By.SECTOR, case.sector, case.people
    for group in case.groups:
        yield By.REGION, group.region, group.people
        yield By.ROLE, group.role, group.people
        yield By.GAP, GAP if group.has_gap else NO_GAP, group.people
    for result, people in case.results.items():
        yield By.RESULT, result, people
    if rest := case.people - sum(case.results.values()):
        yield By.RESULT, NOT_REPORTED, rest


def _numbers(parts: Iterable[tuple[CaseFacts, int]]) -> Numbers:
    """Return the numbers of a row; a case that comes twice (two groups in one region) is one case."""
    cases: dict[int, CaseFacts] = {}
    people = 0
    for case, of_case in parts:
        cases[id(case)] = case
        people += of_case
    days = [case.days for case in cases.values() if case.days is not None]
    signs = [case.sign_days for case in cases.values() if case.sign_days is not None]
    employers = {case.employer for case in cases.values()}
    return Numbers(len(cases), len(employers), people, len(days), _middle(days), _middle(signs))


def _middle(days: list[int]) -> float | None:
    return median(days) if days else None


def _hide(rows: Mapping[str, Numbers]) -> tuple[Row, ...]:
    hidden = hidden_rows(rows)
    return tuple(Row(code, None if code in hidden else numbers) for code, numbers in rows.items())


def codes() -> dict[By, tuple[str, ...]]:
    """Return the rows of every table. They are the same whatever the cases: a row that is missing would tell too."""
    return {
        By.QUARTER: QUARTERS,
        By.REGION: (*region_names(), NONE),
        By.ROLE: (*Role.values, NONE),
        By.SECTOR: (*(sector.code for sector in catalogue().sectors), NONE),
        By.RESULT: (*Result, NOT_REPORTED),
        By.GAP: (NO_GAP, GAP),
    }


def region_names() -> dict[str, str]:
    """Return the labour market regions by code, in the order of their names."""
    return dict(Area.objects.filter(scheme__code=LABOUR_MARKET_REGION).order_by("name").values_list("code", "name"))


# --- Reading ---------------------------------------------------------------------------------------------


def read(year: int) -> list[CaseFacts]:
    """Return the cases that were sent in a year, with what happened before its figures were final.

    A case that went to providers by mistake alone was none.
    """
    before = midnight(final_on(year))
    of_year = {"sent_on__gte": date(year, 1, 1), "sent_on__lt": date(year + 1, 1, 1)}
    groups = _by_case(CaseGroup.objects.filter(**_through("case", of_year)), "region", "role", "headcount", "has_gap")
    reports = _by_case(
        Outcome.objects.filter(**_through("case", of_year), reported_at__lt=before), "referral_id", "result", "people"
    )
    # A part that was handed back is that of another now: the reports of both are about the same people.
    helped = TakenOn.objects.filter(**_through("group__case", of_year), referral__state__in=SAID_YES)
    parts = set(helped.values_list("referral_id", flat=True))
    days, sign_days = _days_to_first(ANSWERED, of_year, before), _days_to_first(SIGN, of_year, before)
    cases = _meant().filter(**of_year).values_list("pk", "sent_on", "sector", "employer")
    return [
        CaseFacts(
            quarter=QUARTERS[(sent_on.month - 1) // MONTHS_IN_A_QUARTER],
            sector=sector,
            employer=employer,
            groups=tuple(GroupFacts(*group) for group in groups[pk]),
            days=days.get(pk),
            sign_days=sign_days.get(pk),
            results=combined(reports[pk], sum(people for _region, _role, people, _gap in groups[pk]), parts),
        )
        for pk, sent_on, sector, employer in cases
    ]


def _meant() -> QuerySet[ReferredCase]:
    """Return the cases that count: but for those of which all that went out was sent by mistake."""
    sent = Referral.objects.filter(case=OuterRef("pk"), sent_at__isnull=False)
    only_by_mistake = Q(Exists(sent.filter(by_mistake=True))) & ~Exists(sent.filter(by_mistake=False))
    return ReferredCase.objects.exclude(only_by_mistake)


def _days_to_first(heard: Q, of_year: Mapping[str, Any], before: datetime) -> dict[UUID, int]:
    """Return, for cases in which this was heard, the working days between sending to who was first and that moment.

    A later move of the same provider, such as handing back what it accepted, is no first answer.
    """
    answers = (
        ReferralEvent.objects.filter(
            heard,
            **_through("referral__case", of_year),
            at__lt=before,
            referral__sent_at__isnull=False,
        )
        .order_by()
        .values_list("referral__case_id", "referral_id", "referral__sent_at")
        .annotate(answered_at=Min("at"))
    )
    first: dict[UUID, tuple[datetime, datetime]] = {}
    for case, _referral, sent_at, answered_at in answers:
        first[case] = min(first.get(case, (answered_at, sent_at)), (answered_at, sent_at))
    return {
        case: working_days_between(timezone.localdate(sent_at), timezone.localdate(answered_at))
        for case, (answered_at, sent_at) in first.items()
    }


def _by_case(rows: Any, *columns: str) -> dict[UUID, list[tuple]]:
    found = defaultdict(list)
    for pk, *values in rows.order_by().values_list("case_id", *columns):
        found[pk].append(tuple(values))
    return found


def _through(relation: str, conditions: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{relation}__{name}": value for name, value in conditions.items()}
