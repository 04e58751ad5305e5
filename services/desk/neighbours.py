"""Who else works where a work area lies: in each municipality who has the same role, where nobody is, what overlaps.

What lives here: the judgement, and the map of it. What does not: the page (work_area.py), how sure help is
(coverage/), drawing (services/map/picture.py).

A neighbour shares a role with the record; one without roles, such as a general entry, has those of its own type.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from regions.places import Location, atlas
from services import wording
from services.map.picture import Picture, Shape
from services.models import Provider, Role
from services.work_area.facts import ProviderFacts
from services.work_area.holding import Coverage, Serves
from services.work_area.parts import AreaPart
from services.work_area.serving import serving
from services.work_area.tree import Branch, branches


class Situation(models.TextChoices):
    """What a municipality is to a work area."""

    OVERLAP = "overlap", "ook anderen"
    ALONE = "own", "alleen deze organisatie"
    HOLE = "hole", "gat: niemand"
    OTHERS = "others", "alleen anderen"

    @property
    def kind(self) -> str:
        """Return how it looks on the map: solid, striped, a lattice, or empty (static/css/map.css)."""
        return {"own": "s3", "overlap": "s2", "hole": "s0", "others": "plain"}[self.value]


SERVES = {"full": "hele gemeente", "part": "een deel", None: "niet"}


@dataclass(frozen=True, slots=True)
class Line:
    """One municipality: how much of it the record serves, who else does, and the roles in which nobody is there."""

    code: str
    name: str
    serves: Serves
    others: Sequence[ProviderFacts]
    missing: Collection[Role]

    @property
    def outline(self) -> str:
        """Return the code of its outline on the map."""
        return self.code.removeprefix("GM:")

    @property
    def named(self) -> Sequence[ProviderFacts]:
        """Return the others that are told by name."""
        return self.others[: wording.NAMED_AT_MOST]

    @property
    def more(self) -> int:
        """Return how many others there are beside those."""
        return len(self.others) - len(self.named)

    @property
    def situation(self) -> Situation:
        """Return what the municipality is to the work area."""
        if self.serves:
            return Situation.OVERLAP if self.others else Situation.ALONE
        return Situation.OTHERS if self.others and not self.missing else Situation.HOLE

    @property
    def in_words(self) -> str:
        """Return how much of it the record serves."""
        return SERVES[self.serves]

    @property
    def missing_in_words(self) -> str:
        """Return the roles in which nobody is known there."""
        return wording.roles_in_words(self.missing)


@dataclass(frozen=True, slots=True)
class RegionLines:
    """A region that the work area touches, with its municipalities."""

    name: str
    lines: Sequence[Line]

    @property
    def numbers(self) -> list[tuple[str, int]]:
        """Return how many municipalities are in each situation, of those that there are."""
        found = [line.situation for line in self.lines]
        return [(one.label, found.count(one)) for one in Situation if one in found]


def around(record: Provider, parts: Iterable[AreaPart], on: date) -> list[RegionLines]:
    """Return the regions that a work area touches, each with all its municipalities; a fixed number of queries."""
    parts = [part for part in parts if not part.unknown]
    touched = [branch for branch in branches(on) if _touches(parts, branch, on)]
    places = [(code, name, place) for branch in touched for code, name, place in _places(branch, on)]
    lines = _lines(record, parts, places, on)
    return [
        RegionLines(branch.name, [lines[code] for code, _name in branch.municipalities if code in lines])
        for branch in touched
    ]


def _touches(parts: Sequence[AreaPart], branch: Branch, on: date) -> bool:
    return any(_serves(parts, place) for _code, _name, place in _places(branch, on))


def _serves(parts: Iterable[AreaPart], place: Location) -> Serves:
    return Coverage(place).of_each((None, part) for part in parts).get(None)


def _places(branch: Branch, on: date) -> list[tuple[str, str, Location]]:
    known = atlas()
    found = (
        (code, name, known.municipality_with(code.removeprefix("GM:"), on)) for code, name in branch.municipalities
    )
    return [(code, name, place) for code, name, place in found if place]


def _lines(
    record: Provider, parts: Sequence[AreaPart], places: Sequence[tuple[str, str, Location]], on: date
) -> dict[str, Line]:
    if not places:
        return {}
    is_neighbour = _neighbour_of(record)
    found = [one for one in serving([place for _code, _name, place in places], on) if is_neighbour(one.facts)]
    return {
        code: _line(
            record, code, name, _serves(parts, place), [one.facts for one in found if one.serves[number] in HERE]
        )
        for number, (code, name, place) in enumerate(places)
    }


HERE = ("full", "part")


def _line(record: Provider, code: str, name: str, serves: Serves, others: Sequence[ProviderFacts]) -> Line:
    """Return what there is to say of a municipality; who works there himself lacks in no role of his own."""
    held = frozenset().union(*(one.roles for one in others))
    missing = frozenset() if serves else record.roles - held
    return Line(code, name, serves, sorted(others, key=lambda one: (one.name, one.slug)), missing)


def _neighbour_of(record: Provider) -> Callable[[ProviderFacts], bool]:
    roles, kind = record.roles, record.type.code

    def is_neighbour(facts: ProviderFacts) -> bool:
        return facts.id != record.pk and bool(facts.roles & roles if roles else facts.type_code == kind)

    return is_neighbour


def map_of(regions: Iterable[RegionLines], on: date) -> Picture:
    """Return the map of all these municipalities, each a link to its line and as its situation looks."""
    lines = [line for region in regions for line in region.lines]
    shapes = [
        Shape(line.outline, line.situation.kind, f"{line.name}: {line.situation.label}", f"#rij-{line.outline}")
        for line in lines
    ]
    label = "Kaart van het werkgebied en van wie er nog meer werkt"
    return Picture(label, on, shapes=shapes, looked_at=[line.outline for line in lines])
