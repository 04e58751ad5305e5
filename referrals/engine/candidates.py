"""A provider as the rules see it: what it is, whom it serves in this case, how far it is.

What lives here: plain data. What does not: reading it from the database (advice/directory.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Protocol

from referrals.engine.case import Case
from referrals.engine.sentences import Bilingual
from services.freshness import Freshness
from services.reach import Reach
from services.roles import Role
from services.shortage import Shortage

# "unknown": nobody knows where the provider works (R2).
Serves = Literal["full", "part", "unknown"] | None
_NOT_REFERABLE = (Freshness.NOT_REFERABLE, Freshness.SILENT)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the rules need of a provider's type. `cost` is an indication in words, empty when none is known."""

    code: str
    is_private: bool = False
    cost: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class NamedSector:
    """A sector with its name in both languages."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Traits:
    """All of a provider that decides its level: providers with equal traits get the same verdict.

    `serves` says for each group of the case whether the work area holds its place, wholly or in part.
    """

    kind: Kind
    roles: frozenset[Role]
    sectors: tuple[NamedSector, ...]
    min_redundancies: int | None
    takes_redundant: bool | None
    serves: tuple[Serves, ...]

    @property
    def is_area_unknown(self) -> bool:
        """Return whether nobody knows where the provider works: then it is so for every place."""
        return "unknown" in self.serves


class Candidate(NamedTuple):
    """One provider in one case. `distances` holds kilometres for each group, `None` without a position.

    A tuple, since a crowded region makes thousands of them for one answer.
    """

    slug: str
    name: str
    traits: Traits
    freshness: Freshness
    last_checked_on: date | None
    distances: tuple[float | None, ...]
    is_first_contact: bool = False
    reach: Reach = Reach.NONE
    shortage: Shortage = Shortage.NONE

    @property
    def is_referable(self) -> bool:
        """Return whether people can be referred to it: checked recently enough, not silent (R17), known where (R2)."""
        return self.freshness not in _NOT_REFERABLE and not self.traits.is_area_unknown


class Directory(Protocol):
    """Where candidates come from: the database in the portal, a list in a test."""

    def serving(self, case: Case) -> Iterable[Candidate]:
        """Return the published providers that serve the place of at least one group, or may (R2)."""

    def nearest_outside(self, case: Case, group: int, role: Role) -> Iterable[Candidate]:
        """Return, nearest first, providers with the role that do not serve the group's place.

        Each is given as if it served the place, so that the rules can tell whether it would close the gap.
        """
