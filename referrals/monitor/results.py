"""What became of the people of a case, each counted once however many parties report.

What lives here: making one answer of several reports. What does not: storing reports (loop/actions.py), figures of many
cases together (counts.py).
"""

from collections.abc import Collection, Iterable, Mapping

from referrals.status import Result

# What one party says: so many people with this result.
Report = Mapping[Result, int]


def combined(outcomes: Iterable[tuple[object, str, int]], headcount: int) -> dict[Result, int]:
    """Return people a result from the rows of one case: (who reports, result, people); None is the employer.

    The employer knows all its people, so its own report counts alone. Providers know a part each, and perhaps the same
    part: then the largest number that one of them reports a result counts, best result first, up to the headcount.
    """
    reports: dict[object, dict[Result, int]] = {}
    for party, result, people in outcomes:
        reports.setdefault(party, {})[Result(result)] = people
    counted = [reports[None]] if None in reports else list(reports.values())
    return _within(headcount, counted)


def _within(headcount: int, reports: Collection[Report]) -> dict[Result, int]:
    found = {}
    for result in Result:
        people = min(headcount, max((report.get(result, 0) for report in reports), default=0))
        headcount -= people
        if people:
            found[result] = people
    return found
