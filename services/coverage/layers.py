"""How sure help is in every municipality, as one digit each: for every role, type and sector that somebody may choose.

What lives here: those rows of digits, and their version. What does not: how much of a place a work area holds
(ground.py), what one organisation brings (status.py), the words and the pages (map_words.py, map_page.py).

Every page, table, legend and drawing of coverage reads these digits, so none of them can say something else.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from threading import RLock
from typing import NamedTuple

from regions.versions import Versions, current_versions
from services.catalogue import catalogue
from services.coverage.country import Directory, directory
from services.coverage.ground import Ground, Held, ground, positions_in
from services.coverage.status import Offer, Status
from services.models import Role
from services.unchanging import Unchanging, unchanging

# All types, or all sectors.
ANY = ""
DIGITS = {Status.REFERABLE: "3", Status.KNOWN: "2", Status.POSSIBLE: "1", Status.NOBODY: "0"}
STATUS_OF = {digit: status for status, digit in DIGITS.items()}
VERSION_LENGTH = 20


class Chosen(NamedTuple):
    """What a row is about: a role, and a type and a sector, or any."""

    role: str
    type: str = ANY
    sector: str = ANY

    @property
    def key(self) -> str:
        """Return it as the key of a row in the file that browsers read."""
        return "|".join(self)


class Kind(NamedTuple):
    """What providers have in common that are shown or left out together; without sectors they help all of them (R3)."""

    role: str
    type: str
    sectors: frozenset[str]

    def fits(self, chosen: Chosen) -> bool:
        """Return whether a choice keeps these providers."""
        return (
            self.role == chosen.role
            and chosen.type in (ANY, self.type)
            and (chosen.sector == ANY or not self.sectors or chosen.sector in self.sectors)
        )


class Sure(NamedTuple):
    """The municipalities with help in each state, as masks; one municipality may be in several."""

    referable: int = 0
    known: int = 0
    possible: int = 0

    def also(self, other: "Sure") -> "Sure":
        """Return where either helps."""
        return Sure(*(one | more for one, more in zip(self, other, strict=True)))


class Layers:
    """The rows of a day: `row("curative", sector="bouw")` is a digit for each of `codes`, in their order."""

    def __init__(self, here: Ground, rows: Mapping[Chosen, str], version: str) -> None:
        self.codes = here.codes
        self.version = version
        self._here, self._rows = here, rows
        self._nobody = DIGITS[Status.NOBODY] * len(here.codes)

    def row(self, role: str, type: str = ANY, sector: str = ANY) -> str:
        """Return 3 (referable), 2 (known), 1 (possible) or 0 (nobody) for each municipality."""
        return self._rows.get(Chosen(role, type, sector), self._nobody)

    @cached_property
    def packed(self) -> Unchanging:
        """Return the JSON as it is sent."""
        return unchanging(self.as_json(), "application/json")

    def as_json(self) -> str:
        """Return all rows, each different one once, and the names of areas; where a key is missing nobody helps."""
        different = list(dict.fromkeys(self._rows.values()))
        number = {row: position for position, row in enumerate(different)}
        keys = {chosen.key: number[row] for chosen, row in self._rows.items()}
        data = {
            "gemeenten": self.codes,
            "namen": [one.name for one in self._here.places],
            "regios": {one.code: [one.name, one.members] for one in self._here.regions},
            "rijen": different,
            "lagen": keys,
        }
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def layers(on: date) -> Layers:
    """Return the rows of a day, found anew after a change and each day; no query for what is in memory."""
    global _kept  # noqa: PLW0603 - the one thing that this process keeps here
    version = version_of(on, current_versions())
    found = _kept
    if found is None or found.version != version:
        with _finding:
            found = _kept
            if found is None or found.version != version:
                found = _kept = _find(on, version)
    return found


_kept: Layers | None = None
_finding = RLock()


def version_of(on: date, versions: Versions) -> str:
    """Return the name of what is known on a day. The outlines are of the reference data; records age overnight."""
    return sha256(repr((versions, on)).encode()).hexdigest()[:VERSION_LENGTH]


def _find(on: date, version: str) -> Layers:
    here = ground(on)
    known = directory(on)
    rows = dict(_rows(by_kind(known, here), len(here.codes)))
    here.keep_only(set(known.work_areas.values()))
    return Layers(here, rows, version)


def by_kind(known: Directory, here: Ground) -> dict[Kind, Sure]:
    """Return where each kind of provider helps, and how sure that is."""
    found: dict[Kind, Sure] = defaultdict(Sure)
    for facts in known.providers:
        held = here.held_by(known.work_areas[facts.id])
        for offer in known.offers[facts.id]:
            kind = Kind(offer.role.value, facts.type_code, facts.sectors)
            found[kind] = found[kind].also(_sure(offer, held))
    return found


def _sure(offer: Offer, held: Held) -> Sure:
    """Return where an offer helps: who works in a part of a place, or perhaps there, may help (R2)."""
    perhaps = held.part | held.unknown
    match offer.status:
        case Status.REFERABLE:
            return Sure(referable=held.full, possible=perhaps)
        case Status.KNOWN:
            return Sure(known=held.full, possible=perhaps)
    return Sure(possible=held.full | perhaps)


def _rows(kinds: Mapping[Kind, Sure], places: int) -> Iterator[tuple[Chosen, str]]:
    """Yield every choice that anybody helps in, with its digits."""
    types, sectors = {kind.type for kind in kinds}, [one.code for one in catalogue().sectors]
    written: dict[Sure, str] = {}
    for chosen in _choices(sorted(types), sectors):
        sure = _together(where for kind, where in kinds.items() if kind.fits(chosen))
        if any(sure):
            if sure not in written:
                written[sure] = _digits(sure, places)
            yield chosen, written[sure]


def _choices(types: Iterable[str], sectors: Collection[str]) -> Iterator[Chosen]:
    for role in Role:
        for kind in (ANY, *types):
            yield from (Chosen(role.value, kind, sector) for sector in (ANY, *sectors))


def _together(those: Iterable[Sure]) -> Sure:
    found = Sure()
    for one in those:
        found = found.also(one)
    return found


def _digits(sure: Sure, places: int) -> str:
    digits = [DIGITS[Status.NOBODY]] * places
    for status in (Status.POSSIBLE, Status.KNOWN, Status.REFERABLE):
        for position in positions_in(getattr(sure, status)):
            digits[position] = DIGITS[status]
    return "".join(digits)
