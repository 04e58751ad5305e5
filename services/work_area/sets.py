"""Some providers as sets of bits: who is of a type, who has a role, whom to trust. Counting and combining costs little.

What lives here: the sets of a fixed number of providers. What does not: which providers these are (index.py), what is
asked of them (search/at_place.py).

A set is a whole number in which bit n stands for provider n.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from itertools import compress
from math import nan

from services.freshness import OldestChecks
from services.shortage import SAID, Shortage, shortage_of
from services.work_area.facts import ProviderFacts

NOBODY = 0

_NO, _YES = b"01"
_AS_TRUTH = bytes.maketrans(b"01", b"\0\1")


class Sets:
    """The sets of some providers, by what a search asks of them."""

    def __init__(self, providers: Sequence[ProviderFacts]) -> None:
        self.providers = tuple(providers)
        self.numbers = {one.id: number for number, one in enumerate(self.providers)}
        self.everybody = (1 << len(self.providers)) - 1
        self.by_type = self._by((one.type_code,) for one in self.providers)
        self.by_role = self._by(one.roles for one in self.providers)
        self.by_sector = self._by(one.sectors for one in self.providers)
        self.for_every_sector = self.of(number for number, one in enumerate(self.providers) if not one.sectors)
        self.placed = self.of(number for number, one in enumerate(self.providers) if one.latitude is not None)
        self._latitudes = array("d", [nan if one.latitude is None else one.latitude for one in self.providers])
        self._longitudes = array("d", [nan if one.longitude is None else one.longitude for one in self.providers])
        self._retire = self._by(filter(None, (one.retired_on,)) for one in self.providers)
        self._short = self._by(
            ((one.capacity, one.capacity_until),) if one.capacity in SAID else () for one in self.providers
        )
        self._trusted: tuple[OldestChecks | None, int, int] = (None, NOBODY, NOBODY)

    def edited(self, providers: Sequence[ProviderFacts]) -> "Sets":
        """Return the sets when this is true now of some of the same providers, each under the number that it had."""
        few, edited = Sets(providers), copy(self)
        own = [self.numbers[key] for key in few.numbers]
        others = self.everybody & ~self.of(own)

        def renewed(before: int, now: int) -> int:
            return before & others | self.of(compress(own, few._truths(now)))

        def all_renewed(before: Mapping, now: Mapping) -> Mapping:
            every = {trait: renewed(before.get(trait, NOBODY), now.get(trait, NOBODY)) for trait in {**before, **now}}
            return {trait: those for trait, those in every.items() if those}

        for name in ("by_type", "by_role", "by_sector", "_retire", "_short"):
            setattr(edited, name, all_renewed(getattr(self, name), getattr(few, name)))
        for name in ("for_every_sector", "placed"):
            setattr(edited, name, renewed(getattr(self, name), getattr(few, name)))
        everyone = list(self.providers)
        edited._latitudes, edited._longitudes = self._latitudes[:], self._longitudes[:]
        for number, one in enumerate(few.providers):
            everyone[own[number]] = one
            edited._latitudes[own[number]] = few._latitudes[number]
            edited._longitudes[own[number]] = few._longitudes[number]
        edited.providers = tuple(everyone)
        edges, on_time, late = self._trusted
        if edges is not None:
            now_on_time, now_late = few.trusted(edges)
            edited._trusted = (edges, renewed(on_time, now_on_time), renewed(late, now_late))
        return edited

    def of(self, numbers: Iterable[int]) -> int:
        """Return the set of the providers with these numbers."""
        chosen = bytearray([_NO]) * len(self.providers)
        for number in numbers:
            chosen[number] = _YES
        return int(chosen[::-1] or b"0", 2)

    def with_keys(self, keys: Collection[int]) -> int:
        """Return the set of the providers that have one of these keys."""
        numbers = [self.numbers[key] for key in self.numbers.keys() & keys] if keys else []
        return self.of(numbers) if numbers else NOBODY

    def published(self, on: date) -> int:
        """Return the set of those that have not stopped on a day."""
        stopped = NOBODY
        for day, those in self._retire.items():
            stopped |= those if day <= on else NOBODY
        return self.everybody & ~stopped

    def in_sector(self, code: str) -> int:
        """Return the set of those that serve a sector; one without sectors serves them all (R3)."""
        return self.by_sector.get(code, NOBODY) | self.for_every_sector

    def trusted(self, edges: OldestChecks) -> tuple[int, int]:
        """Return the sets of those that were checked on time, and of those whose check is late but can be gone by."""
        known, on_time, late = self._trusted
        if known != edges:
            days = [(number, one.last_checked_on) for number, one in enumerate(self.providers) if one.last_checked_on]
            on_time = self.of(number for number, day in days if day >= edges.up_to_date)
            late = self.of(number for number, day in days if edges.referable <= day < edges.up_to_date)
            self._trusted = (edges, on_time, late)  # one tuple: threads share it
        return on_time, late

    def by_room(self, on: date) -> dict[Shortage, int]:
        """Return the sets of those who say on a day how little room they have, and of all others."""
        by_room = {Shortage.NONE: self.everybody}
        for (capacity, until), those in self._short.items():
            if shortage := shortage_of(capacity, until, on):
                by_room[shortage] = by_room.get(shortage, NOBODY) | those
                by_room[Shortage.NONE] &= ~those
        return by_room

    def keys_in(self, those: int) -> Iterator[int]:
        """Return the keys of the providers in a set."""
        return compress(self.numbers, self._truths(those))

    def positions_in(self, those: int) -> Iterator[tuple[float, float]]:
        """Return latitude and longitude of the providers in a set, in the order of their keys; of placed ones only."""
        truths = self._truths(those)
        return zip(compress(self._latitudes, truths), compress(self._longitudes, truths), strict=True)

    def _truths(self, those: int) -> bytes:
        """Return for each provider, in order, 1 where it is in a set, else 0."""
        return f"{those:0{len(self.providers)}b}".encode().translate(_AS_TRUTH)[::-1]

    def _by(self, traits: Iterable[Iterable[Hashable]]) -> Mapping:
        """Return the set of those that have each trait, from the traits of every provider in turn."""
        numbers = defaultdict(list)
        for number, own in enumerate(traits):
            for trait in own:
                numbers[trait].append(number)
        return {trait: self.of(those) for trait, those in numbers.items()}
