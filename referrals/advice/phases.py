"""The route, step by step: a block for the people in each situation, in each block the phases of full help.

What lives here: where one phase ends and the next begins, and what each is called. What does not: the order
(engine/routing.py), cards (cards.py), what the employer can do (own_steps.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from referrals.advice.cards import Cards, Listing, Ranked
from referrals.advice.in_words import InWords
from referrals.advice.own_steps import OwnSteps, own_steps_of
from referrals.engine.case import Case, Situation
from referrals.engine.findings import Level
from referrals.engine.route import Path
from services.type_codes import TypeCode

SHOWN_PER_PHASE = 3
# Of those that we do not refer to: one is enough to know that there are.
SHOWN_NOT_REFERABLE = 1
SHOWN_OTHERS = 3
SHOWN_NEAR_MISSES = 5


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the route: the first providers in full, and how many others there are."""

    title: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Block:
    """The route for the people in one situation: full help step by step, then who may help, then who only informs.

    `number` is how many organisations there are in all.
    """

    title: str
    people: str
    number: int
    own_steps: OwnSteps | None
    phases: list[Phase]
    possible: Listing
    informing: Listing
    search_url: str


class CutPath:
    """A path cut where its level or step changes; the numbers count within the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        ranked = list(map(Ranked._make, enumerate(path.recommendations, start=1)))
        self.full = [list(phase) for _key, phase in groupby(_at(Level.FULL, ranked), key=_phase_key)]
        self.possible = _at(Level.POSSIBLE, ranked)
        self.informing = _at(Level.INFORMATION, ranked)

    def may_be_shown(self) -> Iterator[str]:
        """Yield the slugs of all that a page may show: no list of it reaches further."""
        for ranked in (*self.full, self.possible, self.informing):
            yield from (each.recommendation.candidate.slug for each in ranked[:SHOWN_OTHERS])


class Blocks:
    """Makes the blocks of one case."""

    def __init__(self, case: Case, words: InWords, cards: Cards) -> None:
        self._case, self._words, self._cards = case, words, cards

    def block(self, cut: CutPath) -> Block:
        """Return the block of a path."""
        path = cut.path
        query = {"locatie": self._case.groups[path.groups[0]].location_text} | ({"rol": path.role} if path.role else {})
        return Block(
            title=_title(path),
            people=self._words.people(path.groups),
            number=len(path.recommendations),
            own_steps=own_steps_of(path, self._case, self._words),
            phases=[self._phase(phase) for phase in cut.full],
            possible=self._cards.first(cut.possible, SHOWN_OTHERS),
            informing=self._cards.first(cut.informing, SHOWN_OTHERS),
            search_url=f"{reverse('search')}?{urlencode(query)}",
        )

    def _phase(self, phase: Sequence[Ranked]) -> Phase:
        first = phase[0].recommendation
        most = SHOWN_PER_PHASE if first.candidate.is_referable else SHOWN_NOT_REFERABLE
        return Phase(_phase_title(phase[0]), self._cards.first(phase, most))


def _at(level: Level, ranked: Sequence[Ranked]) -> list[Ranked]:
    return [each for each in ranked if each.recommendation.level is level]


def _phase_key(ranked: Ranked) -> tuple[bool, str]:
    kind = ranked.recommendation.kind
    step = "private" if kind.is_private else _STEPS.get(kind.code, "other")
    return ranked.recommendation.candidate.is_referable, step


_STEPS: dict[str, str] = {
    TypeCode.BRANCH_SERVICE_POINT: "own_sector",
    TypeCode.MOBILITY_CENTRE: "across",
    TypeCode.GATEKEEPER_CENTRE: "across",
    TypeCode.EMPLOYER_SERVICE_POINT: "entry",
    TypeCode.LEARNING_WORK_DESK: "training",
    TypeCode.UWV: "uwv",
}


def _phase_title(ranked: Ranked) -> str:
    referable, step = _phase_key(ranked)
    title = {
        "own_sector": _("In uw eigen sector"),
        "across": _("In alle sectoren"),
        "entry": _("Het algemene loket voor werkgevers"),
        "training": _("Scholing"),
        "uwv": _("UWV"),
        "other": _("Andere organisaties"),
        "private": _("Particuliere hulp"),
    }[step]
    return title if referable else _("%(title)s, niet recent gecontroleerd") % {"title": title}


def _title(path: Path) -> str:
    if path.role is None:
        return _("Voor uitzendkrachten, oproepkrachten en tijdelijke krachten")
    return {
        Situation.PREPARE: _("Inzetbaar blijven, vóór er ontslag dreigt"),
        Situation.REDUNDANCY: _("Van werk naar werk, vóór het ontslag"),
        Situation.ILLNESS: _("Weer aan het werk bij ziekte: tweede spoor"),
        Situation.ON_BENEFIT: _("Weer aan het werk vanuit een uitkering"),
    }[path.situation]
