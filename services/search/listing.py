"""A list of hits as its readers get it: what holds for all is said once, and who helps some sectors only is folded.

What lives here: that arrangement. What does not: which hits there are (results.py), markup (templates).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy

from services.catalogue import SectorEntry, catalogue
from services.search.question import ANY
from services.search.results import Hit, card_texts

# What a card leaves out where it is the same for all in the list, and how the list says it. Where one or two are told
# to be alike, nothing is repeated yet.
SAID_ONCE = {
    "example": gettext_lazy("Alle organisaties in deze lijst zijn voorbeelden."),
    "check": gettext_lazy("Van alle organisaties in deze lijst: %(words)s"),
    "situations": gettext_lazy("Alle organisaties in deze lijst helpen bij: %(words)s."),
}
FEWEST_ALIKE = 3


@dataclass(frozen=True)
class Listing:
    """Hits in their order, and how many that help some sectors only stand folded below them: in all, and by sector.

    Of each sector there is its name, how many help it alone, and the address where these stand unfolded.
    """

    hits: Sequence[Hit]
    sector_desks: int
    by_sector: Sequence[tuple[str, int, str]]

    @cached_property
    def said(self) -> dict[str, str]:
        """Return what holds for all hits in words, by the name under which a card leaves it out."""
        every = [card_texts(hit.facts) for hit in self.hits]
        if len(every) < FEWEST_ALIKE:
            return {}
        alike = {}
        for name, sentence in SAID_ONCE.items():
            words = {getattr(texts, name) for texts in every}
            if len(words) == 1 and (said := words.pop()):
                alike[name] = str(sentence) % {"words": said[:1].lower() + said[1:]}
        return alike


def listing(hits: Sequence[Hit], desks: Mapping[str, int], address_of: Callable[[SectorEntry], str]) -> Listing:
    """Return hits as a list, with the desks that are folded and the address of the same question about each sector."""
    sectors = sorted((sector for sector in catalogue().sectors if desks.get(sector.code)), key=lambda one: one.name)
    by_sector = [(sector.name, desks[sector.code], address_of(sector)) for sector in sectors]
    return Listing(hits, desks.get(ANY, 0), by_sector)
