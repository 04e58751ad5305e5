"""A recommended provider as a card, with its place in the plan and how to reach it.

What lives here: cards, and lists of which the first are cards and the others names. What does not: the steps of the
route (phases.py), markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from referrals.advice.in_words import InWords, Reason
from referrals.engine.findings import Outcome
from referrals.engine.route import Recommendation
from services.contact import Contact, contacts_of

# Of a list, so many more are named; whoever wants them all has the search.
MOST_NAMED = 30


class Ranked(NamedTuple):
    """A recommendation with its place in the plan, counted from 1."""

    rank: int
    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class Card:
    """One recommended provider, with how to reach it; `is_again` where the plan has a card of it already."""

    rank: int
    name: str
    url: str
    type: str
    referable: bool
    distance_km: float | None
    people: str
    reasons: list[Reason]
    conditions: list[Reason]
    freshness: str
    contact: Contact | None
    is_again: bool


class Named(NamedTuple):
    """A recommended provider by name alone, with its place in the plan."""

    rank: int
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The first cards of a list, the next by name, and how many there are beyond those."""

    cards: list[Card]
    named: list[Named]
    beyond: int

    @property
    def more(self) -> int:
        """Return how many there are that have no card."""
        return len(self.named) + self.beyond


class Cards:
    """Makes the cards of one plan; the contact data of all that may be shown (slugs) come in one query."""

    def __init__(self, words: InWords, shown: Iterable[str]) -> None:
        self._words = words
        self._contacts = contacts_of(shown)
        self._made: set[str] = set()

    @property
    def has_examples(self) -> bool:
        """Return whether contact data of examples are among them."""
        return any(contact.is_example for contact in self._contacts.values())

    def contact(self, slug: str) -> Contact | None:
        """Return how to reach one that may be shown."""
        return self._contacts.get(slug)

    def first(self, ranked: Sequence[Ranked], most: int) -> Listing:
        """Return so many cards at most, and the others by name."""
        others = ranked[most:]
        named = [Named(rank, each.candidate.name, organisation_url(each.candidate.slug)) for rank, each in others]
        return Listing([self.card(each) for each in ranked[:most]], named[:MOST_NAMED], len(named[MOST_NAMED:]))

    def card(self, ranked: Ranked) -> Card:
        """Return the card of a provider."""
        rank, recommendation = ranked
        candidate, reasons = recommendation.candidate, recommendation.reasons
        is_again = candidate.slug in self._made
        self._made.add(candidate.slug)
        return Card(
            rank=rank,
            name=candidate.name,
            url=organisation_url(candidate.slug),
            type=self._words.type_of(recommendation),
            referable=candidate.is_referable,
            distance_km=recommendation.distance_km,
            people=self._words.people(recommendation.groups),
            reasons=self._words.reasons(reason for reason in reasons if reason.outcome is Outcome.MET),
            conditions=self._words.reasons(reason for reason in reasons if reason.outcome is not Outcome.MET),
            freshness=self._words.text(recommendation.freshness),
            contact=self.contact(candidate.slug),
            is_again=is_again,
        )


def organisation_url(slug: str) -> str:
    """Return the address of a provider's own page."""
    return reverse("organisation", args=[slug])
