"""What depends on each organisation: in how many municipalities it works, and in how many nobody else does the same.

What lives here: that count, for all of them at once. What does not: who helps where (by_municipality.py), what the desk
makes of it (desk/harm.py).
"""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from services.coverage.by_municipality import Country


class Dependence(NamedTuple):
    """In how many municipalities an organisation works, in how many of those alone in a role, and in how many roles."""

    municipalities: int = 0
    alone_in: int = 0
    alone_as: int = 0


def dependence(on: date) -> dict[int, Dependence]:
    """Return what depends on each organisation by its key; one of which nobody knows where it works has nothing."""
    municipalities: Counter[int] = Counter()
    alone: dict[int, list[int]] = defaultdict(list)
    for serves, roles in Country(on).helpers():
        municipalities.update(key for key, how_much in serves.items() if how_much != "unknown")
        only = Counter(keys[0] for keys in roles.values() if len(keys) == 1)
        for key, number in only.items():
            alone[key].append(number)
    return {key: Dependence(number, len(alone[key]), sum(alone[key])) for key, number in municipalities.items()}
