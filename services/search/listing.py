"""A list of hits as its readers get it: what holds for all of them is said once, and desks of one sector are folded.

What lives here: that arrangement. What does not: which hits there are (results.py), markup (templates).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy

from services.catalogue import SectorEntry
from services.search.question import Question
from services.search.results import Hit, card_texts

# What a card leaves out where it is the same for all in the list, and how the list says it. Where one or two are told
# to be alike, nothing is repeated yet.
SAID_ONCE = {
    "example": gettext_lazy("Alle organisaties in deze lijst zijn voorbeelden."),
    "check": gettext_lazy("Van alle organisaties in deze lijst: %(words)s"),
    "situations": gettext_lazy("Alle organisaties in deze lijst helpen bij: %(words)s."),
}
FEWEST_ALIKE = 3
# One desk of a sector is a card as any other.
FEWEST_DESKS = 2


@dataclass(frozen=True)
class Listing:
    """Hits in their order, desks of one sector apart from the others, and by name where to choose each of those."""

    hits: Sequence[Hit]
    sector_desks: Sequence[Hit] = ()
    sector_links: Sequence[tuple[str, str]] = ()

    @cached_property
    def said(self) -> dict[str, str]:
        """Return what holds for all hits in words, by the name under which a card leaves it out."""
        every = [card_texts(hit.facts) for hit in (*self.hits, *self.sector_desks)]
        if len(every) < FEWEST_ALIKE:
            return {}
        alike = {}
        for name, sentence in SAID_ONCE.items():
            words = {getattr(texts, name) for texts in every}
            if len(words) == 1 and (said := words.pop()):
                alike[name] = str(sentence) % {"words": said[:1].lower() + said[1:]}
        return alike


def listing(hits: Iterable[Hit], question: Question, address_of: Callable[[SectorEntry], str]) -> Listing:
    """Return hits as a list, with the address of the same question about each sector that has a desk in it.

    A reader who named a sector, a type or words did choose which desks to see: then none is folded.
    """
    every = list(hits)
    desks = [] if question.sector or question.type or question.words else list(filter(_is_of_a_sector, every))
    if len(desks) < FEWEST_DESKS:
        return Listing(every)
    sectors = sorted({sector for desk in desks for sector in desk.facts.sectors}, key=lambda one: one.name)
    links = [(sector.name, address_of(sector)) for sector in sectors]
    return Listing([hit for hit in every if not _is_of_a_sector(hit)], desks, links)


def _is_of_a_sector(hit: Hit) -> bool:
    return hit.facts.type.needs_sector and bool(hit.facts.sectors)
