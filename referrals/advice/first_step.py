"""Whom to contact first: the step that the plan leads with (R19).

What lives here: that party in words, and those at the employer's other places. What does not: who it is
(engine/routing.py), the order of those who help (phases.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from referrals.advice.cards import Cards, organisation_url
from referrals.advice.in_words import InWords, Reason
from referrals.engine.route import FirstContact, Path
from referrals.engine.routing import first_step
from services.contact import Contact


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The party to contact first at another place of the employer."""

    name: str
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class FirstStep:
    """The party to contact first. `leads_the_route` tells whether it is number 1 among those who help as well."""

    title: str
    url: str
    reason: Reason
    contact: Contact | None
    leads_the_route: bool
    elsewhere: list[Elsewhere]


def first_step_of(
    contacts: Sequence[FirstContact], paths: Sequence[Path], words: InWords, cards: Cards
) -> FirstStep | None:
    """Return the first step at the place with most people; None where nobody is known."""
    if not contacts:
        return None
    first, *others = contacts
    slug = first.candidate.slug
    return FirstStep(
        title=first_step(first)[words.language],
        url=organisation_url(slug),
        reason=words.reason(first.finding),
        contact=cards.contact(slug),
        leads_the_route=_leads(slug, paths),
        elsewhere=[_elsewhere(other, words.language) for other in others if other.candidate.slug != slug],
    )


def _leads(slug: str, paths: Sequence[Path]) -> bool:
    return any(path.recommendations[:1] and path.recommendations[0].candidate.slug == slug for path in paths)


def _elsewhere(contact: FirstContact, language: str) -> Elsewhere:
    return Elsewhere(contact.candidate.name, organisation_url(contact.candidate.slug), contact.place[language])
