"""What a dismissal costs by law, as a range, and what may be taken off for help from work to work.

What lives here: counting the transition payment from bands of wage and service, pure; which facts can be told. What
does not: the words (advice/cost.py). A range has a low and a high end in thousands of euros, never an amount to pay.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from referrals.engine.case import Case, Service, Wage
from referrals.engine.days import BandDays, Chain, Days
from referrals.engine.facts import Facts, known
from referrals.engine.parameter_codes import (
    TRANSITION_DEDUCTION,
    TRANSITION_MAXIMUM,
    TRANSITION_YEAR_PART,
    WW_FULL_YEARS,
    WW_LATER_PART,
    WW_LEAST_MONTHS,
    WW_MOST_MONTHS,
)
from services.parameters import DatedValue, ParameterBook

# Nobody is taken to have been employed for longer.
MOST_YEARS = 45
YEARS = {
    Service.UNDER_5: (0, 5),
    Service.FROM_5: (5, 10),
    Service.FROM_10: (10, 15),
    Service.FROM_15: (15, MOST_YEARS),
}
EUROS: dict[Wage, tuple[int, int | None]] = {
    Wage.UNDER_2000: (0, 2_000),
    Wage.FROM_2000: (2_000, 3_000),
    Wage.FROM_3000: (3_000, 4_000),
    Wage.FROM_4000: (4_000, 6_000),
    Wage.FROM_6000: (6_000, None),
}
ROUNDED_TO = 1_000
UNEMPLOYMENT = (WW_FULL_YEARS, WW_LATER_PART, WW_LEAST_MONTHS, WW_MOST_MONTHS)


@dataclass(frozen=True, slots=True)
class Range:
    """From so much to so much, in euros, rounded outwards; `high` is None where nothing bounds it."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What can be told of the cost: `payment` for the `counted` people, where their wage is known.

    `maxima` are those that hold on the days on which the work ends. A fact is None where nobody checked it, and then
    stands in `missing`.
    """

    wage: Wage | None
    counted: int
    uncounted: int
    payment: Range | None
    year_part: DatedValue | None
    maxima: tuple[DatedValue, ...]
    deduction: DatedValue | None
    unemployment: tuple[DatedValue, ...]
    missing: tuple[str, ...]


def cost_of(case: Case, days: Days, parameters: ParameterBook) -> Cost | None:
    """Return what dismissing the permanent staff of a case costs; None where nobody of them is dismissed."""
    dismissed = [group for group in case.groups if group.is_permanent_redundancy]
    if not dismissed:
        return None
    facts = Facts(parameters)
    year_part = facts.find(TRANSITION_YEAR_PART, case.today)
    bands = [(band, _end_of(chain, band)) for chain in days.chains for band in chain.bands]
    maxima = {day: facts.find(TRANSITION_MAXIMUM, day) for _band, day in bands}
    ranges = [
        (band.people, _range_for_one(band.service, case.month_wage, year_part, maxima[day]))
        for band, day in bands
        if band.people and case.month_wage and year_part
    ]
    return Cost(
        wage=case.month_wage,
        counted=sum(people for group in dismissed for _service, people in group.service),
        uncounted=sum(group.of_unknown_service for group in dismissed),
        payment=_together(ranges) if ranges else None,
        year_part=year_part,
        maxima=tuple(dict.fromkeys(known(maxima.values()))),
        deduction=facts.find(TRANSITION_DEDUCTION, case.today),
        unemployment=_unemployment({day for _band, day in bands}, facts),
        missing=facts.missing,
    )


def _end_of(chain: Chain, band: BandDays) -> date | None:
    """Return the day on which the work can end: the wished one, or the earliest that can be met."""
    known_days = [day for day in (chain.end, band.earliest_end and band.earliest_end.day) if day]
    return max(known_days, default=None)


def _range_for_one(
    service: Service, wage: Wage, year_part: DatedValue, maximum: DatedValue | None
) -> tuple[Fraction, Fraction | None]:
    """Return what one person gets at least and at most; a year's wage goes above the maximum where it is higher."""
    (fewest, most), (low, high) = YEARS[service], EUROS[wage]

    def bounded(month: int, years: int) -> Fraction:
        paid = Fraction(month * years, year_part.value)
        return min(paid, Fraction(max(maximum.value, 12 * month))) if maximum else paid

    return bounded(low, fewest), None if high is None else bounded(high, most)


def _together(ranges: Sequence[tuple[int, tuple[Fraction, Fraction | None]]]) -> Range:
    """Return what so many people get together, each number of them by its range, rounded outwards."""
    low = sum(people * at_least for people, (at_least, _most) in ranges)
    highs = [people * at_most for people, (_least, at_most) in ranges if at_most is not None]
    high = -(-sum(highs) // ROUNDED_TO) * ROUNDED_TO if len(highs) == len(ranges) else None
    return Range(low // ROUNDED_TO * ROUNDED_TO, high)


def _unemployment(days: Collection[date | None], facts: Facts) -> tuple[DatedValue, ...]:
    """Return the facts of unemployment benefit on the last of these days; none of them unless all are known."""
    last = None if None in days else max(filter(None, days), default=None)
    found = known([facts.find(code, last) for code in UNEMPLOYMENT])
    return found if len(found) == len(UNEMPLOYMENT) else ()
