"""An advice as a page shows it: blocks by role, a first part of each, and words for every code.

What lives here: choosing and naming what is shown. What does not: the answer (routing.py), markup (templates).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from referrals.advising import Advice
from referrals.findings import Finding, Level
from referrals.route import Recommendation
from referrals.routing import question_text
from referrals.sentences import RULES
from services.catalogue import catalogue

SHOWN_PER_BLOCK = 10
SHOWN_NEAR_MISSES = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with the rule behind it."""

    rule: str
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """One recommended provider."""

    rank: int
    name: str
    url: str
    type: str
    level: str
    level_code: str
    referable: bool
    distance_km: float | None
    people: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Block:
    """The recommendations for one role, the first ones in full; `more` says how many others there are."""

    role: str
    title: str
    cards: list[Card]
    more: int
    more_url: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A provider that a rule keeps out, and why."""

    name: str
    url: str
    reasons: list[Reason]


class AdvicePage:
    """Everything that the advice page shows, in the reader's language."""

    def __init__(self, advice: Advice) -> None:
        self.case, self.route, self.digest = advice.case, advice.route, advice.digest
        self.language = "en" if (get_language() or "").startswith("en") else "nl"
        self.type_names = {entry.code: entry.name for entry in catalogue().types}

    @property
    def blocks(self) -> list[Block]:
        """Return a block for each needed role, and one for help that belongs to none (R15)."""
        by_role: dict[str, list[tuple[int, Recommendation]]] = {role: [] for role in self.route.roles}
        for rank, one in enumerate(self.route.recommendations, start=1):
            by_role.setdefault(one.roles[0] if one.roles else "", []).append((rank, one))
        return [self._block(role, ranked) for role, ranked in by_role.items()]

    @property
    def near_misses(self) -> list[NearMiss]:
        """Return the first near misses with their reasons."""
        return [
            NearMiss(one.candidate.name, _url(one.candidate.slug), self.reasons(one.reasons))
            for one in self.route.excluded[:SHOWN_NEAR_MISSES]
        ]

    @property
    def more_near_misses(self) -> int:
        """Return how many near misses are not shown."""
        return max(0, len(self.route.excluded) - SHOWN_NEAR_MISSES)

    @property
    def duties(self) -> list[dict[str, Any]]:
        """Return the duties, each with the place in the law and the period it counts."""
        return [
            {"reason": self.reason(one.finding), "area": one.area, "starts": one.starts, "ends": one.ends}
            for one in self.route.duties
        ]

    @property
    def dates(self) -> list[dict[str, Any]]:
        """Return the dates, each with the groups it is about."""
        return [
            {"reason": self.reason(one.finding), "day": one.day, "people": self.people(one.groups)}
            for one in self.route.dates
        ]

    @property
    def notes(self) -> list[Reason]:
        """Return what else the employer should know."""
        return self.reasons(self.route.notes)

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """Return the gaps, each with a link to the nearest provider that would close it."""
        return [
            {"reason": self.reason(one.finding), "url": _url(one.nearest.slug) if one.nearest else ""}
            for one in self.route.gaps
        ]

    @property
    def open_questions(self) -> list[dict[str, Any]]:
        """Return the unanswered questions in words, the one that settles most first."""
        return [
            {"text": question_text(one.question)[self.language], "providers": one.providers}
            for one in self.route.open_questions
        ]

    @property
    def today(self) -> date:
        """Return the day on which this advice holds."""
        return self.case.today

    def reason(self, finding: Finding) -> Reason:
        """Return one finding in words."""
        return Reason(
            finding.rule, RULES[finding.rule].title[self.language], finding.text(self.language), finding.source
        )

    def reasons(self, findings: Iterable[Finding]) -> list[Reason]:
        """Return the findings in words."""
        return [self.reason(finding) for finding in findings]

    def people(self, groups: Sequence[int]) -> str:
        """Return the groups in words: "12 mensen in 6811 AB Arnhem"."""
        return ", ".join(self._people(index) for index in groups)

    def _people(self, index: int) -> str:
        group = self.case.groups[index]
        sentence = ngettext("%(count)s mens in %(place)s", "%(count)s mensen in %(place)s", group.headcount)
        return sentence % {"count": group.headcount, "place": group.location.label}

    def _block(self, role: str, ranked: Sequence[tuple[int, Recommendation]]) -> Block:
        shown = [self._card(rank, one) for rank, one in ranked[:SHOWN_PER_BLOCK]]
        place = self.case.groups[0].location_text
        query = urlencode({"locatie": place, "rol": role} if role else {"locatie": place})
        return Block(role, _role_title(role), shown, len(ranked) - len(shown), f"{reverse('search')}?{query}")

    def _card(self, rank: int, one: Recommendation) -> Card:
        return Card(
            rank=rank,
            name=one.candidate.name,
            url=_url(one.candidate.slug),
            type=self.type_names[one.candidate.traits.kind.code],
            level=_level_name(one.level),
            level_code=one.level.code,
            referable=one.candidate.is_referable,
            distance_km=one.distance_km,
            people=self.people(one.groups),
            reasons=self.reasons(one.reasons),
        )


def _url(slug: str) -> str:
    return reverse("organisation", args=[slug])


def _level_name(level: Level) -> str:
    return {
        Level.FULL: _("Helpt"),
        Level.POSSIBLE: _("Helpt misschien"),
        Level.INFORMATION: _("Geeft alleen informatie"),
    }[level]


def _role_title(role: str) -> str:
    return {
        "preventive": _("Inzetbaar blijven, vóór er ontslag dreigt"),
        "curative": _("Van werk naar werk, vóór het ontslag"),
        "reintegration": _("Terug aan het werk, na ziekte of vanuit een uitkering"),
        "": _("Voor uitzendkrachten en tijdelijke krachten"),
    }[role]
