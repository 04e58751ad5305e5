"""What became of the people of a case, each counted once however many parties report.

What lives here: making one answer of several reports. What does not: storing reports (loop/actions.py), figures of many
cases together (counts.py).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from referrals.status import Result

# What one party says: so many people with this result.
Report = Mapping[Result, int]


def combined(
    outcomes: Iterable[tuple[object, str, int]], headcount: int, parts: Collection[object] = ()
) -> dict[Result, int]:
    """Return people a result from the rows of one case: (who reports, result, people); None is the employer.

    The employer knows all its people, so its own report counts alone. Providers may know the same people: then the
    largest number that one of them reports a result counts, best result first, up to the headcount. Those in `parts`
    said yes for some people whom no other of them has: together they are one that reports.
    """
    reports: dict[object, dict[Result, int]] = {}
    for party, result, people in outcomes:
        reports.setdefault(party, {})[Result(result)] = people
    if None in reports:
        return _within(headcount, [reports[None]])
    together: Counter[Result] = Counter()
    for party in reports.keys() & set(parts):
        together.update(reports.pop(party))
    return _within(headcount, [*reports.values(), together])


def _within(headcount: int, reports: Collection[Report]) -> dict[Result, int]:
    found = {}
    for result in Result:
        people = min(headcount, max((report.get(result, 0) for report in reports), default=0))
        headcount -= people
        if people:
            found[result] = people
    return found
