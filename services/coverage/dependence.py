"""What depends on each organisation, and in how many municipalities nobody is known: counted in one round of them.

What lives here: those counts, for all at once. What does not: who helps where (by_municipality.py), what the desk makes
of it (desk/harm.py, desk/start.py).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from services.coverage.by_municipality import Country
from services.models import Role
from services.remembered import remembered

# The country, where a region is named by its code.
COUNTRY = ""


class Dependence(NamedTuple):
    """In how many municipalities an organisation works, in how many of those alone in a role, and in how many roles."""

    municipalities: int = 0
    alone_in: int = 0
    alone_as: int = 0


class Counted(NamedTuple):
    """What depends on each organisation by its key, and the gaps: how many municipalities of a region in which role.

    An organisation of which nobody knows where it works has nothing.
    """

    dependence: Mapping[int, Dependence]
    gaps: Counter[tuple[str, Role]]


def counted(on: date) -> Counted:
    """Return the counts of a day, remembered while nothing changes."""
    return remembered("counted", (on,), lambda: _count(on))


def _count(on: date) -> Counted:
    municipalities: Counter[int] = Counter()
    alone: dict[int, list[int]] = defaultdict(list)
    gaps: Counter[tuple[str, Role]] = Counter()
    for here in Country(on).helpers():
        municipalities.update(key for key, how_much in here.serves.items() if how_much != "unknown")
        only = Counter(keys[0] for keys in here.roles.values() if len(keys) == 1)
        for key, number in only.items():
            alone[key].append(number)
        gaps.update((region, role) for region in (COUNTRY, *here.regions) for role in here.gaps)
    depends = {key: Dependence(number, len(alone[key]), sum(alone[key])) for key, number in municipalities.items()}
    return Counted(depends, gaps)
