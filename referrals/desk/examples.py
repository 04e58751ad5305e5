"""What a change of a record does to cases: examples routed with the record as it is, and as it becomes.

What lives here: which examples, and comparing their routes. What does not: what the desk makes of it
(services/desk/consequences.py), routing itself (engine/).

The examples are each kind of case in some of the municipalities that the record holds, and the worked examples of the
rules whose place it holds. They are looked at until a second has passed; how many were is told.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import NamedTuple

from referrals.advice.advise import find_route
from referrals.engine.case import Case
from referrals.engine.route import Route
from referrals.intake.case_reader import read_case
from referrals.rulebook.examples import examples
from regions.places import Location, atlas
from services.desk.registry import Told
from services.work_area.as_if import AsIf
from services.work_area.holding import Coverage, Serves
from services.work_area.tree import branches

SECONDS = 1.0
MOST_MUNICIPALITIES = 12
MOST_TOLD = 10
SITUATIONS = {
    "redundancy": "met ontslag",
    "prepare": "zonder dreigend ontslag",
    "illness": "ziek",
    "on_benefit": "met een uitkering",
}
SIZES = {5: "guidance", 50: "training"}


class Example(NamedTuple):
    """A case, and what it is in a few words."""

    title: str
    case: Case


def examples_that_change(was: AsIf | None, becomes: AsIf, on: date) -> Iterator[Told]:
    """Yield how many examples get another answer, and which."""
    chosen = list(examples_about(was, becomes, on))
    changed, looked_at, started = [], 0, time.monotonic()
    for example in chosen:
        if time.monotonic() - started > SECONDS:
            break
        looked_at += 1
        before, after = (find_route(example.case, instead=one) for one in (was, becomes))
        if essence(before) != essence(after):
            changed.append(f"{example.title}: {_moved(before, after, becomes.facts.slug)}")
    if changed:
        number = "1 voorbeeldcasus verandert" if len(changed) == 1 else f"{len(changed)} voorbeeldcasussen veranderen"
        yield Told(f"{number} (bekeken: {looked_at} van {len(chosen)}).", changed[:MOST_TOLD])
    elif chosen:
        yield Told(f"Geen voorbeeldcasus verandert (bekeken: {looked_at} van {len(chosen)}).")


def examples_about(was: AsIf | None, becomes: AsIf, on: date) -> Iterator[Example]:
    """Yield the examples in places that the record holds, or will hold."""
    names = list(_municipalities(was, becomes, on))[:MOST_MUNICIPALITIES]
    sector = min(becomes.facts.sectors, default="other")
    for name, (reason, in_words), (people, need) in product(names, SITUATIONS.items(), SIZES.items()):
        group = {"location": f"gemeente {name}", "headcount": people, "contract": "permanent", "reason": reason}
        case = {"sector": sector, "employees_total": people, "needs": [need], "budget": True, "groups": [group]}
        yield Example(f"{name}, {people} mensen {in_words}", read_case(case, on))
    for worked in examples():
        case = read_case(worked.case, on)
        if any(_how_held(one, group.location) for one in (was, becomes) for group in case.groups):
            yield Example(worked.title, case)


def _municipalities(was: AsIf | None, becomes: AsIf, on: date) -> Iterable[str]:
    """Return the names of municipalities that the record holds: those first of which it holds another part."""
    known = atlas()
    moved, same = [], []
    for code, name in (one for branch in branches(on) for one in branch.municipalities):
        place = known.municipality_with(code.removeprefix("GM:"), on)
        before, after = (_how_held(one, place) if place else None for one in (was, becomes))
        if before or after:
            (same if before == after else moved).append(name)
    return [*moved, *same]


def _how_held(one: AsIf | None, place: Location) -> Serves:
    return Coverage(place).of_each((None, part) for part in one.parts).get(None) if one else None


def essence(route: Route) -> tuple:
    """Return what an employer would notice: who is named at which level, in which order, and what lacks."""
    named = [(one.candidate.slug, one.level, one.roles, one.groups) for one in route.recommendations]
    return named, [(gap.role, gap.group) for gap in route.gaps], [one.candidate.slug for one in route.first_contacts]


def _moved(before: Route, after: Route, slug: str) -> str:
    """Return what happens to the record itself in the answer."""
    was, becomes = _rank(before, slug), _rank(after, slug)
    if was is None or becomes is None:
        return "komt erbij" if becomes else "valt weg" if was else "een ander antwoord"
    return f"van plaats {was} naar {becomes}" if was != becomes else "op andere gronden"


def _rank(route: Route, slug: str) -> int | None:
    slugs: list[str] = [one.candidate.slug for one in route.recommendations]
    return slugs.index(slug) + 1 if slug in slugs else None
