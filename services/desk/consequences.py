"""What a change of a record does, before it is saved: to coverage, to referring, and to cases of employers.

What lives here: the comparison of a record as it is with what it becomes, in sentences. What does not: coverage
(coverage/by_municipality.py), what an app above adds (registry.py), the pages that show it.

Nothing is written for it, and saving needs none of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services import wording
from services.catalogue import catalogue
from services.coverage.by_municipality import Around, Counts, is_published
from services.coverage.ground import Located, located
from services.coverage.page import HELP
from services.coverage.status import Status
from services.desk import registry
from services.desk.registry import Told
from services.freshness import oldest_checks
from services.models import Role
from services.upkeep.record import Record
from services.work_area.as_if import AsIf, as_if
from services.work_area.codes import NOT_KNOWN
from services.work_area.holding import Coverage

# Of so many places that lose somebody it is told who is nearest then.
MOST_NEAREST = 20


class Cell(NamedTuple):
    """One role in one municipality: how many help as it is, and as it becomes."""

    place: Located
    role: Role
    before: Counts
    after: Counts


def consequences(before: Record | None, after: Record, on: date) -> list[Told]:
    """Return what changes when a record (None: a new one) becomes another, each in a sentence with its details."""
    was, becomes = (before and as_if(before, on)) or None, as_if(after, on)
    told = [*_of_coverage(compared(was, becomes, on), becomes, on), *_of_referring(was, becomes, on)]
    return told + [one for find in registry.consequences for one in find(was, becomes, on)]


def with_areas(record: Record, codes: Iterable[str]) -> Record:
    """Return a record with another work area, as saving that leaves it: one that is not known forgets its check."""
    areas = sorted(codes)
    forgotten = {"area_checked_on": None, "last_checked_on": None} if NOT_KNOWN in areas else {}
    return record | {"areas": areas} | forgotten


def compared(was: AsIf | None, becomes: AsIf, on: date) -> list[Cell]:
    """Return each role in each municipality that the record holds or will hold."""
    held = [(None, part) for part in (*(was.parts if was else ()), *becomes.parts)]
    touched = [place for place in located(on) if Coverage(place.location).of_each(held)]
    now, then = (Around(on, touched, instead).judge(touched) for instead in (was, becomes))
    return [
        Cell(place, role, one.roles[role].counts, other.roles[role].counts)
        for place, one, other in zip(touched, now, then, strict=True)
        for role in Role
    ]


# --- In words --------------------------------------------------------------------------------------------


def _of_coverage(cells: Iterable[Cell], becomes: AsIf, on: date) -> Iterator[Told]:
    """Yield what becomes of places: where nobody is left, where somebody comes, and where one can be referred to."""
    found: dict[tuple[str, Role], list[Cell]] = defaultdict(list)
    for cell in cells:
        if kind := _kind(cell):
            found[kind, cell.role].append(cell)
    for kind in _SENTENCES:
        for role in Role:
            if changed := found.get((kind, role)):
                told = [cell.place.name for cell in changed]
                if kind == LOST:
                    told[:MOST_NEAREST] = _with_nearest(changed[:MOST_NEAREST], becomes, on)
                yield Told(_sentence(kind, role, len(changed)), told)


LOST, GAINED, WORSE, BETTER = "lost", "gained", "worse", "better"
_SENTENCES: Mapping[str, tuple[str, str]] = {
    LOST: (
        "1 gemeente verliest haar enige organisatie voor {help}.",
        "{n} gemeenten verliezen hun enige organisatie voor {help}.",
    ),
    GAINED: ("1 gemeente krijgt een organisatie voor {help}.", "{n} gemeenten krijgen een organisatie voor {help}."),
    WORSE: (
        "In 1 gemeente kan niemand meer doorverwijzen voor {help}.",
        "In {n} gemeenten kan niemand meer doorverwijzen voor {help}.",
    ),
    BETTER: (
        "In 1 gemeente kunnen werkgevers voortaan doorverwijzen voor {help}.",
        "In {n} gemeenten kunnen werkgevers voortaan doorverwijzen voor {help}.",
    ),
}


def _kind(cell: Cell) -> str:
    before, after = cell.before, cell.after
    if before.is_gap != after.is_gap:
        return LOST if after.is_gap else GAINED
    could, can = before.status is Status.REFERABLE, after.status is Status.REFERABLE
    return "" if could == can else BETTER if can else WORSE


def _sentence(kind: str, role: Role, number: int) -> str:
    one, many = _SENTENCES[kind]
    return (one if number == 1 else many).format(n=number, help=HELP[role])


def _with_nearest(cells: Sequence[Cell], becomes: AsIf, on: date) -> Iterator[str]:
    """Yield places that lose somebody, each with who is nearest then."""
    around = Around(on, [cell.place for cell in cells], becomes)
    for cell in cells:
        near = around.nearest(cell.role, cell.place.location)
        if near is None:
            yield f"{cell.place.name}: ook daarbuiten kennen wij niemand van wie wij het adres weten"
        else:
            facts, kilometres = near
            yield f"{cell.place.name}: het dichtst bij is dan {facts.name}, {wording.distance_in_words(kilometres)}"


def _of_referring(was: AsIf | None, becomes: AsIf, on: date) -> Iterator[Told]:
    """Yield whether people can be referred to the record."""
    could, can = (one is not None and _is_referable(one, on) for one in (was, becomes))
    if could and not can:
        yield Told("Naar deze organisatie wordt niet meer doorverwezen tot iemand contact en werkgebied nagaat.")
    if can and not could and was is not None:
        yield Told("Naar deze organisatie kan voortaan worden doorverwezen.")


def _is_referable(one: AsIf, on: date) -> bool:
    edges = oldest_checks(on, catalogue().parameters)
    return (
        is_published(one.facts, on) and edges.state_of(one.facts.last_checked_on, one.facts.silent_since).is_referable
    )
