"""How it went with people of kept cases for whom nobody was asked for help, as everybody may see it.

What lives here: which of those totals are shown. What does not: counting them (advice/afterwards.py), the figures of
referred cases (counts.py), to which these are never added: an employer may tell there and here of other people.
"""

from typing import NamedTuple

from referrals.advice.afterwards import EVERYBODY
from referrals.models import WithoutReferral
from referrals.monitor.suppression import FEWEST
from referrals.status import Result

# A case has one of these at least: what its employer can tell, and whatever that leaves.
TOLD = (Result.NEW_WORK, Result.NO_WORK_YET, Result.UNKNOWN)


class Total(NamedTuple):
    """How many cases and people have a result."""

    label: str
    cases: int
    people: int


def totals_of(year: int) -> list[Total]:
    """Return the totals of a year that is final, by result; none where one of them is small.

    All or nothing: of three rows and their sum, one that is hidden could be worked out.
    """
    rows = {row.result: row for row in WithoutReferral.objects.filter(year=year)}
    told = [rows.get(result) for result in (EVERYBODY, *TOLD)]
    if any(row is None or min(row.cases, row.people) < FEWEST for row in told):
        return []
    return [Total(str(result.label), rows[result].cases, rows[result].people) for result in TOLD]
