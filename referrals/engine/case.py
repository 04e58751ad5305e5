"""A redundancy case as an employer describes it: numbers of people and answers, never who they are.

What lives here: the frozen case. What does not: reading one from input (intake/case_reader.py), judging it (rules.py).
`None` means that the question was not answered: unknown, never no (R18).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from notation.dates import Month, When, is_over
from referrals.engine.sentences import Bilingual
from regions.places import Location

OTHER_SECTOR = "other"
MOST_PEOPLE = 100_000


class Need(StrEnum):
    """What the employer thinks would help (source report, 2.3.2)."""

    GUIDANCE = "guidance"
    TRAINING = "training"
    EVC = "evc"
    SECONDMENT = "secondment"
    OWN_BUSINESS = "own_business"
    ADVICE = "advice"
    FUNDING = "funding"


class Contract(StrEnum):
    """How people are employed."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    AGENCY = "agency"


class Situation(StrEnum):
    """Why help is wanted; in the input this is a group's `reason`."""

    PREPARE = "prepare"
    REDUNDANCY = "redundancy"
    ILLNESS = "illness"
    ON_BENEFIT = "on_benefit"


class Service(StrEnum):
    """How long people have been employed, in the bands by which the law counts notice."""

    UNDER_5 = "under_5"
    FROM_5 = "5_to_10"
    FROM_10 = "10_to_15"
    FROM_15 = "from_15"


class Wage(StrEnum):
    """The average gross wage of a month, in bands of euros."""

    UNDER_2000 = "under_2000"
    FROM_2000 = "2000_to_3000"
    FROM_3000 = "3000_to_4000"
    FROM_4000 = "4000_to_6000"
    FROM_6000 = "from_6000"


@dataclass(frozen=True, slots=True)
class Group:
    """People in one place and one situation. `location_text` is what was typed, `location` what it means.

    Of people of whom only the month is known, `end_month` says which, and `end_date` is its first day that is not over:
    what must be done before it is then never done too late (docs/decisions/a-month-counts-from-its-first-day.md).
    `service` counts them by how long they have been employed; who is not counted there is unknown.
    """

    location_text: str
    location: Location
    headcount: int
    contract: Contract
    situation: Situation
    end_date: date | None = None
    corrected: bool = False
    end_month: Month | None = None
    service: tuple[tuple[Service, int], ...] = ()

    @property
    def of_unknown_service(self) -> int:
        """Return of how many people it is not known how long they have been employed."""
        return self.headcount - sum(people for _service, people in self.service)

    @property
    def end(self) -> When | None:
        """Return when the work ends as far as it is known: a day, a month, or nothing."""
        return self.end_month or self.end_date

    @property
    def place(self) -> Bilingual:
        """Return the name of the place, in both languages: "'s-Gravenhage" is The Hague in English."""
        return Bilingual(self.location.label, self.location.label_en)

    @property
    def is_permanent_redundancy(self) -> bool:
        """Return whether these are permanent staff who are dismissed: what R5, R11 and R12 count."""
        return self.situation is Situation.REDUNDANCY and self.contract is Contract.PERMANENT

    @property
    def is_flexible_redundancy(self) -> bool:
        """Return whether these are agency or temporary staff whose work ends (R15)."""
        return self.situation is Situation.REDUNDANCY and self.contract is not Contract.PERMANENT


def ends_of(when: When | None, today: date) -> dict[str, Any]:
    """Return the `end_date` and `end_month` of a group whose work ends on a day, in a month, or nobody knows when."""
    if isinstance(when, Month):
        return {"end_date": when.first if is_over(when, today) else max(when.first, today), "end_month": when}
    return {"end_date": when}


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules need to know about one employer's question on one day."""

    today: date
    groups: tuple[Group, ...]
    sector: str | None = None
    employees_total: int | None = None
    needs: frozenset[Need] | None = None
    stay_in_sector: bool | None = None
    far_from_labour_market: bool | None = None
    budget: bool | None = None
    month_wage: Wage | None = None

    @property
    def has_employees(self) -> bool:
        """Return whether somebody still works for the employer, and may lose that work."""
        return any(group.situation is not Situation.ON_BENEFIT for group in self.groups)

    @property
    def permanent_redundancies(self) -> int:
        """Return how many permanent staff the whole company dismisses in this case."""
        return sum(group.headcount for group in self.groups if group.is_permanent_redundancy)
