"""The route of full help, step by step: a block for each role, in each block the phases.

What lives here: where one phase ends and the next begins, and what each is called. What does not: the order
(engine/routing.py), cards (cards.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from referrals.advice.cards import Cards, Listing, Ranked
from referrals.advice.in_words import InWords
from referrals.engine import rules
from referrals.engine.case import Case
from referrals.engine.findings import Level
from referrals.engine.route import Recommendation
from services.roles import Role
from services.type_codes import TypeCode

SHOWN_PER_PHASE = 3
# Of those that we do not refer to: one is enough to know that there are.
SHOWN_NOT_REFERABLE = 1


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the route: the first providers in full, and how many others there are."""

    title: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Block:
    """The route for one role, step by step."""

    title: str
    people: str
    phases: list[Phase]
    search_url: str


def cut_in_phases(ranked: Sequence[Ranked]) -> list[list[Ranked]]:
    """Return the route cut where its level, role or step changes."""
    return [list(phase) for _key, phase in groupby(ranked, key=lambda each: _phase_key(each.recommendation))]


class Blocks:
    """Makes the blocks of one case out of its phases."""

    def __init__(self, case: Case, words: InWords, cards: Cards) -> None:
        self._case, self._words, self._cards = case, words, cards

    def of(self, phases: Sequence[Sequence[Ranked]]) -> Iterator[Block]:
        """Yield a block for each needed role, with or without full help, and one for full help of no role (R15)."""
        by_role: dict[Role | None, list[Sequence[Ranked]]] = {role: [] for role in rules.roles_of(self._case)}
        for phase in phases:
            first = phase[0].recommendation
            if first.level is Level.FULL:
                by_role.setdefault(_first_role(first), []).append(phase)
        for role, of_role in by_role.items():
            yield self._block(role, of_role)

    def _block(self, role: Role | None, phases: Sequence[Sequence[Ranked]]) -> Block:
        groups = [index for index, group in enumerate(self._case.groups) if rules.role_of(group) is role]
        place = self._case.groups[groups[0] if groups else 0].location_text
        query = urlencode({"locatie": place, "rol": role} if role else {"locatie": place})
        return Block(
            title=_role_title(role),
            people=self._words.people(groups),
            phases=[self._phase(phase) for phase in phases],
            search_url=f"{reverse('search')}?{query}",
        )

    def _phase(self, phase: Sequence[Ranked]) -> Phase:
        first = phase[0].recommendation
        most = SHOWN_PER_PHASE if first.candidate.is_referable else SHOWN_NOT_REFERABLE
        return Phase(_phase_title(first), self._cards.first(phase, most))


def _first_role(recommendation: Recommendation) -> Role | None:
    return recommendation.roles[0] if recommendation.roles else None


def _phase_key(recommendation: Recommendation) -> tuple[Level, bool, Role | None, str]:
    kind = recommendation.kind
    step = "private" if kind.is_private else _STEPS.get(kind.code, "other")
    return recommendation.level, recommendation.candidate.is_referable, _first_role(recommendation), step


_STEPS: dict[str, str] = {
    TypeCode.BRANCH_SERVICE_POINT: "own_sector",
    TypeCode.MOBILITY_CENTRE: "across",
    TypeCode.GATEKEEPER_CENTRE: "across",
    TypeCode.EMPLOYER_SERVICE_POINT: "entry",
    TypeCode.LEARNING_WORK_DESK: "training",
    TypeCode.UWV: "uwv",
}


def _phase_title(recommendation: Recommendation) -> str:
    _level, referable, _role, step = _phase_key(recommendation)
    title = {
        "own_sector": _("Binnen de eigen sector"),
        "across": _("Over sectoren heen"),
        "entry": _("Het algemene loket voor werkgevers"),
        "training": _("Scholing"),
        "uwv": _("UWV"),
        "other": _("Andere organisaties"),
        "private": _("Particuliere hulp"),
    }[step]
    return title if referable else _("%(title)s, niet recent gecontroleerd") % {"title": title}


def _role_title(role: Role | None) -> str:
    return {
        Role.PREVENTIVE: _("Inzetbaar blijven, vóór er ontslag dreigt"),
        Role.CURATIVE: _("Van werk naar werk, vóór het ontslag"),
        Role.REINTEGRATION: _("Terug aan het werk, na ziekte of vanuit een uitkering"),
        None: _("Voor uitzendkrachten en tijdelijke krachten"),
    }[role]
