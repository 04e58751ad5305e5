"""Who helps in the part of the map that somebody looks at: who has an address there, and who works there.

What lives here: finding them. What does not: which part that is (map_question.py), the page (map_page.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from regions.grid import to_grid
from regions.outlines import outlines
from services.catalogue import catalogue
from services.coverage.country import Directory, directory
from services.coverage.ground import Ground
from services.coverage.layers import Chosen, Kind
from services.coverage.map_question import MapQuestion, Sight
from services.coverage.page import DOES
from services.coverage.status import Status
from services.work_area.facts import ProviderFacts

SHOWN_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class SightLine:
    """An organisation that helps in the part in sight: what it is, how sure that is, and whether it is there itself."""

    name: str
    url: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class InSight:
    """How many organisations help in the part in sight, and the surest of them."""

    total: int
    lines: list[SightLine]


def in_sight(question: MapQuestion, sight: Sight, here: Ground, on: date) -> InSight:
    """Return who helps there in the situation, type and sector that were chosen: three queries."""
    known = directory(on)
    states = list(Status)
    found = sorted(_helping(question, sight, here, known, on), key=lambda one: (states.index(one[1]), one[0].name))
    return InSight(len(found), [_line(facts, status, sight) for facts, status in found[:SHOWN_AT_MOST]])


def _helping(
    question: MapQuestion, sight: Sight, here: Ground, known: Directory, on: date
) -> Iterator[tuple[ProviderFacts, Status]]:
    """Yield those with an address in sight, or that work in a municipality whose name stands there, and how sure."""
    chosen = Chosen(question.role.value, question.type, question.sector)
    there = _municipalities(sight, here, on)
    for facts in known.providers:
        held = here.held_by(known.work_areas[facts.id])
        if not (held.full | held.part) & there and not _is_there(facts, sight):
            continue
        for offer in known.offers[facts.id]:
            is_counted = offer.status is Status.REFERABLE or not question.checked_only
            if is_counted and Kind(offer.role.value, facts.type_code, facts.sectors).fits(chosen):
                yield facts, offer.status


def _municipalities(sight: Sight, here: Ground, on: date) -> int:
    drawn = outlines(on)
    named = ((position, drawn.get(code)) for code, position in here.position.items())
    return sum(1 << position for position, one in named if one and sight.holds(one.label_x, one.label_y))


def _is_there(facts: ProviderFacts, sight: Sight) -> bool:
    if facts.latitude is None or facts.longitude is None:
        return False
    return sight.holds(*to_grid(facts.latitude, facts.longitude))


def _line(facts: ProviderFacts, status: Status, sight: Sight) -> SightLine:
    words = [str(DOES[status]), *([_("met een adres hier")] if _is_there(facts, sight) else [])]
    url = reverse("organisation", args=[facts.slug])
    return SightLine(facts.name, url, catalogue().types_by_code[facts.type_code].name, ", ".join(words))
